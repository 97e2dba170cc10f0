"""A message of ours takes the preferred channel, and the next one when it cannot arrive there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rules.contact import MessageKind
from bot.usecases.answer import Button, say, with_buttons
from bot.usecases.conversation.agent_desk import agent_says, take_over
from bot.usecases.outbox.channel_choice import channels_in_order
from bot.usecases.people.opt_out import opt_out
from bot.usecases.records import HoldRecord
from bot.usecases.scene import Scene
from channels.errors import Halted, Rejected, RetryLater, Unreachable
from tests.web.channels_story import halts

ALL = ("sms", "whatsapp", "telegram")


@pytest.fixture
async def bob(world):
    person = await world.meet("B-1", channels=ALL)
    await person.hears((say("greet"),))
    return person


async def reminds(world, bob, channel):
    """A reminder of ours on this channel; where did it arrive?"""
    before = {name: len(phone.delivered) for name, phone in world.phones.items()}
    await bob.hears((say("thanks"),), channel=channel, kind=MessageKind.REMINDER)
    await world.run()
    return [n for n, phone in world.phones.items() if len(phone.delivered) > before[n]]


async def order(world, bob):
    async with world.tools.open_work() as work:
        return channels_in_order(await Scene.open(work, world.tools, bob.thread_id))


async def test_what_the_person_wants_then_where_they_wrote_then_the_rest(world, bob):
    assert await order(world, bob) == ["sms", "whatsapp", "telegram"]
    await bob.writes("hi", channel="telegram")
    assert await order(world, bob) == ["telegram", "sms", "whatsapp"]

    async def prefers(_, scene):
        scene.account.preferences = {"channel": "whatsapp"}

    await bob.change(prefers)
    assert await order(world, bob) == ["whatsapp", "telegram", "sms"]


@pytest.mark.parametrize("mark", ["opted_out_at", "wrong_at", "unreachable_at"])
async def test_only_channels_that_are_open(world, bob, mark):
    async def shut(work, scene):
        point = await work.contact_points.get(account_id=scene.account.id, channel="sms")
        setattr(point, mark, scene.now)

    await bob.change(shut)
    assert await order(world, bob) == ["whatsapp", "telegram"]


@pytest.mark.parametrize("error", [Unreachable("gone"), Rejected("no"), Halted("filtered")])
async def test_a_reminder_that_cannot_arrive_takes_the_next_channel(world, bob, error):
    world.phones["sms"].fail_next(error)
    await bob.writes("hi", channel="whatsapp")
    assert await reminds(world, bob, "sms") == ["whatsapp"]
    first, second = (await bob.look("outbox"))[-2:]
    assert (first.status, second.status) == ("failed", "delivered")
    assert second.instead_of == first.id
    assert "fell_over" in await bob.history()


async def test_and_the_one_after_that(world, bob):
    for phone in ("sms", "whatsapp"):
        world.phones[phone].fail_next(Unreachable("gone"))
    await bob.writes("hi", channel="whatsapp")
    world.phones["whatsapp"].fail_next(Unreachable("gone"))
    assert "telegram" in await reminds(world, bob, "sms")


async def test_where_there_is_no_other_it_stays_failed(world, ada):
    world.phones["sms"].fail_next(Unreachable("gone"))
    await ada.hears((say("thanks"),), kind=MessageKind.REMINDER)
    rows = await ada.look("outbox")
    assert "failed" in {row.status for row in rows}
    assert [row.instead_of for row in rows] == [None] * len(rows)


async def test_a_busy_channel_is_tried_again_and_not_left(world, bob):
    world.phones["sms"].fail_next(RetryLater("busy"))
    assert await reminds(world, bob, "sms") == []
    await world.wait(minutes=1)
    assert (await bob.look("outbox"))[-1].status == "delivered"


async def test_an_answer_goes_back_where_it_was_asked_or_nowhere(world, bob):
    world.phones["sms"].fail_next(Unreachable("gone"))
    await bob.hears((say("thanks"),), channel="sms")
    assert [row.channel for row in await bob.look("outbox")][-1] == "sms"
    assert (await bob.look("outbox"))[-1].status == "failed"


# -- shut at the door ----------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["opted_out_at", "unreachable_at", "wrong_at"])
async def test_a_reminder_to_a_channel_that_is_shut_takes_the_next(world, bob, mark):
    await bob.writes("hi", channel="whatsapp")

    async def shut(work, scene):
        point = await work.contact_points.get(account_id=scene.account.id, channel="sms")
        setattr(point, mark, scene.now)

    await bob.change(shut)
    world.store.clock += timedelta(seconds=1)
    assert await reminds(world, bob, "sms") == ["whatsapp"]
    first, second = (await bob.look("outbox"))[-2:]
    assert (first.status, second.instead_of) == ("refused", first.id)


async def test_a_reminder_of_a_kind_that_is_halted_takes_the_next_channel(world, bob):
    await halts(bob, "utter_thanks")
    await bob.writes("hi", channel="whatsapp")
    assert await reminds(world, bob, "sms") == ["whatsapp"]


async def test_a_reminder_on_a_channel_without_consent_takes_the_next(world, bob):
    async def never(work, scene):
        point = await work.contact_points.get(account_id=scene.account.id, channel="whatsapp")
        point.consent = False

    await bob.change(never)
    await bob.writes("hi", channel="whatsapp")
    assert await reminds(world, bob, "whatsapp") == ["sms"]


async def test_a_reminder_on_a_channel_that_is_not_connected_takes_the_next(world, bob):
    channels = {name: one for name, one in world.tools.channels.items() if name != "telegram"}
    world.tools = replace(world.tools, channels=channels)
    assert await reminds(world, bob, "telegram") == ["sms"]


async def test_what_every_channel_would_refuse_takes_none(world, bob):
    async def dispute(work, scene):
        work.holds.add(
            HoldRecord(
                account_id=scene.account.id, reason="dispute", starts=work.now, set_by="test"
            )
        )
        point = await work.contact_points.get(account_id=scene.account.id, channel="sms")
        point.opted_out_at = scene.now

    await bob.change(dispute)
    before = len(await bob.look("outbox"))
    assert await reminds(world, bob, "sms") == []
    assert len(await bob.look("outbox")) == before + 1


async def test_opted_out_of_everything_hears_nothing(world, bob):
    await bob.does(opt_out, "sms", everywhere=True)
    before = len(await bob.look("outbox"))
    assert await reminds(world, bob, "sms") == []
    assert len(await bob.look("outbox")) == before + 1


async def test_an_answer_that_is_turned_away_takes_no_other_channel(world, bob):
    await halts(bob, "utter_thanks")
    await bob.hears((say("thanks"),), channel="sms")
    assert (await bob.look("outbox"))[-1].channel == "sms"


async def test_each_channel_is_tried_once(world, bob):
    await bob.writes("hi", channel="whatsapp")
    for phone in world.phones.values():
        phone.fail_next(*[Rejected("no")] * 3)
    await reminds(world, bob, "sms")
    tried = [row.channel for row in await bob.look("outbox") if row.kind == "reminder"]
    assert sorted(tried) == ["sms", "telegram", "whatsapp"]


async def test_but_not_past_somebody_who_said_stop_while_it_waited(world, bob):
    await bob.writes("hi", channel="whatsapp")
    world.phones["sms"].fail_next(RetryLater("busy", 600))
    await reminds(world, bob, "sms")
    await bob.writes("STOP", channel="sms")
    await world.wait(minutes=15)
    reminder = [row for row in await bob.look("outbox") if row.key == "utter_thanks"]
    assert [(row.channel, row.status) for row in reminder] == [("sms", "refused")]


async def test_a_halted_kind_takes_the_next_channel_each_time(world, bob):
    await bob.writes("hi", channel="whatsapp")
    world.phones["sms"].fail_next(Halted("30007"))
    assert await reminds(world, bob, "sms") == ["whatsapp"]
    world.store.clock += timedelta(days=30)
    assert await reminds(world, bob, "sms") == ["telegram"]


async def test_the_words_of_an_agent_that_are_filtered_halt_nobody(world, bob):
    await take_over(world.tools, bob.thread_id, "Ana")
    await world.run()
    world.phones["sms"].fail_next(Halted("30007"))
    for text in ("CHEAP LOANS", "Good morning"):
        await agent_says(world.tools, bob.thread_id, "Ana", text)
        await world.run()
    assert [row.status for row in await bob.look("outbox")][-2:] == ["failed", "delivered"]


# -- the words on the next channel ---------------------------------------------------------------


async def test_how_to_opt_out_goes_along(world):
    eve = await world.meet("E-1", channels=("sms", "telegram"))
    world.phones["sms"].fail_next(Rejected("no"))
    await eve.hears((say("ask_who"),), channel="sms", kind=MessageKind.REMINDER)
    (text,) = eve.phone("telegram")
    assert text.endswith("Reply STOP to opt out.")


async def test_choices_are_numbered_where_nothing_can_be_tapped(world, bob):
    message = with_buttons(say("offer_person"), [Button(say("button_yes"), "request_human")])
    world.phones["telegram"].fail_next(Rejected("no"))
    await bob.hears((message,), channel="telegram", kind=MessageKind.REMINDER)
    assert bob.phone("sms")[-1].splitlines()[-2:] == ["1. Yes", "Reply STOP to opt out."]
