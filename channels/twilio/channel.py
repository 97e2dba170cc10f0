"""How does a message leave through Twilio? What SMS and WhatsApp have in common.

Twilio knows no idempotency key: a second send of the same message is a second message. Whoever is
Unsure asks `find` first. Our key travels in the address of the status callback and comes back with
every status.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from channels.message import (
    DeliveryStatus,
    Finding,
    InboundMessage,
    News,
    OutboundMessage,
    Receipt,
    WebhookCall,
    name_of,
)
from channels.segments import told as segments_told
from channels.twilio import checks, faults, lookup, webhooks
from channels.twilio.account import TwilioAccount
from channels.twilio.pace import Pace
from channels.twilio.sender import Content, Sender


class TwilioChannel(Sender):
    """One of Twilio's channels. `per_second` is what the sender may send: messages on WhatsApp,
    segments on SMS.
    """

    def __init__(
        self,
        account: TwilioAccount,
        sender: str,
        *,
        per_second: float,
        contents: Collection[Content] = (),
    ) -> None:
        super().__init__(account, sender, contents=contents)
        self._pace = Pace(per_second)

    async def send(self, message: OutboundMessage) -> Receipt:
        """Hand the message to Twilio, as fast as the sender may send. Raises Busy before anything
        is handed over, when the message would have to wait longer than a moment."""
        content = self.content(message)
        segments = self.segments(content.get("body", message.text))
        await self._pace.turn(segments)
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


def receipt(made: Any, segments: int) -> Receipt:
    """What Twilio said about a message that it took; raises what went wrong when it did, and
    ValueError where nobody can say."""
    sid = name_of(made.sid)
    status = webhooks.STATUSES.get(made.status or "", DeliveryStatus.SENT)
    if status is DeliveryStatus.FAILED:
        raise faults.from_code(made.error_code)
    # Twilio counts nothing as long as a service has not picked a number.
    return Receipt(sid, status, segments_told(made.num_segments) or segments)
