"""What does a failure at Twilio mean for us? The one table, for answers and for callbacks.

The texts of the errors are ours: Twilio's own may repeat a phone number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import aiohttp

from channels.errors import (
    BadCredentials,
    Blocked,
    ChannelError,
    Halted,
    HaltedContent,
    Rejected,
    RetryLater,
    Unreachable,
    Unsure,
    WindowShut,
)

BUSY_SECONDS = 30  # where Twilio does not say how long
UNREACHABLE_SECONDS = 15 * 60  # a handset that is off is not on again at once


@dataclass(frozen=True, slots=True)
class Fault:
    """What one code means: the error, why, and how to try again where that may help."""

    kind: type[ChannelError]
    why: str
    after_seconds: int = BUSY_SECONDS
    tries: int | None = None

    def error(self, told: str, code: int | None, after_seconds: int | None = None) -> ChannelError:
        """The error to raise; `told` names the code, or what there is instead."""
        reason = f"{told}: {self.why}"
        error: ChannelError
        if issubclass(self.kind, RetryLater):
            error = self.kind(reason, after_seconds or self.after_seconds, self.tries)
        else:
            error = self.kind(reason)
        error.code = str(code) if code else None
        return error


CODES: Mapping[int, Fault] = {
    20003: Fault(BadCredentials, "the account's SID or auth token is wrong"),
    20429: Fault(RetryLater, "too many requests"),
    21211: Fault(Unreachable, "not a valid number"),
    21610: Fault(Blocked, "the person has opted out"),
    21614: Fault(Unreachable, "not a mobile number"),
    30003: Fault(RetryLater, "the handset is out of reach", UNREACHABLE_SECONDS, tries=1),
    30005: Fault(Unreachable, "the number does not exist"),
    30006: Fault(Unreachable, "a landline, or a network that takes no messages"),
    30007: Fault(Halted, "the network filtered the message"),
    30034: Fault(Halted, "the sending number is not registered with the networks"),
    63003: Fault(Unreachable, "the address is not on this channel"),
    63012: Fault(RetryLater, "the channel's own service failed"),
    63013: Fault(Halted, "the message violates the channel's policy"),
    63014: Fault(Blocked, "the person has blocked us"),
    63016: Fault(WindowShut, "more than 24 hours since the person wrote: send a template"),
    63018: Fault(RetryLater, "the channel's rate limit is reached"),
    63024: Fault(Unreachable, "not a valid recipient on this channel"),
    63040: Fault(HaltedContent, "the template was rejected"),
    63041: Fault(HaltedContent, "the template is paused"),
    63042: Fault(HaltedContent, "the template is disabled"),
    92007: Fault(Halted, "the template may not be used"),
}

STATUSES: Mapping[int, Fault] = {
    401: Fault(BadCredentials, "the account's SID or auth token is wrong"),
    403: Fault(BadCredentials, "the account may not do this"),
    408: Fault(RetryLater, "the request did not arrive in time"),
    429: Fault(RetryLater, "too many requests"),
}
"""Statuses that settle what became of a request. A 429 "is never processed and is always safe to
retry" (Twilio on error 20429); for a 408 the request was never whole (RFC 9110, 15.5.9)."""
DOWN = Fault(RetryLater, "Twilio failed")
LOST = Fault(Unsure, "Twilio failed while it had the message, which may have left")
OTHER = Fault(Rejected, "see https://www.twilio.com/docs/api/errors")

UNAVAILABLE = 503
SERVER_ERRORS = range(500, 600)


def from_code(code: int | None) -> ChannelError:
    """What a callback's ErrorCode means."""
    return CODES.get(code or 0, OTHER).error(f"Twilio {code or 'failed'}", code)


def from_answer(
    status: int, code: int | None, after_seconds: int | None = None, *, sending: bool
) -> ChannelError:
    """What a refusal means: its code if we know it, else its HTTP status."""
    fault = CODES.get(code or 0) or STATUSES.get(status)
    if fault is None and status in SERVER_ERRORS:
        fault = LOST if sending and not _turned_away(status, code) else DOWN
    told = f"Twilio {code}" if code and code != status else f"Twilio HTTP {status}"
    return (fault or OTHER).error(told, code, after_seconds)


def _turned_away(status: int, code: int | None) -> bool:
    """Is it sure that Twilio did nothing? Only of a 503 in Twilio's own words, that is with a code
    (20503, the service is unavailable). Without one it comes from a gateway, which may have lost a
    server that had the request. A 500 is no answer either: sent again after one, a message may
    arrive twice (Twilio on error 20500)."""
    return status == UNAVAILABLE and code is not None


def from_response(
    status: int, text: str, headers: Mapping[str, str], *, sending: bool
) -> ChannelError:
    """What a refusal means, as it came over the wire."""
    return from_answer(status, code_in(text), retry_after(headers), sending=sending)


def from_network(error: BaseException, *, sending: bool) -> ChannelError:
    """What a broken connection means: only before the request was written is it sure to be lost."""
    name = type(error).__name__
    unwritten = isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
    if unwritten or not sending:
        return RetryLater(f"Twilio is out of reach ({name})", BUSY_SECONDS)
    return Unsure(f"no answer from Twilio ({name}); the message may have left")


def code_in(text: str) -> int | None:
    """Twilio's own code in the body of a refusal."""
    try:
        return int(json.loads(text)["code"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def retry_after(headers: Mapping[str, str]) -> int | None:
    """The seconds that Twilio wants us to wait; a date counts from the answer's own."""
    told = headers.get("Retry-After", "").strip()
    try:
        if told.isdecimal():
            return int(told)
        until = parsedate_to_datetime(told) - parsedate_to_datetime(headers.get("Date", ""))
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0, int(until.total_seconds()))
