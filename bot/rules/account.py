"""What does this account owe, of what is it made, and for how long has it been due?

The ledger: entries are facts that never change; the balance is computed from them. Amounts are
`Money` of one currency, `at` is an aware datetime, due dates are calendar days in the creditor's
country.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.rules.dates import add_years
from bot.rules.money import Money, total_of


class EntryKind(StrEnum):
    """What an entry in the ledger does."""

    CHARGE = "charge"
    INTEREST = "interest"
    FEE = "fee"
    PAYMENT = "payment"
    WAIVER = "waiver"
    REVERSAL = "reversal"
    CREDIT = "credit"


class Component(StrEnum):
    """What a debt is made of."""

    PRINCIPAL = "principal"
    INTEREST = "interest"
    FEES = "fees"


DEFAULT_ORDER: Final = (Component.FEES, Component.INTEREST, Component.PRINCIPAL)
"""The order in which a payment is allocated when a contract states no other."""

_ADDS: Final = {
    EntryKind.CHARGE: Component.PRINCIPAL,
    EntryKind.INTEREST: Component.INTEREST,
    EntryKind.FEE: Component.FEES,
}
_AT_ONCE: Final = (*_ADDS, EntryKind.WAIVER, EntryKind.CREDIT, EntryKind.PAYMENT)
"""At one and the same instant: what is owed first, then what is waived or credited, then what is
paid."""
_BY_COMPONENT: Final = {EntryKind.WAIVER, EntryKind.CREDIT}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: a positive amount at an aware instant.

    `component` says what a waiver waives, and what a credit note lowers first (None: principal).
    A reversal takes a payment back, in whole or part: `reverses` is the `key` of the payment.
    ValueError when the amount is not positive, the instant is naive, or component or `reverses` is
    missing or out of place.
    """

    kind: EntryKind
    amount: Money
    at: datetime
    component: Component | None = None
    key: str = ""
    reverses: str | None = None

    def __post_init__(self) -> None:
        if self.amount.minor <= 0:
            raise ValueError("the amount of an entry is positive")
        if self.at.tzinfo is None or self.at.utcoffset() is None:
            raise ValueError("an entry needs an instant with a time zone")
        if self.kind is EntryKind.WAIVER and self.component is None:
            raise ValueError("a waiver names its component")
        if self.component is not None and self.kind not in _BY_COMPONENT:
            raise ValueError("only a waiver and a credit note name a component")
        if (self.kind is EntryKind.REVERSAL) != bool(self.reverses):
            raise ValueError("a reversal names its payment, and only a reversal does")


@dataclass(frozen=True, slots=True)
class Balance:
    """What is outstanding of each component, and what was paid too much (`credit`)."""

    principal: Money
    interest: Money
    fees: Money
    credit: Money

    @property
    def total(self) -> Money:
        """Principal, interest and fees outstanding; never negative, credit not deducted.

        Credit is used up by the next charge at once, so both are never positive together in a
        balance that the ledger computed.
        """
        return self.principal + self.interest + self.fees

    @property
    def currency(self) -> str:
        """The currency of all four amounts."""
        return self.principal.currency

    @classmethod
    def of(cls, principal: Money, interest: Money, fees: Money) -> Balance:
        """A balance without credit."""
        return cls(principal, interest, fees, Money.zero(principal.currency))


def balance(
    entries: Iterable[Entry], currency: str, order: Sequence[Component] = DEFAULT_ORDER
) -> Balance:
    """The balance after all entries, in time order, whatever order they arrive in.

    A payment is allocated to the components by `order`; what is left becomes credit, which the
    next charge uses. A waiver never takes a component below zero and never makes credit; a credit
    note lowers its component, and what exceeds it counts like money. A payment that was taken back
    is allocated as if it had been that much smaller from the start. CurrencyMismatch when an entry
    has another currency; ValueError when `order` does not name every component once, or a reversal
    takes back more than its payment, or one that is not there.
    """
    if sorted(order) != sorted(Component):
        raise ValueError("the order names every component once")
    lines = list(entries)
    taken = _taken_back(lines, currency)
    owed = dict.fromkeys(Component, Money.zero(currency))
    credit = Money.zero(currency)
    for entry in sorted((e for e in lines if e.kind is not EntryKind.REVERSAL), key=_moment):
        if entry.kind is EntryKind.WAIVER and entry.component is not None:
            owed[entry.component] -= min(entry.amount, owed[entry.component])
            continue
        if entry.kind is EntryKind.PAYMENT:
            credit += entry.amount - taken.get(entry.key, Money.zero(currency))
        elif entry.kind is EntryKind.CREDIT:
            credit += _lower(owed, entry)
        else:
            owed[_ADDS[entry.kind]] += entry.amount
        credit = _allocate(credit, owed, order)
    return Balance(
        owed[Component.PRINCIPAL], owed[Component.INTEREST], owed[Component.FEES], credit
    )


