"""Do instalments sum to the cent and keep their days, and do plans live their life?"""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies import load_policies
from bot.rules.money import Money, total_of
from bot.rules.payday import Payday, PaydayKind
from bot.rules.plan import (
    Frequency,
    PlanEvent,
    PlanState,
    due_dates,
    next_state,
    schedule,
    standing,
)
from bot.rules.states import IllegalTransition


@given(
    st.integers(1, 10_000_000), st.integers(1, 60), st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    st.sampled_from(Frequency),
)  # fmt: skip
def test_schedules_sum_to_the_cent(
    units: int, count: int, first: date, frequency: Frequency
) -> None:
    total = Money(max(units, count), "USD")
    parts = schedule(total, count, first, frequency)
    days = [part.due_date for part in parts]
    assert total_of((part.amount for part in parts), "USD") == total
    assert days[0] == first
    assert days == sorted(set(days))
    if frequency is not Frequency.MONTHLY:
        assert days[-1] - first == (count - 1) * timedelta(
            days=7 if frequency is Frequency.WEEKLY else 14
        )


def test_monthly_keeps_the_day() -> None:
    days = due_dates(4, date(2025, 1, 31), Frequency.MONTHLY)
    assert [d.isoformat()[5:] for d in days] == ["01-31", "02-28", "03-31", "04-30"]
    payday = due_dates(3, date(2025, 2, 28), Frequency.MONTHLY, Payday(PaydayKind.DAY, 31))
    assert [d.isoformat()[5:] for d in payday] == ["02-28", "03-31", "04-30"]


def test_instalments_follow_paydays() -> None:
    free = load_policies().for_country("BR").contact.holidays
    fifth = Payday(PaydayKind.BUSINESS_DAY, 5)
    months = due_dates(4, date(2026, 11, 9), Frequency.MONTHLY, fifth, free)
    assert [d.isoformat()[2:] for d in months] == ["26-11-09", "26-12-07", "27-01-08", "27-02-05"]
    last = Payday(PaydayKind.LAST_BUSINESS_DAY)
    ends = due_dates(3, date(2026, 12, 31), Frequency.MONTHLY, last, free)
    assert [d.isoformat()[5:] for d in ends] == ["12-31", "01-29", "02-26"]
    friday = Payday(PaydayKind.WEEKDAY, 4)
    for frequency, days in ((Frequency.WEEKLY, 7), (Frequency.FORTNIGHTLY, 14)):
        weeks = due_dates(5, date(2026, 11, 27), frequency, friday, free)
        assert all(friday.falls_on(day) for day in weeks)
        assert {(b - a).days for a, b in pairwise(weeks)} == {days}


def test_a_cent_each_is_the_least() -> None:
    with pytest.raises(ValueError, match="minor unit"):
        schedule(Money(2, "USD"), 3, date(2025, 1, 1), Frequency.WEEKLY)


def test_the_life_of_a_plan() -> None:
    state = PlanState.PROPOSED
    for event in ("accept", "break", "cure", "complete"):
        state = next_state(state, event)
    assert state is PlanState.COMPLETED
    assert next_state(PlanState.ACTIVE, PlanEvent.RENEGOTIATE) is PlanState.RENEGOTIATED
    assert next_state(PlanState.COMPLETED, "reopen") is PlanState.ACTIVE
    finals = [(PlanState.COMPLETED, set(PlanEvent) - {PlanEvent.REOPEN})]
    finals += [(state, set(PlanEvent)) for state in (PlanState.RENEGOTIATED, PlanState.CANCELLED)]
    for final, events in finals:
        for event in sorted(events):
            with pytest.raises(IllegalTransition):
                next_state(final, event)


def test_standing_as_a_diary() -> None:
    parts = schedule(Money(30000, "USD"), 3, date(2025, 1, 10), Frequency.MONTHLY)
    paid = Money(10000, "USD")
    january = standing(parts, paid, date(2025, 1, 20), 2)
    assert (january.missing, january.broken) == (Money(0, "USD"), False)
    assert january.next == parts[1]
    assert standing(parts, paid, date(2025, 2, 10), 2).missing == Money(10000, "USD")
    assert not standing(parts, paid, date(2025, 2, 12), 2).broken
    assert standing(parts, paid, date(2025, 2, 13), 2).broken
    assert standing(parts, Money(30000, "USD"), date(2025, 2, 13), 2).completed


def test_frozen_days_are_no_days_of_grace() -> None:
    """Due on 10 January, two days of grace, frozen from the 11th to the 20th: till the 22nd."""
    parts = schedule(Money(30000, "USD"), 3, date(2025, 1, 10), Frequency.MONTHLY)
    frozen = {date(2025, 1, day) for day in range(11, 21)}
    nothing = Money(0, "USD")
    assert not standing(parts, nothing, date(2025, 1, 22), 2, frozen).broken
    assert standing(parts, nothing, date(2025, 1, 23), 2, frozen).broken_on == date(2025, 1, 23)
    assert standing(parts, nothing, date(2025, 3, 1), 2).broken_on == date(2025, 1, 13)
    some = Money(9999, "USD")
    assert standing(parts, some, date(2025, 3, 1), 2).broken_on == date(2025, 1, 13)
    first = Money(10000, "USD")
    assert standing(parts, first, date(2025, 3, 1), 2).broken_on == date(2025, 2, 13)
