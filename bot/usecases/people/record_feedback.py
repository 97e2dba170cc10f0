"""How was it? A rating from 1 to 5 and a word on why are kept."""

from __future__ import annotations

import re
from datetime import date

from bot import reading
from bot.usecases.answer import Answer, Need, say
from bot.usecases.records import Feedback
from bot.usecases.scene import Scene

LOW = 2
_FIRST = re.compile(r"\s*([1-5])\s*(?:[-–—,.:;!)]+(?!\d)|$)")
"""A rating by itself, or set off from the words that follow: "1 - too slow"."""


async def record_feedback(scene: Scene, text: str) -> Answer:
    """Keep the rating and the words; without a rating, the words are kept and a rating asked."""
    rating = read_rating(text)
    comment = text.strip() if len(text.split()) > 1 else None
    scene.work.feedback.add(
        Feedback(account_id=scene.account.id, rating=rating, comment=comment, at=scene.now)
    )
    scene.log("feedback", rating=rating)
    if rating is None:
        return Answer((say("feedback_thanks"),), ends_form=True)
    key = "feedback_low" if rating <= LOW else "feedback_thanks"
    return Answer((say(key),), ends_form=True)


def read_rating(text: str) -> int | None:
    """The rating in the text, 1 to 5, or None. No date plays a part in it."""
    for entity in reading.read(text, date(2024, 1, 1)):
        if entity.entity == "rating":
            return int(entity.value)
    first = _FIRST.match(text)
    return int(first[1]) if first else None


def ask_for_rating() -> Answer:
    """Every conversation in which something was settled can end with a rating."""
    return Answer(need=Need.RATING)
