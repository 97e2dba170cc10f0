"""Did Twilio take it? By receiver, sender, time and words; in doubt it stays in doubt."""

from datetime import timedelta

import pytest

from channels.errors import BadCredentials, RetryLater, Unsure
from channels.message import Button, ChannelName, DeliveryStatus, Template
from tests.contract.channels.kits import NOW, PERSON, message
from tests.contract.channels.twilio_double import HANGS, NUMBER, SERVICE, Refusal
from tests.contract.channels.twilio_kit import TwilioKit, account_at

SINCE = NOW - timedelta(minutes=1)
REPLY = "HX" + "2" * 32


def went_out(kit, text="Hello", minutes=0, **facts):
    posted = {"To": f"{kit.prefix}{PERSON}", "From": f"{kit.prefix}{NUMBER}", "Body": text}
    kit.double.now = NOW + timedelta(minutes=minutes)
    return kit.double.store(posted, **facts)


async def test_the_provider_is_asked_for_this_person_and_sender(twilio):
    await twilio.channel.find(message(), SINCE)
    asked = twilio.double.requests[0]
    assert asked["To"] == f"{twilio.prefix}{PERSON}"
    assert asked["From"] == f"{twilio.prefix}{NUMBER}"
    assert not any(name.startswith("DateSent") for name in asked)


@pytest.mark.parametrize(
    ("status", "reached"),
    [
        ("queued", DeliveryStatus.SENT),
        ("sending", DeliveryStatus.SENT),
        ("delivered", DeliveryStatus.DELIVERED),
        ("read", DeliveryStatus.READ),
        ("undelivered", DeliveryStatus.FAILED),
    ],
)
async def test_it_is_found_wherever_it_has_come_to(twilio, status, reached):
    record = went_out(twilio, status=status, num_segments="2")
    found = await twilio.channel.find(message(), SINCE)
    assert (found.provider_id, found.status, found.segments) == (record["sid"], reached, 2)


@pytest.mark.parametrize(
    "facts",
    [
        {"minutes": -5},
        {"text": "Hello, you"},
        {"direction": "inbound"},
        {"to": "+12025550111"},
        {"from": "+12025550112"},
    ],
    ids=lambda facts: next(iter(facts)),
)
async def test_what_is_not_it_is_not_found(twilio, facts):
    went_out(twilio, **facts)
    assert await twilio.channel.find(message(), SINCE) is None


async def test_another_message_of_the_same_words_is_not_this_one(twilio):
    first = went_out(twilio, minutes=-0.6)
    known = frozenset({first["sid"]})
    assert await twilio.channel.find(message(), SINCE), "nobody said that it is another"
    assert await twilio.channel.find(message(not_these=known), SINCE) is None
    second = went_out(twilio)
    found = await twilio.channel.find(message(not_these=known), SINCE)
    assert found.provider_id == second["sid"]


async def test_what_belongs_to_another_message_is_no_doubt(twilio):
    other = went_out(twilio, "Good day, Ana")
    template = Template(REPLY)
    known = frozenset({other["sid"]})
    sent = message(text="Hello Ana", template=template, not_these=known)
    assert await twilio.channel.find(sent, SINCE) is None


async def test_what_failed_is_found_with_its_reason(twilio):
    went_out(twilio, status="failed", error_code=63018)
    found = await twilio.channel.find(message(), SINCE)
    assert (found.status, type(found.error)) == (DeliveryStatus.FAILED, RetryLater)


@pytest.mark.parametrize("order", [("failed", "sent"), ("sent", "failed")])
async def test_a_try_that_did_not_fail_counts_more_than_one_that_did(twilio, order):
    went = {status: went_out(twilio, status=status) for status in order}
    found = await twilio.channel.find(message(), SINCE)
    assert (found.provider_id, found.error) == (went["sent"]["sid"], None)


async def test_clocks_may_differ_a_little(twilio):
    went_out(twilio)
    assert await twilio.channel.find(message(), NOW + timedelta(seconds=3))
    assert await twilio.channel.find(message(), NOW + timedelta(seconds=30)) is None


async def test_the_text_is_known_as_it_was_sent(twilio):
    buttons = (Button("tok-1", "Sim"), Button("tok-2", "Não"))
    long = message(text="Não é isso?  Ação…", buttons=buttons)
    await twilio.channel.send(long)
    assert await twilio.channel.find(long, SINCE)


async def test_pages_are_turned_until_what_is_older(twilio):
    for minute in range(-30, 0):
        went_out(twilio, "old", minutes=minute)
    wanted = went_out(twilio)
    for minute in range(1, 8):
        went_out(twilio, "new", minutes=minute)
    twilio.double.page_size = 5
    found = await twilio.channel.find(message(), SINCE)
    assert found.provider_id == wanted["sid"]
    twilio.double.requests.clear()
    assert await twilio.channel.find(message(text="never"), SINCE) is None
    assert len(twilio.double.requests) == 3


async def test_without_end_it_stays_in_doubt(twilio):
    for minute in range(20):
        went_out(twilio, "new", minutes=minute)
    twilio.double.page_size = 1
    with pytest.raises(Unsure):
        await twilio.channel.find(message(), SINCE)


async def test_a_service_is_known_by_its_own_messages():
    kit = await TwilioKit.open(ChannelName.SMS, sender=SERVICE)
    went_out(kit, **{"from": "+12025550112"})
    assert await kit.channel.find(message(), SINCE) is None
    await kit.channel.send(message())
    assert await kit.channel.find(message(), SINCE)
    assert "From" not in kit.double.requests[0]
    await kit.close()


async def test_a_template_is_found_by_what_the_person_reads(twilio):
    template = Template(REPLY, {"1": "Ana"})
    sent = message(text="Hello Ana", template=template)
    twilio.double.contents[REPLY] = "Hello {{1}}"
    assert await twilio.channel.find(sent, SINCE) is None
    await twilio.channel.send(sent)
    assert await twilio.channel.find(sent, SINCE)


async def test_a_template_that_cannot_be_told_apart_stays_in_doubt(twilio):
    went_out(twilio, "Good day, Ana")
    with pytest.raises(Unsure):
        await twilio.channel.find(message(text="Hello Ana", template=Template(REPLY)), SINCE)


async def test_what_never_left_our_hands_is_not_there(twilio):
    assert await twilio.channel.find(message(text="x" * 1601), SINCE) is None
    assert twilio.double.requests == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Refusal(429, 20429, {"Retry-After": "7"}), RetryLater),
        (Refusal(502), RetryLater),
        (Refusal(401, 20003), BadCredentials),
        (Refusal(400, 20001), Unsure),
        (b"<html>", RetryLater),
    ],
)
async def test_when_it_cannot_be_asked(twilio, answer, error):
    twilio.double.answers.append(answer)
    with pytest.raises(error) as raised:
        await twilio.channel.find(message(), SINCE)
    assert type(raised.value) is error


async def test_no_answer_to_a_question_is_no_doubt(sms):
    sms.channel.account = account_at(str(sms.double.server.make_url("")).rstrip("/"), read=0.1)
    sms.double.answers.append(HANGS)
    with pytest.raises(RetryLater):
        await sms.channel.find(message(), SINCE)
    await sms.channel.close()
