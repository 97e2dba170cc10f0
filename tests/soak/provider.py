"""How does Twilio behave on a bad day? A double on loopback that fails at random, told by a seed.

It refuses, breaks, answers late or not at all, keeps messages whose answer got lost, shows them in
its list some seconds later, and tells what became of them late, twice and in any order. It counts
what people got, which is what the product is held to.
"""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
from aiohttp import web
from twilio.request_validator import RequestValidator

from tests.contract.channels.twilio_double import API, TOKEN
from tests.soak import plan
from tests.soak.plan import Fault

WHATSAPP = "whatsapp:"
LISTED_WITHIN_SECONDS = 15.0  # its list lags
NEWS_WITHIN_SECONDS = 6.0
TOLD_TWICE = 0.2
ENDS_BADLY, FAILS_FOR_NOW = 0.01, 0.005
GONE_BAD, TRY_AGAIN = 30008, 63018  # "unknown error": an end; a rate limit: it is sent again
ORDER = ("queued", "sending", "sent", "delivered", "read", "undelivered", "failed")
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 15.0
ANSWERED_BELOW = 500
HAD_IT = 0.5  # so many of the messages that end in a 500 were taken all the same
ERRORS = {plan.BUSY: (429, 20429), plan.BROKEN: (500, 20500), plan.DOWN: (503, 20503)}


