"""Answers travel as JSON and come back the same."""

import json
from datetime import date, timedelta

import pytest

from bot.rules.money import Money
from bot.usecases.answer import Answer, Button, Need, Question, days, fact, say, with_buttons


def test_an_answer_comes_back_as_it_was_kept():
    lines = [say("line_debt", total=Money(5, "USD"), due_date=date(2026, 1, 2))]
    answer = Answer(
        (say("balance_several", lines=lines, total=Money(5, "USD")), say("thanks")),
        need=Need.RATING, question=Question.OFFERS, ends_form=True, done=False,
    )  # fmt: skip
    kept = json.loads(json.dumps(answer.as_json()))
    assert Answer.from_json(kept) == answer
    assert Answer.from_json(json.loads(json.dumps(Answer().as_json()))) == Answer()


@pytest.mark.parametrize(
    ("value", "as_fact"),
    [
        (Money(-1250, "USD"), {"money": "-12.50", "currency": "USD"}),
        (Money(5, "JPY"), {"money": "5", "currency": "JPY"}),
        (date(2026, 3, 3), {"date": "2026-03-03"}),
        (say("thanks"), {"say": {"key": "utter_thanks", "facts": {}}}),
        ([say("thanks")], {"lines": [{"key": "utter_thanks", "facts": {}}]}),
        ((), {"lines": []}),
        ("text", "text"),
        (3, 3),
    ],
)
def test_facts_keep_their_kind(value, as_fact):
    assert fact(value) == as_fact


@pytest.mark.parametrize(
    ("span", "key", "count"),
    [
        (timedelta(hours=1), "utter_one_day", None),
        (timedelta(days=1), "utter_one_day", None),
        (timedelta(hours=25), "utter_days", 2),
        (timedelta(days=15), "utter_days", 15),
        (timedelta(days=2, microseconds=1), "utter_days", 3),
    ],
)
def test_days_that_have_begun_count(span, key, count):
    said = days(span)
    assert (said.key, said.facts.get("count")) == (key, count)


def test_buttons_ride_with_the_message():
    message = with_buttons(
        say("offers", lines=[]), [Button(say("button_yes"), "affirm", {"option": 1})]
    )
    assert message.facts["lines"] == {"lines": []}
    assert message.facts["buttons"] == [
        {"label": say("button_yes").as_json(), "intent": "affirm", "entities": {"option": 1}}
    ]
