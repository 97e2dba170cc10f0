"""How fast is a webhook answered at 200 messages a second, with no worker alive meanwhile?

A web process of its own on an embedded PostgreSQL as it is served, with real durability. The calls
come at their times whatever the answers take (an open loop), so waiting is counted. 404s of a
plain page in the same run tell what the machine and the loop themselves cost.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import psycopg

from bot.jobs import conninfo
from bot.store.embedded import EmbeddedDatabase
from bot.store.migrate import upgrade
from channels.simulator import SIGNATURE, SimulatorChannel

RATE = 200
SECONDS = int(os.environ.get("GOODFAITH_BENCH_WEBHOOK_SECONDS", "20"))
PEOPLE = 500
WARM = 200


def bench_webhooks(say: Callable[..., None]) -> None:
    """One line: how many, how fast, how many were kept."""
    with (
        tempfile.TemporaryDirectory(prefix="goodfaith-hooks-") as folder,
        EmbeddedDatabase(Path(folder)) as database,
    ):
        upgrade(database.url)
        secret, port = secrets.token_urlsafe(16), _free_port()
        with Web(Path(folder), database.url, secret, port):
            say("webhook", **asyncio.run(_measure(database.url, secret, port)))


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class Web:
    """`goodfaith serve`, without engine and worker."""

    def __init__(self, folder: Path, url: str, secret: str, port: int) -> None:
        told = {
            "DATABASE_URL": url,
            "GOODFAITH_MODE": "test",
            "GOODFAITH_DATA": str(folder / "state"),
            "GOODFAITH_ENGINE_SECRET": secret,
            "GOODFAITH_SESSION_SECRET": secret,
            "GOODFAITH_ENGINE_URL": "http://127.0.0.1:9",
            "PORT": str(port),
        }
        self._env = {**os.environ, **told}
        self._port = port

    def __enter__(self) -> None:
        command = [sys.executable, "-m", "bot.cli", "serve"]
        self._process = subprocess.Popen(command, env=self._env)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self._port), 0.2).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the web did not start")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(10)


async def _measure(url: str, secret: str, port: int) -> dict[str, Any]:
    base = f"http://127.0.0.1:{port}"
    phone = SimulatorChannel("sms", secret)
    connector = aiohttp.TCPConnector(limit=64)
    async with aiohttp.ClientSession(base, connector=connector) as client:
        for n in range(PEOPLE):
            await _person(client, n)

        async def message(number: int) -> int:
            event = {"event": "message", "id": f"b-{number}", "from": _phone(number % PEOPLE)}
            body = json.dumps({**event, "text": "how much do I owe?"}).encode()
            headers = {SIGNATURE: phone.sign(f"{base}/webhooks/sms", body)}
            async with client.post("/webhooks/sms", data=body, headers=headers) as answer:
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


async def _person(client: aiohttp.ClientSession, number: int) -> None:
    person = {
        "reference": f"HOOK-{number}",
        "name": "Hanno Hooks",
        "language": "en",
        "country": "US",
        "birth_date": "1985-03-12",
        "person_type": "individual",
        "phone": _phone(number),
        "debts": [],
    }
    async with client.post("/simulator/accounts", json=person) as answer:
        answer.raise_for_status()


def _kept(url: str) -> int:
    """Messages in the inbox whose conversation has a job."""
    with psycopg.connect(conninfo(url)) as connection:
        found = connection.execute(
            "SELECT count(*) FROM inbox WHERE EXISTS (SELECT 1 FROM procrastinate_jobs j"
            " WHERE j.args->>'conversation' = inbox.conversation_id::text)"
        ).fetchone()
        return int(found[0]) if found else 0
