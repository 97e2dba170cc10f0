"""Nobody reads a message twice, nothing is tried for ever, and one channel holds up no other."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rules.delivery import MOST_TRIES, State
from bot.usecases.answer import say
from bot.usecases.clock.run_due import release_held
from bot.usecases.outbox.channel_care import send_again
from bot.usecases.outbox.note_status import note_status
from bot.usecases.outbox.outcome import LAST_QUESTIONS
from bot.usecases.people.safety import answer_crisis
from channels.errors import BadCredentials, Busy, Rejected, RetryLater, Unsure
from channels.message import DeliveryStatus, Receipt, StatusUpdate

ALL = ("sms", "whatsapp", "telegram")


@pytest.fixture
async def bob(world):
    person = await world.meet("B-1", channels=ALL)
    await person.hears((say("greet"),))
    return person


async def last(person):
    return (await person.look("outbox"))[-1]


def scripted(monkeypatch, phone, answers, *, finds=None):
    """The channel answers each hand-over with the next of these; the attempts it was given."""
    handed = []

    async def send(message):
        handed.append(message.attempt)
        answer = answers.pop(0) if answers else Receipt("SM-last", DeliveryStatus.SENT)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def find(message, since):
        if isinstance(finds, Exception):
            raise finds
        return finds(message) if finds else None

    monkeypatch.setattr(phone, "send", send)
    monkeypatch.setattr(phone, "find", find)
    return handed


def news(row, status, attempt, number="SM1"):
    return StatusUpdate("t", "sms", number, status, str(row.id), attempt=attempt)


async def test_a_provider_that_never_answers_is_given_up(world, bob, monkeypatch):
    lost = [Unsure("504") for _ in range(50)]
    handed = scripted(monkeypatch, world.phones["sms"], lost)
    await bob.hears((say("thanks"),))
    for _ in range(24 * 12):
        await world.wait(minutes=5)
    row = await last(bob)
    assert (row.status, len(handed)) == ("dead", MOST_TRIES)
    assert "never took it" in row.reason


async def test_who_was_not_asked_for_an_hour_is_asked_more_than_once(world, bob, monkeypatch):
    """A backlog of ours: the first question comes late, and the provider is busy just then."""
    handed = scripted(
        monkeypatch, world.phones["sms"], [Unsure("500")], finds=RetryLater("too many requests")
    )
    await bob.hears((say("thanks"),))
    world.store.clock += timedelta(hours=2)
    for _ in range(LAST_QUESTIONS - 1):
        await world.run()
        assert (await last(bob)).status == "sending"
        world.store.clock += timedelta(seconds=30)
    found = Receipt("SM1", DeliveryStatus.SENT)
    scripted(monkeypatch, world.phones["sms"], [], finds=lambda message: found)
    await world.run()
    assert ((await last(bob)).status, handed) == ("sent", [1])


async def test_a_channel_that_refuses_us_holds_up_no_other(world, bob):
    world.phones["sms"].fail_next(*[BadCredentials("who?")] * MOST_TRIES)
    await bob.hears((say("thanks"),), channel="sms")
    assert await bob.hears((say("greet"),), channel="telegram")
    assert [r.status for r in await bob.look("outbox")][-2:] == ["queued", "delivered"]


async def test_an_answer_keeps_its_place_on_its_own_channel(world, bob):
    world.phones["sms"].fail_next(RetryLater("busy", 600))
    await bob.hears((say("thanks"),), channel="sms")
    assert await bob.hears((say("greet"),), channel="sms") == []
    await world.wait(minutes=15)
    assert [r.status for r in await bob.look("outbox")][-2:] == ["delivered", "delivered"]


async def test_help_in_danger_waits_behind_nothing(world, bob):
    world.phones["sms"].fail_next(RetryLater("out of reach", 900, 1))
    await bob.hears((say("thanks"),), channel="sms")
    answer = await bob.does(answer_crisis)
    assert await bob.hears(answer, kind="safety", channel="sms")


@pytest.mark.parametrize("told", [DeliveryStatus.DELIVERED, DeliveryStatus.SENT])
async def test_that_an_earlier_try_arrived_ends_the_trying(world, bob, monkeypatch, told):
    answers = [Unsure("time-out"), RetryLater("429", 600)]
    handed = scripted(monkeypatch, world.phones["sms"], answers)
    await bob.hears((say("thanks"),))
    await world.wait(seconds=40)
    row = await last(bob)
    assert (row.status, row.tries) == ("queued", 2)
    assert await note_status(world.tools, news(row, told, attempt=1))
    await world.wait(minutes=30)
    assert handed == [1, 2]
    row = await last(bob)
    assert (row.status, row.provider_id) == (told, "SM1")


async def test_that_an_earlier_try_failed_changes_nothing(world, bob, monkeypatch):
    answers = [Unsure("time-out"), RetryLater("429", 600)]
    handed = scripted(monkeypatch, world.phones["sms"], answers)
    await bob.hears((say("thanks"),))
    await world.wait(seconds=40)
    await note_status(world.tools, news(await last(bob), DeliveryStatus.FAILED, attempt=1))
    await world.wait(minutes=30)
    assert handed == [1, 2, 3]
    assert (await last(bob)).status == "sent"


async def test_late_news_that_it_was_sent_does_not_undo_that_it_failed(world, bob, monkeypatch):
    handed = scripted(monkeypatch, world.phones["sms"], [Receipt("SM1", DeliveryStatus.SENT)])
    await bob.hears((say("thanks"),))
    row = await last(bob)
    unreachable = replace(
        news(row, DeliveryStatus.FAILED, attempt=1), error=RetryLater("out of reach", 900, 1)
    )
    await note_status(world.tools, unreachable)
    await note_status(world.tools, news(row, DeliveryStatus.SENT, attempt=1))
    assert (await last(bob)).status == "queued"
    await world.wait(minutes=20)
    assert handed == [1, 2]


async def test_our_own_pace_is_no_try(world, bob, monkeypatch):
    handed = scripted(monkeypatch, world.phones["sms"], [Busy("our pace", 5)] * 20)
    await bob.hears((say("thanks"),))
    row = await last(bob)
    assert (row.status, row.tries) == ("queued", 0)
    for _ in range(30):
        await world.wait(seconds=10)
    row = await last(bob)
    assert (row.status, row.tries, len(handed)) == ("sent", 1, 21)


async def test_a_channel_that_was_disconnected_holds_up_nothing(world, bob):
    world.phones["sms"].fail_next(Unsure("no answer"))
    await bob.hears((say("thanks"),), channel="sms")
    assert (await last(bob)).status == "sending"
    left = {name: channel for name, channel in world.tools.channels.items() if name != "sms"}
    world.tools = replace(world.tools, channels=left)
    world.store.clock += timedelta(minutes=5)
    assert await bob.hears((say("greet"),), channel="telegram")
    gone = [r for r in await bob.look("outbox") if r.status == State.UNKNOWN]
    assert [r.channel for r in gone] == ["sms"]


async def test_a_defect_of_an_adapter_leaves_the_message_to_a_person(world, bob, monkeypatch):
    broken = ValueError("unforeseen")
    handed = scripted(monkeypatch, world.phones["sms"], [broken], finds=broken)
    await bob.hears((say("thanks"),))
    await world.wait(minutes=1)
    assert ((await last(bob)).status, len(handed)) == ("unknown", 1)
    assert await bob.hears((say("greet"),), channel="telegram")


async def test_what_is_asked_about_is_not_taken_for_another_message(world, bob, monkeypatch):
    seen = []

    def finds(message):
        seen.append(message.not_these)

    answers = [Receipt("SM1", DeliveryStatus.SENT), Unsure("time-out")]
    scripted(monkeypatch, world.phones["sms"], answers, finds=finds)
    await bob.hears((say("thanks"),))
    await bob.hears((say("thanks"),))
    await world.wait(seconds=15)
    assert seen
    assert all("SM1" in known for known in seen)


async def test_what_left_meanwhile_is_not_released_again(world, bob):
    """Another worker released it, and it left, after we had seen it held."""

    async def holds(work, _):
        row = (await work.outbox.find(newest=True, limit=1))[0]
        row.status, row.not_before = State.HELD, work.now

    await bob.change(holds)
    before = len(bob.phone())
    await release_held(world.tools)
    await release_held(world.tools)
    await world.run()
    assert len(bob.phone()) - before <= 1
    assert (await last(bob)).status == "delivered"


async def test_what_a_message_costs_is_kept_when_its_news_overtakes_the_answer(
    world, bob, monkeypatch
):
    async def send(message):
        row = await last(bob)
        await note_status(world.tools, news(row, DeliveryStatus.DELIVERED, attempt=1))
        return Receipt("SM1", DeliveryStatus.SENT, segments=3)

    monkeypatch.setattr(world.phones["sms"], "send", send)
    await bob.hears((say("thanks"),))
    row = await last(bob)
    assert (row.status, row.provider_id, row.segments) == ("delivered", "SM1", 3)


async def test_what_another_try_costs_is_not_taken_for_this_one(world, bob, monkeypatch):
    async def send(message):
        row = await last(bob)
        await note_status(world.tools, news(row, DeliveryStatus.DELIVERED, attempt=1, number="SM0"))
        return Receipt("SM1", DeliveryStatus.SENT, segments=3)

    monkeypatch.setattr(world.phones["sms"], "send", send)
    await bob.hears((say("thanks"),))
    assert ((await last(bob)).provider_id, (await last(bob)).segments) == ("SM0", None)


def coded(error, code):
    error.code = code
    return error


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Rejected("too long"), "failed"),
        (RetryLater("busy"), "queued"),
        (BadCredentials("who?"), "queued"),
        (Unsure("500"), "sending"),
    ],
)
async def test_the_code_that_an_answer_names_is_kept_like_one_of_a_callback(
    world, bob, error, status
):
    world.phones["sms"].fail_next(coded(error, "12345"))
    await bob.hears((say("thanks"),))
    assert ((await last(bob)).status, (await last(bob)).error_code) == (status, "12345")


async def test_a_message_that_was_taken_in_the_end_has_no_error(world, bob):
    world.phones["sms"].fail_next(coded(RetryLater("busy"), "20429"), RetryLater("no code"))
    await bob.hears((say("thanks"),))
    await world.wait(seconds=40)
    assert ((await last(bob)).tries, (await last(bob)).error_code) == (2, None), "of the last try"
    await world.wait(minutes=5)
    assert ((await last(bob)).status, (await last(bob)).error_code) == ("delivered", None)


OUT_OF_REACH = "30003"


def out_of_reach():
    return coded(RetryLater("out of reach", 900, tries=1), OUT_OF_REACH)


@pytest.mark.parametrize(
    ("before", "tries"),
    [
        ([], 2),
        ([RetryLater("busy")], 3),
        ([BadCredentials("who?"), RetryLater("busy"), Unsure("500")], 5),
        ([coded(RetryLater("another limit", tries=1), "1")], 3),
    ],
)
async def test_a_handset_out_of_reach_gets_its_one_more_try_whatever_failed_before(
    world, bob, monkeypatch, before, tries
):
    answers = [*before, out_of_reach(), out_of_reach()]
    handed = scripted(monkeypatch, world.phones["sms"], answers)
    await bob.hears((say("thanks"),))
    for _ in range(20):
        await world.wait(minutes=20)
    assert ((await last(bob)).status, len(handed)) == ("dead", tries)
    assert (await last(bob)).error_code == OUT_OF_REACH


async def test_failures_that_take_turns_end_like_any_other(world, bob, monkeypatch):
    mixed = [error for _ in range(MOST_TRIES) for error in (RetryLater("busy"), out_of_reach())]
    handed = scripted(monkeypatch, world.phones["sms"], mixed[1:])
    await bob.hears((say("thanks"),))
    for _ in range(40):
        await world.wait(minutes=20)
    assert ((await last(bob)).status, handed) == ("dead", [1, 2, 3])


async def test_no_failure_is_worth_more_tries_than_any_message(world, bob, monkeypatch):
    patient = [coded(RetryLater("patience", tries=100), "1") for _ in range(100)]
    handed = scripted(monkeypatch, world.phones["sms"], patient)
    await bob.hears((say("thanks"),))
    for _ in range(40):
        await world.wait(hours=1)
    assert ((await last(bob)).status, len(handed)) == ("dead", MOST_TRIES)


async def test_a_message_that_is_sent_again_begins_anew(world, bob, monkeypatch):
    handed = scripted(monkeypatch, world.phones["sms"], [out_of_reach() for _ in range(4)])
    await bob.hears((say("thanks"),))
    await world.wait(minutes=20)
    assert ((await last(bob)).status, len(handed)) == ("dead", 2)
    await send_again(world.tools, (await last(bob)).id, "Ana")
    await world.run()
    assert ((await last(bob)).status, len(handed)) == ("queued", 3)
    await world.wait(minutes=20)
    assert ((await last(bob)).status, len(handed)) == ("dead", 4)


@pytest.mark.parametrize("error", [RetryLater("flood", 9), Busy("our pace", 9), Unsure("504")])
async def test_parts_that_left_are_kept_for_whoever_tries_again(world, bob, monkeypatch, error):
    error.parts = ("41", "42")
    tried = []

    async def send(message):
        tried.append(message.parts)
        if len(tried) == 1:
            raise error
        return Receipt("SM1", DeliveryStatus.SENT)

    async def never_took_it(message, since):
        return None

    monkeypatch.setattr(world.phones["telegram"], "send", send)
    monkeypatch.setattr(world.phones["telegram"], "find", never_took_it)
    await bob.hears((say("thanks"),), channel="telegram")
    for _ in range(30):
        await world.wait(seconds=10)
    assert tried == [(), ("41", "42")]
    assert (await last(bob)).status == State.SENT
