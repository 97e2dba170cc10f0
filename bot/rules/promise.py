"""May this promise to pay be taken down as it was said, and was it kept?

A promise is an amount (None: all that is owed) and a calendar day where the person lives.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import Final

from bot.rules.money import Money
from bot.rules.plan import late_on
from bot.rules.states import IllegalTransition


@dataclass(frozen=True, slots=True)
class PromiseLimits:
    """How far ahead a promise may lie, how many days late still count as kept, and how many
    broken ones in a row are taken before a person asks what is in the way."""

    max_days_ahead: int
    grace_days: int
    max_broken: int
    source: str


@dataclass(frozen=True, slots=True)
class PromiseVerdict:
    """Whether the promise can be taken; `reason` is "ok" or the code of what is in the way;
    `latest` is the last day that could be promised."""

    ok: bool
    reason: str
    latest: date
    amount: Money | None = None


def judge_promise(
    amount: Money | None, day: date, owed: Money, today: date, limits: PromiseLimits
) -> PromiseVerdict:
    """Judge a promise before it is recorded.

    Reasons: nothing_owed, other_currency, amount_not_positive, above_owed, date_in_past,
    too_far_ahead. The verdict's `amount` is the promised sum, with None read as all that is owed.
    """
    latest = today + timedelta(days=limits.max_days_ahead)
    promised = owed if amount is None else amount
    if promised.currency != owed.currency:
        return PromiseVerdict(False, "other_currency", latest)
    checks = (
        ("nothing_owed", owed.minor <= 0),
        ("amount_not_positive", promised.minor <= 0),
        ("above_owed", promised > owed),
        ("date_in_past", day < today),
        ("too_far_ahead", day > latest),
    )
    reason = next((code for code, fails in checks if fails), "ok")
    return PromiseVerdict(reason == "ok", reason, latest, promised if reason == "ok" else None)


class PromiseState(StrEnum):
    """Where a promise stands."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    REPLACED = "replaced"


class PromiseEvent(StrEnum):
    """What happens to a promise."""

    KEEP = "keep"
    BREAK = "break"
    REPLACE = "replace"
    REOPEN = "reopen"


_NEXT: Final[dict[tuple[PromiseState, PromiseEvent], PromiseState]] = {
    (PromiseState.OPEN, PromiseEvent.KEEP): PromiseState.KEPT,
    (PromiseState.OPEN, PromiseEvent.BREAK): PromiseState.BROKEN,
    (PromiseState.OPEN, PromiseEvent.REPLACE): PromiseState.REPLACED,
    (PromiseState.KEPT, PromiseEvent.REOPEN): PromiseState.OPEN,
}


def next_state(state: PromiseState, event: PromiseEvent | str) -> PromiseState:
    """The state after the event. IllegalTransition when it cannot happen.

    Only an open promise moves, but a payment that is taken back re-opens a promise it had kept.
    """
    try:
        return _NEXT[(state, PromiseEvent(event))]
    except (KeyError, ValueError):
        raise IllegalTransition(f"{event} of a promise that is {state}") from None


def outcome(
    promised: Money,
    day: date,
    paid: Money,
    today: date,
    limits: PromiseLimits,
    frozen: Collection[date] = (),
) -> PromiseEvent | None:
    """What `paid` since the promise means today: kept, broken after the grace days, or None: not
    known yet. `frozen` days, on which a hold stops all charges, do not count as late.
    CurrencyMismatch when currencies differ."""
    if paid >= promised:
        return PromiseEvent.KEEP
    late = late_on(day, today, limits.grace_days, frozen)
    return None if late is None else PromiseEvent.BREAK


def broken_in_a_row(newest_first: Iterable[PromiseState]) -> int:
    """How many promises were broken one after the other, up to now; one that another replaced, or
    that is open, neither counts nor interrupts."""
    settled = (s for s in newest_first if s in (PromiseState.KEPT, PromiseState.BROKEN))
    return len(list(takewhile(lambda state: state is PromiseState.BROKEN, settled)))


def last_day(day: date, limits: PromiseLimits) -> date:
    """The last day on which a payment still keeps the promise; reminders pause through it."""
    return day + timedelta(days=limits.grace_days)
