"""What stands beside the first meaning of a message: hardship in a wish, a promise, a correction?

The model names one intent; figures drown what else was said. Here its next choices count, and a
few plain words.
"""

from __future__ import annotations

from datetime import date

from rasa_sdk import Tracker

from bot import reading
from bot.actions.base import chance_of, form_of, intent_of, text_of
from bot.reading.answers.reasons import lost_income
from bot.usecases.answer import Answer
from bot.usecases.plans.promise_payment import correct_promise, one_sum
from bot.usecases.scene import Scene

WISHES = frozenset(
    {"counter_offer", "request_plan", "request_more_time", "ask_discount", "promise_to_pay"}
)
"""Wishes that a reason may stand beside."""
PLAUSIBLE = 0.1
"""From here on the model's next choice counts as told, where its first is a wish."""
FIGURES = frozenset({"amount", "frequency", "instalments"})
DAYS = frozenset({"date", "day_of_month"})
HESITATES = 0.25
"""From here on a sum that might be promised is taken as promised: it is said back at once."""


def reason_beside(tracker: Tracker, text: str) -> str | None:
    """The hardship told beside another wish, in plain words or as the model's next choice; only
    lack of money, for illness and death are never guessed."""
    if lost_income(text):
        return "income"
    if intent_of(tracker) not in WISHES or text != text_of(tracker) or not _figures(text):
        return None
    likely = {kind: chance_of(tracker, f"hardship_{kind}") for kind in ("income", "general")}
    kind = max(likely, key=lambda each: likely[each])
    return kind if likely[kind] >= PLAUSIBLE else None


def _figures(text: str) -> bool:
    """Does the text name a sum or a rhythm, which is what drowns a reason?"""
    return any(e.entity in FIGURES for e in reading.read(text, date(2024, 1, 1)))


def names_a_sum(text: str) -> bool:
    """Does the text name any sum of money?"""
    return any(e.entity == "amount" for e in reading.read(text, date(2024, 1, 1)))


def names_a_day(text: str) -> bool:
    """Does the text name any day?"""
    return any(e.entity in DAYS for e in reading.read(text, date(2024, 1, 1)))


async def correction(scene: Scene, tracker: Tracker) -> Answer | None:
    """Another day or sum for the promise that stands, unless offers are on the table."""
    if tracker.get_slot("question") or form_of(tracker):
        return None
    return await correct_promise(scene, text_of(tracker))


def sounds_promised(tracker: Tracker) -> bool:
    """Does the model hesitate between a proposal and a promise of one sum, with no offers made?"""
    if tracker.get_slot("question") or intent_of(tracker) != "counter_offer":
        return False
    return chance_of(tracker, "promise_to_pay") >= HESITATES and one_sum(text_of(tracker))
