"""Who writes from this address? Whoever has it, or the same number in its other form.

An exact match wins, so that no two people are confused. A number that writes in another form than
we have is reached in that form: WhatsApp knows it by no other. From then on it is the person's
address, and the proof that was given there goes with it, since the telephone is the same.
"""

from __future__ import annotations

from bot.usecases.people.telephones import points_at
from bot.usecases.ports import Work
from bot.usecases.records import ContactPoint, Conversation, Event


class UnknownAddress(LookupError):
    """Nobody that we know writes from this address."""


async def conversation_of_sender(work: Work, channel: str, address: str) -> Conversation:
    """The thread of whoever writes from this address. Raises UnknownAddress."""
    thread = await work.conversation_at(channel, address)
    if thread is not None:
        return thread
    points = await points_at(work, channel, address)
    if not points:
        raise UnknownAddress(f"no account has this {channel} address")
    thread = await _thread(work, points[0])
    await work.lock(thread.id)
    _move(work, points[0], address)
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
