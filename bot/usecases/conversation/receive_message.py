"""A message came in: keep it, once, and see that it gets its turn."""

from __future__ import annotations

import uuid
from datetime import datetime

from bot.usecases.conversation.sender import conversation_of_sender
from bot.usecases.ports import Kept, Tools, Work
from bot.usecases.records import Conversation, Inbound
from channels.message import InboundMessage

TAKE_TURNS = "take_turns"
TURNS = "turns"
"""Jobs of a conversation's turns run one at a time."""
NOBODYS = uuid.UUID(int=0)
"""The conversation of a message till it is known whose it is."""
EDITED = "edited"
"""An earlier message that the person changed: kept for whoever reads the thread, no new turn."""


async def receive_message(tools: Tools, message: InboundMessage) -> Inbound | None:
    """Keep the message and queue its turn in one transaction; None when it was seen before.

    Raises UnknownAddress when no account has the address.
    """
    if not message.edited:
        row = inbound(NOBODYS, message, message.received_at)
        kept = await tools.keep_message(row, message.address, task=TAKE_TURNS, lock=TURNS)
        if kept is not Kept.NOBODY:
            return row if kept is Kept.NEW else None
    return await _receive_with_care(tools, message)


async def _receive_with_care(tools: Tools, message: InboundMessage) -> Inbound | None:
    """What is seldom: changed words, or a number in another form than we have."""
    async with tools.open_work() as work:
        conversation = await conversation_of_sender(work, message.channel, message.address)
        row = inbound(conversation.id, message, work.now)
        if message.edited:
            row.processed_at, row.outcome = work.now, EDITED
        if not await work.inbox.add_once(row):
            return None
        if not message.edited:
            await queue_turns(work, conversation)
        await work.commit()
        return row


def inbound(conversation_id: uuid.UUID, message: InboundMessage, now: datetime) -> Inbound:
    """The message as it is kept; by our own clock, which the demonstration may have moved."""
    return Inbound(
        conversation_id=conversation_id,
        provider=message.provider,
        event_id=message.event_id,
        channel=message.channel,
        text=storable(message.text),
        received_at=now,
        pressed=storable(message.pressed) if message.pressed else None,
        media=list(message.media),
        wish=message.wish,
        profile_name=storable(message.profile_name) if message.profile_name else None,
    )


async def queue_turns(work: Work, conversation: Conversation, *, after_seconds: int = 0) -> None:
    """Queue the conversation's next turns; one job at a time works on a conversation."""
    await work.defer(
        TAKE_TURNS,
        lock=f"{TURNS}:{conversation.id}",
        after_seconds=after_seconds,
        conversation=str(conversation.id),
    )


def storable(text: str) -> str:
    """PostgreSQL keeps any text but the character NUL, which says nothing anyway, and halves of
    characters, which become the sign for something unreadable."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "")
