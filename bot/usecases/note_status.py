"""What became of a message? PLACEHOLDER of the inbound branch; outbound's version replaces it."""

from __future__ import annotations

from bot.usecases.ports import Tools
from channels.message import StatusUpdate


async def note_status(tools: Tools, update: StatusUpdate) -> bool:
    """Placeholder."""
    return False
