"""From which likelihood on is something acted on while a form asks?

The model's confidence is calibrated: of the texts that it gives 0.7, seven in ten mean that. So
the thresholds follow from what a mistake costs, and from how much likelier an answer is while a
question is open than in the single messages that the model was calibrated on.
"""

from __future__ import annotations

from rasa_sdk import Tracker

from bot.actions.base import chance_of, confidence_of
from bot.usecases.conversation.divide import ALONE

HURTS = frozenset({"crisis", "opt_out", "request_human", "upset"})
"""Danger, a stop, a person: to miss one hurts about twice as much as to raise it for nothing."""
FIRST = ALONE | {"dispute_debt", "already_paid"}
"""Rights, and a death. To count one of these as an answer would go on collecting what may not be
owed, or from somebody else; to take an answer for one costs a question asked again."""
RISK = 0.35
"""A third, where a miss costs twice a false alarm."""
SURE = 0.5
"""Likelier than not: where a mistake costs the same either way."""
CLEAR = 0.8
"""Four to one, where the text can be the answer: while a form asks, an answer is some four times as
likely as in a message out of nowhere, and it names in passing what other matters are about."""


def interrupts(tracker: Tracker, intent: str, others: frozenset[str], *, answers: bool) -> bool:
    """Is the text another matter instead of an answer? `intent` is its first meaning, `others` are
    all matters that interrupt the form, `answers` says whether the form can take the text.

    Two questions that the model cannot tell apart are no answer, whichever was meant: against an
    answer all other matters count together.
    """
    if intent in HURTS:
        return confidence_of(tracker) >= RISK
    if intent not in others:
        return False
    if intent in FIRST or not answers:
        return confidence_of(tracker) >= SURE
    together = sum(chance_of(tracker, other) for other in others)
    return max(together, confidence_of(tracker)) >= CLEAR
