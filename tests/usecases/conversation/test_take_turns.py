"""A conversation's turns: each message answered once and in order, whatever the engine does."""

import pytest

from bot.rules.ownership import Owner
from bot.usecases.answer import Question, say
from bot.usecases.conversation.agent_desk import take_over
from bot.usecases.conversation.take_turns import take_turns
from bot.usecases.ports import EngineAnswer, EngineDown, Say

HOLDING = "We have a technical hold-up right now. Your message is kept and will be answered."


def echo(world):
    """The engine answers every message with its own text, as the description of a debt."""

    async def script(turn):
        return (say("contact_time", window=turn.text),)

    world.engine.script = script


async def settle(ada):
    """Past the first message, which says who writes and how to stop it."""
    await ada.writes("hi")


@pytest.fixture(autouse=True)
async def known(world, ada):
    echo(world)
    await settle(ada)


async def test_a_message_is_answered_on_the_channel_it_came_from(world, ada):
    assert await ada.writes("mornings") == ["Noted: mornings. We'll keep to that."]
    row = (await ada.look("inbox"))[-1]
    assert row.outcome == "answered"
    assert row.processed_at is not None
    assert world.store.jobs == []


async def test_two_messages_at_once_are_answered_in_order(world, ada):
    await ada.sends("one day")
    await ada.sends("another day")
    before = len(ada.phone())
    await world.run()
    assert ada.phone()[before:] == [
        "Noted: one day. We'll keep to that.",
        "Noted: another day. We'll keep to that.",
    ]
    assert [turn.text for turn in world.engine.turns] == ["hi", "one day", "another day"]


async def test_the_same_event_is_answered_once(world, ada):
    assert len(await ada.writes("mornings", event="e-7")) == 1
    assert await ada.writes("mornings", event="e-7") == []
    assert [turn.text for turn in world.engine.turns] == ["hi", "mornings"]


async def test_the_dialogues_state_travels_from_turn_to_turn(world, ada):
    await ada.writes("one")
    await ada.writes("two")
    assert [turn.state for turn in world.engine.turns] == [None, {"turns": 1}, {"turns": 2}]
    assert (await ada.thread()).engine_state == {"turns": 3}


async def test_the_engine_sees_neither_name_nor_address(world, ada):
    await ada.writes("hello")
    asked = str(world.engine.turns[-1])
    for private in ("Ada", "Lovelace", "sms:", "A-1", "4321"):
        assert private not in asked


async def test_what_was_understood_is_kept_with_the_message(world, ada):
    world.engine.answers = [EngineAnswer((say("thanks"),), {}, "thank", 0.875)]
    await ada.writes("cheers")
    state = await ada.state()
    assert (state["intent"], state["confidence"]) == ("thank", 0.875)


async def test_a_turn_that_was_taken_already_is_not_taken_again(world, ada):
    await ada.writes("mornings")
    sent, asked = ada.phone(), len(world.engine.turns)
    await take_turns(world.tools, ada.thread_id)
    await world.run()
    assert ada.phone() == sent
    assert len(world.engine.turns) == asked


async def test_a_turn_that_two_workers_took_is_answered_once(world, ada):
    """The second worker's answer arrives after the first one's was kept."""

    async def script(turn):
        if len(world.engine.turns) == 2:
            await take_turns(world.tools, ada.thread_id)
            return (say("thanks"), say("goodbye"))
        return (say("contact_time", window=turn.text),)

    world.engine.script = script
    assert await ada.writes("mornings") == ["Noted: mornings. We'll keep to that."]
    assert len(world.engine.turns) == 3


async def test_the_language_follows_the_person_and_stays(world, ada):
    await ada.writes("Bom dia, eu gostaria de saber como posso pagar a minha conta")
    assert (await ada.state())["language"] == "pt"
    assert await ada.writes("ok") == ["Anotado: ok. Vamos respeitar isso."]


