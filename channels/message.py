"""What travels through a channel? The messages and receipts that every channel speaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class ChannelName(StrEnum):
    """The channels that people can be reached on."""

    SMS = "sms"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """A message from a person, as a channel parsed it.

    `provider` and `event_id` together name the event once and for all;
    `address` is where it came from (a phone number or a chat id).
    """

    provider: str
    event_id: str
    channel: str
    address: str
    text: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """A message to a person. `idempotency_key` is the same for each try of the same message."""

    idempotency_key: str
    channel: str
    address: str
    text: str
    buttons: tuple[str, ...] = field(default=())


class DeliveryStatus(StrEnum):
    """How far a message has come."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the channel said about a message that it took."""

    provider_id: str
    status: DeliveryStatus
