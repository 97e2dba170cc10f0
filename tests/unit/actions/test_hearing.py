"""What stands beside the first meaning of a message is heard; illness and death are not guessed."""

import pytest
from rasa_sdk import Tracker

from bot.actions.base import chance_of, intent_of
from bot.actions.hearing import reason_beside, sounds_promised


def tracker(text, *ranking, question=None):
    listed = [{"name": name, "confidence": chance} for name, chance in ranking]
    latest = {"text": text, "intent": listed[0], "intent_ranking": listed}
    return Tracker("p", {"question": question}, latest, [], False, None, {}, None)


@pytest.mark.parametrize(
    ("text", "ranking", "kind"),
    [
        ("I lost my job, 5 a month", [("counter_offer", 0.9)], "income"),
        ("20 a month", [("counter_offer", 0.58), ("hardship_income", 0.41)], "income"),
        ("20 a month", [("counter_offer", 0.7), ("hardship_general", 0.1)], "general"),
        ("20 a month", [("counter_offer", 0.9), ("hardship_general", 0.09)], None),
        ("20 a month", [("counter_offer", 0.7), ("hardship_health", 0.3)], None),
        ("20 a month", [("counter_offer", 0.7), ("hardship_bereavement", 0.3)], None),
        ("thanks", [("thank", 0.7), ("hardship_general", 0.3)], None),
    ],
)
def test_hardship_beside_a_wish(text, ranking, kind):
    assert reason_beside(tracker(text, *ranking), text) == kind


def test_of_an_earlier_message_only_plain_words_count():
    now = tracker("7788", ("counter_offer", 0.6), ("hardship_income", 0.3))
    assert reason_beside(now, "I was laid off, 20 a month") == "income"
    assert reason_beside(now, "20 a month") is None


def test_one_sum_between_a_proposal_and_a_promise_is_a_promise():
    ranking = [("counter_offer", 0.5), ("promise_to_pay", 0.48)]
    assert sounds_promised(tracker("expect 120 from me this friday", *ranking))
    assert not sounds_promised(tracker("expect 120 a month", *ranking))
    assert not sounds_promised(tracker("expect 120 friday", *ranking, question="offers"))
    sure = [("counter_offer", 0.97), ("promise_to_pay", 0.02)]
    assert not sounds_promised(tracker("I can do 120 on friday", *sure))


def test_a_boiler_that_died_is_no_bereavement():
    ranking = [("hardship_bereavement", 0.98)]
    assert intent_of(tracker("the boiler died on us", *ranking)) == "hardship_general"
    assert intent_of(tracker("my father died", *ranking)) == "hardship_bereavement"


def test_the_chance_of_what_was_not_thought_of_is_none():
    assert chance_of(tracker("hi", ("greet", 0.9)), "affirm") == 0
