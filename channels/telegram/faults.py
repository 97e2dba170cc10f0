"""What does a failure at Telegram mean for us? The one table for all that the library raises."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import httpx
from telegram import error as library

from channels.errors import (
    BadCredentials,
    Blocked,
    ChannelError,
    Rejected,
    RetryLater,
    Unreachable,
    Unsure,
)
from channels.telegram.wire import BUSY_SECONDS, Flooded, Unavailable

RECONNECT_SECONDS = 5
LONGEST = 120  # characters of Telegram's own words

UNWRITTEN = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""Failures before the request was written: it is sure to be lost."""

NO_CHAT = (
    "chat not found",
    "chat_id is empty",
    "chat_id_invalid",
    "peer_id_invalid",
    "user not found",
    "user_id_invalid",
)
NEVER_WROTE = ("initiate conversation", "can't send messages to")
"""A 403 that is no person's wish: they never started the bot, or are a bot themselves."""


class AnotherPoller(RetryLater):
    """Somebody else fetches the updates of this bot, or a webhook takes them."""


def from_error(error: Exception, *, sending: bool) -> ChannelError:
    """The error to raise for one of the library's; `sending`: a message may have left by it."""
    meaning = next((MEANINGS[kind] for kind in type(error).__mro__ if kind in MEANINGS), _unclear)
    return meaning(error) or _no_clear_answer(error, sending=sending)


def is_too_old(error: ChannelError) -> bool:
    """Was the tap answered too late, or by somebody before us? There is nothing left to do."""
    told = str(error).lower()
    return "query is too old" in told or "query id is invalid" in told


def _no_clear_answer(error: Exception, *, sending: bool) -> ChannelError:
    name = type(error.__cause__ or error).__name__
    if sending:
        return Unsure(f"no clear answer from Telegram ({name}); the message may have left")
    return RetryLater(f"no clear answer from Telegram ({name})", 1)


def _words(error: Exception) -> str:
    """Telegram's own words, kept short."""
    return " ".join(str(error).split())[:LONGEST]


def _unclear(_: Exception) -> None:
    """Nothing is known of what became of the request."""


def _network(error: Exception) -> ChannelError | None:
    if isinstance(error.__cause__, UNWRITTEN):
        name = type(error.__cause__).__name__
        return RetryLater(f"Telegram is out of reach ({name})", RECONNECT_SECONDS)
    return None


def _refused(error: Exception) -> ChannelError:
    told = _words(error)
    if any(words in told.lower() for words in NO_CHAT):
        return Unreachable(f"Telegram knows no such chat ({told})")
    return Rejected(f"Telegram refused this: {told}")


def _forbidden(error: Exception) -> ChannelError:
    told = _words(error)
    if any(words in told.lower() for words in NEVER_WROTE):
        return Unreachable(f"this person never started the bot ({told})")
    return Blocked(f"shut out on Telegram ({told})")


def _unauthorized(_: Exception) -> ChannelError:
    return BadCredentials("Telegram does not know this token; copy it from @BotFather again")


def _flooded(error: Exception) -> ChannelError:
    """The library's own attribute warns whoever reads it; what it is pickled with does not."""
    seconds = error.seconds if isinstance(error, Flooded) else error.__reduce__()[1][0]
    return RetryLater("too many messages for Telegram", max(1, int(seconds)))


def _unavailable(_: Exception) -> ChannelError:
    return RetryLater("Telegram takes no requests now", BUSY_SECONDS)


def _conflict(error: Exception) -> ChannelError:
    return AnotherPoller(
        "the updates of this bot are taken elsewhere, by another program with the same token or "
        f"by a webhook: leave one running ({_words(error)})",
        BUSY_SECONDS,
    )


def _migrated(_: Exception) -> ChannelError:
    return Unreachable("this chat is a group that has moved; people are reached in their own chat")


def _unknown_method(_: Exception) -> ChannelError:
    return Rejected("Telegram does not know this method")


MEANINGS: Mapping[type, Callable[[Exception], ChannelError | None]] = {
    library.TelegramError: _unclear,
    library.NetworkError: _network,
    library.TimedOut: _network,
    library.BadRequest: _refused,
    library.Forbidden: _forbidden,
    library.InvalidToken: _unauthorized,
    library.RetryAfter: _flooded,
    library.Conflict: _conflict,
    library.ChatMigrated: _migrated,
    library.EndPointNotFound: _unknown_method,
    library.PassportDecryptionError: _refused,
    Flooded: _flooded,
    Unavailable: _unavailable,
}
"""Each error of the library and what it means; a test proves that none is missing."""
