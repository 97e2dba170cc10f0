"""What an operator sees of the channels, and what they can do about what is stuck or halted."""

from dataclasses import replace

import pytest

from bot.rules.contact import MessageKind
from bot.rules.money import Money
from bot.usecases.answer import say
from bot.usecases.outbox.channel_care import NoHalt, NotStuck, end_halt, send_again, stuck_messages
from bot.usecases.outbox.channel_report import LONGEST_REASON, channel_report
from bot.usecases.people.opt_out import opt_out
from channels.errors import BadCredentials, Halted, Rejected, Unreachable, Unsure
from tests.web.channels_story import halts, hears, writes

FILTERED = Halted("Twilio 30007: the network filtered the message")


@pytest.fixture(autouse=True)
async def introduced(ada):
    """Past the first message, which says who writes."""
    await ada.hears((say("greet"),))


async def report(world, channel="sms", **how):
    (found,) = [one for one in await channel_report(world.tools, **how) if one.channel == channel]
    return found


async def fails(world, ada, error):
    """A message that meets this error; answers its row."""
    world.phones["sms"].fail_next(error)
    await ada.hears((say("thanks"),))
    return (await ada.look("outbox"))[-1]


async def only(world):
    """The one message that is stuck, and whose it is."""
    ((reference, row),) = await stuck_messages(world.tools)
    return reference, row


# -- counts ------------------------------------------------------------------------------------


async def test_every_connected_channel_is_there_and_starts_at_nothing(world):
    found = await channel_report(world.tools)
    assert [one.channel for one in found] == ["sms", "whatsapp", "telegram"]
    assert all(one.connected for one in found)
    quiet = found[1]
    assert (quiet.received, quiet.sent, quiet.segments, quiet.reasons, quiet.halts) == (
        *(0, 0, 0), [], []
    )  # fmt: skip


async def test_real_messages_are_counted(world, ada):
    before = await report(world)
    await ada.sends("hi")
    await ada.hears((say("thanks"),))
    after = await report(world)
    assert after.received == before.received + 1
    assert after.sent > before.sent
    assert after.delivered == after.sent
    assert after.segments >= after.sent


async def test_what_is_read_was_delivered_and_what_is_delivered_was_sent(world, ada):
    for status, times in (("sent", 1), ("delivered", 2), ("read", 4)):
        await writes(ada, channel="whatsapp", status=status, times=times)
    found = await report(world, "whatsapp")
    assert (found.sent, found.delivered, found.read) == (7, 6, 4)


@pytest.mark.parametrize(
    ("status", "where"),
    [
        ("queued", "waiting"),
        ("sending", "waiting"),
        ("held", "held"),
        ("refused", "refused"),
        ("failed", "failed"),
        ("dead", "dead"),
        ("unknown", "unknown"),
    ],
)
async def test_every_state_has_its_place_and_none_of_these_was_sent(world, ada, status, where):
    await writes(ada, channel="telegram", status=status, times=3)
    found = await report(world, "telegram")
    assert (getattr(found, where), found.sent) == (3, 0)


async def test_segments_are_added_up(world, ada):
    await writes(ada, channel="whatsapp", status="delivered", segments=3, times=2)
    await writes(ada, channel="whatsapp", status="refused")
    assert (await report(world, "whatsapp")).segments == 6


async def test_only_the_last_days_by_the_clock_of_the_messages(world, ada):
    await hears(ada, "telegram", days_ago=9)
    await writes(ada, channel="telegram", status="sent", days_ago=9)
    assert (await report(world, "telegram", days=7)).sent == 0
    assert (await report(world, "telegram", days=7)).received == 0
    assert (await report(world, "telegram", days=10)).sent == 1
    assert (await report(world, "telegram")).received == 1


async def test_a_channel_that_is_not_connected_any_more_is_told_of(world, ada):
    world.tools = replace(world.tools, channels={})
    assert [(one.channel, one.connected) for one in await channel_report(world.tools)] == [
        ("sms", False)
    ]
    await halts(ada, "utter_opener", channel="whatsapp")
    assert [one.channel for one in await channel_report(world.tools)] == ["sms", "whatsapp"]


# -- reasons -----------------------------------------------------------------------------------


async def test_reasons_the_most_frequent_first_and_the_code_once(world, ada):
    await writes(ada, status="failed", reason="Rejected: no", error_code="21617")
    landline = "Unreachable: Twilio 30006: a landline"
    await writes(ada, status="failed", reason=landline, error_code="30006", times=3)
    assert (await report(world)).reasons == [
        (f"failed: {landline}", 3),
        ("failed: 21617 Rejected: no", 1),
    ]


async def test_what_differs_from_message_to_message_is_left_out(world, ada):
    for number in range(3):
        await writes(ada, status="dead", reason=f"RetryLater: busy; try {number}")
    await writes(ada, status="failed", reason="x" * 500)
    (first, second) = (await report(world)).reasons
    assert first == ("dead: RetryLater: busy", 3)
    assert second[0] == f"failed: {'x' * LONGEST_REASON}"


async def test_a_message_that_goes_its_way_has_no_reason(world, ada):
    await writes(ada, status="delivered", reason=None)
    await writes(ada, status="queued", reason="retry: busy")
    await writes(ada, status="held", reason="window_shut: waits till the person writes")
    assert (await report(world)).reasons == []


# -- halts -------------------------------------------------------------------------------------


async def test_a_filtered_message_halts_its_kind_until_somebody_lets_it_go_on(world, ada):
    row = await fails(world, ada, FILTERED)
    (halt,) = (await report(world)).halts
    assert (halt.scope, halt.channel) == ("utter_thanks", "sms")
    assert row.status == "failed"
    assert await ada.hears((say("thanks"),)) == []
    assert (await ada.look("outbox"))[-1].reason.startswith("halted")
    await end_halt(world.tools, "sms", "utter_thanks", "Ana")
    assert (await report(world)).halts == []
    assert len(await ada.hears((say("thanks"),))) == 1


