"""How fast is a webhook answered at 200 messages a second, with no worker alive, and beside one?

The product's own processes in production mode on an embedded PostgreSQL as it is served, with real
durability. SMS and WhatsApp messages come in turn, in the provider's form and with its signature,
at their times whatever the answers take (an open loop), so waiting is counted. 404s of a plain page
in the same run tell what the machine and the loop themselves cost. The worker then takes what has
gathered, against the provider and the engine of the soak, while as many messages come again.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import statistics
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
from tests.contract.channels.twilio_double import NUMBER, TOKEN
from tests.soak.load import FORM
from tests.soak.parts import PUBLIC, Parts
from tests.soak.plan import Plan

RATE = 200
SECONDS = int(os.environ.get("GOODFAITH_BENCH_WEBHOOK_SECONDS", "20"))
PEOPLE = 500
WARM = 200
STARTS_WITHIN_SECONDS = 60.0
WARM_UP, ALONE, BESIDE = 10_000_000, 20_000_000, 30_000_000
"""Where the numbers of the messages begin."""
CHANNELS = {"sms": "", "whatsapp": "whatsapp:"}
"""Each with what the provider writes in front of a number."""
SIGNS = RequestValidator(TOKEN)
PROCESSED = "SELECT count(*) FROM inbox WHERE processed_at IS NOT NULL"
KEPT_WITH_A_JOB = (
    "SELECT count(*) FROM inbox WHERE EXISTS (SELECT 1 FROM procrastinate_jobs j"
    " WHERE j.args->>'conversation' = inbox.conversation_id::text)"
)
KEPT = "SELECT count(*) FROM inbox"


def bench_webhooks(say: Callable[..., None]) -> None:
    """Two lines: how many, how fast, how many were kept, without a worker and beside one."""
    with (
        tempfile.TemporaryDirectory(prefix="goodfaith-hooks-") as folder,
        EmbeddedDatabase(Path(folder)) as database,
    ):
        upgrade(database.url)
        asyncio.run(_people(Path(folder), database.url))
        parts = Parts(Plan(workers=1), database.url, Path(folder))
        try:
            asyncio.run(_measure(say, database.url, parts))
        finally:
            parts.stop()


async def _measure(say: Callable[..., None], url: str, parts: Parts) -> None:
    connector = aiohttp.TCPConnector(limit=64)
    async with aiohttp.ClientSession(parts.web_url, connector=connector) as client:

        async def message(number: int) -> int:
            path, body, headers = _call(number)
            async with client.post(path, data=body, headers=headers) as answer:
                await answer.read()
                return answer.status

        async def nothing(number: int) -> int:
            async with client.get(f"/no-such-page/{number}") as answer:
                await answer.read()
                return answer.status

        parts.web.start()
        await _answers(client)
        await _loop(message, range(WARM_UP, WARM_UP + WARM))
        plain, _ = await _loop(nothing, range(RATE * 5))
        took = await _loop(message, range(ALONE, ALONE + RATE * SECONDS))
        kept = _count(url, KEPT_WITH_A_JOB) - WARM
        say("webhook", **_figures(*took, plain), kept_with_a_job=kept)

        parts.start()
        await _works(url)
        before = _count(url, PROCESSED)
        took = await _loop(message, range(BESIDE, BESIDE + RATE * SECONDS))
        turns = _count(url, PROCESSED) - before
        kept = _count(url, KEPT) - WARM - RATE * SECONDS
        told = {"kept": kept, "turns_a_second_meanwhile": round(turns / SECONDS, 1)}
        say("webhook beside a worker", **_figures(*took, plain), **told)


async def _answers(client: aiohttp.ClientSession) -> None:
    end = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < end:
        try:
            async with client.get("/health"):
                return
        except aiohttp.ClientError:
            await asyncio.sleep(0.1)
    raise RuntimeError("the web did not start")


async def _works(url: str) -> None:
    end = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < end:
        if _count(url, PROCESSED):
            return
        await asyncio.sleep(0.2)
    raise RuntimeError("the worker did not start")


def _figures(took: list[float], statuses: list[int], plain: list[float]) -> dict[str, Any]:
    return {
        "per_second": RATE,
        "messages": len(took),
        "answered_200": statuses.count(200),
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


def _count(url: str, query: str) -> int:
    """What a query counts: messages in the inbox, or those whose conversation has a job."""
    with psycopg.connect(conninfo(url)) as connection:
        found = connection.execute(query).fetchone()
        return int(found[0]) if found else 0
