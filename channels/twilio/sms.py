"""How do text messages leave and arrive? In as few segments as their meaning allows."""

from __future__ import annotations

from collections.abc import Collection

from channels import segments
from channels.message import ChannelName, OutboundMessage, with_choices
from channels.twilio.account import TwilioAccount
from channels.twilio.channel import TwilioChannel
from channels.twilio.sender import Content, checked, from_template

# Segments a second. A United States long code takes 1, a toll-free number 3, a short code 100;
# a service spreads over several numbers. Twilio queues what comes faster.
PER_SECOND = 10.0


class SmsChannel(TwilioChannel):
    """SMS through Twilio. Choices are numbered lines, accents are written plainly where it pays."""

    name = ChannelName.SMS

    def __init__(
        self,
        account: TwilioAccount,
        sender: str,
        *,
        per_second: float = PER_SECOND,
        contents: Collection[Content] = (),
    ) -> None:
        super().__init__(account, sender, per_second=per_second, contents=contents)

    def content(self, message: OutboundMessage) -> dict[str, str]:
        """The template, or the text with its choices."""
        if message.template is not None:
            return from_template(message.template)
        text = with_choices(message.text, (button.label for button in message.buttons))
        return {"body": checked(segments.thrifty(text))}

    def segments(self, text: str) -> int:
        """What is paid for."""
        return segments.count(text)
