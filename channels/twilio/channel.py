"""How does a message leave through Twilio? What SMS and WhatsApp have in common.

Twilio knows no idempotency key: a second send of the same message is a second message. Whoever is
Unsure asks `find` first. Our key travels in the address of the status callback and comes back with
every status.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from aiolimiter import AsyncLimiter

from channels.errors import Rejected, Unsure
from channels.message import (
    ChannelName,
    DeliveryStatus,
    Finding,
    InboundMessage,
    News,
    OutboundMessage,
    Receipt,
    Template,
    WebhookCall,
)
from channels.twilio import checks, faults, lookup, webhooks
from channels.twilio.account import TwilioAccount

LONGEST = 1600  # Twilio refuses more, on both channels
SERVICE = "MG"  # how the SID of a messaging service begins


class TwilioChannel:
    """One of Twilio's channels. `sender`: a number in E.164, or a messaging service's SID.

    `per_second` is what the sender may send: messages on WhatsApp, segments on SMS. `templates`
    are the content SIDs in use; only `check` needs them.
    """

    name: ChannelName
    prefix = ""

    def __init__(
        self,
        account: TwilioAccount,
        sender: str,
        *,
        per_second: float,
        templates: Collection[str] = (),
    ) -> None:
        self.account = account
        self.sender = sender
        self.templates = tuple(templates)
        # A bucket holds at least one; slower senders wait longer for it to drain.
        self._bucket = AsyncLimiter(max(per_second, 1), max(1, 1 / per_second))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.account!r}, {self.sender!r})"

    @property
    def is_service(self) -> bool:
        """Is the sender a messaging service, which picks a number by itself?"""
        return self.sender.startswith(SERVICE)

    def content(self, message: OutboundMessage) -> dict[str, str]:
        """The parameters that say what the person gets."""
        raise NotImplementedError

    def segments(self, text: str) -> int:
        """What the network counts for a text."""
        return 1

    def place(self, address: str) -> str:
        """An address as Twilio writes it."""
        return f"{self.prefix}{address}"

    async def send(self, message: OutboundMessage) -> Receipt:
        """Hand the message to Twilio, when the sender's bucket allows it."""
        content = self.content(message)
        segments = self.segments(content.get("body", message.text))
        await self._bucket.acquire(min(segments, self._bucket.max_rate))
        return await self.account.ask(self._hand_over(message, content, segments), sending=True)

    async def _hand_over(
        self, message: OutboundMessage, content: dict[str, str], segments: int
    ) -> Receipt:
        made = await self.account.client.messages.create_async(
            to=self.place(message.address),
            status_callback=self.callback(message),
            **self._origin(),
            **content,
        )
        return receipt(made, segments)

    def _origin(self) -> dict[str, str]:
        if self.is_service:
            return {"messaging_service_sid": self.sender}
        return {"from_": self.place(self.sender)}

    def callback(self, message: OutboundMessage) -> str:
        """Where Twilio tells what becomes of the message."""
        told = {"key": message.idempotency_key, "try": message.attempt, "channel": self.name.value}
        query = urlencode(told)
        return f"{self.account.public_url}/webhooks/status?{query}"

    async def find(self, message: OutboundMessage, since: datetime) -> Receipt | None:
        """Did Twilio take this message, at `since` or later? Twilio is asked, by its words."""
        return await lookup.find(self, message, since)

    def verify(self, call: WebhookCall) -> None:
        """Raises Forged unless Twilio signed it for our account."""
        webhooks.verify(call, self.account)

    def parse(self, call: WebhookCall) -> list[News]:
        """A message or a status; empty when it is neither. Raises Unreadable."""
        return webhooks.parse(call, self.name)

    async def acknowledge(self, message: InboundMessage) -> None:
        """Twilio wants no answer but the webhook's own."""

    async def check(self) -> list[Finding]:
        """Credentials, sender, webhook and templates."""
        return await checks.check(self)

    async def close(self) -> None:
        """Close the account's connections; another channel of the account opens new ones."""
        await self.account.close()


def from_template(template: Template) -> dict[str, str]:
    """The parameters that send an approved message."""
    return with_variables(template.id, dict(template.variables))


def with_variables(sid: str, variables: dict[str, str]) -> dict[str, str]:
    """A content SID and what stands in its gaps."""
    if not variables:
        return {"content_sid": sid}
    return {"content_sid": sid, "content_variables": json.dumps(variables, ensure_ascii=False)}


def checked(text: str) -> str:
    """The text if Twilio takes it; raises Rejected when it is empty or too long."""
    if not text.strip():
        raise Rejected("a message without text")
    if len(text) > LONGEST:
        raise Rejected(f"{len(text)} characters; Twilio takes at most {LONGEST}")
    return text


def receipt(made: Any, segments: int) -> Receipt:
    """What Twilio said about a message that it took; raises what went wrong when it did."""
    if not made.sid:
        raise Unsure("Twilio gave the message no SID")
    status = webhooks.STATUSES.get(made.status or "", DeliveryStatus.SENT)
    if status is DeliveryStatus.FAILED:
        raise faults.from_code(made.error_code)
    counted = int(made.num_segments or 0)  # 0 as long as a service has not picked a number
    return Receipt(made.sid, status, counted or segments)
