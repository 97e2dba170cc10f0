"""The contract of a channel, kept by each of them, and of the errors that it may raise."""

import inspect
from dataclasses import replace
from datetime import timedelta

import pytest

from channels import errors
from channels.errors import (
    BadCredentials,
    Blocked,
    Busy,
    ChannelError,
    Forged,
    Halted,
    HaltedContent,
    Rejected,
    RetryLater,
    Unreachable,
    Unreadable,
    Unsure,
    WindowShut,
)
from channels.message import (
    Button,
    ChannelName,
    DeliveryStatus,
    Finding,
    InboundMessage,
    Receipt,
    StatusUpdate,
)
from tests.contract.channels.kits import NOW, message

EVERY_ERROR = [
    RetryLater("busy", 60),
    Busy("our own pace", 3),
    Unreachable("no such number"),
    Blocked("blocked by the user"),
    Rejected("filtered"),
    BadCredentials("wrong token"),
    WindowShut("more than 24 hours"),
    Halted("filtered by the network"),
    HaltedContent("the template is paused"),
]
EARLIER = NOW - timedelta(minutes=5)


def to(kit, key="1", **given):
    """A message to the person on the other side."""
    return message(key, address=kit.person, **given)


async def test_a_message_that_was_sent_has_a_receipt(kit):
    receipt = await kit.channel.send(to(kit))
    assert isinstance(receipt, Receipt)
    assert receipt.provider_id
    assert receipt.segments >= 1
    assert receipt.status in (DeliveryStatus.SENT, DeliveryStatus.DELIVERED)
    assert kit.phone() == ["Hello"]


async def test_the_same_key_twice_reaches_the_person_once_or_can_be_asked_for(kit):
    first = await kit.channel.send(to(kit, "1"))
    again = kit.channel.send if kit.keyed else lambda m: kit.channel.find(m, EARLIER)
    assert await again(to(kit, "1")) == first
    assert len(kit.phone()) == 1


async def test_other_keys_are_other_messages_even_with_the_same_text(kit):
    receipts = [await kit.channel.send(to(kit, key)) for key in ("1", "2", "3")]
    assert len({receipt.provider_id for receipt in receipts}) == 3
    assert len(kit.phone()) == 3


async def test_messages_arrive_in_their_order(kit):
    for text in ("first", "second", "third"):
        await kit.channel.send(to(kit, text, text=text))
    assert kit.phone() == ["first", "second", "third"]


@pytest.mark.parametrize("text", ["🙂 não", "a\nb", "x" * 1600, "100 % & 5 + 1 = <b>?"])
async def test_text_arrives_as_it_is(kit, text):
    await kit.channel.send(to(kit, text=text))
    assert kit.phone() == [text]


async def test_buttons_are_there_to_be_read_and_their_tokens_tell_nothing(kit):
    buttons = (Button("tok-1", "Yes"), Button("tok-2", "No"))
    await kit.channel.send(to(kit, text="Is that right?", buttons=buttons))
    [read] = kit.phone()
    assert read.startswith("Is that right?")
    assert "Yes" in read
    assert "No" in read
    assert "tok-" not in read


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda e: type(e).__name__)
async def test_what_goes_wrong_is_one_of_the_errors_and_sends_nothing(kit, error):
    if type(error) not in kit.refuses:
        pytest.skip("this provider has no such answer")
    kit.fail_next(error)
    with pytest.raises(type(error)) as raised:
        await kit.channel.send(to(kit))
    assert type(raised.value) is type(error)
    assert kit.phone() == []


async def test_the_providers_wish_to_wait_is_kept(kit):
    kit.fail_next(RetryLater("busy", 77))
    with pytest.raises(RetryLater) as raised:
        await kit.channel.send(to(kit))
    assert raised.value.after_seconds == 77


async def test_a_message_that_failed_can_be_sent_again(kit):
    kit.fail_next(RetryLater("busy"))
    with pytest.raises(RetryLater):
        await kit.channel.send(to(kit))
    assert await kit.channel.send(to(kit))
    assert len(kit.phone()) == 1


async def test_a_lost_answer_is_unsure_and_the_message_is_found(kit):
    kit.fail_next(Unsure("time-out"))
    with pytest.raises(Unsure):
        await kit.channel.send(to(kit))
    if not kit.asked:
        with pytest.raises(Unsure):
            await kit.channel.find(to(kit), EARLIER)
        return
    found = await kit.channel.find(to(kit), EARLIER)
    assert found is not None
    assert found.provider_id
    assert len(kit.phone()) == 1


