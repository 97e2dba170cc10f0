"""Is a promise taken as it was said, and judged after the grace days?"""

from datetime import date, timedelta

import pytest

from bot.rules.money import Money
from bot.rules.promise import (
    PromiseEvent,
    PromiseLimits,
    PromiseState,
    broken_in_a_row,
    judge_promise,
    next_state,
    outcome,
)
from bot.rules.states import IllegalTransition

LIMITS = PromiseLimits(max_days_ahead=30, grace_days=2, max_broken=2, source="product choice")
TODAY = date(2025, 5, 1)
OWED = Money(50000, "USD")


@pytest.mark.parametrize(
    ("units", "days", "reason"),
    [(20000, 5, "ok"), (None, 30, "ok"), (20000, 0, "ok"), (20000, 31, "too_far_ahead"),
     (20000, -1, "date_in_past"), (50001, 5, "above_owed"), (0, 5, "amount_not_positive")],
)  # fmt: skip
def test_promises(units: int | None, days: int, reason: str) -> None:
    amount = None if units is None else Money(units, "USD")
    verdict = judge_promise(amount, TODAY + timedelta(days=days), OWED, TODAY, LIMITS)
    assert (verdict.reason, verdict.ok) == (reason, reason == "ok")
    assert verdict.latest == date(2025, 5, 31)
    assert verdict.amount == ((amount or OWED) if verdict.ok else None)


def test_other_currency_and_nothing_owed() -> None:
    assert judge_promise(Money(1, "GBP"), TODAY, OWED, TODAY, LIMITS).reason == "other_currency"
    assert judge_promise(None, TODAY, Money(0, "USD"), TODAY, LIMITS).reason == "nothing_owed"


def test_kept_open_broken() -> None:
    day, half = date(2025, 5, 10), Money(25000, "USD")
    assert outcome(OWED, day, OWED, TODAY, LIMITS) is PromiseEvent.KEEP
    assert outcome(OWED, day, half, date(2025, 5, 12), LIMITS) is None
    assert outcome(OWED, day, half, date(2025, 5, 13), LIMITS) is PromiseEvent.BREAK
    assert next_state(PromiseState.OPEN, "keep") is PromiseState.KEPT
    with pytest.raises(IllegalTransition):
        next_state(PromiseState.KEPT, "break")


def test_a_kept_promise_opens_again_and_frozen_days_are_not_late() -> None:
    assert next_state(PromiseState.KEPT, "reopen") is PromiseState.OPEN
    for state in (PromiseState.OPEN, PromiseState.BROKEN, PromiseState.REPLACED):
        with pytest.raises(IllegalTransition):
            next_state(state, "reopen")
    day, nothing = date(2025, 5, 10), Money(0, "USD")
    frozen = {date(2025, 5, 11), date(2025, 5, 13)}
    assert outcome(OWED, day, nothing, date(2025, 5, 14), LIMITS, frozen) is None
    assert outcome(OWED, day, nothing, date(2025, 5, 15), LIMITS, frozen) is PromiseEvent.BREAK


def test_broken_in_a_row() -> None:
    broken, kept, replaced = PromiseState.BROKEN, PromiseState.KEPT, PromiseState.REPLACED
    assert broken_in_a_row([]) == 0
    assert broken_in_a_row([broken, replaced, PromiseState.OPEN, broken, kept, broken]) == 2
    assert broken_in_a_row([kept, broken, broken]) == 0
