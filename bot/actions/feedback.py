"""Topic feedback: a rating and a word on why."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from bot.actions.base import Submission, TurnAction, text_of
from bot.actions.forms import FormValidation
from bot.usecases.answer import Answer, Question
from bot.usecases.offers.counter_offer import counter_instead
from bot.usecases.people.record_feedback import read_rating, record_feedback
from bot.usecases.scene import Scene


class GiveFeedback(TurnAction):
    """An opinion that nobody asked for."""

    action_name = "action_give_feedback"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case. Figures while offers are on the table are about those."""
        if tracker.get_slot("question") == Question.OFFERS:
            other = await counter_instead(scene, text_of(tracker))
            if other is not None:
                return other
        return await record_feedback(scene, text_of(tracker))


class ValidateFeedbackForm(FormValidation):
    """From 1 to 5? Words without a number are feedback too, if that is what they are."""

    form = "feedback_form"
    insists = False

    def read(self, asked: str, tracker: Tracker) -> dict[str, Any]:
        """The rating in the text."""
        rating = read_rating(text_of(tracker))
        return {"rating": rating} if rating is not None else {}


class KeepRating(Submission):
    """Keep the rating with its words."""

    action_name = "action_keep_rating"
    form = "feedback_form"

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await record_feedback(scene, text_of(tracker))

    def after(self, answer: Answer, tracker: Tracker) -> list[EventType]:
        """Nothing follows a rating."""
        return [SlotSet("rating", None), SlotSet("wish", None), SlotSet("wish_text", None)]
