"""How fast is it? One JSON object a line; what compares, compares inside this one run.

    make bench
    GOODFAITH_BENCH_ACCOUNTS=2000 make bench     (100,000 unless told otherwise)

Rules and reading are timed in this process. Turns go the whole road (inbox, job, engine, actions,
outbox, channel) on a PostgreSQL and an engine started for the purpose, first with the engine as we
serve it, then with every replacement of ours switched off (stock Rasa).
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from bot import reading
from bot.store.embedded import EmbeddedDatabase
from bot.store.migrate import upgrade
from tests.bench.rules import bench_accrual, bench_counter_offers, bench_offers
from tests.bench.webhooks import bench_webhooks
from tests.dialogs.stack import Stack

TODAY = date(2026, 3, 2)
STOCK = "GOODFAITH_ENGINE_STOCK"
TEXTS = (
    "can I pay 80 quid every friday from next week",
    "consigo 2x de 150 a partir do dia 5",
    "I'll pay $1,250.50 on March 3rd",
    "recebo no quinto dia útil, dá pra ser depois?",
)
TURNS = (
    "how much do I owe?",
    "why is it so much?",
    "how can I pay?",
    "are you a robot?",
    "thanks",
    "who is this?",
)


def say(what: str, **figures: Any) -> None:
    """One line of the report."""
    print(json.dumps({"what": what, **figures}), flush=True)


def per_second(work: Callable[[int], object], times: int) -> float:
    """How often a second."""
    begun = time.perf_counter()
    for number in range(times):
        work(number)
    return times / (time.perf_counter() - begun)


def bench_reading() -> None:
    """Figures and dates out of a text."""
    rate = per_second(lambda n: reading.read(TEXTS[n % len(TEXTS)], TODAY), 2_000)
    say("reading", texts_per_second=round(rate), ms_each=round(1000 / rate, 3))


def p(values: list[float], part: float) -> float:
    """A percentile, in ms."""
    return round(1000 * statistics.quantiles(values, n=100)[round(part) - 1], 1)


def timed(work: Callable[[], object]) -> float:
    """Seconds for one call."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def bench_engine(stack: Stack, name: str) -> dict[str, float]:
    """Parsing over HTTP: texts that the encoder has not seen, then the same again."""
    secret = stack.settings.engine_secret
    headers = {"X-Goodfaith-Secret": secret.get_secret_value() if secret else ""}
    url = f"{stack.settings.engine_url}/parse"
    with httpx.Client(trust_env=False, headers=headers, timeout=30) as client:
        texts = [f"could I pay {n} dollars on the {n % 28 + 1}th" for n in range(60)]
        fresh = [timed(lambda t=t: client.post(url, json={"texts": [t]})) for t in texts]
        again = [timed(lambda t=t: client.post(url, json={"texts": [t]})) for t in texts]
    figures = {"new_p50_ms": p(fresh, 50), "new_p95_ms": p(fresh, 95), "seen_p50_ms": p(again, 50)}
    say("parse", engine=name, **figures)
    return figures


def bench_turns(stack: Stack, name: str, rounds: int) -> dict[str, float]:
    """Whole turns over the simulator, one after the other; the first and the last separately."""
    person = {
        "reference": f"BENCH-{name}",
        "name": "Benna Beispiel",
        "language": "en",
        "country": "US",
        "birth_date": "1985-03-12",
        "document_last": "4321",
        "person_type": "individual",
        "verified": True,
        "debts": [
            {
                "reference": f"BENCH-{name}-1",
                "description": "Bench",
                "principal": "300.00",
                "interest": "10.00",
                "fees": "5.00",
                "currency": "USD",
                "due_date": "2026-01-05",
            }
        ],
    }
    took: list[float] = []
    with httpx.Client(base_url=stack.base, trust_env=False, timeout=60) as client:
        client.post("/simulator/accounts", json=person).raise_for_status()
        for _ in range(rounds):
            for text in TURNS:
                body = {"account": person["reference"], "channel": "telegram", "text": text}
                took.append(timed(lambda b=body: client.post("/simulator/messages", json=b)))
    first, last = took[: len(took) // 4], took[-(len(took) // 4) :]
    figures = {
        "turns": len(took),
        "p50_ms": p(took, 50),
        "p95_ms": p(took, 95),
        "last_quarter_to_first": round(statistics.median(last) / statistics.median(first), 2),
    }
    say("turn", engine=name, **figures)
    return figures


def main() -> None:
    """All benchmarks."""
    bench_offers(say)
    bench_counter_offers(say)
    bench_accrual(say)
    bench_reading()
    bench_webhooks(say)
    with (
        tempfile.TemporaryDirectory(prefix="goodfaith-bench-") as folder,
        EmbeddedDatabase(Path(folder)) as database,
    ):
        upgrade(database.url)
        found = {}
        for name, stock in (("tamed", ""), ("stock", "all")):
            os.environ[STOCK] = stock
            begun = time.perf_counter()
            stack = Stack(Path(folder), database.url)
            stack.engine.env[STOCK] = stock
            try:
                stack.start()
                say("start", engine=name, seconds=round(time.perf_counter() - begun, 1))
                bench_engine(stack, name)
                found[name] = bench_turns(stack, name, rounds=12)
            finally:
                stack.stop()
        ratio = found["stock"]["p50_ms"] / found["tamed"]["p50_ms"]
        say("turn, stock to tamed", p50=round(ratio, 2))


if __name__ == "__main__":
    main()
