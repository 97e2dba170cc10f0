"""Who sends through Twilio, and which parameters say what the person gets?

What sending, looking up and checking have in common; it knows none of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass

from channels.errors import Rejected
from channels.message import ChannelName, OutboundMessage, Template
from channels.twilio.account import TwilioAccount

LONGEST = 1600  # Twilio refuses more, on both channels
SERVICE = re.compile(r"MG[0-9a-f]{32}")  # the SID of a messaging service


@dataclass(frozen=True, slots=True)
class Content:
    """A content at Twilio that is in use: its SID, and what it has to be like.

    `language` and `gaps` (how many) are compared by `check` unless they are None; `approved` tells
    whether WhatsApp has to have approved it.
    """

    sid: str
    language: str | None = None
    gaps: int | None = None
    approved: bool = True


class Sender:
    """A number, a name, or a messaging service's SID, on one of Twilio's channels.

    `contents` are in use; only `check` needs them.
    """

    name: ChannelName
    prefix = ""

    def __init__(
        self, account: TwilioAccount, sender: str, *, contents: Collection[Content] = ()
    ) -> None:
        self.account = account
        self.sender = sender
        self.contents = tuple(contents)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.account!r}, {self.sender!r})"

    @property
    def is_service(self) -> bool:
        """Is the sender a messaging service, which picks a number by itself?"""
        return SERVICE.fullmatch(self.sender) is not None

    def content(self, message: OutboundMessage) -> dict[str, str]:
        """The parameters that say what the person gets."""
        raise NotImplementedError

    def segments(self, text: str) -> int:
        """What the network counts for a text."""
        return 1

    def place(self, address: str) -> str:
        """An address as Twilio writes it."""
        return f"{self.prefix}{address}"


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
