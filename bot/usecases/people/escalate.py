"""A person has to take this thread: hand it over, now."""

from __future__ import annotations

from typing import Any

from bot.rules.ownership import Owner, OwnerEvent, after
from bot.usecases.answer import Answer, say
from bot.usecases.people.working_hours import when_a_person_answers
from bot.usecases.scene import Scene


async def escalate(scene: Scene, reason: str, case: dict[str, Any] | None = None) -> None:
    """Hand the conversation to people. Done twice it changes nothing but the reason.

    `case` is what was prepared for whoever decides, as plain JSON: kept with the event.
    """
    thread = scene.conversation
    thread.owner = after(Owner(thread.owner), OwnerEvent.ESCALATE)
    thread.owner_reason = reason
    thread.acknowledged_at = None
    scene.log("escalated", reason=reason, **({"case": case} if case else {}))


async def hand_over(scene: Scene, reason: str, key: str = "handover") -> Answer:
    """Hand over and say so."""
    await escalate(scene, reason)
    if key == "handover":
        return Answer((say(key, when=when_a_person_answers(scene)),), ends_form=True)
    return Answer((say(key),), ends_form=True)
