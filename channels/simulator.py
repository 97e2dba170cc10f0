"""How does the demonstration reach its invented people? Through a channel without a network.

The simulator stands in the same place as a provider: messages arrive through the outbox, their
receipts are kept the same way, and its webhook is signed and read like any other. It can be told
to fail, so that failures can be tried.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from channels.errors import ChannelError, Forged, Unreadable, Unsure
from channels.message import (
    DeliveryStatus,
    Finding,
    InboundMessage,
    News,
    OutboundMessage,
    Receipt,
    StatusUpdate,
    WebhookCall,
    name_of,
)

PROVIDER = "simulator"
Json = Mapping[str, Any]
SIGNATURE = "x-simulator-signature"


class SimulatorChannel:
    """A channel whose phone is a page in the browser or a list in a test."""

    def __init__(self, name: str, secret: str = "") -> None:
        self.name = name
        self.delivered: dict[str, OutboundMessage] = {}
        self.acknowledged: list[str] = []
        self._secret = secret.encode()
        self._failures: list[ChannelError] = []

    def fail_next(self, *errors: ChannelError) -> None:
        """Let the next sends fail with these errors, in order; with Unsure it arrives anyway."""
        self._failures.extend(errors)

    async def send(self, message: OutboundMessage) -> Receipt:
        """Put the message on the phone; the same key twice is one message."""
        error = self._failures.pop(0) if self._failures else None
        if error is not None and not isinstance(error, Unsure):
            raise error
        self.delivered.setdefault(message.idempotency_key, message)
        if error is not None:
            raise error
        return self._receipt(message)

    async def find(self, message: OutboundMessage, since: datetime) -> Receipt | None:
        """Is it on the phone?"""
        there = message.idempotency_key in self.delivered
        return self._receipt(message) if there else None

    def _receipt(self, message: OutboundMessage) -> Receipt:
        return Receipt(f"{PROVIDER}:{message.idempotency_key}", DeliveryStatus.DELIVERED)

    def sign(self, call_url: str, body: bytes) -> str:
        """The signature that this provider puts on a call."""
        return hmac.new(self._secret, call_url.encode() + b"\n" + body, hashlib.sha256).hexdigest()

    def verify(self, call: WebhookCall) -> None:
        """Raises Forged when the signature is not ours, or no secret is set."""
        told = call.headers.get(SIGNATURE, "")
        if not self._secret or not hmac.compare_digest(
            told.encode(), self.sign(call.url, call.body).encode()
        ):
            raise Forged("the simulator did not sign this")

    def parse(self, call: WebhookCall) -> list[News]:
        """One event a call: a message, or what became of one. Raises Unreadable."""
        try:
            told = json.loads(call.body)
            if told.get("event") == "message":
                return [self._message(told, call.received_at)]
            if told.get("event") == "status":
                return [self._status(told)]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Unreadable(f"not what the simulator says: {type(error).__name__}") from error
        return []

    def _message(self, told: Json, at: datetime) -> InboundMessage:
        return InboundMessage(
            provider=PROVIDER,
            event_id=name_of(told["id"]),
            channel=self.name,
            address=name_of(told["from"]),
            text=_words(told, "text") or "",
            received_at=at,
            pressed=_words(told, "pressed"),
            acknowledge=_words(told, "acknowledge"),
        )

    def _status(self, told: Json) -> StatusUpdate:
        status, number = DeliveryStatus(told["status"]), name_of(told["id"])
        return StatusUpdate(PROVIDER, self.name, number, status, _words(told, "key"))

    async def acknowledge(self, message: InboundMessage) -> None:
        """Remembered, so that a test can look."""
        if message.acknowledge:
            self.acknowledged.append(message.acknowledge)

    async def check(self) -> list[Finding]:
        """There is nothing that could be missing."""
        return [Finding("simulator", True, f"{self.name} is a page in the browser")]

    async def close(self) -> None:
        """Nothing is open."""


def _words(told: Json, name: str) -> str | None:
    """What a field says, if anything. ValueError: it holds something else."""
    value = told.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} is no text")
    return value
