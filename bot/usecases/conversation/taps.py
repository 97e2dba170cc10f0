"""A button was pressed: which choice is it, and does it still count?

The token behind a button names the message and the choice; the label is for people, and is never
read as what they say. A choice counts while its question is open. Pressed again, or pressed on an
older message, it changes nothing and never reaches the engine: no yes comes from a spent button.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.rules.contact import MessageKind
from bot.rules.ownership import Owner
from bot.usecases.answer import Answer, Question, say
from bot.usecases.conversation.outage import ENGINE_DOWN
from bot.usecases.conversation.rails import Meant
from bot.usecases.outbox.compose import is_token, reply
from bot.usecases.ports import Say
from bot.usecases.records import Inbound, Outbound
from bot.usecases.scene import Scene

SPENT = "spent_button"
"""What became of a press that counted for nothing."""
ANSWERED = "answered"
A_PERSON = "request_human"
"""The one choice that never closes: whoever wants a person gets one, from any button."""


class Standing(StrEnum):
    """Does the press count?"""

    OPEN = "open"
    TAKEN = "taken"
    """The same button was pressed before, and that was answered."""
    CLOSED = "closed"
    """Its question is open no more, or was another person's."""


@dataclass(frozen=True, slots=True)
class Tap:
    """A press of one of our buttons; `button` is None when it is none of this conversation's."""

    standing: Standing
    button: Mapping[str, Any] | None = None

    @property
    def meant(self) -> Meant | None:
        """The typed intent behind the button; None when it is spent."""
        if self.button is None or self.standing is not Standing.OPEN:
            return None
        return Meant(self.button["intent"], self.button["entities"])

    @property
    def label(self) -> str:
        """What stood on the button, by our own records."""
        return str(self.button["label"]) if self.button else ""


async def tap_of(scene: Scene, row: Inbound) -> Tap | None:
    """Which of our buttons was pressed? None: words, or a button that somebody else made."""
    token = row.pressed or row.text.strip()
    if not row.pressed and not is_token(token):
        return None
    said = await _said(scene)
    under = next((one for one in said if _button(one, token)), None)
    button = _button(under, token) if under else None
    if button is None:
        return Tap(Standing.CLOSED) if is_token(token) else None
    return Tap(await _standing(scene, button, _open_question(scene, said)), button)


async def _standing(scene: Scene, button: Mapping[str, Any], open_now: Outbound | None) -> Standing:
    if button["intent"] == A_PERSON and not _with_people(scene):
        return Standing.OPEN
    if await _was_taken(scene, button["token"]):
        return Standing.TAKEN
    is_open = open_now is not None and _button(open_now, button["token"]) is not None
    return Standing.OPEN if is_open else Standing.CLOSED


async def settled_by_tap(scene: Scene, row: Inbound, tap: Tap | None) -> bool:
    """A spent button: silence when it did its work before, else one kind line with what is open
    now. With people in charge the bot says no more than it says to words."""
    if tap is None or tap.standing is Standing.OPEN:
        return False
    if tap.standing is Standing.CLOSED:
        if _with_people(scene):
            return False
        await reply(scene, row, Answer(await _closed(scene)))
    elif Owner(scene.conversation.owner) is Owner.AGENT:
        return False
    scene.done(row, SPENT)
    return True


async def _said(scene: Scene) -> list[Outbound]:
    """What was said in this conversation, the newest first."""
    return await scene.work.outbox.find(conversation_id=scene.conversation.id, newest=True)


def _button(message: Outbound, token: str) -> Mapping[str, Any] | None:
    return next((button for button in message.buttons if button["token"] == token), None)


async def _was_taken(scene: Scene, token: str) -> bool:
    """Was this button pressed before, and answered?"""
    whose = {"conversation_id": scene.conversation.id, "outcome": ANSWERED}
    inbox = scene.work.inbox
    pressed = await inbox.get(pressed=token, **whose)
    return pressed is not None or await inbox.get(text=token, **whose) is not None


def _open_question(scene: Scene, said: list[Outbound]) -> Outbound | None:
    """The message whose buttons count: the last one with any, while it is the last word, or while
    the dialogue still awaits its answer and no person spoke meanwhile."""
    at = next((place for place, one in enumerate(said) if one.buttons), None)
    if at is None:
        return None
    awaited = (scene.conversation.engine_state or {}).get("slots", {}).get("question")
    by_person = any(one.kind == MessageKind.AGENT for one in said[:at])
    if at == 0 or (awaited in set(Question) and not by_person):
        return said[at]
    return None


def _with_people(scene: Scene) -> bool:
    """Does a person have the thread, or is one awaited?"""
    owner = Owner(scene.conversation.owner)
    awaited = owner is Owner.WAITING and scene.conversation.owner_reason != ENGINE_DOWN
    return owner is Owner.AGENT or awaited


async def _closed(scene: Scene) -> tuple[Say, ...]:
    """That the button counts no more, and the open question once more, with its own buttons."""
    asked = _open_question(scene, await _said(scene))
    if asked is None or asked.key is None or not scene.verified:
        return (say("button_closed"),)
    again = Say(asked.key, {**asked.facts, "buttons": asked.buttons})
    return (say("button_closed_now"), again)
