"""How is a sum spread over dates, within which limits, and where does a plan stand?

Instalments sum to the cent. Due dates are calendar days where the person lives. The limits are a
policy row for a segment and a currency; no number of theirs stands here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import islice
from typing import Final

from bot.rules.dates import Holiday, add_months
from bot.rules.money import Money, total_of
from bot.rules.payday import Payday, PaydayKind
from bot.rules.states import IllegalTransition


class Frequency(StrEnum):
    """How often an instalment falls due."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


A_YEAR: Final = {Frequency.WEEKLY: 52, Frequency.FORTNIGHTLY: 26, Frequency.MONTHLY: 12}
"""So many payments a year at each frequency."""
_DAYS: Final = {Frequency.WEEKLY: 7, Frequency.FORTNIGHTLY: 14}


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment of a plan and the day by which it is due."""

    amount: Money
    due_date: date


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """What the business allows one segment in one currency.

    `max_instalments` counts months: weekly and fortnightly plans may have as many payments as fit
    into the same time. `longest_days`: the last instalment is due so many days from today at
    most. `first_payment_share`: at least that part of the total is paid first. The waivers are
    parts of outstanding interest and fees; a plan never cuts principal. `usual_counts`: how many
    instalments are offered unasked. `affordable_share`: the part of what a person says they can
    afford that an offer may take. `person_below_share`: a counter-offer below that part of the
    nearest allowed instalment goes to a person. `token_payment` None and `pause_days` 0: none.
    `sources`: name of a limit to its source. `full_payment_principal_waiver`: the part of the
    principal that paying in full may cut (0: none). `interest_free`: no interest accrues while the
    plan is kept. `grace_days`: an instalment may be so late before the plan counts as broken.
    `renegotiations`: so often a plan may be changed before `approver` decides. `income_share`: the
    part of what is left of the income after outgoings that instalments may take.
    `rest_within_days`: after a first part, the rest in one sum is due so many days from today at
    most. `alignments`: the kinds of payday that instalments may follow. `holidays`: no
    business days.
    """

    segment: str
    currency: str
    version: str
    max_instalments: int
    smallest_instalment: Money
    first_payment_share: Fraction
    first_payment_within_days: int
    first_payment_usual_days: int
    longest_days: int
    interest_waiver: Fraction
    fees_waiver: Fraction
    full_payment_interest_waiver: Fraction
    full_payment_fees_waiver: Fraction
    full_payment_within_days: int
    more_time_days: int
    token_payment: Money | None
    token_instalments: int
    pause_days: int
    frequencies: tuple[Frequency, ...]
    usual_counts: tuple[int, ...]
    affordable_share: Fraction
    person_below_share: Fraction
    full_payment_principal_waiver: Fraction = Fraction(0)
    interest_free: bool = True
    grace_days: int = 0
    renegotiations: int = 0
    approver: str = "agent"
    income_share: Fraction = Fraction(1)
    rest_within_days: int = 0
    alignments: tuple[PaydayKind, ...] = tuple(PaydayKind)
    product: str = ""
    holidays: tuple[Holiday, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    def most_instalments(self, frequency: Frequency) -> int:
        """How many payments at this frequency fit into `max_instalments` months."""
        return self.max_instalments * A_YEAR[frequency] // 12

    def source(self, rule: str) -> str:
        """Where that limit comes from; empty when the policy names none."""
        return self.sources.get(rule, "")


def due_dates(
    count: int,
    first_due: date,
    frequency: Frequency,
    payday: Payday | None = None,
    holidays: Iterable[Holiday] = (),
) -> tuple[date, ...]:
    """The days on which `count` instalments fall due, starting with `first_due`.

    Monthly follows a payday that is told by the month, else keeps the day of the month, clipped to
    the length of each: the 31st is followed by the 28th and by the 31st again.
    """
    if frequency is not Frequency.MONTHLY:
        step = timedelta(days=_DAYS[frequency])
        return tuple(first_due + i * step for i in range(count))
    rule = payday if payday is not None and payday.kind is not PaydayKind.WEEKDAY else None
    months = (add_months(first_due, i) for i in range(1, count))
    rows = tuple(holidays)
    return (first_due, *(rule.in_month(m.year, m.month, rows) if rule else m for m in months))


def schedule(
    total: Money,
    count: int,
    first_due: date,
    frequency: Frequency,
    payday: Payday | None = None,
    holidays: Iterable[Holiday] = (),
) -> tuple[Instalment, ...]:
    """`count` instalments that differ by one minor unit at most and sum to `total` exactly.

    ValueError when `count` is below 1 or there is less than one minor unit for each.
    """
    if total.minor < count:
        raise ValueError("less than one minor unit for each instalment")
    return on_dates(total.split(count), first_due, frequency, payday, holidays)


def on_dates(
    amounts: Iterable[Money],
    first_due: date,
    frequency: Frequency,
    payday: Payday | None = None,
    holidays: Iterable[Holiday] = (),
) -> tuple[Instalment, ...]:
    """These amounts, one after the other, on the days of the frequency."""
    parts = tuple(amounts)
    days = due_dates(len(parts), first_due, frequency, payday, holidays)
    return tuple(Instalment(amount, day) for amount, day in zip(parts, days, strict=True))


class PlanState(StrEnum):
    """Where a plan stands in its life."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    COMPLETED = "completed"
    BROKEN = "broken"
    RENEGOTIATED = "renegotiated"
    CANCELLED = "cancelled"