# -- rails -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b", "\x07\x1b"])
async def test_nothing_readable_gets_a_clear_answer_without_the_engine(world, ada, text):
    assert await ada.writes(text) == [
        "I couldn't find anything I can read in your message. Could you write it in words?"
    ]
    assert len(world.engine.turns) == 1


async def test_a_very_long_message_gets_a_clear_answer_and_is_kept(world, ada):
    (reply,) = await ada.writes("a " * 5000)
    assert "up to 1000 characters" in reply
    assert len(world.engine.turns) == 1
    assert len((await ada.look("inbox"))[-1].text) == 10_000


@pytest.mark.parametrize("text", ["/restart", '/affirm{"x":1}', "/stop now", "/"])
async def test_a_command_is_no_speech_and_commands_nothing(world, ada, text):
    await ada.writes(text)
    turn = world.engine.turns[-1]
    assert (turn.text, turn.intent, turn.entities) == (text, "out_of_scope", {})


@pytest.mark.parametrize("text", ["🙂 hi", "⭐⭐⭐⭐", "👍", "EXTERNAL: x", "_restart", "a\x1bb"])
async def test_anything_readable_reaches_the_engine_as_plain_text(world, ada, text):
    await ada.writes(text)
    turn = world.engine.turns[-1]
    assert turn.intent is None
    assert turn.text == text.replace("\x1b", " ")


@pytest.mark.parametrize("text", ["🙂", "😀🎉🙈", "?!…", "👨‍👩‍👧‍👦"])
async def test_pictures_alone_are_not_understood_rather_than_guessed_at(world, ada, text):
    await ada.writes(text)
    assert world.engine.turns[-1].intent == "out_of_scope"


async def test_a_tapped_button_is_its_intent_by_token_label_and_number(world, ada):
    button = {
        "label": say("button_yes").as_json(), "intent": "request_human", "entities": {"option": 2},
    }  # fmt: skip

    async def choose(tap):
        world.engine.answers = [(Say("utter_offer_person", {"buttons": [button]}),)]
        await ada.writes("what?")
        shown = (await ada.look("outbox"))[-1].buttons[0]
        await ada.writes(tap(shown))
        turn = world.engine.turns[-1]
        return turn.intent, turn.entities

    expected = ("request_human", {"option": 2})
    assert await choose(lambda b: b["token"]) == expected
    assert await choose(lambda b: b["label"].upper()) == expected
    assert await choose(lambda _: "1") == expected
    assert (await choose(lambda _: "2"))[0] is None


async def test_a_plain_yes_means_yes_only_when_something_was_asked(world, ada):
    await ada.writes("yes")
    assert world.engine.turns[-1].intent is None
    asked = {"slots": {"question": Question.OFFERS}}
    for text, meaning in (("yes", "affirm"), ("no thanks", "deny"), ("sim", "affirm")):
        world.engine.answers = [EngineAnswer((say("thanks"),), asked, None, 1.0)]
        await ada.writes("hm")
        await ada.writes(text)
        assert world.engine.turns[-1].intent == meaning


# -- who has the conversation ----------------------------------------------------------------------


async def owned_by(ada, owner, **more):
    async def change(_, scene):
        scene.conversation.owner = owner
        for name, value in more.items():
            setattr(scene.conversation, name, value)

    await ada.change(change)


async def test_while_an_agent_has_it_the_bot_is_silent(world, ada):
    await owned_by(ada, Owner.AGENT, agent="Ana")
    for text in ("hello?", "", "x" * 5000):
        assert await ada.writes(text) == []
    assert len(world.engine.turns) == 1
    assert (await ada.look("inbox"))[1].outcome == "for_agent"
    assert all(row.processed_at for row in await ada.look("inbox"))


async def test_while_a_person_is_awaited_one_line_is_said(world, ada):
    await owned_by(ada, Owner.WAITING, owner_reason="asked")
    (line,) = await ada.writes("hello?")
    assert line.startswith("A colleague has your conversation")
    assert await ada.writes("anyone?") == []
    assert len(world.engine.turns) == 1
    assert (await ada.thread()).owner == "waiting"


