"""How do requests travel to Twilio? Over a few kept connections, with a limit on every wait.

Twilio's own asynchronous client passes on no time limit, writes phone numbers into the log and
keeps the last request with its password; so the way over the wire is ours, and everything above
it stays theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response

from channels.twilio import faults

HOSTS = ("api", "messaging", "content")  # those of Twilio's that we speak to
REFUSED = 300  # this status and above: redirects are not followed with our credentials


@dataclass(frozen=True, slots=True)
class Wire:
    """How long is waited, over how many connections, and where to.

    `connect` covers the wait for a free connection too; `total` everything. `origins` sends what
    is meant for one address to another: a regional proxy, or a stand-in in tests.
    """

    connect: float = 5.0
    read: float = 10.0
    total: float = 20.0
    connections: int = 20
    origins: Mapping[str, str] | None = None

    @classmethod
    def to(cls, url: str, **given: Any) -> Wire:
        """All of Twilio's addresses at one."""
        return cls(origins={f"https://{host}.twilio.com": url for host in HOSTS}, **given)


class PooledHttp(AsyncTwilioHttpClient):
    """The client's way over the wire; opens nothing before the first request."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(pool_connections=False, timeout=wire.total)
        self._wire = wire
        self.session: aiohttp.ClientSession | None = None

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the base's own
        allow_redirects: bool = False,
    ) -> Response:
        """One request; raises the errors of `channels.errors`, which hold nothing of it."""
        sending = method.upper() == "POST"
        try:
            async with self._open().request(
                method.upper(),
                self._place(url),
                params=params,
                data=data,
                headers={**(headers or {}), **_proof(auth)},
                allow_redirects=False,
            ) as answer:
                status, told = answer.status, answer.headers
                text = await answer.text("utf-8", errors="replace")
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            fault = faults.from_network(error, sending=sending)
        else:
            if status < REFUSED:
                return Response(status, text, told)
            fault = faults.from_response(status, text, told, sending=sending)
        # Out here, so that the foreign error, which knows the password, is not dragged along.
        raise fault

    def _open(self) -> aiohttp.ClientSession:
        if self.session is None or self.session.closed:
            wire = self._wire
            limits = aiohttp.ClientTimeout(wire.total, wire.connect, wire.read)
            pool = aiohttp.TCPConnector(limit=wire.connections)
            self.session = aiohttp.ClientSession(timeout=limits, connector=pool)
        return self.session

    def _place(self, url: str) -> str:
        for meant, taken in (self._wire.origins or {}).items():
            if url.startswith(meant):
                return taken + url.removeprefix(meant)
        return url


def _proof(auth: tuple[str, str] | None) -> dict[str, str]:
    return {"Authorization": aiohttp.encode_basic_auth(*auth)} if auth else {}
