"""What can the caller do when a channel fails? Errors are named after the answer."""

from __future__ import annotations


class ChannelError(Exception):
    """Something went wrong on the way to a person."""


class RetryLater(ChannelError):
    """The provider is busy or out of reach: try again, not before `after_seconds`."""

    def __init__(self, reason: str, after_seconds: int = 30) -> None:
        super().__init__(reason)
        self.after_seconds = after_seconds


class Unreachable(ChannelError):
    """The address does not take messages: mark it and use another channel."""


class Blocked(ChannelError):
    """The person has shut us out on this channel: treat it as an opt-out."""


class Rejected(ChannelError):
    """The provider will not take this message; another try would fail as well."""


class BadCredentials(ChannelError):
    """The provider does not know us: an administrator has to look."""
