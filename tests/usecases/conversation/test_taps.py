"""Buttons: the token names the choice, it counts while its question is open, and once."""

import pytest

from bot.rules.ownership import Owner
from bot.usecases.answer import Button, Question, say, with_buttons
from bot.usecases.conversation.agent_desk import agent_says, hand_back, take_over
from bot.usecases.ports import EngineAnswer, EngineDown

CLOSED = "That button is from an earlier message and is no longer open"
OPEN_NOW = "That button is from an earlier message, so nothing has changed. This is what"
WAITING = "A colleague has your conversation"


def question(*, awaited=Question.OFFERS, first=1):
    """Choices under a message, and a dialogue that awaits which it is."""
    buttons = [
        Button(say("days", count=number), "affirm", {"option": number})
        for number in range(first, first + 2)
    ]
    buttons.append(Button(say("button_person"), "request_human"))
    asked = with_buttons(say("contact_time", window=f"round {first}"), buttons)
    return EngineAnswer((asked,), {"slots": {"question": awaited}}, None, 1.0)


def answered(text="done", *, awaited=None):
    state = {"slots": {"question": awaited}}
    return EngineAnswer((say("contact_time", window=text),), state, None, 1.0)


@pytest.fixture
async def person(world, ada):
    """Past the first message, so that every answer is one message."""
    world.engine.answers = [answered()]
    await ada.writes("hi")
    return ada


async def asks(world, person, **how):
    """Something is asked. Answers its buttons."""
    world.engine.answers = [question(**how)]
    await person.writes("what is open to me?")
    return (await person.look("outbox"))[-1].buttons


async def taps(person, button, **how):
    return await person.writes(button["label"], pressed=button["token"], **how)


async def outcomes(person):
    return [row.outcome for row in await person.look("inbox")]


# -- what counts -----------------------------------------------------------------------------------


async def test_the_token_names_the_choice_whatever_stands_on_the_button(world, person):
    first, second, _ = await asks(world, person)
    await person.writes(first["label"], pressed=second["token"])
    turn = world.engine.turns[-1]
    assert (turn.intent, turn.entities) == ("affirm", {"option": 2})
    assert turn.text == second["label"], "by our own records"


async def test_every_button_of_every_message_has_a_token_of_its_own(world, person):
    shown = [*await asks(world, person), *await asks(world, person)]
    assert len({button["token"] for button in shown}) == 6


async def test_a_tap_counts_where_the_label_can_no_longer_be_seen(world, person):
    first, *_ = await asks(world, person)
    await person.writes("", pressed=first["token"])
    assert world.engine.turns[-1].entities == {"option": 1}


async def test_a_tap_counts_behind_a_line_that_leaves_the_question_open(world, person):
    _, second, _ = await asks(world, person)
    await person.writes("")
    world.engine.answers = [answered("balance", awaited=Question.OFFERS)]
    await person.writes("what is the total?")
    await taps(person, second)
    assert world.engine.turns[-1].entities == {"option": 2}


async def test_a_tap_that_waited_for_the_engine_is_still_that_choice(world, person):
    _, second, _ = await asks(world, person)
    world.engine.answers = [EngineDown("gone")]
    assert len(await taps(person, second)) == 1
    await world.wait(seconds=5)
    assert [turn.intent for turn in world.engine.turns[-2:]] == ["affirm", "affirm"]
    assert (await outcomes(person))[-1] == "answered"


@pytest.mark.parametrize("payload", ["STOP_MARKETING", "gf_short", "yes"])
async def test_a_button_of_a_template_that_others_made_is_what_stands_on_it(world, person, payload):
    await asks(world, person)
    await person.writes("Tell me more", channel="sms", pressed=payload)
    assert (world.engine.turns[-1].text, world.engine.turns[-1].intent) == ("Tell me more", None)
    assert await person.writes("Stop", pressed=payload) != []
    assert (await person.state())["opted_out"] == ["sms"]


# -- what is spent ---------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_a_double_tap_is_one_choice(world, channel):
    person = await world.meet("A-2", channels=(channel,))
    world.engine.answers = [question(), answered("agreed")]
    await person.writes("what is open to me?", channel=channel)
    first, *_ = (await person.look("outbox"))[-1].buttons
    before, asked = len(person.phone()), len(world.engine.turns)
    for _ in range(2):
        await person.sends(first["label"], pressed=first["token"], channel=channel)
    await world.run()
    assert person.phone()[before:] == ["Noted: agreed. We'll keep to that."]
    assert len(world.engine.turns) == asked + 1
    assert (await outcomes(person))[-2:] == ["answered", "spent_button"]


async def test_the_same_button_later_is_silence_also_under_a_newer_question(world, person):
    first, *_ = await asks(world, person)
    await taps(person, first)
    await asks(world, person, first=3)
    turns = len(world.engine.turns)
    assert await taps(person, first) == []
    assert await person.writes(first["token"]) == [], "as the page in the browser sends it"
    assert len(world.engine.turns) == turns
    assert (await person.look("inbox"))[-1].outcome == "spent_button"


