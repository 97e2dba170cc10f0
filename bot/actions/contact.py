"""Topic contact: stop, hours, channel."""

from __future__ import annotations

from rasa_sdk import Tracker

from bot.actions.base import TurnAction, text_of
from bot.reading.wishes.everywhere import means_every_channel
from bot.usecases.answer import Answer
from bot.usecases.people.opt_out import opt_out
from bot.usecases.people.prefer import prefer
from bot.usecases.scene import Scene


class OptOut(TurnAction):
    """Stop messaging me, in any words."""

    action_name = "action_opt_out"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """On the channel of the message; on all when all are meant."""
        everywhere = means_every_channel(text_of(tracker))
        return await opt_out(scene, scene.channel or "", everywhere=everywhere)


class Prefer(TurnAction):
    """Not at work; by another channel."""

    action_name = "action_prefer"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await prefer(scene, text_of(tracker))
