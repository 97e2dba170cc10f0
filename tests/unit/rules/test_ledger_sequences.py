"""Does the ledger account for every cent, whatever happens in whatever sequence?

Entries come one by one, late and at the same instant too; payments are taken back in parts. A
second ledger, of plain whole numbers, is kept beside the rules' own. GOODFAITH_EXAMPLES asks for
more sequences.
"""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.rules.account import Balance, Component, Entry, EntryKind, balance
from bot.rules.money import LARGEST, Money

SEQUENCES = int(os.environ.get("GOODFAITH_EXAMPLES", "3000")) // 10
ORDERS: tuple[tuple[Component, ...], ...] = (
    (Component.FEES, Component.INTEREST, Component.PRINCIPAL),
    (Component.PRINCIPAL, Component.INTEREST, Component.FEES),
    (Component.INTEREST, Component.PRINCIPAL, Component.FEES),
)
ADDS = {
    EntryKind.CHARGE: Component.PRINCIPAL,
    EntryKind.INTEREST: Component.INTEREST,
    EntryKind.FEE: Component.FEES,
}
AT_ONCE = {
    kind: n for n, kind in enumerate((*ADDS, EntryKind.WAIVER, EntryKind.CREDIT, EntryKind.PAYMENT))
}
START = datetime(2024, 11, 3, 4, tzinfo=UTC)
"""An hour before the clocks go back in New York, where 1.30 comes twice that night."""
NEW_YORK = ZoneInfo("America/New_York")
ZONES = (NEW_YORK, UTC, NEW_YORK, ZoneInfo("America/Sao_Paulo"))

AMOUNTS = st.one_of(
    st.integers(1, 5), st.integers(1, 50_000), st.sampled_from((1, 10**12, LARGEST))
)
INSTANTS = st.builds(
    lambda minutes, zone: (START + timedelta(minutes=minutes)).astimezone(zone),
    st.one_of(st.sampled_from((0, 60, 90, 120, 150, 180)), st.integers(0, 60 * 24 * 90)),
    st.sampled_from(ZONES),
)


def reckon(
    entries: list[Entry], order: tuple[Component, ...]
) -> tuple[dict[Component, int], int, int]:
    """(owed by component, credit, what waivers really waived), in plain whole numbers."""
    owed, credit, waived = dict.fromkeys(Component, 0), 0, 0
    lines = [e for e in entries if e.reverses is None]
    lines.sort(key=lambda e: (e.at.timestamp(), AT_ONCE[e.kind], str(e.component or "")))
    for entry in lines:
        units = entry.amount.minor
        if entry.kind is EntryKind.WAIVER and entry.component is not None:
            cut = min(units, owed[entry.component])
            owed[entry.component] -= cut
            waived += cut
        elif entry.kind is EntryKind.CREDIT:
            first = entry.component or Component.PRINCIPAL
            cut = min(units, owed[first])
            owed[first] -= cut
            credit += units - cut
        elif entry.kind is EntryKind.PAYMENT:
            credit += units - taken_back(entries, entry.key)
        else:
            owed[ADDS[entry.kind]] += units
        for component in order:
            used = min(credit, owed[component])
            owed[component] -= used
            credit -= used
    return owed, credit, waived


def taken_back(entries: list[Entry], key: str) -> int:
    return sum(e.amount.minor for e in entries if e.reverses is not None and e.reverses == key)


