"""A message of ours takes the preferred channel, and the next one when it cannot arrive there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rules.contact import MessageKind
from bot.usecases.answer import say
from bot.usecases.conversation.agent_desk import agent_says, take_over
from bot.usecases.outbox.channel_choice import channels_in_order
from bot.usecases.ports import Approved
from bot.usecases.scene import Scene
from channels.errors import Halted, Rejected, RetryLater, Unreachable, WindowShut

ALL = ("sms", "whatsapp", "telegram")
OPENER = Approved("HX-opener", "utter_opener", "en", ("creditor",))


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
        return await channels_in_order(await Scene.open(work, world.tools, bob.thread_id))


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


@pytest.mark.parametrize("mark", ["opted_out_at", "unreachable_at"])
async def test_a_reminder_for_a_channel_that_is_shut_takes_the_next(world, bob, mark):
    await bob.writes("hi", channel="whatsapp")

    async def shut(work, scene):
        point = await work.contact_points.get(account_id=scene.account.id, channel="sms")
        setattr(point, mark, scene.now)

    await bob.change(shut)
    world.store.clock += timedelta(seconds=1)
    assert await reminds(world, bob, "sms") == ["whatsapp"]


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
    assert await reminds(world, bob, "sms") == ["whatsapp"]


async def test_how_to_opt_out_falls_over_with_the_message(world):
    eve = await world.meet("E-1", channels=ALL)
    await eve.sends("hi", channel="telegram")
    world.phones["sms"].fail_next(Rejected("no"))
    await eve.hears((say("ask_who"),), channel="sms", kind=MessageKind.REMINDER)
    await world.run()
    first, *_, moved = [row for row in await eve.look("outbox") if row.key == "utter_ask_who"]
    assert (first.status, moved.status) == ("failed", "delivered")
    hint = world.tools.wording.text("utter_stop_hint", {}, "en_US", moved.channel)
    assert moved.text.endswith(hint)


# -- where free text may not go --------------------------------------------------------------------


def approve(world, *templates):
    world.tools = replace(world.tools, templates=templates)


async def test_outside_the_window_the_approved_template_goes(world, bob):
    approve(world, Approved("HX-thanks", "utter_thanks", "en", ("creditor",)))
    assert await reminds(world, bob, "whatsapp") == ["whatsapp"]
    sent = list(world.phones["whatsapp"].delivered.values())[-1]
    assert sent.template.id == "HX-thanks"
    assert set(sent.template.variables) == {"1"}
    assert (await bob.look("outbox"))[-1].template == "HX-thanks"


async def test_inside_the_window_it_is_free_text(world, bob):
    approve(world, Approved("HX-thanks", "utter_thanks", "en"))
    await bob.writes("hi", channel="whatsapp")
    await reminds(world, bob, "whatsapp")
    assert list(world.phones["whatsapp"].delivered.values())[-1].template is None


async def test_a_template_in_another_language_is_none(world, bob):
    approve(world, Approved("HX-thanks", "utter_thanks", "pt"))
    assert await reminds(world, bob, "whatsapp") == ["sms"]


async def test_without_a_template_another_channel_is_taken(world, bob):
    assert await reminds(world, bob, "whatsapp") == ["sms"]


async def test_an_opener_asks_first_and_the_message_waits_for_the_answer(world, bob):
    approve(world, OPENER)
    assert await reminds(world, bob, "whatsapp") == ["whatsapp"]
    shown = list(world.phones["whatsapp"].delivered.values())
    assert [m.template.id for m in shown] == ["HX-opener"]
    assert await reminds(world, bob, "whatsapp") == [], "it asks once"
    await bob.writes("yes", channel="whatsapp")
    kept = [row for row in await bob.look("outbox") if row.key == "utter_thanks"]
    assert [row.status for row in kept] == ["delivered", "delivered"]


async def test_an_opener_that_fails_lets_its_message_take_another_channel(world, bob):
    approve(world, OPENER)
    world.phones["whatsapp"].fail_next(Unreachable("63003"))
    assert await reminds(world, bob, "whatsapp") == ["sms"]
    rows = await bob.look("outbox")
    assert not [row for row in rows if row.key == "utter_opener" and row.channel != "whatsapp"]
    kept = [row for row in rows if row.key == "utter_thanks"]
    assert [(row.channel, row.status) for row in kept] == [
        ("whatsapp", "refused"),
        ("sms", "delivered"),
    ]


async def test_an_opener_that_failed_has_asked_nobody(world, ada):
    cleo = await world.meet("C-1", channels=("whatsapp",))
    approve(world, OPENER)
    world.phones["whatsapp"].fail_next(Rejected("no"))
    await reminds(world, cleo, "whatsapp")
    assert await reminds(world, cleo, "whatsapp") == ["whatsapp"]


async def test_a_template_whose_gaps_the_message_cannot_fill_is_none(world, bob):
    approve(world, Approved("HX-thanks", "utter_thanks", "en", ("no_such_fact",)))
    assert await reminds(world, bob, "whatsapp") == ["sms"]
    assert "template_does_not_fit" in await bob.history()


async def test_the_provider_says_that_the_window_is_shut(world, bob):
    approve(world, Approved("HX-thanks", "utter_thanks", "en"))
    await bob.writes("hi", channel="whatsapp")
    world.phones["whatsapp"].fail_next(WindowShut("more than 24 h"))
    assert await reminds(world, bob, "whatsapp") == ["whatsapp"]
    assert list(world.phones["whatsapp"].delivered.values())[-1].template.id == "HX-thanks"


async def test_a_halted_template_is_not_used(world, bob):
    approve(world, Approved("HX-thanks", "utter_thanks", "en"))
    world.phones["whatsapp"].fail_next(Halted("paused"))
    await reminds(world, bob, "whatsapp")
    assert await reminds(world, bob, "whatsapp") == ["sms"]


async def test_the_words_of_an_agent_that_are_filtered_halt_nobody(world, bob):
    await take_over(world.tools, bob.thread_id, "Ana")
    await world.run()
    world.phones["sms"].fail_next(Halted("30007"))
    for text in ("CHEAP LOANS", "Good morning"):
        await agent_says(world.tools, bob.thread_id, "Ana", text)
        await world.run()
    assert [row.status for row in await bob.look("outbox")][-2:] == ["failed", "delivered"]
