"""Topic hardship: hear it, take the pressure off, open the way."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from bot.actions.base import TurnAction, intent_of, text_of
from bot.usecases.answer import Answer
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
            SlotSet("wish", "action_request_plan") if is_wish(event) else event for event in events
        ]


def is_wish(event: EventType) -> bool:
    """Does the event set the wish to this very action?"""
    return bool(event.get("name") == "wish" and event.get("value") == TellHardship.action_name)
