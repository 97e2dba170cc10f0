"""Does a plan follow its ledger, whatever is paid, taken back, corrected or held, day after day?

The rules' own answer is held against one that counts instalment by instalment.
GOODFAITH_EXAMPLES asks for more sequences.
"""

import os
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.rules.account import Balance, Entry, EntryKind, balance, paid_net
from bot.rules.money import Money, total_of
from bot.rules.plan import Frequency, PlanEvent, PlanState, next_state, schedule, standing
from bot.rules.plan_progress import Covered, asked, cover, fill, shares, split_over, what_follows
from bot.rules.states import IllegalTransition

SEQUENCES = int(os.environ.get("GOODFAITH_EXAMPLES", "1500")) // 10
AGREED = date(2026, 3, 1)
UNITS = st.one_of(st.integers(1, 5), st.integers(1, 12_000))


def usd(units: int) -> Money:
    return Money(units, "USD")


class PlanLife(RuleBasedStateMachine):
    """Two debts under one plan, from its agreement on."""

    def __init__(self) -> None:
        super().__init__()
        self.today = AGREED
        self.frozen: set[date] = set()
        self.state = PlanState.ACTIVE
        self.ledgers: dict[str, list[Entry]] = {}
        self.count = 0

    @initialize(
        first=st.integers(1, 20_000), second=st.integers(0, 20_000), parts=st.integers(1, 6),
        grace=st.integers(0, 3),
    )  # fmt: skip
    def agree(self, first: int, second: int, parts: int, grace: int) -> None:
        owed = {"D1": usd(first), "D2": usd(second)}
        self.ledgers = {
            debt: [Entry(EntryKind.CHARGE, amount, self.at())] if amount else []
            for debt, amount in owed.items()
        }
        zero = usd(0)
        balances = [(debt, Balance.of(amount, zero, zero)) for debt, amount in owed.items()]
        self.total, self.grace = usd(first + second), grace
        self.shares = shares(balances, self.total, {})
        count = min(parts, first + second)
        due = AGREED + timedelta(days=7)
        self.parts = schedule(self.total, count, due, Frequency.FORTNIGHTLY)

    def at(self) -> datetime:
        """One entry after the other."""
        self.count += 1
        return datetime.combine(self.today, time(9), UTC) + timedelta(seconds=self.count)

    def covered(self) -> list[Covered]:
        return [
            cover(share, paid_net(rows, "USD"), usd(self.credited(rows)))
            for share in self.shares
            for rows in [self.ledgers[share.debt]]
        ]

    def credited(self, rows: list[Entry]) -> int:
        return sum(e.amount.minor for e in rows if e.kind is EntryKind.CREDIT)

    # -- what can happen -----------------------------------------------------------------------

    @rule(units=UNITS, debt=st.sampled_from(("D1", "D2")))
    def pay(self, units: int, debt: str) -> None:
        left = units
        for onto, part in split_over(usd(units), self.covered()):
            self.book(onto, part)
            left -= part.minor
        if left:
            self.book(debt, usd(left))

    def book(self, debt: str, amount: Money) -> None:
        key = f"p{self.count}"
        self.ledgers[debt].append(Entry(EntryKind.PAYMENT, amount, self.at(), key=key))

    def left_of_payments(self) -> list[tuple[str, str, int]]:
        """(debt, key, what was not taken back) of each payment of which something is left."""
        found = []
        for debt, rows in self.ledgers.items():
            for entry in rows:
                gone = sum(e.amount.minor for e in rows if e.reverses == entry.key)
                if entry.kind is EntryKind.PAYMENT and entry.amount.minor > gone:
                    found.append((debt, entry.key, entry.amount.minor - gone))
        return found

    @precondition(lambda self: self.left_of_payments())
    @rule(data=st.data(), whole=st.booleans())
    def take_back(self, data: st.DataObject, whole: bool) -> None:
        debt, key, left = data.draw(st.sampled_from(self.left_of_payments()))
        units = left if whole else data.draw(st.integers(1, left))
        back = Entry(EntryKind.REVERSAL, usd(units), self.at(), reverses=key)
        self.ledgers[debt].append(back)

    @rule(units=UNITS, debt=st.sampled_from(("D1", "D2")))
    def correct(self, units: int, debt: str) -> None:
        self.ledgers[debt].append(Entry(EntryKind.CREDIT, usd(units), self.at()))

    @rule(days=st.integers(1, 12), held=st.booleans())
    def days_go_by(self, days: int, held: bool) -> None:
        after = {self.today + timedelta(days=n) for n in range(1, days + 1)}
        self.frozen |= after if held else set()
        self.today += timedelta(days=days)

    @rule()
    def change_the_plan_when_it_is_over(self) -> None:
        """Only a reversal moves a completed plan, and nothing a plan that gave way."""
        if self.state is PlanState.COMPLETED:
            with pytest.raises(IllegalTransition):
                next_state(self.state, PlanEvent.RENEGOTIATE)

    # -- what always holds ---------------------------------------------------------------------

    @invariant()
    def the_plan_follows(self) -> None:
        if not self.ledgers:
            return
        stands = self.covered()
        paid = total_of((one.paid for one in stands), "USD")
        credited = total_of((one.credited for one in stands), "USD")
        filled = fill(self.parts, paid, credited)
        left = total_of((f.left for f in filled), "USD")
        assert left == self.total - paid - credited == total_of((o.left for o in stands), "USD")
        now = standing(asked(filled), paid, self.today, self.grace, self.frozen)
        while event := what_follows(self.state, now):
            self.state = next_state(self.state, event)
        assert (self.state is PlanState.COMPLETED) == (not left)
        late = any(f.left and self.late(f.instalment.due_date) for f in filled)
        assert (self.state is PlanState.BROKEN) == late

    def late(self, due: date) -> bool:
        """Have more days gone by than the days of grace, frozen ones not counted?"""
        gone = [due + timedelta(days=n) for n in range(1, (self.today - due).days + 1)]
        return sum(day not in self.frozen for day in gone) > self.grace

    @invariant()
    def what_is_left_of_the_plan_is_what_is_owed(self) -> None:
        """Debt by debt: nothing else was charged, so the plan asks for all that is owed."""
        if not self.ledgers:
            return
        for one in self.covered():
            assert balance(self.ledgers[one.share.debt], "USD").total == one.left


PlanLife.TestCase.settings = settings(
    max_examples=SEQUENCES, stateful_step_count=25, derandomize=True,
    database=None, suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.mark.timeout(120 + SEQUENCES // 5)
class TestPlanLife(PlanLife.TestCase):  # type: ignore[misc,valid-type]
    """Run it."""
