"""How do WhatsApp messages leave and arrive? As text, as buttons to tap, or as a template."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from channels.message import ChannelName, OutboundMessage, Template, with_choices
from channels.twilio.account import TwilioAccount
from channels.twilio.channel import TwilioChannel
from channels.twilio.sender import Content, checked, from_template, with_variables
from channels.twilio.webhooks import WHATSAPP

PER_SECOND = 80.0  # messages: what WhatsApp allows a number unless it was raised
LONGEST_LABEL = 20  # characters on a WhatsApp button
LONGEST_ABOVE_BUTTONS = 1024  # characters of the text that stands above buttons


class WhatsAppChannel(TwilioChannel):
    """WhatsApp through Twilio.

    `quick_replies`: for a number of buttons the content SID that shows them, with the text as
    variable 1 and then label and token of each button. Where there is none, or a label is too
    long for a button, the choices are numbered lines.
    """

    name = ChannelName.WHATSAPP
    prefix = WHATSAPP

    def __init__(
        self,
        account: TwilioAccount,
        sender: str,
        *,
        quick_replies: Mapping[int, str] | None = None,
        per_second: float = PER_SECOND,
        contents: Collection[Content] = (),
    ) -> None:
        self.quick_replies = dict(quick_replies or {})
        buttons = (_with_buttons(number, sid) for number, sid in self.quick_replies.items())
        super().__init__(account, sender, per_second=per_second, contents=[*contents, *buttons])

    def content(self, message: OutboundMessage) -> dict[str, str]:
        """The template, the text above buttons, or the text with numbered choices."""
        if message.template is not None:
            return from_template(_one_line(message.template))
        if self._can_tap(message):
            return with_variables(self.quick_replies[len(message.buttons)], _tappable(message))
        labels = (button.label for button in message.buttons)
        return {"body": checked(with_choices(message.text, labels))}

    def _can_tap(self, message: OutboundMessage) -> bool:
        return (
            len(message.buttons) in self.quick_replies
            and 0 < len(message.text.strip()) <= LONGEST_ABOVE_BUTTONS
            and all(len(button.label) <= LONGEST_LABEL for button in message.buttons)
        )


def _with_buttons(number: int, sid: str) -> Content:
    """What shows so many buttons: a gap for the text, two for each. Within the window it needs no
    approval."""
    return Content(sid, gaps=1 + 2 * number, approved=False)


def _tappable(message: OutboundMessage) -> dict[str, str]:
    told = [message.text]
    for button in message.buttons:
        told += [button.label, button.token]
    return {str(n): value for n, value in enumerate(told, 1)}


def _one_line(template: Template) -> Template:
    """WhatsApp refuses line breaks and runs of spaces in a template's variables."""
    lines = {name: " ".join(value.split()) for name, value in template.variables.items()}
    return Template(template.id, lines)