async def test_danger_is_answered_also_while_a_person_is_awaited(world, ada):
    await owned_by(ada, Owner.WAITING, owner_reason="asked", acknowledged_at=world.store.now)
    world.engine.intents["I want to end it all"] = "crisis"
    (help_,) = await ada.writes("I want to end it all")
    assert "988" in help_
    assert (await ada.state())["cases"] == ["crisis"]


async def test_a_closed_conversation_opens_again(world, ada):
    await owned_by(ada, Owner.CLOSED)
    assert await ada.writes("mornings") == ["Noted: mornings. We'll keep to that."]
    assert (await ada.thread()).owner == "bot"


# -- the engine is down ----------------------------------------------------------------------------


async def test_one_holding_line_however_many_messages_and_tries(world, ada):
    world.engine.down = True
    assert await ada.writes("mornings") == [HOLDING]
    assert await ada.writes("or evenings") == []
    await world.wait(seconds=60)
    await world.wait(seconds=60)
    assert ada.phone().count(HOLDING) == 1
    assert all(row.processed_at is None for row in (await ada.look("inbox"))[1:])


async def test_a_person_is_asked_after_the_second_failure(world, ada):
    world.engine.down = True
    await ada.writes("mornings")
    assert (await ada.thread()).owner == "bot"
    await world.wait(seconds=5)
    thread = await ada.thread()
    assert (thread.owner, thread.owner_reason) == ("waiting", "engine_down")


async def test_a_stop_that_came_while_the_engine_hung_is_obeyed_when_it_gives_out(world, ada):
    async def stops_meanwhile(turn):
        await ada.sends("STOP")
        raise EngineDown("timed out")

    world.engine.script = stops_meanwhile
    said = await ada.writes("mornings")
    assert (await ada.state())["opted_out"] == ["sms"]
    assert HOLDING not in said
    assert all(row.held_at is None for row in await ada.look("inbox") if row.text == "STOP")


async def test_a_message_that_ends_a_living_engine_is_given_up(world, ada):
    """The engine answers everything but this one: after some tries a person takes it."""

    async def deadly(turn):
        raise EngineDown("gone again")

    world.engine.script = deadly
    assert await ada.writes("\ufdfa" * 300) == [HOLDING]
    for _ in range(4):
        await world.wait(seconds=30)
    assert "person" in ada.phone()[-1]
    thread = await ada.thread()
    assert (thread.owner, thread.owner_reason) == ("waiting", "turn_failed")
    row = (await ada.look("inbox"))[-1]
    assert (row.outcome, row.attempts) == ("failed", 3)
    tries = len(world.engine.turns)
    await world.wait(seconds=300)
    assert len(world.engine.turns) == tries, "it is not tried again"


async def test_an_outage_alone_never_gives_a_message_up(world, ada):
    world.engine.down = True
    await ada.writes("mornings")
    for _ in range(20):
        await world.wait(seconds=30)
    assert (await ada.look("inbox"))[-1].processed_at is None
    world.engine.down = False
    await world.wait(seconds=30)
    assert ada.phone()[-1] == "Noted: mornings. We'll keep to that."


async def test_stop_is_obeyed_meanwhile_also_behind_a_waiting_message(world, ada):
    world.engine.down = True
    await ada.writes("mornings")
    (line,) = await ada.writes("STOP")
    assert "no more messages by SMS" in line
    assert (await ada.state())["opted_out"] == ["sms"]


async def test_when_it_comes_back_each_message_is_answered_once_and_in_order(world, ada):
    world.engine.down = True
    await ada.writes("one day")
    await ada.writes("another day")
    await world.wait(seconds=5)
    assert (await ada.thread()).owner == "waiting"
    world.engine.down = False
    before = len(ada.phone())
    await world.wait(seconds=30)
    assert ada.phone()[before:] == [
        "Noted: one day. We'll keep to that.",
        "Noted: another day. We'll keep to that.",
    ]
    thread = await ada.thread()
    assert (thread.owner, thread.owner_reason) == ("bot", None)
    await world.wait(seconds=60)
    assert ada.phone()[before + 2 :] == []
    assert world.store.jobs == []