class Ledger(RuleBasedStateMachine):
    """One account, from its first entry to whatever comes."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []
        self.order = ORDERS[0]
        self.currency = "USD"

    @initialize(order=st.sampled_from(ORDERS), currency=st.sampled_from(("USD", "GBP", "BRL")))
    def open(self, order: tuple[Component, ...], currency: str) -> None:
        self.order, self.currency = order, currency

    def now(self) -> Balance:
        return balance(self.entries, self.currency, self.order)

    def add(
        self, kind: EntryKind, units: int, at: datetime, component: Component | None = None
    ) -> None:
        key = f"{kind}-{len(self.entries)}"
        self.entries.append(Entry(kind, Money(units, self.currency), at, component, key))

    @rule(kind=st.sampled_from(sorted(ADDS)), units=AMOUNTS, at=INSTANTS)
    def add_to_the_debt(self, kind: EntryKind, units: int, at: datetime) -> None:
        self.add(kind, units, at)

    @rule(units=AMOUNTS, at=INSTANTS)
    def pay(self, units: int, at: datetime) -> None:
        self.add(EntryKind.PAYMENT, units, at)

    @rule(units=AMOUNTS, at=INSTANTS, component=st.sampled_from(Component))
    def waive(self, units: int, at: datetime, component: Component) -> None:
        self.add(EntryKind.WAIVER, units, at, component)

    @rule(units=AMOUNTS, at=INSTANTS, component=st.sampled_from((None, *Component)))
    def correct_downward(self, units: int, at: datetime, component: Component | None) -> None:
        self.add(EntryKind.CREDIT, units, at, component)

    @precondition(lambda self: any(e.kind is EntryKind.PAYMENT for e in self.entries))
    @rule(data=st.data(), at=INSTANTS, whole=st.booleans())
    def take_a_payment_back(self, data: st.DataObject, at: datetime, whole: bool) -> None:
        """It lowers what counts as paid by exactly that; one unit too much is refused."""
        paid = data.draw(st.sampled_from([e for e in self.entries if e.kind is EntryKind.PAYMENT]))
        left, before = paid.amount.minor - taken_back(self.entries, paid.key), self.now()
        if not left:
            return
        units = left if whole else data.draw(st.integers(1, left))
        back = Entry(EntryKind.REVERSAL, Money(units, self.currency), at, reverses=paid.key)
        self.entries.append(back)
        after = self.now()
        was, now = (b.total.minor - b.credit.minor for b in (before, after))
        assert was <= now <= was + units
        too_much = Entry(
            EntryKind.REVERSAL, Money(left - units + 1, self.currency), at, reverses=paid.key
        )
        with pytest.raises(ValueError, match="no more than it was"):
            balance([*self.entries, too_much], self.currency, self.order)

    @precondition(lambda self: any(e.kind in ADDS for e in self.entries))
    @rule(data=st.data())
    def the_same_again(self, data: st.DataObject) -> None:
        self.entries.append(data.draw(st.sampled_from([e for e in self.entries if e.kind in ADDS])))

    @precondition(lambda self: self.entries)
    @rule(over=st.integers(-1, 1))
    def pay_all_at_the_end(self, over: int) -> None:
        """Exactly what is owed, one unit less, one unit more."""
        before, last = self.now(), max(e.at.astimezone(UTC) for e in self.entries)
        units = before.total.minor + over
        if units < 1:
            return
        self.add(EntryKind.PAYMENT, units, last + timedelta(seconds=1))
        after = self.now()
        assert after.total.minor == max(0, -over)
        assert after.credit.minor == before.credit.minor + max(0, over)

    @precondition(lambda self: self.entries)
    @rule(component=st.sampled_from(Component), units=AMOUNTS)
    def waive_at_the_end(self, component: Component, units: int) -> None:
        """It touches its own component only, and never makes credit."""
        before, last = self.now(), max(e.at.astimezone(UTC) for e in self.entries)
        self.add(EntryKind.WAIVER, units, last + timedelta(seconds=1), component)
        after, names = self.now(), {c: c.value for c in Component}
        for each, name in names.items():
            was = getattr(before, name).minor
            left = max(0, was - units) if each is component else was
            assert getattr(after, name).minor == left
        assert after.credit == before.credit

    @invariant()
    def nothing_is_negative_and_credit_means_nothing_is_owed(self) -> None:
        is_now = self.now()
        parts = (is_now.principal, is_now.interest, is_now.fees, is_now.credit)
        assert all(part.minor >= 0 and part.currency == self.currency for part in parts)
        assert not (is_now.credit and is_now.total)

    @invariant()
    def every_cent_is_accounted_for(self) -> None:
        """What was added is what is owed, was paid and kept, or was waived."""
        is_now, (owed, credit, waived) = self.now(), reckon(self.entries, self.order)
        assert (is_now.principal.minor, is_now.interest.minor, is_now.fees.minor) == (
            owed[Component.PRINCIPAL], owed[Component.INTEREST], owed[Component.FEES]
        )  # fmt: skip
        assert is_now.credit.minor == credit
        added = sum(e.amount.minor for e in self.entries if e.kind in ADDS)
        money = (EntryKind.PAYMENT, EntryKind.CREDIT)
        paid = sum(e.amount.minor for e in self.entries if e.kind in money)
        paid -= sum(e.amount.minor for e in self.entries if e.kind is EntryKind.REVERSAL)
        asked = sum(e.amount.minor for e in self.entries if e.kind is EntryKind.WAIVER)
        assert added == is_now.total.minor + (paid - is_now.credit.minor) + waived
        assert 0 <= waived <= asked

    @invariant()
    def the_sequence_of_arrival_does_not_matter(self) -> None:
        is_now, mixed = self.now(), list(self.entries)
        assert balance(reversed(mixed), self.currency, self.order) == is_now
        Random(len(mixed)).shuffle(mixed)
        assert balance(iter(mixed), self.currency, self.order) == is_now

    @invariant()
    def the_zone_of_an_instant_does_not_matter(self) -> None:
        plain = [replace(e, at=e.at.astimezone(UTC)) for e in self.entries]
        assert balance(plain, self.currency, self.order) == self.now()


Ledger.TestCase.settings = settings(
    max_examples=SEQUENCES, stateful_step_count=25, derandomize=True,
    database=None, suppress_health_check=list(HealthCheck),
)  # fmt: skip


def test_the_hour_that_comes_twice() -> None:
    """The fee is paid at the first half past one, so at the second nothing is left to waive."""

    def entries(zone: tzinfo) -> list[Entry]:
        lines = (
            (EntryKind.CHARGE, 0, None), (EntryKind.FEE, 0, None),
            (EntryKind.PAYMENT, 90, None), (EntryKind.WAIVER, 150, Component.FEES),
        )  # fmt: skip
        return [
            Entry(kind, Money(50, "USD"), (START + timedelta(minutes=n)).astimezone(zone), of)
            for kind, n, of in lines
        ]

    none = Money.zero("USD")
    for zone in ZONES:
        assert balance(entries(zone), "USD") == Balance.of(Money(50, "USD"), none, none)


@pytest.mark.timeout(120 + SEQUENCES // 5)
class TestLedger(Ledger.TestCase):  # type: ignore[misc,valid-type]
    """Run it."""
