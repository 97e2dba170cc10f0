"""Topic hardship: hear it, take the pressure off, open the way."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from bot.actions.base import TurnAction, intent_of, text_of
from bot.actions.plan import RequestPlan
from bot.usecases.answer import Answer, Need
from bot.usecases.offers.propose_plan import ask_affordable
from bot.usecases.people.tell_circumstances import tell_hardship
from bot.usecases.scene import Scene


class _LooksAtOffersNext(TurnAction):
    """What follows is not this again: what is affordable, if identity came first; else offers."""

    def after(self, answer: Answer, tracker: Tracker) -> list[EventType]:
        """The wish that is taken up once the form is answered."""
        asked = answer.need is Need.AFFORDABLE
        follows = RequestPlan.action_name if asked else "action_ask_affordable"
        return [
            SlotSet("wish", follows) if is_wish(event, self.action_name) else event
            for event in super().after(answer, tracker)
        ]


class TellHardship(_LooksAtOffersNext):
    """Lost income, illness, a death, or simply not enough."""

    action_name = "action_tell_hardship"

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case; who said at once what they can pay hears what is possible."""
        intent = intent_of(tracker)
        heard = await tell_hardship(scene, intent, text_of(tracker))
        if heard.ends_form or heard.need is not None:
            return heard
        follows = await ask_affordable(scene)
        return replace(follows, says=(*heard.says, *follows.says), ends_form=True)


class AskAffordable(_LooksAtOffersNext):
    """Identity is known now: what could the person manage? Unless that was said already."""

    action_name = "action_ask_affordable"

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await ask_affordable(scene)


def is_wish(event: EventType, action: str) -> bool:
    """Does the event set the wish to this action?"""
    return bool(event.get("name") == "wish" and event.get("value") == action)
