"""Topic smalltalk: what is said besides the matter itself."""

from __future__ import annotations

from rasa_sdk import Tracker

from bot.actions.base import TurnAction
from bot.usecases import small_talk
from bot.usecases.answer import Answer, say
from bot.usecases.scene import Scene


class _Say(TurnAction):
    """Says one thing and changes nothing."""

    key: str
    resumes = False
    keeps_question = True

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """The one thing."""
        return Answer((say(self.key),))


class Greet(_Say):
    """Hello."""

    action_name = "action_greet"
    key = "greet"


class Thank(_Say):
    """Thanks, ok."""

    action_name = "action_thank"
    key = "thanks"


class AskBot(_Say):
    """Am I talking to a machine?"""

    action_name = "action_ask_bot"
    key = "ask_bot"


class AskWho(_Say):
    """Who is this?"""

    action_name = "action_ask_who"
    key = "ask_who"


class StepBack(_Say):
    """No, while nothing was asked that a no answers."""

    action_name = "action_step_back"
    key = "stepped_back"
    keeps_question = False


class SayGoodbye(TurnAction):
    """Good-bye."""

    action_name = "action_goodbye"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await small_talk.say_goodbye(scene)


class NotUnderstood(TurnAction):
    """Anything else."""

    action_name = "action_not_understood"
    resumes = False
    understood = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await small_talk.not_understood(scene)
