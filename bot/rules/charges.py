"""What interest and which late fee does a contract add to a debt that is not paid in time?

Simple interest on principal alone, a part of a year for each day, never on interest or fees. A day
is charged on the principal outstanding when it begins, where the person lives; so a payment saves
the interest from the next day on. Caps are policy rows (CDC 52 §1; Lei 14.905/2024: interest only
as agreed). Amounts are `Money`, rates are parts of a year as Fractions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from fractions import Fraction
from typing import Any, Final

from bot.rules.account import DEFAULT_ORDER, Component, Entry, EntryKind, balance
from bot.rules.money import Money

_PERCENT: Final = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,6})?)\s*%")
_HIGHEST: Final = 10
"""A rate above 1,000 % a year is a slip of the pen."""
_LONGEST_DAYS: Final = 3650
_NAMES: Final = ("annual_rate", "late_fee", "fee_after_days", "interest_from_days")


@dataclass(frozen=True, slots=True)
class ChargeLimits:
    """A country's rows: the largest yearly rate and late fee (None: as agreed), the rate where
    none was agreed, how many days make a year, and in which order a payment is allocated."""

    interest_cap: Fraction | None = None
    late_fee_cap: Fraction | None = None
    interest_without_agreement: Fraction = Fraction(0)
    day_count: int = 365
    allocation: tuple[Component, ...] = DEFAULT_ORDER


@dataclass(frozen=True, slots=True)
class ChargeTerms:
    """What the contract says: a yearly rate (None: nothing agreed), a late fee as a part of the
    principal or as a sum, and how many days after the due date each begins."""

    annual_rate: Fraction | None = None
    late_fee: Fraction | Money | None = None
    fee_after_days: int = 0
    interest_from_days: int = 0


def read_terms(raw: Mapping[str, Any], currency: str) -> ChargeTerms:
    """The terms of a debt as they are kept: {"annual_rate": "12%", "late_fee": "2%" or {"amount":
    "5.00"}, "fee_after_days": 0, "interest_from_days": 0}, all optional.

    ValueError with what is wrong in plain words.
    """
    if odd := sorted(set(raw) - set(_NAMES)):
        raise ValueError(f"{odd[0]!r} is no term that we know")
    rate, fee = raw.get("annual_rate"), raw.get("late_fee")
    return ChargeTerms(
        annual_rate=None if rate is None else _part("annual_rate", rate, _HIGHEST),
        late_fee=None if fee is None else _fee(fee, currency),
        fee_after_days=_days("fee_after_days", raw.get("fee_after_days", 0)),
        interest_from_days=_days("interest_from_days", raw.get("interest_from_days", 0)),
    )


def as_terms(annual_rate: str | None, late_fee: str | None, currency: str) -> dict[str, Any]:
    """Terms as they are kept, from what people write: "12%", and "2%" or "5.00" for the late fee.

    ValueError with what is wrong in plain words.
    """
    terms: dict[str, Any] = {}
    if annual_rate:
        terms["annual_rate"] = annual_rate
    if late_fee:
        terms["late_fee"] = late_fee if "%" in late_fee else {"amount": late_fee}
    read_terms(terms, currency)
    return terms


def _part(name: str, value: Any, most: int) -> Fraction:
    found = _PERCENT.fullmatch(value.strip()) if isinstance(value, str) else None
    part = Fraction(found[1]) / 100 if found else None
    if part is None or part > most:
        raise ValueError(f"{name} is a percentage from 0% to {most * 100}% such as 12%")
    return part


def _fee(value: Any, currency: str) -> Fraction | Money:
    if not isinstance(value, Mapping):
        return _part("late_fee", value, 1)
    text = value.get("amount")
    if set(value) != {"amount"} or not isinstance(text, str):
        raise ValueError("late_fee is a percentage such as 2%, or an amount such as 5.00")
    amount = Money.parse(text, currency)
    if amount.minor < 0:
        raise ValueError("late_fee is not negative")
    return amount


def _days(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LONGEST_DAYS:
        raise ValueError(f"{name} is a whole number of days from 0 to {_LONGEST_DAYS}")
    return value


def capped(terms: ChargeTerms, limits: ChargeLimits) -> ChargeTerms:
    """The terms as far as the country allows. A fee that is a sum is capped in `late_fee`."""
    rate = limits.interest_without_agreement if terms.annual_rate is None else terms.annual_rate
    if limits.interest_cap is not None:
        rate = min(rate, limits.interest_cap)
    fee = terms.late_fee
    if isinstance(fee, Fraction) and limits.late_fee_cap is not None:
        fee = min(fee, limits.late_fee_cap)
    return replace(terms, annual_rate=rate, late_fee=fee)


def late_fee(principal: Money, terms: ChargeTerms, limits: ChargeLimits) -> Money:
    """The late fee on this principal, rounded half up, and never above the country's cap, which
    is rounded down (CDC 52 §1: 2 % in Brazil)."""
    fee = capped(terms, limits).late_fee
    if fee is None:
        return Money.zero(principal.currency)
    amount = principal.share(fee) if isinstance(fee, Fraction) else fee
    cap = limits.late_fee_cap
    if cap is None:
        return amount
    most = principal.minor * cap
    return min(amount, Money(most.numerator // most.denominator, principal.currency))


@dataclass(frozen=True, slots=True)
class Overdue:
    """A debt whose charges are counted: its contract, its due date, the day on which it was handed
    over (what fell due till then stands in the amounts handed over), where the person lives, and
    the days on which nothing is charged."""

    currency: str
    terms: ChargeTerms
    limits: ChargeLimits
    due: date
    since: date
    zone: tzinfo
    frozen: Collection[date] = frozenset()

    def opening(self, day: date) -> datetime:
        """The instant when the day begins."""
        return datetime.combine(day, time.min, self.zone)

    @property
    def first_day(self) -> date:
        """The first day that interest or the late fee may be charged for."""
        days = min(self.terms.interest_from_days, self.terms.fee_after_days)
        return max(self.due + timedelta(days=days), self.since) + timedelta(days=1)

    def bears_interest(self, day: date) -> bool:
        """Is interest charged for this day, as long as principal is owed?"""
        start = max(self.due + timedelta(days=self.terms.interest_from_days), self.since)
        return day > start and day not in self.frozen

    def bears_fee(self, day: date) -> bool:
        """May the late fee be charged on this day? Never when its day came before the hand-over."""
        start = self.due + timedelta(days=self.terms.fee_after_days)
        return day > start >= self.since and day not in self.frozen


@dataclass(frozen=True, slots=True)
class Step:
    """All that was charged from the beginning through `day`."""

    day: date
    interest: Money
    fee: Money


def accrued(
    debt: Overdue, entries: Iterable[Entry], through: date, marks: Iterable[date] = ()
) -> tuple[Step, ...]:
    """What the contract charges, day by day, summed up at the days that matter: each day on which
    an entry stands, each of `marks`, and `through`.

    `entries` is the ledger without what accrual itself has written: so the answer is the same
    however often and however late it is asked. The sum is kept exact and rounded half up once.
    """
    known = sorted(entries, key=lambda e: e.at)
    zero = Money.zero(debt.currency)
    rate = capped(debt.terms, debt.limits).annual_rate or Fraction(0)
    exact, fee = Fraction(0), zero
    own: list[Entry] = []
    steps: list[Step] = []
    for first, last in _spans(debt, known, through, marks):
        opening = debt.opening(first)
        before = [e for e in known if e.at < opening]
        owed = balance([*before, *own], debt.currency, debt.limits.allocation).principal
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        fee_day = next((d for d in days if debt.bears_fee(d)), None)
        if owed and not fee and fee_day is not None:
            fee = late_fee(owed, debt.terms, debt.limits)
            own += _entry(EntryKind.FEE, fee, debt.opening(fee_day))
        bearing = sum(debt.bears_interest(day) for day in days)
        exact += owed.minor * rate * bearing / debt.limits.day_count
        interest = Money(1, debt.currency).share(exact)
        charged = interest - (steps[-1].interest if steps else zero)
        own += _entry(EntryKind.INTEREST, charged, debt.opening(last))
        steps.append(Step(last, interest, fee))
    return tuple(steps)


def _spans(
    debt: Overdue, entries: Sequence[Entry], through: date, marks: Iterable[date]
) -> Iterator[tuple[date, date]]:
    """Spans of days, both ends included, within which nothing happens in the ledger."""
    first = debt.first_day
    ends = {e.at.astimezone(debt.zone).date() for e in entries} | set(marks) | {through}
    for last in sorted(day for day in ends if first <= day <= through):
        yield first, last
        first = last + timedelta(days=1)


def _entry(kind: EntryKind, amount: Money, at: datetime) -> list[Entry]:
    return [Entry(kind, amount, at)] if amount else []


@dataclass(frozen=True, slots=True)
class Posting:
    """An entry that accrual writes. `day` None: it corrects what was written before."""

    kind: EntryKind
    component: Component
    amount: Money
    day: date | None


def to_post(
    steps: Sequence[Step], interest: Money, fee: Money, last: date | None
) -> tuple[Posting, ...]:
    """What to write so that the ledger holds what `steps` say.

    `interest` and `fee` are what accrual wrote so far, `last` is the day of its last entry: where
    the days till then come out differently now (a payment that was told late, a hold that was
    lifted), the difference is corrected, down by a credit note, up by a charge.
    """
    written = [step for step in steps if last is not None and step.day <= last]
    zero = Money.zero(interest.currency)
    then = written[-1] if written else Step(date.min, zero, zero)
    postings = [
        *_difference(Component.INTEREST, then.interest - interest, None),
        *_difference(Component.FEES, then.fee - fee, None),
    ]
    for step in steps[len(written) :]:
        postings += _difference(Component.FEES, step.fee - then.fee, step.day)
        postings += _difference(Component.INTEREST, step.interest - then.interest, step.day)
        then = step
    return tuple(postings)


def _difference(component: Component, amount: Money, day: date | None) -> list[Posting]:
    if not amount:
        return []
    adds = EntryKind.INTEREST if component is Component.INTEREST else EntryKind.FEE
    kind = adds if amount.minor > 0 else EntryKind.CREDIT
    return [Posting(kind, component, amount if amount.minor > 0 else -amount, day)]


def frozen_days(
    spans: Iterable[tuple[datetime, datetime | None]], first: date, last: date, zone: tzinfo
) -> frozenset[date]:
    """The days from `first` to `last` that begin inside one of the spans of time, the start of a
    span included, its end not. An end of None lies after all days."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    spans = tuple(spans)

    def inside(day: date) -> bool:
        opening = datetime.combine(day, time.min, zone)
        return any(start <= opening and (end is None or opening < end) for start, end in spans)

    return frozenset(day for day in days if inside(day))
