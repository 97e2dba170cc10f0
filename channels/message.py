"""What travels through a channel? The messages, receipts and news that every channel speaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from channels.errors import ChannelError

LONGEST_NAME = 128
"""Characters: Twilio's names have 34. The database looks things up by them, in an index that holds
2,700 bytes."""
LONGEST_PROFILE = 64
"""Characters that are kept of what people call themselves (a choice of ours)."""


def name_of(told: object) -> str:
    """The name that a provider gives an event, a message or an address, by which it is known again.

    ValueError when it is none, cannot be written down, or is too long to be one.
    """
    if not isinstance(told, str) or not told.isprintable() or not 0 < len(told) <= LONGEST_NAME:
        raise ValueError("this names nothing")
    return told


def profile_of(*names: object) -> str | None:
    """What a person calls themselves in the channel's own app, fit to be kept; None where that is
    nothing. It proves nothing, so no message is refused for it."""
    said = " ".join(name for name in names if isinstance(name, str))
    shown = "".join(c for c in said if c.isprintable()).encode("utf-8", "ignore").decode()
    return " ".join(shown.split())[:LONGEST_PROFILE] or None


class ChannelName(StrEnum):
    """The channels that people can be reached on."""

    SMS = "sms"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"


class Wish(StrEnum):
    """What the provider itself heard in a message, or was told in its own app.

    stop, start, help: the person's own words, or a command that they tapped. helped: they asked
    for help, and the provider itself has answered. blocked, unblocked: what they did with us in the
    app, without a word.
    """

    STOP = "stop"
    START = "start"
    HELP = "help"
    HELPED = "helped"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """A message from a person, as a channel parsed it.

    `provider` and `event_id` together name the event once and for all; `address` is where it
    came from: a phone number in E.164, or a chat's number. `text` is empty when nothing was
    written. `pressed` is the token of the button that was tapped (its label is the text), `media`
    the kinds of what came besides text (image, audio, location, …), `invitation` what stood behind
    an enrolment link, `acknowledge` what the provider wants answered at once (a callback query).
    `edited`: the person changed an earlier message. `profile_name`: what they call themselves in
    the channel's own app (`profile_of`). One that `says_nothing` wants to be
    acknowledged, and that is all.
    """

    provider: str
    event_id: str
    channel: str
    address: str
    text: str
    received_at: datetime
    pressed: str | None = None
    media: tuple[str, ...] = ()
    wish: Wish | None = None
    invitation: str | None = None
    acknowledge: str | None = None
    edited: bool = False
    profile_name: str | None = None

    @property
    def says_nothing(self) -> bool:
        """Is there nothing to keep, only something to acknowledge?"""
        said = (self.text, self.pressed, self.media, self.wish, self.invitation)
        return self.acknowledge is not None and not any(said)


@dataclass(frozen=True, slots=True)
class Button:
    """A choice to tap. The token comes back when it is tapped and tells nobody anything."""

    token: str
    label: str


@dataclass(frozen=True, slots=True)
class Template:
    """A message that the provider has approved: its id there, and what stands in its gaps."""

    id: str
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """A message to a person. `idempotency_key` is the same for each try of the same message,
    `attempt` tells the tries apart, from 1 on.

    With a `template`, the template is sent; `text` is what the person reads in it. `not_these`:
    provider ids that belong to other messages, so that one with the same words is not taken for
    this one when the provider is asked for it. `parts`: those of a long message that left in
    earlier tries, as their error told; the message goes on behind them.
    """

    idempotency_key: str
    channel: str
    address: str
    text: str
    buttons: tuple[Button, ...] = ()
    template: Template | None = None
    attempt: int = 1
    not_these: frozenset[str] = frozenset()
    parts: tuple[str, ...] = ()


class DeliveryStatus(StrEnum):
    """How far a message has come, in order; failed is an end, like read."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the channel said about a message that it took.

    `segments`: how many messages the network counts (SMS); 1 elsewhere. `error`: what went wrong,
    where a message that was looked for has failed meanwhile.
    """

    provider_id: str
    status: DeliveryStatus
    segments: int = 1
    error: ChannelError | None = None


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """News of a message that was sent. They come late, twice and in any order.

    `key` is the message's idempotency key and `attempt` the try that the news is of, where the
    provider hands them back; `error` what went wrong when it failed, in the terms
    of `channels.errors`, `code` the provider's own code for it.
    """

    provider: str
    channel: str
    provider_id: str
    status: DeliveryStatus
    key: str | None = None
    error: ChannelError | None = None
    code: str | None = None
    segments: int | None = None
    attempt: int | None = None


News = InboundMessage | StatusUpdate


@dataclass(frozen=True, slots=True)
class WebhookCall:
    """A provider's call as it came: the exact public URL, headers in lower case, the raw body."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    received_at: datetime


class Aside(StrEnum):
    """Neither in order nor missing: what nobody but the reader can see, and what is not wanted."""

    LOOK = "look yourself"
    NOT_CONNECTED = "not connected"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that `channels check` looked at, and what to do if it is not in order.

    With an `aside` it is no fault, whatever it is.
    """

    what: str
    ok: bool
    told: str
    aside: Aside | None = None

    @property
    def mark(self) -> str:
        """The word in front of it."""
        return self.aside or ("ok" if self.ok else "MISSING")

    @property
    def is_fault(self) -> bool:
        """Does something have to be done?"""
        return not self.ok and self.aside is None


def with_choices(text: str, labels: Iterable[str]) -> str:
    """The text with a line for each choice, "1. Yes", where there is nothing to tap; not those that
    it has already."""
    starts = {line.partition(" ")[0] for line in text.splitlines()}
    lines = [f"{n}. {label}" for n, label in enumerate(labels, 1) if f"{n}." not in starts]
    return "\n".join([text, *lines])
