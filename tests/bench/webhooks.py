"""How fast is a webhook answered at 200 messages a second, with no worker alive meanwhile?

A web process of its own in production mode on an embedded PostgreSQL as it is served, with real
durability. SMS and WhatsApp messages come in turn, in the provider's form and with its signature,
at their times whatever the answers take (an open loop), so waiting is counted. 404s of a plain page
in the same run tell what the machine and the loop themselves cost.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import psycopg
from pydantic import SecretStr
from twilio.request_validator import RequestValidator

from bot.app import build
from bot.jobs import conninfo
from bot.settings import Settings
from bot.store.embedded import EmbeddedDatabase
from bot.store.migrate import upgrade
from bot.usecases.accounts.create_account import NewAccount, NewContactPoint, create_account
from tests.contract.channels.twilio_double import NUMBER, SID, TOKEN
from tests.soak.load import FORM
from tests.soak.parts import OURS, free_port

RATE = 200
SECONDS = int(os.environ.get("GOODFAITH_BENCH_WEBHOOK_SECONDS", "20"))
PEOPLE = 500
WARM = 200
STARTS_WITHIN_SECONDS = 60.0
PUBLIC = "https://bench.example"
"""How the provider knows us; what it signs."""
CHANNELS = {"sms": "", "whatsapp": "whatsapp:"}
"""Each with what the provider writes in front of a number."""
SIGNS = RequestValidator(TOKEN)


def bench_webhooks(say: Callable[..., None]) -> None:
    """One line: how many, how fast, how many were kept."""
    with (
        tempfile.TemporaryDirectory(prefix="goodfaith-hooks-") as folder,
        EmbeddedDatabase(Path(folder)) as database,
    ):
        upgrade(database.url)
        asyncio.run(_people(Path(folder), database.url))
        port = free_port()
        with Web(Path(folder), database.url, port):
            say("webhook", **asyncio.run(_measure(database.url, port)))


class Web:
    """`goodfaith serve` in production, without engine and worker."""

    def __init__(self, folder: Path, url: str, port: int) -> None:
        told = {
            "DATABASE_URL": url,
            "PORT": str(port),
            "GOODFAITH_MODE": "production",
            "GOODFAITH_DATA": str(folder / "state"),
            "GOODFAITH_PUBLIC_URL": PUBLIC,
            "GOODFAITH_ENGINE_URL": "http://127.0.0.1:9",
            "GOODFAITH_ENGINE_SECRET": secrets.token_urlsafe(16),
            "GOODFAITH_SESSION_SECRET": secrets.token_urlsafe(16),
            "TWILIO_ACCOUNT_SID": SID,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_SMS_FROM": NUMBER,
            "TWILIO_WHATSAPP_FROM": NUMBER,
            "TWILIO_URL": "http://127.0.0.1:9",
        }
        bare = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self._env = {**bare, **told}
        self._url = f"http://127.0.0.1:{port}"

    def __enter__(self) -> None:
        command = [sys.executable, "-m", "bot.cli", "serve"]
        self._process = subprocess.Popen(command, env=self._env)
        try:
            asyncio.run(self._answers())
        except BaseException:
            self.__exit__()
            raise

    async def _answers(self) -> None:
        end = time.monotonic() + STARTS_WITHIN_SECONDS
        async with aiohttp.ClientSession(self._url) as client:
            while time.monotonic() < end and self._process.poll() is None:
                try:
                    async with client.get("/health"):
                        return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.1)
        raise RuntimeError("the web did not start")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(10)


async def _measure(url: str, port: int) -> dict[str, Any]:
    connector = aiohttp.TCPConnector(limit=64)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", connector=connector) as client:

        async def message(number: int) -> int:
            path, body, headers = _call(number)
            async with client.post(path, data=body, headers=headers) as answer:
                await answer.read()
                return answer.status

        async def nothing(number: int) -> int:
            async with client.get(f"/no-such-page/{number}") as answer:
                await answer.read()
                return answer.status

        await _loop(message, range(10_000_000, 10_000_000 + WARM))
        plain, _ = await _loop(nothing, range(RATE * 5))
        took, statuses = await _loop(message, range(RATE * SECONDS))
    kept = _kept(url) - WARM
    return {
        "per_second": RATE,
        "messages": len(took),
        "answered_200": statuses.count(200),
        "kept_with_a_job": kept,
        "p50_ms": _ms(took, 50),
        "p99_ms": _ms(took, 99),
        "slowest_ms": round(max(took) * 1000, 1),
        "empty_page_p99_ms": _ms(plain, 99),
        "p99_to_empty_page": round(_ms(took, 99) / _ms(plain, 99), 1),
    }


def _call(number: int) -> tuple[str, str, dict[str, str]]:
    """A message as the provider tells it: where to, the form, and its headers."""
    channel = tuple(CHANNELS)[number % len(CHANNELS)]
    prefix, path = CHANNELS[channel], f"/webhooks/{channel}"
    told = {
        "MessageSid": f"SM{number:032x}",
        "SmsStatus": "received",
        "From": f"{prefix}{_phone(number % PEOPLE)}",
        "To": f"{prefix}{NUMBER}",
        "Body": "how much do I owe?",
        "NumMedia": "0",
    }
    signature = SIGNS.compute_signature(f"{PUBLIC}{path}", told)
    return path, urlencode(told), {"Content-Type": FORM, "X-Twilio-Signature": signature}


async def _loop(
    call: Callable[[int], Awaitable[int]], numbers: range
) -> tuple[list[float], list[int]]:
    """One call every 1/RATE seconds; how long after its time was each answered, and with what?"""
    took: list[float] = []
    statuses: list[int] = []
    begun = asyncio.get_running_loop().time()

    async def one(number: int, due: float) -> None:
        statuses.append(await call(number))
        took.append(asyncio.get_running_loop().time() - due)

    async with asyncio.TaskGroup() as group:
        for place, number in enumerate(numbers):
            due = begun + place / RATE
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
            group.create_task(one(number, due))
    return took, statuses


def _ms(values: list[float], part: int) -> float:
    return round(1000 * statistics.quantiles(values, n=100)[part - 1], 1)


def _phone(number: int) -> str:
    return f"+1202555{number:04d}"


async def _people(folder: Path, url: str) -> None:
    """Invented people, through the store: in production no simulator makes any."""
    secret = SecretStr(secrets.token_urlsafe(16))
    settings = Settings(mode="test", data=folder, engine_secret=secret, session_secret=secret)
    product = build(settings, url)
    try:
        async with product.queue.open_async(), product.tools.open_work() as work:
            for number in range(PEOPLE):
                await create_account(work, _person(number), source="bench")
            await work.commit()
    finally:
        await product.close()


def _person(number: int) -> NewAccount:
    points = tuple(NewContactPoint(channel, _phone(number)) for channel in CHANNELS)
    return NewAccount(
        f"HOOK-{number}", "Hanno Hooks", "en", "US", "America/New_York", contact_points=points
    )


def _kept(url: str) -> int:
    """Messages in the inbox whose conversation has a job."""
    with psycopg.connect(conninfo(url)) as connection:
        found = connection.execute(
            "SELECT count(*) FROM inbox WHERE EXISTS (SELECT 1 FROM procrastinate_jobs j"
            " WHERE j.args->>'conversation' = inbox.conversation_id::text)"
        ).fetchone()
        return int(found[0]) if found else 0
