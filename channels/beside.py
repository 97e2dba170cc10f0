"""How can one name be a simulator for some people and a provider for all others?"""

from __future__ import annotations

from datetime import datetime

from channels.base import Channel
from channels.message import (
    ChannelName,
    Finding,
    InboundMessage,
    News,
    OutboundMessage,
    Receipt,
    WebhookCall,
)


class Beside:
    """Messages to addresses that begin with `prefix` go to `there` (an empty one: all of them, so
    that nothing leaves through the provider); the provider is `real`.

    Webhooks are the provider's: the simulator of the demonstration has a road of its own.
    """

    def __init__(self, there: Channel, real: Channel, *, prefix: str) -> None:
        self.name: ChannelName | str = real.name
        self._there = there
        self._real = real
        self._prefix = prefix

    def is_real(self, address: str) -> bool:
        """Does what is sent to this address leave through the provider?"""
        return not address.startswith(self._prefix)

    def _of(self, address: str) -> Channel:
        return self._real if self.is_real(address) else self._there

    async def send(self, message: OutboundMessage) -> Receipt:
        """To whom it belongs."""
        return await self._of(message.address).send(message)

    async def find(self, message: OutboundMessage, since: datetime) -> Receipt | None:
        """Asked where it was sent."""
        return await self._of(message.address).find(message, since)

    def verify(self, call: WebhookCall) -> None:
        """By the provider's signature."""
        self._real.verify(call)

    def parse(self, call: WebhookCall) -> list[News]:
        """What the provider tells."""
        return self._real.parse(call)

    async def acknowledge(self, message: InboundMessage) -> None:
        """To the provider."""
        await self._of(message.address).acknowledge(message)

    async def check(self) -> list[Finding]:
        """Of the provider."""
        return await self._real.check()

    async def close(self) -> None:
        """Both."""
        await self._there.close()
        await self._real.close()