async def test_an_older_button_shows_what_is_open_now_and_that_still_counts(world, person):
    old, *_ = await asks(world, person)
    await asks(world, person, first=3)
    turns = len(world.engine.turns)
    line, again = await taps(person, old)
    assert line.startswith(OPEN_NOW)
    assert again.startswith("Noted: round 3.")
    assert len(world.engine.turns) == turns
    shown = (await person.look("outbox"))[-1].buttons
    assert [button["label"] for button in shown] == ["3 days", "4 days", "Talk to a person"]
    await taps(person, shown[1])
    assert world.engine.turns[-1].entities == {"option": 4}


async def test_what_is_shown_again_is_the_same_choice_and_counts_once(world, person):
    old, *_ = await asks(world, person)
    first, *_ = await asks(world, person, first=3)
    await taps(person, old)
    shown, *_ = (await person.look("outbox"))[-1].buttons
    await taps(person, shown)
    turns = len(world.engine.turns)
    assert await taps(person, first) == []
    assert len(world.engine.turns) == turns


async def test_an_older_button_with_nothing_open_asks_for_words(world, person):
    first, second, _ = await asks(world, person)
    world.engine.answers = [answered()]
    await taps(person, first)
    turns = len(world.engine.turns)
    (line,) = await taps(person, second)
    assert line.startswith(CLOSED)
    assert len(world.engine.turns) == turns


async def test_the_line_is_in_the_persons_language(world):
    person = await world.meet("B-1", country="BR", language="pt", channels=("whatsapp",))
    (*_, line) = await person.writes("Dois", pressed="gf_" + "x" * 16, channel="whatsapp")
    assert "Esse botão é de uma mensagem anterior" in line


async def test_no_figures_are_shown_again_to_somebody_who_is_not_verified(world, person):
    old, *_ = await asks(world, person)
    await asks(world, person, first=3)
    await world.wait(days=2)
    (line,) = await taps(person, old)
    assert line.startswith(CLOSED)


async def test_a_label_is_no_yes_to_a_newer_question(world, person):
    """Both questions have a button with the same label."""
    old, *_ = await asks(world, person)
    await asks(world, person)
    turns = len(world.engine.turns)
    await taps(person, old)
    assert len(world.engine.turns) == turns


async def test_a_token_of_another_person_never_counts_nor_does_its_label(world, person):
    other = await world.meet("A-9")
    theirs, *_ = await asks(world, other)
    mine, *_ = await asks(world, person)
    assert mine["label"] == theirs["label"]
    turns = len(world.engine.turns)
    line, _ = await taps(person, theirs)
    assert line.startswith(OPEN_NOW)
    assert len(world.engine.turns) == turns
    assert (await person.look("inbox"))[-1].outcome == "spent_button"
    assert len(await other.look("inbox")) == 1, "nothing happens at the other's"


async def test_words_stay_words(world, person):
    await asks(world, person)
    await person.writes("2")
    assert world.engine.turns[-1].entities == {"option": 2}
    await asks(world, person)
    await person.writes("1 DAYS")
    assert world.engine.turns[-1].entities == {"option": 1}


# -- with people in charge -------------------------------------------------------------------------


async def test_while_an_agent_has_it_a_tap_is_for_the_agent(world, person):
    first, *_ = await asks(world, person)
    await take_over(world.tools, person.thread_id, "Ana")
    await world.run()
    turns = len(world.engine.turns)
    assert await taps(person, first) == []
    assert await person.writes("", pressed=first["token"]) == []
    assert (await outcomes(person))[-2:] == ["for_agent", "for_agent"]
    assert len(world.engine.turns) == turns


async def test_after_an_agent_the_open_question_is_shown_again_first(world, person):
    """Much may have been said meanwhile: nobody agrees by a button from before."""
    first, *_ = await asks(world, person)
    await take_over(world.tools, person.thread_id, "Ana")
    await agent_says(world.tools, person.thread_id, "Ana", "Let me look.")
    await hand_back(world.tools, person.thread_id)
    await world.run()
    turns = len(world.engine.turns)
    (line,) = await taps(person, first)
    assert line.startswith(CLOSED)
    assert len(world.engine.turns) == turns


async def test_while_a_person_is_awaited_a_spent_button_gets_the_one_line_of_that(world, person):
    old, *_ = await asks(world, person)
    *_, human = await asks(world, person, first=3)
    await taps(person, human)

    async def awaited(_, scene):
        scene.conversation.owner, scene.conversation.owner_reason = Owner.WAITING, "asked"

    await person.change(awaited)
    turns = len(world.engine.turns)
    assert await taps(person, human) == []
    assert [line[: len(WAITING)] for line in await taps(person, old)] == [WAITING]
    assert await taps(person, old) == []
    assert len(world.engine.turns) == turns


async def test_the_button_for_a_person_never_closes(world, person):
    *_, human = await asks(world, person)
    await asks(world, person, first=3)
    for _ in range(2):
        await taps(person, human)
        assert world.engine.turns[-1].intent == "request_human"
