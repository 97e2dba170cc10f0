"""Topic identity: asking for two facts and judging them together."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from bot.actions.base import WHY_IDENTITY, Submission, gave_up, text_of
from bot.actions.forms import FormValidation
from bot.rules import identity
from bot.usecases.answer import Answer
from bot.usecases.conversation.small_talk import ask_a_person
from bot.usecases.people.verify_identity import verify_identity
from bot.usecases.scene import Scene


class ValidateIdentityForm(FormValidation):
    """Birth date, then the last digits of a document or a postcode; both in one message is fine."""

    form = "identity_form"

    def read(self, asked: str, tracker: Tracker) -> dict[str, Any]:
        """The text itself is kept till both are there; the account decides what matches. A birth
        date that is told once more takes the place of the first."""
        text = text_of(tracker)
        dated = bool(identity.read_birth_dates(text, day_first=True))
        coded = bool(identity.read_codes(text))
        if asked == "birth_date" and dated:
            return {"birth_date": text} | ({"identity_code": text} if coded else {})
        if asked == "identity_code" and coded:
            return {"identity_code": text} | ({"birth_date": text} if dated else {})
        if asked == "identity_code" and dated:
            return {"birth_date": text}
        return {}

    def hint(self, asked: str, tracker: Tracker) -> str | None:
        """What form the answer should have; to a question, why it is asked at all."""
        if text_of(tracker).rstrip().endswith("?"):
            return WHY_IDENTITY
        return f"utter_{asked}_unclear"


class VerifyIdentity(Submission):
    """Judge what was given; go on with what the person wanted."""

    action_name = "action_verify_identity"
    form = "identity_form"

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case; a person takes over when the answers could not be read."""
        if gave_up(tracker, self.form):
            return await ask_a_person(scene)
        birth_date, code = tracker.get_slot("birth_date"), tracker.get_slot("identity_code")
        return await verify_identity(scene, str(birth_date), str(code))