async def test_a_message_that_was_never_taken_is_not_found(kit):
    if not kit.asked:
        pytest.skip("this provider cannot be asked")
    await kit.channel.send(to(kit, "1"))
    assert await kit.channel.find(to(kit, "2", text="Something else"), EARLIER) is None


def test_what_the_provider_signed_is_genuine(kit):
    for call in (kit.message_call(), kit.strange_call()):
        kit.channel.verify(call)
    if kit.reports:
        kit.channel.verify(kit.status_call(status="delivered"))


FORGERIES = [
    lambda call: replace(call, headers={}),
    lambda call: replace(call, headers=dict.fromkeys(call.headers, "x")),
    lambda call: replace(call, headers=dict.fromkeys(call.headers, "é€")),
]
ALTERATIONS = [
    lambda call: replace(call, body=call.body + b"0"),
    lambda call: replace(call, body=b""),
    lambda call: replace(call, url=call.url.replace("https:", "http:")),
    lambda call: replace(call, url=f"{call.url}?a=b"),
    lambda call: replace(call, url="https://elsewhere.example:port/["),
]


@pytest.mark.parametrize("change", FORGERIES)
def test_a_call_without_the_right_signature_is_forged(kit, change):
    with pytest.raises(Forged):
        kit.channel.verify(change(kit.message_call()))


@pytest.mark.parametrize("change", ALTERATIONS)
def test_a_call_that_was_altered_is_forged(kit, change):
    if not kit.signs:
        pytest.skip("this provider signs neither address nor body")
    with pytest.raises(Forged):
        kit.channel.verify(change(kit.message_call()))


def test_a_message_is_read(kit):
    [told] = kit.channel.parse(kit.message_call(sid="7", text="Olá 🙂 & more"))
    assert isinstance(told, InboundMessage)
    assert (told.event_id, told.address, told.text) == ("7", kit.person, "Olá 🙂 & more")
    assert (told.channel, told.received_at, told.pressed) == (kit.channel.name, NOW, None)
    assert told.provider


def test_a_tapped_button_brings_its_token_and_its_label(kit):
    [told] = kit.channel.parse(kit.message_call(text="Yes", pressed="tok-1"))
    assert (told.pressed, told.text) == ("tok-1", "Yes")


@pytest.mark.parametrize("status", list(DeliveryStatus))
def test_a_status_is_read(kit, status):
    if not kit.reports:
        pytest.skip("this provider reports nothing")
    [told] = kit.channel.parse(kit.status_call(status=status.value, sid="out-7", key="k&7"))
    assert isinstance(told, StatusUpdate)
    assert (told.provider_id, told.key, told.status) == ("out-7", "k&7", status)
    assert told.channel == kit.channel.name


def test_what_is_none_of_our_business_is_nothing(kit):
    assert kit.channel.parse(kit.strange_call()) == []


def test_what_cannot_be_read_says_so(kit):
    with pytest.raises(Unreadable):
        kit.channel.parse(kit.broken_call())


def test_a_channel_has_the_name_that_it_is_asked_for_by(kit):
    assert kit.channel.name in set(ChannelName)


async def test_an_acknowledgement_is_taken(kit):
    [told] = kit.channel.parse(kit.message_call())
    await kit.channel.acknowledge(told)


async def test_a_check_says_what_it_looked_at_in_sentences(kit):
    found = await kit.channel.check()
    assert found
    assert all(isinstance(one, Finding) and one.what and one.told for one in found)


async def test_closing_twice_does_no_harm(kit):
    await kit.channel.send(to(kit))
    await kit.channel.close()
    await kit.channel.close()


async def test_no_secret_shows(kit):
    kit.fail_next(BadCredentials("wrong token"))
    with pytest.raises(BadCredentials) as raised:
        await kit.channel.send(to(kit))
    shown = [repr(kit.channel), str(kit.channel), repr(raised.value), str(raised.value)]
    assert [text for text in shown if kit.secret in text] == []


def test_every_error_is_named_here_and_is_a_channel_error():
    known = {kind for _, kind in inspect.getmembers(errors, inspect.isclass)}
    sending = {kind for kind in known if issubclass(kind, ChannelError)}
    assert sending == {ChannelError, Unsure, *(type(error) for error in EVERY_ERROR)}
    assert all(issubclass(kind, errors.WebhookError) for kind in known - sending)


def test_an_error_says_when_to_try_again():
    assert RetryLater("busy").after_seconds > 0
    assert RetryLater("busy", 7).after_seconds == 7
    assert str(RetryLater("busy", 7)) == "busy"
