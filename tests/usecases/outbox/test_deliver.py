"""The door: what leaves, what is turned away and why, and what happens when a channel fails."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.rules.delivery import MOST_TRIES
from bot.rules.money import Money
from bot.usecases.answer import Button, say, with_buttons
from bot.usecases.conversation.agent_desk import agent_says, take_over
from bot.usecases.outbox import deliver as door
from bot.usecases.outbox.compose import compose
from bot.usecases.people.verify_identity import forget_proof
from bot.usecases.records import HoldRecord
from channels import errors
from channels.errors import (
    BadCredentials,
    Blocked,
    Halted,
    Rejected,
    RetryLater,
    Unreachable,
    Unsure,
)
from channels.message import DeliveryStatus, Receipt


def balance(amount="330.00"):
    """A sentence with one figure in it."""
    return (say("reason_more_than_owed", total=Money.parse(amount, "USD")),)


async def last(person):
    return (await person.look("outbox"))[-1]


@pytest.fixture(autouse=True)
async def introduced(ada, request):
    """Past the first message, which says who writes."""
    await ada.hears((say("greet"),))


# -- identity --------------------------------------------------------------------------------------


async def test_a_figure_of_the_ledger_leaves_to_a_verified_person(ada):
    (text,) = await ada.hears(balance())
    assert "$330.00" in text
    row = await last(ada)
    assert (row.status, row.reason) == ("delivered", None)
    assert row.provider_id
    assert row.sent_at is not None
    assert {v["verdict"] for v in row.verdicts} == {"pass"}


async def test_no_figure_before_identity(ada):
    async def forget(_, scene):
        forget_proof(scene.point)

    await ada.change(forget)
    assert await ada.hears(balance()) == []
    row = await last(ada)
    assert row.status == "refused"
    assert "identity_not_verified" in row.reason
    assert "message_turned_away" in await ada.history()


async def test_no_figure_once_the_proof_has_grown_old(world, ada):
    world.store.clock += timedelta(minutes=61)
    assert await ada.hears(balance()) == []
    assert "identity_not_verified" in (await last(ada)).reason


async def test_no_figure_before_identity_from_an_agent_either(world, stranger_with_agent):
    person = stranger_with_agent
    before = len(person.phone())
    await agent_says(world.tools, person.thread_id, "Ana", "You still owe $330.00, you know")
    await agent_says(world.tools, person.thread_id, "Ana", "Good morning")
    await world.run()
    assert person.phone()[before:] == ["Good morning"]
    refused = [row for row in await person.look("outbox") if row.status == "refused"]
    assert [row.author for row in refused] == ["agent:Ana"]
    assert "identity_not_verified" in refused[0].reason


@pytest.fixture
async def stranger_with_agent(world):
    person = await world.meet("S-1", verified=False)
    await take_over(world.tools, person.thread_id, "Ana")
    await world.run()
    return person


@pytest.mark.parametrize("text", ["You owe 330 dollars", "são R$ 330,00", "1,330.00 it is"])
async def test_figures_in_any_writing_are_figures(world, stranger_with_agent, text):
    person = stranger_with_agent
    before = len(person.phone())
    await agent_says(world.tools, person.thread_id, "Ana", text)
    await world.run()
    assert person.phone()[before:] == []


# -- amounts without backing -----------------------------------------------------------------------


async def test_an_amount_that_nothing_backs_does_not_leave_and_a_person_is_asked(ada):
    assert await ada.hears(balance("331.00")) == []
    row = await last(ada)
    assert (row.status, row.reason) == ("refused", "figure_not_backed")
    (event,) = await ada.look("events", kind="figure_refused")
    assert event.data["figures"] == ["$331.00"]
    thread = await ada.thread()
    assert (thread.owner, thread.owner_reason) == ("waiting", "figure_not_backed")
    (event,) = await ada.look("events", kind="figure_refused")
    assert event.data["figures"] == ["$331.00"]


async def test_an_agent_too_may_only_name_amounts_of_the_records(world, ada):
    await take_over(world.tools, ada.thread_id, "Ana")
    await agent_says(world.tools, ada.thread_id, "Ana", "We can settle this for $12.00")
    await agent_says(world.tools, ada.thread_id, "Ana", "Your balance is $330.00")
    await world.run()
    assert ada.phone()[-1] == "Your balance is $330.00"
    assert not any("$12.00" in text for text in ada.phone())
    assert (await ada.thread()).owner == "agent"


async def test_an_amount_on_a_button_is_an_amount_too(world):
    bob = await world.meet("B-1", channels=("whatsapp",))
    await bob.writes("hello", channel="whatsapp")
    label = say("button_token", amount=Money(1_00, "USD"))
    message = with_buttons(say("offer_declined"), [Button(label, "affirm")])
    assert await bob.hears((message,), channel="whatsapp") == []
    assert (await last(bob)).reason.startswith("figure_not_backed")


async def test_someone_elses_amounts_back_nothing(world, ada):
    await world.meet("B-1", debts=(("77.00", "0", "0"),))
    assert await ada.hears(balance("77.00")) == []


async def test_what_is_judged_is_the_moment_of_sending(world, ada):
    await ada.does(compose, list(balance()), turn="late", channel="sms")

    async def forget(_, scene):
        forget_proof(scene.point)

    await ada.change(forget)
    await world.run()
    assert (await last(ada)).status == "refused"


# -- waiting, order and rules ----------------------------------------------------------------------


async def test_messages_leave_in_the_order_in_which_they_were_written(ada):
    texts = await ada.hears((say("thanks"), say("greet"), say("goodbye")))
    assert [text.split()[0] for text in texts] == ["You're", "Hello!", "Goodbye,"]


async def test_a_refused_message_does_not_hold_up_the_next(ada):
    texts = await ada.hears((*balance("999.00"), say("thanks")))
    assert len(texts) == 1


async def test_a_reminder_waits_for_office_hours_and_is_released_then(world, ada):
    world.store.clock += timedelta(hours=10)
    assert await ada.hears((say("goodbye"),), kind="reminder") == []
    row = await last(ada)
    assert row.status == "held"
    assert row.not_before == world.store.clock.replace(hour=14)
    before = len(ada.phone())
    await world.wait(hours=12)
    assert ada.phone()[before:] == []
    await world.wait(hours=1)
    assert len(ada.phone()) == before + 1
    assert (await last(ada)).status == "delivered"


async def test_a_reminder_held_by_a_hold_without_an_end_is_refused(ada):
    async def dispute(work, scene):
        hold = HoldRecord(
            account_id=scene.account.id, reason="dispute", starts=work.now, set_by="test"
        )
        work.holds.add(hold)

    await ada.change(dispute)
    assert await ada.hears((say("goodbye"),), kind="reminder") == []
    row = await last(ada)
    assert row.status == "refused"
    assert "hold_dispute" in row.reason
    assert await ada.hears((say("goodbye"),)) != []


async def test_a_channel_where_the_person_has_no_address(ada):
    assert await ada.hears((say("thanks"),), channel="telegram") == []
    assert (await last(ada)).reason == "no_address_on_this_channel"


async def test_whatsapp_takes_free_text_only_after_the_person_wrote(world):
    bob = await world.meet("B-1", channels=("whatsapp",))
    assert await bob.hears((say("thanks"),), channel="whatsapp") == []
    held = await last(bob)
    assert (held.status, held.not_before) == ("held", None)
    assert "window_shut" in held.reason
    assert len(await bob.writes("hello", channel="whatsapp")) > 1
    assert (await bob.look("outbox"))[0].status == "delivered", "it waited for a word"


# -- a channel fails -------------------------------------------------------------------------------


async def test_try_again_later_with_the_same_key_and_in_order(world, ada):
    world.phones["sms"].fail_next(RetryLater("busy", 45))
    assert await ada.hears((say("thanks"), say("goodbye"))) == []
    first = (await ada.look("outbox"))[-2]
    assert (first.status, first.reason) == ("queued", "retry: busy")
    before = len(ada.phone())
    await world.wait(seconds=44)
    assert ada.phone()[before:] == []
    await world.wait(seconds=13)
    assert [text.split()[0] for text in ada.phone()[before:]] == ["You're", "Goodbye,"]


@pytest.mark.parametrize("error", [Rejected("no"), Halted("filtered")])
async def test_what_cannot_be_sent_is_marked_and_the_next_one_goes(world, ada, error):
    world.phones["sms"].fail_next(error)
    assert len(await ada.hears((say("thanks"), say("goodbye")))) == 1
    failed = (await ada.look("outbox"))[-2]
    assert (failed.status, failed.reason) == ("failed", f"{type(error).__name__}: {error}")
    assert "message_failed" in await ada.history()


async def test_where_nobody_can_be_reached_nothing_more_is_sent_till_they_write(world, ada):
    world.phones["sms"].fail_next(Unreachable("no such number"))
    assert await ada.hears((say("thanks"), say("goodbye"))) == []
    assert [row.status for row in (await ada.look("outbox"))[-2:]] == ["failed", "refused"]
    assert "address_unreachable" in await ada.history()
    assert await ada.writes("hello") != []


async def test_without_credentials_a_message_waits_for_an_administrator(world, ada):
    world.phones["sms"].fail_next(BadCredentials("who?"))
    assert await ada.hears((say("thanks"),)) == []
    assert (await last(ada)).status == "queued"
    assert "channel_refuses_us" in await ada.history()
    await world.wait(minutes=10)
    assert (await last(ada)).status == "delivered"


@pytest.mark.parametrize(
    ("error", "alarms"),
    [
        (Rejected("+15550100001 is no number"), ["message_failed"]),
        (Halted("filtered"), ["halted", "message_failed"]),
        (BadCredentials("who?"), ["channel_refuses_us"]),
    ],
)
async def test_what_somebody_should_look_at_is_in_the_log_without_anybodys_address(
    world, ada, error, alarms
):
    world.phones["sms"].fail_next(error)
    with capture_logs() as lines:
        await ada.hears((say("thanks"),))
    told = [line for line in lines if line["log_level"] == "warning"]
    assert [line["event"] for line in told] == alarms
    row = (await ada.look("outbox"))[-1]
    assert {(line["channel"], line["message"], line["key"]) for line in told} == {
        ("sms", row.id, row.key)
    }
    assert "555" not in str(told)


async def test_what_is_tried_too_often_is_dead_and_says_why(world, ada):
    world.phones["sms"].fail_next(*[RetryLater("busy")] * MOST_TRIES)
    await ada.hears((say("thanks"), say("goodbye")))
    for _ in range(MOST_TRIES):
        await world.wait(hours=3)
    dead, next_one = (await ada.look("outbox"))[-2:]
    assert (dead.status, dead.reason, dead.tries) == ("dead", "RetryLater: busy", MOST_TRIES)
    assert next_one.status == "delivered"
    assert "message_dead" in await ada.history()


async def test_a_failure_that_is_worth_one_more_try_gets_one(world, ada):
    world.phones["sms"].fail_next(*[RetryLater("unreachable handset", tries=1)] * 2)
    await ada.hears((say("thanks"),))
    await world.wait(minutes=10)
    row = await last(ada)
    assert (row.status, row.tries) == ("dead", 2)


async def test_who_blocks_us_has_opted_out(world, ada):
    world.phones["sms"].fail_next(Blocked("blocked by the user"))
    assert await ada.hears((say("thanks"), say("goodbye"))) == []
    assert (await ada.state())["opted_out"] == ["sms"]


async def test_every_error_of_a_channel_settles_the_message_or_tries_again(world, ada):
    kinds = errors.ChannelError.__subclasses__()
    assert len(kinds) >= 5
    for kind in kinds:

        async def start_again(_, scene):
            for point in await scene.work.contact_points.find(account_id=scene.account.id):
                point.opted_out_at = point.unreachable_at = None
            for halt in await scene.work.halts.find():
                halt.ended_at = scene.now

        await ada.change(start_again)
        world.phones["sms"].fail_next(kind("why"))
        await ada.hears((say("thanks"),))
        row = await last(ada)
        assert row.status in ("failed", "queued", "sending"), kind
        assert "why" in row.reason
        await world.wait(minutes=10)
        assert (await last(ada)).status in ("failed", "delivered")


# -- in doubt --------------------------------------------------------------------------------------


async def crash_while_sending(world, ada, *, arrived):
    """We died after handing over, before the answer was kept; did it arrive?"""
    await ada.hears((say("thanks"),))
    row = await last(ada)

    async def crashed(work, _):
        kept = await work.outbox.get(id=row.id)
        kept.status, kept.provider_id = "sending", None

    await ada.change(crashed)
    if not arrived:
        del world.phones["sms"].delivered[str(row.id)]
    return ada.phone()


async def test_a_message_that_had_left_when_we_died_is_not_sent_again(world, ada):
    before = await crash_while_sending(world, ada, arrived=True)
    await door.deliver(world.tools, ada.thread_id)
    row = await last(ada)
    assert (row.status, row.tries) == ("delivered", 1)
    assert row.provider_id
    assert ada.phone() == before


async def test_a_message_that_had_not_left_is_sent_once_the_provider_would_know(world, ada):
    before = await crash_while_sending(world, ada, arrived=False)
    await door.deliver(world.tools, ada.thread_id)
    assert (await last(ada)).status == "sending", "the provider may need a moment"
    await world.wait(minutes=1)
    row = await last(ada)
    assert (row.status, row.tries) == ("delivered", 2)
    assert len(ada.phone()) == len(before) + 1


async def test_a_time_out_is_asked_about_before_anything_is_sent_again(world, ada):
    world.phones["sms"].fail_next(Unsure("no answer in 10 s"))
    await ada.hears((say("thanks"),))
    assert (await last(ada)).status == "sending"
    await world.wait(minutes=1)
    row = await last(ada)
    assert (row.status, row.tries) == ("delivered", 1)


@pytest.mark.parametrize("error", [RetryLater("busy", 60), BadCredentials("who?"), Rejected("no")])
@pytest.mark.parametrize(("fails", "ends"), [(3, "delivered"), (999, "unknown")])
async def test_a_provider_that_does_not_answer_the_question_is_asked_again_and_nothing_is_sent(
    world, ada, monkeypatch, error, fails, ends
):
    phone = world.phones["sms"]
    send, find, handed, asked = phone.send, phone.find, [], []

    async def sends(message):
        handed.append(message.idempotency_key)
        return await send(message)

    async def finds(message, since):
        asked.append(message.idempotency_key)
        if len(asked) <= fails:
            raise error
        return await find(message, since)

    monkeypatch.setattr(phone, "send", sends)
    monkeypatch.setattr(phone, "find", finds)
    phone.fail_next(Unsure("no answer"))
    await ada.hears((say("thanks"),))
    for _ in range(20):
        await world.wait(minutes=5)
    row = await last(ada)
    assert (row.status, row.tries, len(handed)) == (ends, 1, 1)
    assert len(asked) > 3


async def test_what_nobody_can_tell_is_left_to_a_person_and_the_next_goes(world, ada, monkeypatch):
    async def cannot_tell(message, since):
        raise Unsure("this provider cannot be asked")

    monkeypatch.setattr(world.phones["sms"], "find", cannot_tell)
    world.phones["sms"].fail_next(Unsure("no answer"))
    await ada.hears((say("thanks"), say("goodbye")))
    await world.wait(minutes=1)
    unknown, after = (await ada.look("outbox"))[-2:]
    assert (unknown.status, after.status) == ("unknown", "delivered")
    assert "message_unknown" in await ada.history()
    await world.wait(hours=1)
    assert len(world.phones["sms"].delivered) == 3, "never twice"


async def test_a_time_out_after_another_failure_is_asked_about_too(world, ada):
    world.phones["sms"].fail_next(RetryLater("busy", 5), Unsure("no answer"))
    await ada.hears((say("thanks"),))
    await world.wait(minutes=2)
    assert (await last(ada)).status == "sending"
    await world.wait(minutes=1)
    row = await last(ada)
    assert (row.status, row.tries) == ("delivered", 2)


@pytest.mark.parametrize(
    ("error", "status", "tries"),
    [
        (Rejected("unknown"), "failed", 1),
        (RetryLater("limit"), "delivered", 2),
        (None, "failed", 1),
    ],
)
async def test_what_is_found_to_have_failed_ends_or_is_tried_again(
    world, ada, monkeypatch, error, status, tries
):
    async def has_failed(message, since):
        return Receipt("SM1", DeliveryStatus.FAILED, error=error)

    monkeypatch.setattr(world.phones["sms"], "find", has_failed)
    await crash_while_sending(world, ada, arrived=False)
    await door.deliver(world.tools, ada.thread_id)
    assert (await last(ada)).status == "sending", "it may be the try before that failed"
    await world.wait(minutes=1)
    await world.wait(minutes=1)
    row = await last(ada)
    assert (row.status, row.tries) == (status, tries)
    assert row.provider_id is not None
