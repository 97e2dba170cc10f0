"""The provider no longer shows our buttons: choices leave as numbered lines, the rest as ever."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.rules.delivery import MOST_TRIES
from bot.usecases.answer import Button, say, with_buttons
from bot.usecases.outbox.channel_care import end_halt
from bot.usecases.outbox.note_status import note_status
from channels.errors import Halted, HaltedContent
from tests.usecases.outbox.test_note_status import news

PAUSED = HaltedContent("Twilio 63041: the template is paused")
ASKS = with_buttons(
    say("offer_person"),
    [Button(say("button_yes"), "request_human"), Button(say("button_no"), "deny")],
)


@pytest.fixture
async def bob(world):
    bob = await world.meet("B-1", channels=("whatsapp", "sms"))
    await bob.writes("hi", channel="whatsapp")
    return bob


def shown(world):
    """Text and buttons of the last message on the phone."""
    last = list(world.phones["whatsapp"].delivered.values())[-1]
    return last.text.splitlines()[-2:], len(last.buttons)


async def halts(world):
    async with world.tools.open_work() as work:
        return [(halt.channel, halt.scope) for halt in await work.halts.find(ended_at=None)]


async def asks(world, bob, *errors):
    world.phones["whatsapp"].fail_next(*errors)
    await bob.hears((ASKS,), channel="whatsapp")
    await world.wait(minutes=5)


async def test_the_message_leaves_all_the_same_with_numbered_lines(world, bob):
    with capture_logs() as lines:
        await asks(world, bob, PAUSED)
    assert shown(world) == (["1. Yes", "2. No"], 0)
    row = (await bob.look("outbox"))[-1]
    assert (row.status, row.tries) == ("delivered", 2)
    alarms = [(line["event"], line["scope"]) for line in lines if line["event"] == "halted"]
    assert alarms == [("halted", "buttons")]


async def test_the_next_one_is_not_tried_with_buttons(world, bob):
    await asks(world, bob, PAUSED)
    await asks(world, bob)
    assert shown(world) == (["1. Yes", "2. No"], 0)
    assert (await bob.look("outbox"))[-1].tries == 1


async def test_the_response_itself_is_not_halted_and_a_number_is_understood(world, bob):
    world.phones["whatsapp"].fail_next(PAUSED)
    world.engine.answers = [(ASKS,)]
    await bob.writes("what?", channel="whatsapp")
    await world.wait(minutes=5)
    assert await halts(world) == [("whatsapp", "buttons")]
    assert shown(world) == (["1. Yes", "2. No"], 0)
    await bob.writes("1", channel="whatsapp")
    assert world.engine.turns[-1].intent == "request_human"


async def test_told_later_it_leaves_again_as_lines(world, bob):
    await asks(world, bob)
    row = (await bob.look("outbox"))[-1]

    async def just_sent(work, _):
        (await work.outbox.get(id=row.id)).status = "sent"

    await bob.change(just_sent)
    world.phones["whatsapp"].delivered.popitem()  # it never arrived
    told = news(row, "failed", error=PAUSED, code="63041")
    assert await note_status(world.tools, replace(told, channel="whatsapp"))
    await world.wait(minutes=5)
    assert shown(world) == (["1. Yes", "2. No"], 0)
    row = (await bob.look("outbox"))[-1]
    assert (row.status, row.tries) == ("delivered", 2)


async def test_an_administrator_lets_buttons_go_on(world, bob):
    await asks(world, bob, PAUSED)
    await end_halt(world.tools, "whatsapp", "buttons", "Ana")
    await asks(world, bob)
    assert shown(world)[1] == 2


async def test_filtered_words_halt_the_response_whatever_buttons_it_has(world, bob):
    await asks(world, bob, Halted("Twilio 30007: the network filtered the message"))
    assert await halts(world) == [("whatsapp", "utter_offer_person")]
    assert (await bob.look("outbox"))[-1].status == "failed"


async def test_a_content_without_end_is_given_up(world, bob):
    """Whatever the provider says: the tries of one message are counted."""
    world.phones["whatsapp"].fail_next(*[PAUSED] * MOST_TRIES)
    await bob.hears((ASKS,), channel="whatsapp")
    for _ in range(16):
        await world.wait(hours=1)
    row = (await bob.look("outbox"))[-1]
    assert (row.status, row.tries) == ("dead", MOST_TRIES)
