"""Who may speak in this conversation: the bot or a person?

The owner is a row in our database and never a flag inside the engine. A person who takes over
silences the bot at once.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from bot.rules.states import IllegalTransition

__all__ = ["IllegalTransition", "Owner", "OwnerEvent", "Speaker", "after", "may_speak"]


class Owner(StrEnum):
    """Who holds the conversation. `waiting` means handed over, not yet claimed by an agent."""

    BOT = "bot"
    WAITING = "waiting"
    AGENT = "agent"
    CLOSED = "closed"


class Speaker(StrEnum):
    """Who wants to say something."""

    BOT = "bot"
    AGENT = "agent"


class OwnerEvent(StrEnum):
    """What happens to a conversation."""

    ESCALATE = "escalate"
    CLAIM = "claim"
    HAND_BACK = "hand_back"
    CLOSE = "close"
    INBOUND = "inbound"


_AFTER: Final[dict[tuple[Owner, OwnerEvent], Owner]] = {
    (Owner.BOT, OwnerEvent.ESCALATE): Owner.WAITING,
    (Owner.BOT, OwnerEvent.CLAIM): Owner.AGENT,
    (Owner.BOT, OwnerEvent.CLOSE): Owner.CLOSED,
    (Owner.BOT, OwnerEvent.INBOUND): Owner.BOT,
    (Owner.WAITING, OwnerEvent.ESCALATE): Owner.WAITING,
    (Owner.WAITING, OwnerEvent.CLAIM): Owner.AGENT,
    (Owner.WAITING, OwnerEvent.HAND_BACK): Owner.BOT,
    (Owner.WAITING, OwnerEvent.CLOSE): Owner.CLOSED,
    (Owner.WAITING, OwnerEvent.INBOUND): Owner.WAITING,
    (Owner.AGENT, OwnerEvent.ESCALATE): Owner.AGENT,
    (Owner.AGENT, OwnerEvent.CLAIM): Owner.AGENT,
    (Owner.AGENT, OwnerEvent.HAND_BACK): Owner.BOT,
    (Owner.AGENT, OwnerEvent.CLOSE): Owner.CLOSED,
    (Owner.AGENT, OwnerEvent.INBOUND): Owner.AGENT,
    (Owner.CLOSED, OwnerEvent.ESCALATE): Owner.WAITING,
    (Owner.CLOSED, OwnerEvent.CLAIM): Owner.AGENT,
    (Owner.CLOSED, OwnerEvent.CLOSE): Owner.CLOSED,
    (Owner.CLOSED, OwnerEvent.INBOUND): Owner.BOT,
}


def may_speak(owner: Owner, speaker: Speaker) -> bool:
    """May `speaker` take a turn? Only the owner may; nobody while waiting or closed.

    Holding lines, confirmations and safety messages are no turns: `bot.rules.contact` judges them.
    """
    return owner.value == speaker.value


def after(owner: Owner, event: OwnerEvent | str) -> Owner:
    """Who owns the conversation after the event. IllegalTransition when it cannot happen.

    Escalating or closing twice changes nothing; an inbound message reopens a closed conversation
    with the bot; only a conversation that a person has (or was promised) can be handed back.
    """
    try:
        return _AFTER[(owner, OwnerEvent(event))]
    except (KeyError, ValueError):
        raise IllegalTransition(f"{event} in a conversation owned by {owner}") from None
