"""What must every channel be able to do? One protocol, kept by each of them and by the fake."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from channels.message import (
    Finding,
    InboundMessage,
    News,
    OutboundMessage,
    Receipt,
    WebhookCall,
)


class Channel(Protocol):
    """A way to reach people, and to hear them.

    Adapters translate; they decide nothing and know nothing of accounts, rules or dialogues.
    """

    @property
    def name(self) -> str:
        """The channel that it is: one of `ChannelName`."""
        ...

    async def send(self, message: OutboundMessage) -> Receipt:
        """Hand one message to the provider.

        Called again with the same idempotency key it must not reach the person twice where the
        provider allows that. Raises one of the errors of `channels.errors`: `Unsure` when the
        message may have left (a time-out after the request was written).
        """
        ...

    async def find(self, message: OutboundMessage, since: datetime) -> Receipt | None:
        """Did the provider take this message, at `since` or later? None: it did not.

        Raises Unsure when the provider cannot be asked such a thing, RetryLater when it is busy.
        """
        ...

    def verify(self, call: WebhookCall) -> None:
        """Does this call come from the provider? Raises Forged. Looks at nothing else."""
        ...

    def parse(self, call: WebhookCall) -> list[News]:
        """What the call tells; empty when it is none of our business. Raises Unreadable."""
        ...

    async def acknowledge(self, message: InboundMessage) -> None:
        """Answer what the provider wants answered at once (`message.acknowledge`)."""
        ...

    async def check(self) -> list[Finding]:
        """Credentials, webhook address, templates: what works, and what is missing."""
        ...

    async def close(self) -> None:
        """Close what it holds open."""
        ...
