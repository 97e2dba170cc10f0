"""Which addresses are one and the same, and did anybody say "stop" there before we knew them?

SMS and WhatsApp both go to telephone numbers, and one number may be written in two forms.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.rules.phone import other_form
from bot.usecases.ports import Work
from bot.usecases.records import ContactPoint
from channels.message import ChannelName

OF_TELEPHONES: Final = (ChannelName.SMS, ChannelName.WHATSAPP)
"""Channels whose addresses are telephone numbers."""


def forms_of(channel: str, address: str) -> tuple[str, ...]:
    """The address in every form in which this channel may tell it, this one first."""
    other = other_form(address) if channel in OF_TELEPHONES else None
    return (address, other) if other is not None else (address,)


async def points_at(work: Work, channel: str, address: str) -> list[ContactPoint]:
    """Whose address this is, in any form; nobody's if the list is empty."""
    return await work.contact_points.find(channel=channel, address=forms_of(channel, address))


async def stopped_as_stranger(work: Work, channel: str, address: str) -> datetime | None:
    """When somebody at this address last said "stop", whom we did not know then."""
    known = await work.strangers.find(channel=channel, address=forms_of(channel, address))
    return max((each.stopped_at for each in known if each.stopped_at is not None), default=None)