def paid_net(entries: Iterable[Entry], currency: str) -> Money:
    """What was paid in all, without what was taken back. ValueError as in `balance`."""
    lines = list(entries)
    paid = total_of((e.amount for e in lines if e.kind is EntryKind.PAYMENT), currency)
    return paid - total_of(_taken_back(lines, currency).values(), currency)


def _taken_back(lines: Sequence[Entry], currency: str) -> dict[str, Money]:
    """What reversals take back of each payment, by the payment's key."""
    taken: dict[str, Money] = {}
    for entry in lines:
        if entry.reverses is not None:
            before = taken.get(entry.reverses, Money.zero(currency))
            taken[entry.reverses] = before + entry.amount
    for key, amount in taken.items():
        paid = [e.amount for e in lines if e.kind is EntryKind.PAYMENT and e.key == key]
        if len(paid) != 1 or amount > paid[0]:
            raise ValueError("a reversal takes back one payment, and no more than it was")
    return taken


def _lower(owed: dict[Component, Money], entry: Entry) -> Money:
    """A credit note lowers its component; what exceeds it is returned."""
    component = entry.component or Component.PRINCIPAL
    cut = min(entry.amount, owed[component])
    owed[component] -= cut
    return entry.amount - cut


def _moment(entry: Entry) -> tuple[datetime, int, str]:
    """Where the entry stands in time. In UTC: two times of one zone compare by the clock on the
    wall, which shows an hour twice in the night when clocks go back."""
    return entry.at.astimezone(UTC), _AT_ONCE.index(entry.kind), entry.component or ""


def _allocate(credit: Money, owed: dict[Component, Money], order: Sequence[Component]) -> Money:
    """Use `credit` on the components in order; the rest is returned."""
    for component in order:
        used = min(credit, owed[component])
        owed[component] -= used
        credit -= used
    return credit


def oldest_due(debts: Iterable[tuple[date, Balance]], today: date | None = None) -> date | None:
    """The oldest due date among debts that still owe something; None when none does.

    With `today`, only debts that are past due on that day count.
    """
    due = [day for day, owed in debts if owed.total and (today is None or day < today)]
    return min(due, default=None)


def days_past_due(due_date: date, today: date) -> int:
    """Whole days since the due date; 0 on the due date and before."""
    return max(0, (today - due_date).days)


@dataclass(frozen=True, slots=True)
class TimeBar:
    """After how long a debt may no longer be collected: `years` or `days` from the due date.

    `region` None stands for the rest of the country.
    """

    country: str
    region: str | None
    years: int | None
    days: int | None
    source: str


@dataclass(frozen=True, slots=True)
class TimeBarPolicy:
    """The limitation periods, by country and region."""

    periods: tuple[TimeBar, ...]

    def period(self, country: str, region: str | None = None) -> TimeBar | None:
        """The row for the region, else the country's own row, else None."""
        code = region_code(country, region)
        rows = {row.region: row for row in self.periods if row.country == country}
        return rows.get(code) or rows.get(None)


def region_code(country: str, region: str | None) -> str | None:
    """A region in the form that policies use: "US-ca" and "ca" are "CA"; blank is None."""
    code = (region or "").strip().upper().removeprefix(f"{country}-")
    return code or None


def time_barred(
    due_date: date, country: str, today: date, policy: TimeBarPolicy, region: str | None = None
) -> bool:
    """Is the debt past its limitation period, so that there is no outreach about it?

    Sources: Reg F 1006.26(b); CONC 7.15; CC 206 §5 I and REsp 2.088.100. The last day of the
    period itself is not yet barred. No row for the country: False.
    """
    row = policy.period(country, region)
    if row is None:
        return False
    if row.years is not None:
        return today > add_years(due_date, row.years)
    return row.days is not None and today > due_date + timedelta(days=row.days)
