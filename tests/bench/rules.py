"""How fast are the rules on one core? Offers, answers to proposals, days of interest.

In processor time, so that whatever else runs on the machine does not count.
GOODFAITH_BENCH_ACCOUNTS says for how many accounts (100,000 unless told otherwise).
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from bot.policies import load_policies
from bot.rules.account import Entry, EntryKind
from bot.rules.charges import ChargeLimits, ChargeTerms, Overdue, accrued
from bot.rules.money import Money
from bot.rules.offers import answer_counter_offer, compute_offers
from tests.bench.people import Case, cases

TODAY = date(2026, 3, 2)
ACCOUNTS = 100_000
GOAL_MS = 2
"""An account's offers should take no longer."""
Say = Callable[..., None]


def accounts() -> int:
    """For how many accounts."""
    return int(os.environ.get("GOODFAITH_BENCH_ACCOUNTS", ACCOUNTS))


def timed_each(work: Callable[[Case], Any], over: Iterable[Case]) -> tuple[list[float], int]:
    """Milliseconds for each call, and how many things came out in all."""
    took, made = [], 0
    for one in over:
        begun = time.thread_time()
        found = work(one)
        took.append(1000 * (time.thread_time() - begun))
        made += len(found) if isinstance(found, tuple) else 1
    return took, made


def figures(took: list[float]) -> dict[str, Any]:
    """The usual figures of many short times in ms."""
    parts = statistics.quantiles(took, n=100)
    return {
        "accounts": len(took),
        "accounts_per_second": round(1000 * len(took) / sum(took)),
        "ms_each": round(statistics.fmean(took), 3),
        "p50_ms": round(parts[49], 3),
        "p99_ms": round(parts[98], 3),
        "slowest_ms": round(max(took), 3),
    }


def bench_offers(say: Say) -> None:
    """All offers for each account: who they are, what they owe, what they told."""
    people = cases(load_policies(), TODAY, accounts())
    took, made = timed_each(lambda c: compute_offers(c.situation, c.limits, TODAY), people)
    slow = sum(each > GOAL_MS for each in took) / len(took)
    offers = round(1000 * made / sum(took))
    say("offers", **figures(took), offers_per_second=offers, share_above_2_ms=round(slow, 5))


def bench_counter_offers(say: Say) -> None:
    """The answer to what a person proposes, for a tenth of the accounts."""
    people = cases(load_policies(), TODAY, max(2, accounts() // 10))
    took, _ = timed_each(
        lambda c: answer_counter_offer(c.proposal, c.situation, c.limits, TODAY), people
    )
    say("counter-offers", **figures(took))


def bench_accrual(say: Say) -> None:
    """A year of daily interest on debts with a payment every thirty days."""
    debts, days = max(1, accounts() // 1_000), 365
    entries = _ledger()
    terms = ChargeTerms(annual_rate=Fraction(12, 100), late_fee=Fraction(2, 100))
    due = TODAY - timedelta(days=days)
    debt = Overdue("BRL", terms, ChargeLimits(), due, due, UTC)
    begun = time.thread_time()
    for _ in range(debts):
        accrued(debt, entries, TODAY)
    took = time.thread_time() - begun
    say("accrual", debts=debts, days=days, days_per_second=round(debts * days / took))


def _ledger() -> list[Entry]:
    start = datetime(2025, 2, 1, tzinfo=UTC)
    charge = Entry(EntryKind.CHARGE, Money(500_000, "BRL"), start)
    paid = Money(10_000, "BRL")
    months = (start + timedelta(days=60 + 30 * n) for n in range(11))
    return [charge, *(Entry(EntryKind.PAYMENT, paid, at) for at in months)]
