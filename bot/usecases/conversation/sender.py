"""Who writes from this address? Whoever has it, or the same number in its other form.

An exact match wins, so that no two people are confused. A number that writes in another form than
we have is reached in that form: WhatsApp knows it by no other. From then on it is the person's
address, and the proof that was given there goes with it, since the telephone is the same.
"""

from __future__ import annotations

from bot.rules.phone import other_form
from bot.usecases.ports import Work
from bot.usecases.records import ContactPoint, Conversation, Event
from channels.message import ChannelName

OF_TELEPHONES = (ChannelName.SMS, ChannelName.WHATSAPP)
"""Channels whose addresses are telephone numbers."""


class UnknownAddress(LookupError):
    """Nobody that we know writes from this address."""


async def conversation_of_sender(work: Work, channel: str, address: str) -> Conversation:
    """The thread of whoever writes from this address. Raises UnknownAddress."""
    thread = await work.conversation_at(channel, address)
    if thread is not None:
        return thread
    other = other_form(address) if channel in OF_TELEPHONES else None
    point = await work.contact_points.get(channel=channel, address=other) if other else None
    if point is None:
        raise UnknownAddress(f"no account has this {channel} address")
    thread = await _thread(work, point)
    await work.lock(thread.id)
    _move(work, point, address)
    return thread


async def _thread(work: Work, point: ContactPoint) -> Conversation:
    thread = await work.conversations.get(account_id=point.account_id)
    if thread is None:
        raise UnknownAddress(f"the account at this {point.channel} address has no conversation")
    return thread


def _move(work: Work, point: ContactPoint, address: str) -> None:
    """The same telephone, as it is reached."""
    if point.verified_address == point.address:
        point.verified_address = address
    point.address = address
    told = {"channel": point.channel}
    work.events.add(
        Event(account_id=point.account_id, kind="number_in_other_form", at=work.now, data=told)
    )
