"""Do payments and credit notes fill a plan to the cent, and does its state follow?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.account import Balance, Component
from bot.rules.money import Money, total_of
from bot.rules.plan import Frequency, Instalment, PlanEvent, PlanState, Standing, schedule
from bot.rules.plan_progress import (
    Covered,
    Share,
    asked,
    cover,
    fill,
    shares,
    split_over,
    what_follows,
)

THREE = schedule(Money(30000, "USD"), 3, date(2026, 1, 10), Frequency.MONTHLY)
MONEY = st.integers(0, 40_000).map(lambda units: Money(units, "USD"))


def usd(units: int) -> Money:
    return Money(units, "USD")


def owed(principal: int, interest: int, fees: int) -> Balance:
    return Balance.of(usd(principal), usd(interest), usd(fees))


def share(reference: str, payable: int) -> Share:
    return Share(reference, usd(payable), usd(0), usd(0), usd(0))


def test_the_oldest_debt_gets_its_charges_waived_first() -> None:
    """115.00 and 220.00 are owed; 25.00 of interest and 5.00 of fees are waived: 305.00."""
    waived = {Component.INTEREST: usd(2500), Component.FEES: usd(500)}
    debts = [("D1", owed(10000, 1000, 500)), ("D2", owed(20000, 2000, 0))]
    first, second = shares(debts, usd(30500), waived)
    assert first == Share("D1", usd(10000), usd(0), usd(1000), usd(500))
    assert second == Share("D2", usd(20500), usd(0), usd(1500), usd(0))
    assert first.waived[Component.INTEREST] == usd(1000)


def test_principal_that_is_waived_and_a_plan_for_a_part_only() -> None:
    debts = [("D1", owed(10000, 0, 0)), ("D2", owed(20000, 0, 0))]
    cut = shares(debts, usd(25000), {Component.PRINCIPAL: usd(5000)})
    assert [one.payable for one in cut] == [usd(5000), usd(20000)]
    token = shares(debts, usd(600), {})
    assert [one.payable for one in token] == [usd(600), usd(0)]
    with pytest.raises(ValueError, match="more than is owed"):
        shares(debts, usd(30001), {})


def test_a_payment_goes_onto_the_oldest_first() -> None:
    stands = [
        cover(share("D1", 10000), usd(4000), usd(0)),
        cover(share("D2", 20000), usd(0), usd(0)),
    ]
    assert split_over(usd(10000), stands) == (("D1", usd(6000)), ("D2", usd(4000)))
    assert split_over(usd(90000), stands) == (("D1", usd(6000)), ("D2", usd(20000)))


def test_a_credit_note_on_a_paid_share_is_credit_on_the_debt() -> None:
    one = share("D1", 10000)
    assert cover(one, usd(10000), usd(4000)) == Covered(one, usd(6000), usd(4000))
    assert cover(one, usd(-500), usd(-500)).left == usd(10000)


def test_money_fills_from_the_front_and_credit_cuts_from_the_end() -> None:
    filled = fill(THREE, usd(12000), usd(13000))
    assert [(f.paid.minor, f.credited.minor, f.left.minor) for f in filled] == [
        (10000, 0, 0), (2000, 3000, 5000), (0, 10000, 0),
    ]  # fmt: skip
    assert asked(filled) == (THREE[0], Instalment(usd(7000), THREE[1].due_date))


@given(MONEY, MONEY, st.integers(1, 24))
def test_no_cent_is_lost_and_nothing_is_negative(paid: Money, credited: Money, count: int) -> None:
    parts = schedule(usd(30000), count, date(2026, 1, 10), Frequency.WEEKLY)
    stands = cover(share("D1", 30000), paid, credited)
    filled = fill(parts, stands.paid, stands.credited)
    assert total_of((f.paid for f in filled), "USD") == stands.paid
    assert total_of((f.credited for f in filled), "USD") == stands.credited
    assert total_of((f.left for f in filled), "USD") == stands.left
    assert all(f.paid.minor >= 0 and f.credited.minor >= 0 and f.left.minor >= 0 for f in filled)
    assert stands.left.minor == max(0, 30000 - paid.minor - credited.minor)


def stands(*, completed: bool = False, broken: bool = False) -> Standing:
    return Standing(usd(1), usd(1), None, completed, date(2026, 1, 14) if broken else None)


@pytest.mark.parametrize(
    ("state", "now", "event"),
    [
        (PlanState.ACTIVE, stands(), None),
        (PlanState.ACTIVE, stands(completed=True), PlanEvent.COMPLETE),
        (PlanState.ACTIVE, stands(broken=True), PlanEvent.BREAK),
        (PlanState.BROKEN, stands(broken=True), None),
        (PlanState.BROKEN, stands(), PlanEvent.CURE),
        (PlanState.BROKEN, stands(completed=True), PlanEvent.COMPLETE),
        (PlanState.COMPLETED, stands(completed=True), None),
        (PlanState.COMPLETED, stands(broken=True), PlanEvent.REOPEN),
        (PlanState.CANCELLED, stands(broken=True), None),
        (PlanState.RENEGOTIATED, stands(completed=True), None),
        (PlanState.PROPOSED, stands(broken=True), None),
    ],
)
def test_what_follows(state: PlanState, now: Standing, event: PlanEvent | None) -> None:
    assert what_follows(state, now) is event
