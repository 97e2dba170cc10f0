"""What an operator sees of the channels, and what they can do about what is halted."""

from dataclasses import replace

import pytest

from bot.rules.money import Money
from bot.usecases.answer import say
from bot.usecases.outbox.channel_care import NoHalt, end_halt
from bot.usecases.outbox.channel_report import channel_report
from bot.usecases.outbox.deliver import deliver
from channels.errors import Halted
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


async def test_segments_of_sms_are_added_up(world, ada):
    before = (await report(world)).segments
    await writes(ada, status="delivered", segments=3, times=2)
    await writes(ada, status="refused")
    assert (await report(world)).segments == before + 6


@pytest.mark.parametrize("channel", ["whatsapp", "telegram"])
async def test_where_there_are_no_segments_none_are_counted(world, ada, channel):
    await writes(ada, channel=channel, status="delivered", segments=1, times=2)
    assert (await report(world, channel)).segments == 0


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
    await writes(ada, status="failed", reason=landline, times=2)
    assert (await report(world)).reasons == [
        ("failed: Unreachable 30006", 5),
        ("failed: Rejected 21617", 1),
    ]


async def test_what_differs_from_message_to_message_is_left_out(world, ada):
    for number in range(3):
        await writes(ada, status="dead", reason=f"RetryLater: busy; try {number}")
    await writes(ada, status="failed", reason=f"your balance is $330.00 {'x' * 500}")
    assert (await report(world)).reasons == [("dead: RetryLater", 3), ("failed: other", 1)]


async def test_no_sum_of_a_message_is_told(world, ada):
    for amount in ("331.00", "332.00"):
        await ada.hears((say("reason_more_than_owed", total=Money.parse(amount, "USD")),))
    await writes(ada, status="refused", reason="figure_not_backed: $333.00")
    assert (await report(world)).reasons == [("refused: figure_not_backed", 3)]


async def test_why_rules_turned_it_away(world, ada):
    await writes(ada, status="refused", reason="opt_out: opted_out, hours: outside_hours")
    assert (await report(world)).reasons == [("refused: opted_out, outside_hours", 1)]


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


async def test_an_agents_words_that_are_filtered_halt_nobody(world, ada):
    async def takes_over(work, scene):
        scene.conversation.owner = "agent"

    await ada.change(takes_over)
    await writes(ada, kind="agent", author="agent:Ana", text="Hi, Ana here", days_ago=0)
    await writes(ada, kind="agent", author="agent:Ana", text="Are you there?", days_ago=0)
    world.phones["sms"].fail_next(FILTERED)
    await deliver(world.tools, ada.thread_id)
    first, second = (await ada.look("outbox"))[-2:]
    assert (first.status, second.status) == ("failed", "delivered")
    assert (await report(world)).halts == []
    assert "message_filtered" in await ada.history()


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
