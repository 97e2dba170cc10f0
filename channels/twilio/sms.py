"""How do text messages leave and arrive? In as few segments as their meaning allows."""

from __future__ import annotations

from collections.abc import Collection

from channels import segments
from channels.message import ChannelName, OutboundMessage
from channels.twilio.account import TwilioAccount
from channels.twilio.channel import TwilioChannel, checked, from_template

# Segments a second. A United States long code takes 1, a toll-free number 3, a short code 100;
# a service spreads over several numbers. Twilio queues what comes faster.
PER_SECOND = 10.0


class SmsChannel(TwilioChannel):
    """SMS through Twilio. Nothing can be tapped: the text lists the choices itself. Accents are
    written plainly where it pays."""

    name = ChannelName.SMS

    def __init__(
        self,
        account: TwilioAccount,
        sender: str,
        *,
        per_second: float = PER_SECOND,
        templates: Collection[str] = (),
    ) -> None:
        super().__init__(account, sender, per_second=per_second, templates=templates)

    def content(self, message: OutboundMessage) -> dict[str, str]:
        """The template, or the text."""
        if message.template is not None:
            return from_template(message.template)
        return {"body": checked(segments.thrifty(message.text))}

    def segments(self, text: str) -> int:
        """What is paid for."""
        return segments.count(text)
