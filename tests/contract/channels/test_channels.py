"""The contract of a channel, kept by each of them, and of the errors that it may raise."""

import inspect

import pytest

from channels import errors
from channels.errors import (
    BadCredentials,
    Blocked,
    ChannelError,
    Halted,
    Rejected,
    RetryLater,
    Unreachable,
    Unsure,
    WindowShut,
)
from channels.message import ChannelName, DeliveryStatus, OutboundMessage, Receipt
from channels.simulator import SimulatorChannel

CHANNELS = {f"simulator-{name}": (SimulatorChannel, name) for name in ChannelName}
EVERY_ERROR = [
    RetryLater("busy", 60),
    Unreachable("no such number"),
    Blocked("blocked by the user"),
    Rejected("filtered"),
    BadCredentials("wrong token"),
    WindowShut("more than 24 hours"),
    Halted("the template is paused"),
]


@pytest.fixture(params=CHANNELS)
def channel(request):
    kind, name = CHANNELS[request.param]
    return kind(name)


def message(key="1", **given):
    facts = {"channel": "sms", "address": "+12025550100", "text": "Hello"}
    return OutboundMessage(idempotency_key=key, **facts | given)


def on_the_phone(channel):
    """What has reached the person, in the order in which it came."""
    return list(channel.delivered.values())


async def test_a_message_that_was_sent_has_a_receipt(channel):
    receipt = await channel.send(message())
    assert isinstance(receipt, Receipt)
    assert receipt.provider_id
    assert receipt.status in (DeliveryStatus.SENT, DeliveryStatus.DELIVERED)
    assert on_the_phone(channel) == [message()]


async def test_the_same_key_twice_reaches_the_person_once(channel):
    first = await channel.send(message("1"))
    again = await channel.send(message("1"))
    assert first == again
    assert len(on_the_phone(channel)) == 1


async def test_other_keys_are_other_messages_even_with_the_same_text(channel):
    receipts = [await channel.send(message(key)) for key in ("1", "2", "3")]
    assert len({receipt.provider_id for receipt in receipts}) == 3
    assert [sent.idempotency_key for sent in on_the_phone(channel)] == ["1", "2", "3"]


@pytest.mark.parametrize("text", ["🙂 não", "a\nb", "x" * 1600])
async def test_text_and_buttons_arrive_as_they_are(channel, text):
    await channel.send(message(text=text, buttons=("Yes", "Não")))
    assert on_the_phone(channel)[0].text == text
    assert on_the_phone(channel)[0].buttons == ("Yes", "Não")


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda e: type(e).__name__)
async def test_what_goes_wrong_is_one_of_the_errors_and_sends_nothing(channel, error):
    channel.fail_next(error)
    with pytest.raises(type(error)):
        await channel.send(message())
    assert on_the_phone(channel) == []


async def test_a_message_that_failed_can_be_sent_again(channel):
    channel.fail_next(RetryLater("busy"))
    with pytest.raises(RetryLater):
        await channel.send(message())
    assert await channel.send(message())
    assert len(on_the_phone(channel)) == 1


def test_a_channel_has_the_name_that_it_is_asked_for_by(channel):
    assert channel.name in set(ChannelName)


def test_every_error_is_named_here_and_is_a_channel_error():
    known = {kind for _, kind in inspect.getmembers(errors, inspect.isclass)}
    sending = {kind for kind in known if issubclass(kind, ChannelError)}
    assert sending == {ChannelError, Unsure, *(type(error) for error in EVERY_ERROR)}
    assert all(issubclass(kind, errors.WebhookError) for kind in known - sending)


def test_an_error_says_when_to_try_again():
    assert RetryLater("busy").after_seconds > 0
    assert RetryLater("busy", 7).after_seconds == 7
    assert str(RetryLater("busy", 7)) == "busy"
