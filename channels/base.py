"""What must every channel be able to do?"""

from __future__ import annotations

from typing import Protocol

from channels.message import OutboundMessage, Receipt


class Channel(Protocol):
    """A way to reach people.

    `send` hands a message to the provider and returns its receipt. Called again with the
    same idempotency key it must not reach the person twice where the provider allows that.
    Raises one of the errors of `channels.errors`.
    """

    name: str

    async def send(self, message: OutboundMessage) -> Receipt:
        """Hand one message to the provider."""
        ...