async def test_it_is_tried_again_ever_more_rarely_and_never_given_up(world, ada):
    world.engine.down = True
    await ada.writes("mornings")
    pauses = []
    for _ in range(6):
        (job,) = world.store.jobs
        pauses.append((job.due_at - world.store.now).total_seconds())
        await world.wait(seconds=pauses[-1])
    assert pauses == [5, 10, 20, 30, 30, 30]


async def test_a_new_outage_says_the_holding_line_again(world, ada):
    for _ in range(2):
        world.engine.down = True
        assert await ada.writes("mornings") == [HOLDING]
        world.engine.down = False
        await world.wait(seconds=5)
    assert ada.phone().count(HOLDING) == 2


async def test_an_agent_who_claims_while_the_engine_thinks_keeps_the_conversation(world, ada):
    world.engine.down = True
    await ada.writes("mornings")
    await world.wait(seconds=5)
    world.engine.down = False

    async def script(turn):
        await take_over(world.tools, ada.thread_id, "Ana")
        return (say("thanks"),)

    world.engine.script = script
    before = len(ada.phone())
    await world.wait(seconds=30)
    thread = await ada.thread()
    assert (thread.owner, thread.agent) == ("agent", "Ana")
    assert [text.split()[0] for text in ada.phone()[before:]] == ["Ana"]


async def test_an_agent_who_claimed_meanwhile_keeps_the_conversation(world, ada):
    world.engine.down = True
    await ada.writes("mornings")
    await owned_by(ada, Owner.AGENT, agent="Ana", owner_reason=None)
    world.engine.down = False
    before = len(ada.phone())
    await world.wait(seconds=5)
    assert ada.phone()[before:] == []
    assert (await ada.thread()).owner == "agent"


# -- our own fault ---------------------------------------------------------------------------------


async def test_a_turn_that_fails_is_tried_again_and_then_answered(world, ada):
    world.engine.answers = [RuntimeError("once"), RuntimeError("twice")]
    assert await ada.writes("mornings") == []
    await world.wait(seconds=1)
    await world.wait(seconds=1)
    assert ada.phone()[-1] == "Noted: mornings. We'll keep to that."
    assert (await ada.thread()).owner == "bot"


async def test_a_turn_that_fails_three_times_goes_to_a_person_and_blocks_nothing(world, ada):
    world.engine.answers = [RuntimeError("no")] * 3
    await ada.sends("mornings")
    await ada.sends("STOP")
    await world.run()
    await world.wait(seconds=1)
    await world.wait(seconds=1)
    first, second = (await ada.look("inbox"))[1:]
    assert (first.outcome, first.failures) == ("failed", 3)
    assert second.outcome == "opt_out"
    thread = await ada.thread()
    assert (thread.owner, thread.owner_reason) == ("waiting", "turn_failed")
    assert world.store.jobs == []


async def test_who_is_failed_is_told_so(world, ada):
    world.engine.answers = [RuntimeError("no")] * 3
    await ada.writes("mornings")
    await world.wait(seconds=1)
    before = len(ada.phone())
    await world.wait(seconds=1)
    (line,) = ada.phone()[before:]
    assert line.startswith("I'm sorry, something failed on our side.")
    assert await ada.writes("hello?") != []
    assert (await ada.look("inbox"))[-1].outcome == "waiting_for_person"


async def test_an_answer_without_words_fails_the_turn_and_leaves_nothing_behind(world, ada):
    world.engine.answers = [(say("thanks"), say("no_such_key"))]
    assert await ada.writes("mornings") == []
    assert (await ada.look("inbox"))[-1].processed_at is None
    await world.wait(seconds=1)
    assert ada.phone()[-1] == "Noted: mornings. We'll keep to that."
    assert not any(text.startswith("You're welcome") for text in ada.phone())
