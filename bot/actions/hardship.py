"""Topic hardship: hear it, take the pressure off, open the way."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from bot.actions.base import TurnAction, intent_of, text_of
from bot.actions.plan import RequestPlan
from bot.usecases.answer import Answer, Need
from bot.usecases.propose_plan import ask_affordable
from bot.usecases.scene import Scene
from bot.usecases.tell_circumstances import tell_hardship


class TellHardship(TurnAction):
    """Lost income, illness, a death, or simply not enough."""

    action_name = "action_tell_hardship"

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await tell_hardship(scene, intent_of(tracker), text_of(tracker))

    def after(self, answer: Answer, tracker: Tracker) -> list[EventType]:
        """What follows the telling is a look at offers, not the telling again."""
        events = super().after(answer, tracker)
        return [
            SlotSet("wish", AskAffordable.action_name) if is_wish(event) else event
            for event in events
        ]


class AskAffordable(TurnAction):
    """Identity is known now: what could the person manage? Unless that was said already."""

    action_name = "action_ask_affordable"

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await ask_affordable(scene)

    def after(self, answer: Answer, tracker: Tracker) -> list[EventType]:
        """The offers come next; once is enough to ask."""
        events = super().after(answer, tracker)
        if answer.need is Need.AFFORDABLE:
            return [SlotSet("wish", RequestPlan.action_name) if is_wish(e) else e for e in events]
        return events


def is_wish(event: EventType) -> bool:
    """Does the event set the wish to one of these actions themselves?"""
    own = (TellHardship.action_name, AskAffordable.action_name)
    return bool(event.get("name") == "wish" and event.get("value") in own)