class Provider:
    """What of Twilio the product uses, and what people got through it."""

    def __init__(self, hooks: str, public: str, *, seed: int) -> None:
        self.hooks, self.public, self.seed = hooks, public, seed
        self.messages: list[dict[str, Any]] = []
        self.to: dict[str, list[dict[str, Any]]] = {}
        self.injected: Counter[str] = Counter()
        self.tries: Counter[str] = Counter()
        self.validator = RequestValidator(TOKEN)
        self.news: set[asyncio.Task[None]] = set()
        self._http: aiohttp.ClientSession | None = None

    def add_to(self, app: web.Application) -> None:
        """Twilio's two addresses, and one for whoever wants to know how it went."""
        app.add_routes(
            [
                web.post(f"{API}/Messages.json", self._create),
                web.get(f"{API}/Messages.json", self._list),
                web.get("/soak", self._told),
            ]
        )

    def _dice(self, *about: object) -> random.Random:
        return random.Random(":".join(map(str, (self.seed, *about))))

    async def _create(self, request: web.Request) -> web.StreamResponse:
        posted = {name: str(value) for name, value in (await request.post()).items()}
        body = f"{posted['To']}:{posted['Body']}"
        self.tries[body] += 1
        dice = self._dice(body, self.tries[body])
        fault = plan.fault(dice, (*plan.SENDING, *plan.RARE))
        if fault is not None:
            self.injected[fault.kind] += 1
            if fault.kind == plan.BROKEN and dice.random() < HAD_IT:
                self._take(posted, dice)
            if fault.kind in ERRORS:
                return _refused(fault, dice)
            if fault.kind == plan.ABSENT:  # the request never came through to Twilio itself
                return _cut(request)
        if fault is not None and fault.kind == plan.SLOW and dice.random() < 0.5:
            await asyncio.sleep(fault.seconds)
            return web.json_response(self._take(posted, dice), status=201)
        record = self._take(posted, dice)
        if fault is not None and fault.kind == plan.LOST:
            return _cut(request)
        if fault is not None:
            await asyncio.sleep(fault.seconds)
        return web.json_response(record, status=201)

    def _take(self, posted: dict[str, str], dice: random.Random) -> dict[str, Any]:
        """From now on the person has it."""
        now = datetime.now(UTC)
        record = {
            "sid": f"SMb{len(self.messages):031x}",
            "body": posted["Body"],
            "direction": "outbound-api",
            "from": posted["From"],
            "to": posted["To"],
            "messaging_service_sid": None,
            "status": "queued",
            "num_segments": "1",
            "date_created": format_datetime(now),
            "date_sent": None,
            "error_code": None,
        }
        ends, code = _end(posted["To"], dice)
        lag = timedelta(seconds=dice.random() * LISTED_WITHIN_SECONDS)
        kept = {"record": record, "listed": now + lag, "end": ends[-1], "code": code}
        self.messages.append(kept)
        self.to.setdefault(posted["To"], []).append(kept)
        for status, times in itertools.product(ends, (1, 2)):
            if times == 1 or dice.random() < TOLD_TWICE:
                self._tell_later(posted["StatusCallback"], kept, status, dice)
        return dict(record)  # as it is now: news of it changes ours

    def _tell_later(self, url: str, kept: dict[str, Any], status: str, dice: random.Random) -> None:
        after = dice.random() ** 2 * NEWS_WITHIN_SECONDS
        task = asyncio.create_task(self._tell(url, kept, status, after))
        self.news.add(task)
        task.add_done_callback(self.news.discard)

    async def _tell(self, url: str, kept: dict[str, Any], status: str, after: float) -> None:
        """Call the webhook till it answers, as Twilio does when asked to."""
        await asyncio.sleep(after)
        record = kept["record"]
        if ORDER.index(status) > ORDER.index(record["status"]):
            record["status"] = status
        told = {"MessageSid": record["sid"], "MessageStatus": status, "To": record["to"]}
        if kept["code"] and status == kept["end"]:
            told["ErrorCode"] = str(kept["code"])
            record["error_code"] = kept["code"]
        parts = urlsplit(url)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": self.validator.compute_signature(url, told),
        }
        place = f"{self.hooks}{parts.path}?{parts.query}"
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                async with self._client().post(
                    place, data=urlencode(told), headers=headers
                ) as answer:
                    if answer.status < ANSWERED_BELOW:
                        self.injected[f"news_{answer.status}"] += 1
                        return
            except (aiohttp.ClientError, TimeoutError):
                self.injected["news_again"] += 1
            await asyncio.sleep(pause * (0.5 + random.random()))
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def _client(self) -> aiohttp.ClientSession:
        if self._http is None:
            limits = aiohttp.ClientTimeout(None, sock_connect=5.0, sock_read=15.0)
            self._http = aiohttp.ClientSession(
                timeout=limits, connector=aiohttp.TCPConnector(limit=32)
            )
        return self._http

    async def _list(self, request: web.Request) -> web.StreamResponse:
        to = request.query["To"]
        self.tries[f"list:{to}"] += 1
        dice = self._dice("list", to, self.tries[f"list:{to}"])
        fault = plan.fault(dice, plan.ASKED)
        self.injected["asked"] += 1
        if fault is not None:
            self.injected[f"asked_{fault.kind}"] += 1
            if fault.kind in ERRORS:
                return _refused(fault, dice)
            await asyncio.sleep(fault.seconds)
        now = datetime.now(UTC)
        shown = [kept["record"] for kept in self.to.get(to, ()) if kept["listed"] <= now]
        newest = shown[: -int(request.query["PageSize"]) - 1 : -1]
        return web.json_response({"messages": newest, "next_page_uri": None, "page": 0})

    async def _told(self, _: web.Request) -> web.Response:
        """What people got, and how it ended."""
        got = [
            {"to": kept["record"]["to"], "body": kept["record"]["body"],
             "sid": kept["record"]["sid"], "end": kept["end"], "code": kept["code"]}
            for kept in self.messages
        ]  # fmt: skip
        return web.json_response(
            {"got": got, "injected": self.injected, "news_to_come": len(self.news)}
        )


def _end(to: str, dice: random.Random) -> tuple[list[str], int | None]:
    """Which statuses follow, in their order, and the code when the last is a failure."""
    point = dice.random()
    if point < ENDS_BADLY:
        return ["sending", "sent", "undelivered"], GONE_BAD
    if point < ENDS_BADLY + FAILS_FOR_NOW:
        return ["failed"], TRY_AGAIN
    read = ["read"] if to.startswith(WHATSAPP) else []
    return ["sending", "sent", "delivered", *read], None


def _refused(fault: Fault, dice: random.Random) -> web.Response:
    status, code = ERRORS[fault.kind]
    headers = {"Retry-After": str(dice.randint(1, 5))} if fault.kind == plan.BUSY else {}
    told = {"code": code, "message": "a bad day", "status": status}
    return web.json_response(told, status=status, headers=headers)


def _cut(request: web.Request) -> web.Response:
    """The connection ends, and no answer was heard."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()
