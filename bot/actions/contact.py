"""Topic contact: stop, hours, channel."""

from __future__ import annotations

from rasa_sdk import Tracker

from bot.actions.base import TurnAction, inbound_of, text_of
from bot.usecases.answer import Answer
from bot.usecases.people.opt_out import opt_out_as_said, stop_said
from bot.usecases.people.prefer import prefer
from bot.usecases.scene import Scene


class OptOut(TurnAction):
    """Stop messaging me, in any words."""

    action_name = "action_opt_out"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """On the channel of the message, on those that it names, or on all when all are meant;
        where another one is wanted instead, that is a wish and no stop."""
        text, inbound = text_of(tracker), inbound_of(tracker)
        if stop_said(scene, text).instead:
            return await prefer(scene, text, inbound=inbound)
        return await opt_out_as_said(scene, scene.channel or "", text, inbound=inbound)


class Prefer(TurnAction):
    """Not at work; by another channel."""

    action_name = "action_prefer"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await prefer(scene, text_of(tracker), inbound=inbound_of(tracker))
