"""HELP is a word of the networks: it says who writes, how to reach a person and how to stop."""

import pytest

from bot.usecases.conversation.agent_desk import take_over
from bot.usecases.conversation.receive_news import receive_news
from channels.message import InboundMessage, Wish
from tests.usecases.world import TUESDAY

ALL = ("sms", "whatsapp", "telegram")
PERSON = {"en": "talk to a person", "pt": "falar com uma pessoa"}


@pytest.fixture
async def bob(world):
    """He has heard from us before."""
    person = await world.meet("B-1", channels=ALL)
    await person.writes("hello")
    return person


async def says(world, text, wish, *, channel="sms"):
    """A message in which the provider heard something by itself."""
    before = len(world.phones[channel].delivered)
    message = InboundMessage("test", text, channel, f"{channel}:B-1", text, TUESDAY, wish=wish)
    await receive_news(world.tools, message)
    await world.run()
    return [sent.text for sent in list(world.phones[channel].delivered.values())[before:]]


@pytest.mark.parametrize("text", ["HELP", "help!", " Info ", "/help", "ajuda"])
@pytest.mark.parametrize("channel", ALL)
async def test_the_word_alone_is_answered_without_the_model(world, bob, text, channel):
    turns = len(world.engine.turns)
    (line,) = await bob.writes(text, channel=channel)
    assert world.tools.creditor.name in line
    assert world.tools.creditor.site in line
    assert PERSON["en"] in line
    assert "Reply STOP" in line
    assert len(world.engine.turns) == turns
    assert (await bob.look("inbox"))[-1].outcome == "help"


@pytest.mark.parametrize("channel", ALL)
async def test_in_the_persons_language(world, channel):
    ana = await world.meet("P-1", country="BR", channels=(channel,))
    line = (await ana.writes("AJUDA", channel=channel))[-1]
    assert PERSON["pt"] in line
    assert "PARAR" in line


@pytest.mark.parametrize("text", ["can you help me?", "I need help with the bill", "more info"])
async def test_in_a_sentence_it_is_the_models(world, bob, text):
    turns = len(world.engine.turns)
    await bob.writes(text)
    assert len(world.engine.turns) == turns + 1


async def test_what_the_provider_has_answered_is_not_answered_twice(world, bob):
    assert await says(world, "HELP", Wish.HELPED) == []
    row = (await bob.look("inbox"))[-1]
    assert (row.text, row.outcome) == ("HELP", "helped")


async def test_the_apps_own_button_is_answered_likewise(world, bob):
    (line,) = await says(world, "/help", Wish.HELP, channel="telegram")
    assert PERSON["en"] in line


async def test_each_call_is_answered_once_and_what_was_asked_stays_asked(world, bob):
    state = (await bob.thread()).engine_state
    assert len(await bob.writes("HELP", event="h-1")) == 1
    assert await bob.writes("HELP", event="h-1") == []
    assert len(await bob.writes("HELP", event="h-2")) == 1
    assert (await bob.thread()).engine_state == state


async def test_it_is_answered_while_the_engine_is_down(world, bob):
    world.engine.down = True
    (line,) = await bob.writes("HELP")
    assert PERSON["en"] in line


async def test_with_an_agent_the_agent_answers(world, bob):
    await take_over(world.tools, bob.thread_id, "Ana")
    await world.run()
    assert await bob.writes("HELP") == []
    assert (await bob.look("inbox"))[-1].outcome == "help"


async def test_who_has_said_stop_hears_nothing_and_the_record_says_so(world, bob):
    await bob.writes("STOP")
    assert await bob.writes("HELP") == []
    row = (await bob.look("outbox"))[-1]
    assert (row.key, row.status, row.reason) == ("utter_help", "refused", "opt_out: opted_out")
