"""How does the demonstration reach its invented people? Through a channel without a network.

The simulator stands in the same place as a provider: messages arrive through the outbox and
their receipts are kept the same way. It can be told to fail, so that failures can be tried.
"""

from __future__ import annotations

from channels.errors import ChannelError
from channels.message import DeliveryStatus, OutboundMessage, Receipt


class SimulatorChannel:
    """A channel whose phone is a page in the browser or a list in a test."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.delivered: dict[str, OutboundMessage] = {}
        self._failures: list[ChannelError] = []

    def fail_next(self, *errors: ChannelError) -> None:
        """Let the next sends fail with these errors, in order."""
        self._failures.extend(errors)

    async def send(self, message: OutboundMessage) -> Receipt:
        """Put the message on the phone; the same key twice is one message."""
        if self._failures:
            raise self._failures.pop(0)
        self.delivered.setdefault(message.idempotency_key, message)
        return Receipt(
            provider_id=f"simulator:{message.idempotency_key}", status=DeliveryStatus.DELIVERED
        )
