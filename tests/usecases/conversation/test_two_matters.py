"""Two things in one message: both are answered, in one breath and only once."""

import pytest

from bot.usecases.answer import say
from bot.usecases.conversation.divide import divide
from bot.usecases.conversation.rails import Meant, meant
from bot.usecases.conversation.take_parts import take_parts
from bot.usecases.fake_engine import FakeEngine
from bot.usecases.ports import EngineAnswer, EngineTurn, Understanding

BALANCE, PARTS, ROBOT = "how much do I owe?", "can I pay in parts?", "is this a robot?"
MEANS = {
    BALANCE: "ask_balance",
    PARTS: "request_plan",
    ROBOT: "ask_bot",
    "how do I pay?": "ask_how_to_pay",
    "I lost my job,": "hardship_income",
    "I want a person": "request_human",
    "this is not mine,": "dispute_debt",
    "why so much?": "ask_breakdown",
}


def nothing_open(text):
    return meant(text, None, None)


def turn(text, **state):
    return EngineTurn("c", "7", text, state=state or None)


def engine():
    fake = FakeEngine()
    fake.intents = dict(MEANS)
    return fake


async def parts(text, means=nothing_open, **state):
    found = await divide(engine(), turn(text, **state), means)
    return [(part.text, part.intent) for part in found]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        (f"{BALANCE} and {PARTS}", [(BALANCE, "ask_balance"), (PARTS, None)]),
        (f"{PARTS} And {BALANCE}", [(BALANCE, "ask_balance"), (PARTS, None)]),
        (f"{ROBOT} and how do I pay?", [(ROBOT, "ask_bot"), ("how do I pay?", "ask_how_to_pay")]),
        (f"I lost my job, {BALANCE}", [(BALANCE, "ask_balance"), ("I lost my job,", None)]),
        (f"{BALANCE} {BALANCE}", [(f"{BALANCE} {BALANCE}", None)]),
        (f"nice weather here. {BALANCE}", [(f"nice weather here. {BALANCE}", None)]),
        ("I lost my job, how do I pay?", [("I lost my job, how do I pay?", "hardship_income")]),
        ("this is not mine, why so much?", [("this is not mine, why so much?", "dispute_debt")]),
        (BALANCE, [(BALANCE, None)]),
    ],
)
async def test_what_is_divided(text, taken):
    assert await parts(text) == taken


async def test_a_doubtful_matter_beside_a_rhetorical_question_leaves_the_message_whole():
    class Doubtful(FakeEngine):
        async def parse(self, texts):
            sure = {"why so much?": ("ask_breakdown", 0.9), "it was 380,": ("dispute_debt", 0.88)}
            return [Understanding(t, *sure.get(t, ("ask_breakdown", 0.94))) for t in texts]

    asked = turn("it was 380, why so much?")
    assert await divide(Doubtful(), asked, nothing_open) == [asked]


async def test_a_person_wins_alone():
    text = f"{BALANCE} I want a person"
    assert await parts(text) == [(text, "request_human")]


async def test_a_sound_of_danger_leaves_the_message_whole():
    class Doubtful(FakeEngine):
        async def parse(self, texts):
            return [Understanding(t, "crisis", 0.4) for t in texts]

    asked = turn(f"{BALANCE} and {PARTS}")
    assert await divide(Doubtful(), asked, nothing_open) == [asked]


async def test_a_yes_beside_a_question_is_still_a_yes():
    def offers(text):
        return Meant("affirm", {"option": 1}) if "first" in text else None

    taken = await parts(f"the first one please. {ROBOT}", offers)
    assert taken == [(ROBOT, "ask_bot"), ("the first one please.", "affirm")]


async def test_figures_are_asked_after_a_yes_which_may_change_them():
    def offers(text):
        return Meant("affirm") if "deal" in text else None

    taken = await parts(f"it is a deal. {BALANCE} And how do I pay?", offers)
    assert taken == [("it is a deal.", "affirm"), (BALANCE, "ask_balance")]
    assert await parts("it is a deal. how do I pay?", offers) == [("it is a deal.", "affirm")]


async def test_the_answer_to_an_open_form_comes_first():
    taken = await parts(f"it ends in 7731. {ROBOT}", form="identity_form")
    assert taken == [("it ends in 7731.", None), (ROBOT, "ask_bot")]


async def test_what_a_form_asked_is_said_only_while_it_is_open():
    fake = engine()
    fake.answers = [answered("plan_accepted", "ask_feedback_form_rating"), answered("balance")]
    said = turn(f"it is a deal. {BALANCE}")
    answer = await take_parts(fake, said, lambda text: Meant("affirm") if "deal" in text else None)
    assert [s.key for s in answer.says] == ["utter_plan_accepted", "utter_balance"]
    assert [t.intent for t in fake.turns] == ["affirm", "ask_balance"]


def answered(*keys, form=None):
    return EngineAnswer(tuple(say(key) for key in keys), {"form": form}, "x", 0.9)


async def test_what_both_parts_say_is_said_once_at_its_last_place():
    fake = engine()
    fake.answers = [answered("birth_date"), answered("ask_bot", "birth_date")]
    answer = await take_parts(fake, turn(f"1986. {ROBOT}", form="identity_form"), nothing_open)
    assert [s.key for s in answer.says] == ["utter_ask_bot", "utter_birth_date"]
    assert [t.message_id for t in fake.turns] == ["7", "7.1"]


async def test_what_needs_identity_waits_for_it_and_is_not_asked_again():
    fake = engine()
    fake.answers = [
        answered("ask_birth_date", form="identity_form"),
        answered("ask_code", form="identity_form"),
        answered("identity_verified", "balance"),
        answered("ask_circumstances", form="circumstances_form"),
    ]
    first = await take_parts(fake, turn(f"{BALANCE} and {PARTS}"), nothing_open)
    assert first.state["later"] == [{"text": PARTS, "intent": None}]
    second = await take_parts(fake, turn("1986", **first.state), nothing_open)
    assert second.state["later"] == first.state["later"]
    third = await take_parts(fake, turn("7731", **second.state), nothing_open)
    assert [t.text for t in fake.turns] == [BALANCE, "1986", "7731", PARTS]
    keys = [s.key for s in third.says]
    assert keys == ["utter_identity_verified", "utter_balance", "utter_ask_circumstances"]
    assert "later" not in third.state


async def test_what_waited_is_dropped_with_the_form():
    fake = engine()
    fake.answers = [answered("dispute")]
    later = [{"text": PARTS, "intent": None}]
    gone = await take_parts(fake, turn("not mine", form="identity_form", later=later), nothing_open)
    assert "later" not in gone.state
    assert len(fake.turns) == 1
