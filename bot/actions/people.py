"""Topic people: a person please, anger, complaints, danger."""

from __future__ import annotations

from rasa_sdk import Tracker

from bot.actions.base import TurnAction, text_of
from bot.usecases.answer import Answer
from bot.usecases.people.assert_rights import complain
from bot.usecases.people.escalate import hand_over
from bot.usecases.people.safety import answer_crisis
from bot.usecases.scene import Scene


class RequestHuman(TurnAction):
    """Let me talk to a person."""

    action_name = "action_request_human"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Hand over at the first asking."""
        return await hand_over(scene, "asked")


class Upset(TurnAction):
    """Anger: one calm sentence, and a person with priority."""

    action_name = "action_upset"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await hand_over(scene, "upset", key="upset")


class Complain(TurnAction):
    """A formal complaint."""

    action_name = "action_complain"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await complain(scene, text_of(tracker))


class Crisis(TurnAction):
    """Despair or self-harm: help, nothing else."""

    action_name = "action_crisis"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await answer_crisis(scene)
