"""Outside of WhatsApp's window: an approved template, an opener that asks first, another way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.usecases.answer import say
from bot.usecases.ports import Approved
from channels.errors import Halted, Rejected, Unreachable, WindowShut
from tests.usecases.outbox.test_fall_over import ALL, reminds

OPENER = Approved("HX-opener", "utter_opener", "en", ("creditor",))


@pytest.fixture
async def bob(world):
    person = await world.meet("B-1", channels=ALL)
    await person.hears((say("greet"),))
    return person


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
    assert [row.status for row in kept] == ["delivered", "held"], "one contact a day"


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
    await world.wait(days=7)
    assert await reminds(world, bob, "whatsapp") == ["sms"]


# -- an opener that ends badly -------------------------------------------------------------------


async def reminders(bob):
    """Channel and state of each reminder, without its opener."""
    rows = [row for row in await bob.look("outbox") if row.key == "utter_thanks"]
    return [(row.channel, row.status) for row in rows]


@pytest.mark.parametrize("error", [Unreachable("63003"), Rejected("no"), Halted("paused")])
async def test_an_opener_that_fails_lets_its_reminder_take_the_next_channel(world, bob, error):
    approve(world, OPENER)
    world.phones["whatsapp"].fail_next(error)
    assert await reminds(world, bob, "whatsapp") == ["sms"]
    assert await reminders(bob) == [("whatsapp", "refused"), ("sms", "delivered")]
    openers = [row.channel for row in await bob.look("outbox") if row.key == "utter_opener"]
    assert openers == ["whatsapp"], "an opener goes nowhere else"


async def test_an_opener_that_failed_asked_nobody(world, bob):
    approve(world, OPENER)
    world.phones["whatsapp"].fail_next(Rejected("no"))
    await reminds(world, bob, "whatsapp")
    await world.wait(days=7)
    assert await reminds(world, bob, "whatsapp") == ["whatsapp"]
    states = [row.status for row in await bob.look("outbox") if row.key == "utter_opener"]
    assert states == ["failed", "delivered"]


async def test_asked_once_a_message_takes_another_channel(world, bob):
    """Its opener was answered, and the window has shut again before it could leave."""
    approve(world, OPENER)
    await reminds(world, bob, "whatsapp")
    world.store.clock += timedelta(hours=9)
    await bob.writes("yes", channel="whatsapp")
    assert await reminders(bob) == [("whatsapp", "held")], "after hours"
    await world.wait(days=2, hours=16)
    assert await reminders(bob) == [("whatsapp", "refused"), ("sms", "delivered")]


# -- gaps ----------------------------------------------------------------------------------------


async def test_a_gap_without_a_fact_makes_no_usable_template(world, bob):
    approve(world, Approved("HX-thanks", "utter_thanks", "en", ("foo",)))
    assert await reminds(world, bob, "whatsapp") == ["sms"]
    assert (await bob.history()).count("template_unusable") == 1
    assert await bob.hears((say("thanks"),)) != [], "the conversation goes on"


async def test_settings_that_change_while_a_template_waits_stop_nothing(world, bob):
    approve(world, Approved("HX-thanks", "utter_thanks", "en"))
    world.store.clock += timedelta(hours=10)
    await reminds(world, bob, "whatsapp")

    async def chosen(work, _):
        (row,) = await work.outbox.find(kind="reminder")
        row.template = "HX-thanks"

    await bob.change(chosen)
    approve(world, Approved("HX-thanks", "utter_thanks", "en", ("foo",)))
    await world.wait(hours=14)
    assert await reminders(bob) == [("whatsapp", "refused"), ("sms", "delivered")]
