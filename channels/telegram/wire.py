"""How do requests reach Telegram without the token standing anywhere that it could be read?

Telegram wants the token in the address of every request, and addresses end up in logs, errors and
representations. So the library is given a placeholder, and the transport beneath it, which writes
nothing down, puts the token in its place at the last moment.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpx
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from channels.credentials import TELEGRAM_TOKEN
from channels.errors import LONGEST_WAIT_SECONDS

API = "https://api.telegram.org/bot"
PLACEHOLDER = "the-token"
TOO_MANY, UNAVAILABLE = 429, 503
LONGEST_NUMBER = 30  # in digits; Python refuses to read one of thousands
BUSY_SECONDS = 30  # where Telegram does not say how long


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait: for a connection, for each write and read, for a free connection; and how
    many connections there are."""

    connect: float = 5.0
    write: float = 5.0
    read: float = 10.0
    pool: float = 5.0
    connections: int = 64


class Flooded(TelegramError):
    """Too many requests. (The library's own error for it cannot be made without a warning.)"""

    def __init__(self, seconds: int) -> None:
        super().__init__("too many requests")
        self.seconds = seconds


class Unavailable(TelegramError):
    """Telegram takes no requests now."""


class TokenTransport(httpx.AsyncBaseTransport):
    """Puts the token into the address, beneath everything that writes addresses down."""

    def __init__(self, token: str, inner: httpx.AsyncBaseTransport) -> None:
        self._token = token
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The same request, to the true address."""
        path = request.url.raw_path.replace(PLACEHOLDER.encode(), self._token.encode(), 1)
        genuine = httpx.Request(
            request.method,
            request.url.copy_with(raw_path=path),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        return await self._inner.handle_async_request(genuine)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


class Request(HTTPXRequest):
    """The library's requests, which tell apart what it does not, and log no answers."""

    async def do_request(self, *args: Any, **given: Any) -> tuple[int, bytes]:
        """The status and the body. Raises Flooded and Unavailable beside what the library does."""
        status, payload = await super().do_request(*args, **given)
        if status == TOO_MANY:
            raise Flooded(_seconds(payload))
        if status == UNAVAILABLE:
            raise Unavailable("unavailable")
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer; one that cannot be read may hold a person's words and is not repeated."""
        try:
            told = json.loads(payload, parse_int=_whole)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            raise TelegramError("an answer that is not JSON")
        return told


def _whole(digits: str) -> int | None:
    """A number that nobody could mean is none, so that it keeps nothing back beside it."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else None


def _seconds(payload: bytes) -> int:
    try:
        told = int(json.loads(payload)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return BUSY_SECONDS
    return max(1, min(told, LONGEST_WAIT_SECONDS))


class QuietBot(Bot):
    """The library's bot: it never logs a request's parameters, and hands out updates unread."""

    __slots__ = ()
    _LOGGER = logging.getLogger("channels.telegram.bot")

    async def raw_updates(self, offset: int | None, wait: int, limit: int, kinds: list[str]) -> Any:
        """What getUpdates answers. The library would refuse a whole batch for one strange one."""
        data = {"offset": offset, "timeout": wait, "limit": limit, "allowed_updates": kinds}
        patience = (self.request.read_timeout or 0) + wait
        return await self._post("getUpdates", data, read_timeout=patience)


QuietBot._LOGGER.addFilter(lambda record: record.levelno > logging.DEBUG)


def open_bot(token: str, base_url: str, timeouts: Timeouts) -> tuple[QuietBot, Request]:
    """A bot, and its connections to be closed. Raises ValueError where the token is none."""
    if not TELEGRAM_TOKEN.fullmatch(token):
        raise ValueError("this is no Telegram token; copy it from @BotFather (123456:ABC…)")
    inner = httpx.AsyncHTTPTransport(
        limits=httpx.Limits(max_connections=timeouts.connections), proxy=_proxy(base_url)
    )
    request = Request(
        read_timeout=timeouts.read,
        write_timeout=timeouts.write,
        connect_timeout=timeouts.connect,
        pool_timeout=timeouts.pool,
        # Without the environment: a proxy named there would be used past our transport.
        httpx_kwargs={"transport": TokenTransport(token, inner), "trust_env": False},
    )
    return QuietBot(PLACEHOLDER, base_url, request=request, get_updates_request=request), request


def _proxy(base_url: str) -> str | None:
    """The proxy that the environment names for this address."""
    url = httpx.URL(base_url)
    return None if proxy_bypass(url.host) else getproxies().get(url.scheme)
