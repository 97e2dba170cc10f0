"""From which likelihood on a text is another matter than the answer to what was asked."""

import pytest
from rasa_sdk import Tracker

from bot.actions.sure import CLEAR, FIRST, HURTS, RISK, SURE, interrupts

OTHERS = FIRST | {"ask_balance", "ask_breakdown"}


def instead(*likely, answers=True):
    """Does a text of these intents, the likeliest first, interrupt?"""
    ranking = [{"name": name, "confidence": sure} for name, sure in likely]
    latest = {"text": "", "intent": ranking[0], "intent_ranking": ranking}
    now = Tracker("p", {}, latest, [], False, None, {}, None)
    return interrupts(now, likely[0][0], OTHERS, answers=answers)


def test_the_dearer_a_miss_the_less_is_enough():
    assert 1 / 3 <= RISK < SURE < CLEAR
    assert HURTS <= FIRST


@pytest.mark.parametrize("intent", sorted(HURTS))
def test_danger_a_stop_and_a_person_need_not_be_likelier_than_not(intent):
    assert instead((intent, 0.36))
    assert not instead((intent, 0.34))


@pytest.mark.parametrize("intent", sorted(FIRST - HURTS))
def test_a_right_has_to_be_likelier_than_not(intent):
    assert instead((intent, 0.51), ("hardship_income", 0.4))
    assert not instead((intent, 0.49), ("hardship_income", 0.4))


def test_a_question_has_to_be_four_times_as_likely_as_an_answer():
    assert instead(("ask_balance", 0.81), ("hardship_general", 0.1))
    assert not instead(("ask_balance", 0.79), ("hardship_general", 0.1))


def test_where_the_text_cannot_be_an_answer_it_has_to_be_likelier_than_not():
    assert instead(("ask_balance", 0.51), answers=False)
    assert not instead(("ask_balance", 0.49), answers=False)


def test_two_questions_that_are_hard_to_tell_apart_are_no_answer():
    assert instead(("ask_balance", 0.5), ("ask_breakdown", 0.4), ("hardship_income", 0.1))
    assert not instead(("ask_balance", 0.5), ("hardship_income", 0.4), ("ask_breakdown", 0.1))


def test_a_matter_that_the_form_does_not_give_way_to_is_an_answer():
    assert not instead(("ask_discount", 0.99))