class PlanEvent(StrEnum):
    """What happens to a plan."""

    ACCEPT = "accept"
    COMPLETE = "complete"
    BREAK = "break"
    CURE = "cure"
    REOPEN = "reopen"
    RENEGOTIATE = "renegotiate"
    CANCEL = "cancel"


_NEXT: Final[dict[tuple[PlanState, PlanEvent], PlanState]] = {
    (PlanState.PROPOSED, PlanEvent.ACCEPT): PlanState.ACTIVE,
    (PlanState.PROPOSED, PlanEvent.RENEGOTIATE): PlanState.RENEGOTIATED,
    (PlanState.PROPOSED, PlanEvent.CANCEL): PlanState.CANCELLED,
    (PlanState.ACTIVE, PlanEvent.COMPLETE): PlanState.COMPLETED,
    (PlanState.ACTIVE, PlanEvent.BREAK): PlanState.BROKEN,
    (PlanState.ACTIVE, PlanEvent.RENEGOTIATE): PlanState.RENEGOTIATED,
    (PlanState.ACTIVE, PlanEvent.CANCEL): PlanState.CANCELLED,
    (PlanState.COMPLETED, PlanEvent.REOPEN): PlanState.ACTIVE,
    (PlanState.BROKEN, PlanEvent.CURE): PlanState.ACTIVE,
    (PlanState.BROKEN, PlanEvent.COMPLETE): PlanState.COMPLETED,
    (PlanState.BROKEN, PlanEvent.RENEGOTIATE): PlanState.RENEGOTIATED,
    (PlanState.BROKEN, PlanEvent.CANCEL): PlanState.CANCELLED,
}


def next_state(state: PlanState, event: PlanEvent | str) -> PlanState:
    """The state after the event. IllegalTransition when it cannot happen.

    A broken plan is cured by catching up; a payment that is taken back re-opens a completed one;
    renegotiated and cancelled are final.
    """
    try:
        return _NEXT[(state, PlanEvent(event))]
    except (KeyError, ValueError):
        raise IllegalTransition(f"{event} of a plan that is {state}") from None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a plan goes: what was due by now, what is missing of it, what is due next, and since
    which day it counts as broken (None: it does not)."""

    due: Money
    missing: Money
    next: Instalment | None
    completed: bool
    broken_on: date | None = None

    @property
    def broken(self) -> bool:
        """Is an instalment unpaid for longer than the days of grace?"""
        return self.broken_on is not None


def standing(
    instalments: Iterable[Instalment],
    paid: Money,
    today: date,
    grace_days: int,
    frozen: Collection[date] = (),
) -> Standing:
    """Where a plan stands after `paid` in all since it was agreed.

    It is broken when an instalment is unpaid more than `grace_days` after its due date; `frozen`
    days, on which a hold stops all charges, do not count. CurrencyMismatch when currencies differ.
    """
    parts = sorted(instalments, key=lambda i: i.due_date)
    due = total_of((i.amount for i in parts if i.due_date <= today), paid.currency)
    everything = total_of((i.amount for i in parts), paid.currency)
    missing = max(due - paid, Money.zero(paid.currency))
    coming = next((i for i in parts if i.due_date > today), None)
    left, late = paid, None
    for part in parts:
        left -= part.amount
        if left.minor < 0 and part.amount:
            late = late_on(part.due_date, today, grace_days, frozen)
            break
    return Standing(due, missing, coming, paid >= everything, late)


def late_on(due: date, today: date, grace_days: int, frozen: Collection[date] = ()) -> date | None:
    """The day on which what was due on `due` is later than the days of grace allow, frozen days not
    counted; None when that day has not come by `today`."""
    days = (due + timedelta(days=n) for n in range(1, (today - due).days + 1))
    counted = (day for day in days if day not in frozen)
    return next(islice(counted, grace_days, None), None)