async def test_who_ended_a_halt_is_kept(world, ada):
    await halts(ada, "utter_thanks")
    await end_halt(world.tools, "sms", "utter_thanks", "Ana")
    async with world.tools.open_work() as work:
        (event,) = await work.events.find(kind="halt_ended")
    assert event.data == {"channel": "sms", "scope": "utter_thanks", "by": "Ana"}


@pytest.mark.parametrize(("channel", "scope"), [("whatsapp", "utter_thanks"), ("sms", "other")])
async def test_what_is_not_halted_cannot_go_on(world, ada, channel, scope):
    await halts(ada, "utter_thanks")
    with pytest.raises(NoHalt, match=scope):
        await end_halt(world.tools, channel, scope, "Ana")


async def test_a_halt_ends_once(world, ada):
    await halts(ada, "utter_thanks")
    await end_halt(world.tools, "sms", "utter_thanks", "Ana")
    with pytest.raises(NoHalt):
        await end_halt(world.tools, "sms", "utter_thanks", "Ana")


# -- stuck messages ----------------------------------------------------------------------------


async def test_nothing_is_stuck_where_all_went_well(world):
    assert await stuck_messages(world.tools) == []


async def test_what_failed_is_stuck_with_its_account(world, ada):
    row = await fails(world, ada, Rejected("no"))
    reference, stuck = await only(world)
    assert (reference, stuck.id, stuck.status) == ("A-1", row.id, "failed")


async def test_the_newest_first_and_no_more_than_asked_for(world, ada):
    await writes(ada, status="dead", times=5)
    numbers = [row.id for _, row in await stuck_messages(world.tools, limit=3)]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 3


async def test_it_is_sent_again_under_the_next_number_so_that_news_of_it_is_told_apart(world, ada):
    row = await fails(world, ada, Rejected("no"))
    before = len(ada.phone())
    await send_again(world.tools, row.id, "Ana")
    await world.run()
    (again,) = await ada.look("outbox", id=row.id)
    assert (again.status, again.reason, again.error_code, again.tries) == (
        *("delivered", None, None), 2
    )  # fmt: skip
    assert len(ada.phone()) == before + 1
    (event,) = await ada.look("events", kind="sent_again")
    assert event.data == {"message": row.id, "by": "Ana"}


async def test_a_message_in_doubt_waits_for_somebody_and_leaves_by_their_word_only(world, ada):
    phone = world.phones["sms"]

    async def cannot_be_asked(message, since):
        raise Unsure("no such question")

    phone.fail_next(Unsure("no answer"))
    phone.find = cannot_be_asked
    await ada.hears((say("thanks"),))
    await world.wait(minutes=1)
    reference, row = await only(world)
    assert (reference, row.status, row.tries) == ("A-1", "unknown", 1)
    await world.wait(hours=30)
    _, row = await only(world)
    assert (row.status, row.tries) == ("unknown", 1)
    await send_again(world.tools, row.id, "Ana")
    await world.run()
    assert await stuck_messages(world.tools) == []


async def test_sent_again_it_stands_at_the_door_like_any_other(world, ada):
    row = await fails(world, ada, Rejected("no"))
    await ada.does(opt_out, "sms", everywhere=True)
    await send_again(world.tools, row.id, "Ana")
    await world.run()
    (again,) = await ada.look("outbox", id=row.id)
    assert again.status == "refused"
    assert "opted_out" in again.reason


async def test_a_bad_address_stays_bad(world, ada):
    row = await fails(world, ada, Unreachable("gone"))
    await send_again(world.tools, row.id, "Ana")
    await world.run()
    (again,) = await ada.look("outbox", id=row.id)
    assert (again.status, "bad_address" in again.reason) == ("refused", True)


async def test_wrong_credentials_are_no_end(world, ada):
    row = await fails(world, ada, BadCredentials("who are you?"))
    assert row.status == "queued"
    assert (await report(world)).waiting == 1
    assert await stuck_messages(world.tools) == []


@pytest.mark.parametrize("status", ["queued", "held", "sending", "delivered", "refused"])
async def test_what_is_not_stuck_cannot_be_sent_again(world, ada, status):
    await writes(ada, status=status)
    row = (await ada.look("outbox"))[-1]
    with pytest.raises(NotStuck, match=str(row.id)):
        await send_again(world.tools, row.id, "Ana")


async def test_what_does_not_exist_cannot_be_sent_again(world):
    with pytest.raises(NotStuck):
        await send_again(world.tools, 10**9, "Ana")


async def test_what_went_out_on_another_channel_waits_for_nobody(world):
    bob = await world.meet("B-9", channels=("sms", "whatsapp"))
    await bob.writes("hi", channel="whatsapp")
    world.phones["sms"].fail_next(Rejected("no"))
    await bob.hears((say("thanks"),), channel="sms", kind=MessageKind.REMINDER)
    await world.run()
    (row,) = await bob.look("outbox", status="failed")
    assert row.id not in {stuck.id for _, stuck in await stuck_messages(world.tools)}
    with pytest.raises(NotStuck, match="another channel"):
        await send_again(world.tools, row.id, "Ana")


async def test_the_report_tells_no_sums(world, ada):
    for amount in ("331.00", "332.00"):
        total = Money.parse(amount, "USD")
        await ada.hears((say("reason_more_than_owed", total=total),))
    told = [reason for one in await channel_report(world.tools) for reason in one.reasons]
    assert ("refused: figure_not_backed", 2) in told
    assert "33" not in str(told)
