"""What can the caller do when a channel fails? Errors are named after the answer."""

from __future__ import annotations


class ChannelError(Exception):
    """Something went wrong on the way to a person; `code` is the provider's own for it, if any.

    `parts`: the provider's numbers of those parts of a long message that left before it went wrong.
    """

    code: str | None = None
    parts: tuple[str, ...] = ()


LONGEST_WAIT_SECONDS = 24 * 60 * 60
"""A provider that asks for more is taken to ask for a day (a choice of ours)."""


class RetryLater(ChannelError):
    """The provider is busy or out of reach: try again, not before `after_seconds`.

    `tries`: so often a failure of this kind is worth another try; None leaves it to the caller.
    """

    def __init__(self, reason: str, after_seconds: int = 30, tries: int | None = None) -> None:
        super().__init__(reason)
        self.after_seconds = max(0, min(after_seconds, LONGEST_WAIT_SECONDS))
        self.tries = tries


class Busy(RetryLater):
    """Nothing was handed over: our own pace keeps the message back. It was no try, so it does not
    count as one; the message stands at the door anew, not before `after_seconds`."""


class Unsure(ChannelError):
    """The message may have left, or not: ask the provider (`Channel.find`) before another try."""


class Unreachable(ChannelError):
    """The address does not take messages: mark it and use another channel."""


class Blocked(ChannelError):
    """The person has shut us out on this channel: treat it as an opt-out."""


class Rejected(ChannelError):
    """The provider will not take this message; another try would fail as well."""


class WindowShut(Rejected):
    """Free text is not allowed now: an approved template is."""


class Halted(Rejected):
    """Filtered, paused or disabled: send nothing more of this kind, and tell an administrator."""


class HaltedContent(Halted):
    """What shows the message, a template or a content with buttons, was rejected, paused or
    disabled at the provider; the words themselves may be fine."""


class BadCredentials(ChannelError):
    """The provider does not know us: an administrator has to look."""


class WebhookError(Exception):
    """A call to our webhook that cannot be taken."""


class Forged(WebhookError):
    """Not signed by the provider, or not by this one."""


class Unreadable(WebhookError):
    """Signed, and not what the provider's own specification says."""
