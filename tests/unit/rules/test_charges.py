"""Is interest exact to the cent however often it is reckoned, and the late fee never too high?"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.policies import load_policies
from bot.policies.schema import reader_for
from bot.rules.account import Balance, Component, Entry, EntryKind, balance
from bot.rules.charges import (
    ChargeLimits,
    ChargeTerms,
    Overdue,
    accrued,
    as_terms,
    capped,
    frozen_days,
    late_fee,
    read_terms,
    to_post,
)
from bot.rules.money import Money

DUE = date(2026, 1, 1)
ZONE = ZoneInfo("America/Sao_Paulo")
BRAZIL = ChargeLimits(late_fee_cap=Fraction(2, 100))
TWELVE = ChargeTerms(annual_rate=Fraction(12, 100))


def day(n: int) -> date:
    """The nth day after the due date."""
    return DUE + timedelta(days=n)


def at(n: int, hour: int = 12) -> datetime:
    return datetime(2026, 1, 1, hour, tzinfo=ZONE) + timedelta(days=n)


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


def charge(text: str = "1000.00") -> Entry:
    return Entry(EntryKind.CHARGE, usd(text), at(0, 0))


def paid(text: str, n: int, key: str = "p") -> Entry:
    return Entry(EntryKind.PAYMENT, usd(text), at(n), key=key)


def overdue(terms: ChargeTerms = TWELVE, **given: Any) -> Overdue:
    debt = Overdue("USD", terms, ChargeLimits(), DUE, DUE, ZONE)
    return replace(debt, **given)


def interest(debt: Overdue, entries: list[Entry], through: int = 30) -> str:
    return accrued(debt, entries, day(through))[-1].interest.decimal()


def test_twelve_per_cent_on_a_thousand_over_thirty_days() -> None:
    """1,000.00 x 12 % x 30 / 365 = 9.863."""
    assert interest(overdue(), [charge()]) == "9.86"
    assert accrued(overdue(), [charge()], DUE) == ()


def test_a_hold_of_ten_days_in_the_middle() -> None:
    """20 days: 6.575, rounded half up once."""
    span = (at(10, 15), at(20, 15))
    frozen = frozen_days([span], day(1), day(30), ZONE)
    assert frozen == {day(n) for n in range(11, 21)}
    assert interest(overdue(frozen=frozen), [charge()]) == "6.58"


def test_a_hold_without_an_end() -> None:
    assert frozen_days([(at(28, 15), None)], day(1), day(30), ZONE) == {day(29), day(30)}


def test_a_payment_in_the_middle() -> None:
    """15 days on 1,000.00 are 4.9315; 400.00 pays 4.93 of interest and 395.07 of principal; 15
    days on 604.93 are 2.9832; together 7.9147."""
    assert interest(overdue(), [charge(), paid("400.00", 15)]) == "7.91"
    first = replace(ChargeLimits(), allocation=tuple(Component))
    principal_first = overdue(limits=first)
    """15 days on 600.00 are 2.9589; together 7.8904."""
    assert interest(principal_first, [charge(), paid("400.00", 15)]) == "7.89"


def test_a_payment_that_is_told_late_makes_less_and_the_difference_is_credited() -> None:
    """10 days on 1,000.00 are 3.2877; 1,000.00 leaves 3.29; 20 days on that are 0.0216: 3.31."""
    steps = accrued(overdue(), [charge(), paid("1000.00", 10)], day(30), [day(30)])
    assert steps[-1].interest == usd("3.31")
    (back,) = to_post(steps, usd("9.86"), usd("0"), day(30))
    assert (back.kind, back.component, back.amount, back.day) == (
        EntryKind.CREDIT, Component.INTEREST, usd("6.55"), None,
    )  # fmt: skip
    assert to_post(steps, usd("3.31"), usd("0"), day(30)) == ()


def test_money_that_is_taken_back_counted_as_long_as_it_was_there() -> None:
    """5 days on 1,000.00 are 1.6438; 500.00 leaves 501.64 for 10 days: 1.6492; then 1,000.00 for
    15 days: 4.9315; together 8.2246."""
    back = Entry(EntryKind.REVERSAL, usd("500.00"), at(15), reverses="p")
    assert interest(overdue(), [charge(), paid("500.00", 5), back]) == "8.22"


def test_nothing_owed_bears_nothing() -> None:
    assert interest(overdue(), [charge(), paid("1000.00", 0)]) == "0.00"
    assert interest(overdue(), [Entry(EntryKind.FEE, usd("50.00"), at(0, 0))]) == "0.00"


def test_interest_bears_no_interest() -> None:
    with_interest = [charge(), Entry(EntryKind.INTEREST, usd("500.00"), at(0, 0))]
    assert interest(overdue(), with_interest) == "9.86"


def test_it_begins_when_the_contract_says_and_not_before_the_hand_over() -> None:
    """20 days: 6.5753; 25 days: 8.2192."""
    assert interest(overdue(replace(TWELVE, interest_from_days=10)), [charge()]) == "6.58"
    assert interest(overdue(since=day(5)), [charge()]) == "8.22"


def test_the_late_fee_comes_once_and_on_principal_alone() -> None:
    """2 % of 1,234.56 is 24.6912."""
    debt = overdue(ChargeTerms(late_fee=Fraction(2, 100)), limits=BRAZIL)
    entries = [charge("1234.56"), Entry(EntryKind.INTEREST, usd("99.00"), at(0, 0))]
    assert [s.fee.decimal() for s in accrued(debt, entries, day(3), map(day, (1, 2)))] == [
        "24.69", "24.69", "24.69",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("agreed", "principal", "fee"),
    [
        (Fraction(10, 100), "1234.56", "24.69"),
        (Money(5000, "USD"), "1234.56", "24.69"),
        (Money(500, "USD"), "1234.56", "5.00"),
        (Fraction(1, 100), "1234.56", "12.35"),
        (Fraction(2, 100), "0.75", "0.01"),
        (None, "1234.56", "0.00"),
    ],
)
def test_the_late_fee_is_capped_in_brazil(
    agreed: Fraction | Money | None, principal: str, fee: str
) -> None:
    """CDC 52 §1: 2 %; the cap is rounded down, so that it is never passed."""
    assert late_fee(usd(principal), ChargeTerms(late_fee=agreed), BRAZIL).decimal() == fee


def test_the_late_fee_waits_for_a_day_that_is_not_frozen() -> None:
    terms = ChargeTerms(late_fee=Fraction(2, 100), fee_after_days=3)
    frozen = frozenset(day(n) for n in range(4, 8))
    steps = accrued(overdue(terms, frozen=frozen), [charge()], day(10), map(day, range(1, 11)))
    assert [s.day for s in steps if s.fee] == [day(8), day(9), day(10)]
    settled = [charge(), paid("1000.00", 5)]
    assert accrued(overdue(terms, frozen=frozen), settled, day(10))[-1].fee == usd("0")


def test_a_debt_that_was_late_when_it_was_handed_over_has_its_fee_already() -> None:
    terms = ChargeTerms(late_fee=Fraction(2, 100))
    assert accrued(overdue(terms, since=day(1)), [charge()], day(10))[-1].fee == usd("0")


def test_caps_and_what_was_not_agreed() -> None:
    limits = ChargeLimits(interest_cap=Fraction(10, 100))
    assert capped(TWELVE, limits).annual_rate == Fraction(10, 100)
    assert capped(ChargeTerms(), limits).annual_rate == 0
    floor = ChargeLimits(interest_without_agreement=Fraction(1, 100))
    assert capped(ChargeTerms(), floor).annual_rate == Fraction(1, 100)
    assert capped(TWELVE, floor).annual_rate == Fraction(12, 100)


def test_terms_are_read() -> None:
    raw = {"annual_rate": "7.5%", "late_fee": {"amount": "5.00"}, "fee_after_days": 3}
    assert read_terms(raw, "USD") == ChargeTerms(Fraction(75, 1000), usd("5.00"), 3, 0)
    assert read_terms({"late_fee": "2%"}, "USD").late_fee == Fraction(2, 100)
    assert read_terms({}, "USD") == ChargeTerms()
    assert as_terms("12%", "5.00", "USD") == {"annual_rate": "12%", "late_fee": {"amount": "5.00"}}
    assert as_terms(None, "2%", "USD") == {"late_fee": "2%"}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"annual_rate": "12"}, "annual_rate is a percentage"),
        ({"annual_rate": 12}, "annual_rate is a percentage"),
        ({"annual_rate": "1001%"}, "from 0% to 1000%"),
        ({"late_fee": "101%"}, "late_fee is a percentage"),
        ({"late_fee": {"amount": "-5.00"}}, "not negative"),
        ({"late_fee": {"amount": "5.001"}}, "2 decimals"),
        ({"late_fee": {"sum": "5.00"}}, "or an amount"),
        ({"fee_after_days": -1}, "whole number of days"),
        ({"interest_from_days": True}, "whole number of days"),
        ({"rate": "12%"}, "'rate' is no term"),
    ],
)
def test_terms_that_cannot_be_read(raw: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_terms(raw, "USD")


class Ledger:
    """A ledger into which accrual writes whenever it is run."""

    def __init__(self, debt: Overdue, entries: list[Entry]) -> None:
        self.debt, self.entries = debt, entries
        self.own: list[Entry] = []
        self.written = {Component.INTEREST: 0, Component.FEES: 0}
        self.last: date | None = None

    def run(self, n: int, *, knows: int) -> None:
        """On the nth day, with the entries that were told by day `knows`."""
        known = [e for e in self.entries if e.at <= at(knows, 23)]
        steps = accrued(self.debt, known, day(n), [self.last] if self.last else [])
        interest, fee = (Money(units, "USD") for units in self.written.values())
        for posting in to_post(steps, interest, fee, self.last):
            down = posting.kind is EntryKind.CREDIT
            self.written[posting.component] += (
                -posting.amount.minor if down else posting.amount.minor
            )
            when = at(n) if posting.day is None else self.debt.opening(posting.day)
            component = posting.component if down else None
            self.own.append(Entry(posting.kind, posting.amount, when, component))
            self.last = posting.day or self.last

    def owed(self) -> Balance:
        return balance([*self.entries, *self.own], "USD")


payments = st.lists(st.tuples(st.integers(1, 50_000), st.integers(0, 39)), max_size=5)


@settings(max_examples=200)
@given(
    payments, st.integers(1, 120_000), st.integers(0, 400), st.sets(st.integers(1, 40)),
    st.sets(st.integers(1, 39)),
)  # fmt: skip
def test_daily_weekly_or_once_is_the_same_sum(
    payments: list[tuple[int, int]], principal: int, rate: int, frozen: set[int], runs: set[int]
) -> None:
    entries = [Entry(EntryKind.CHARGE, Money(principal, "USD"), at(0, 0))]
    entries += [Entry(EntryKind.PAYMENT, Money(u, "USD"), at(n), key=f"{n}") for u, n in payments]
    terms = ChargeTerms(Fraction(rate, 100), Fraction(2, 100))
    debt = overdue(terms, frozen=frozenset(map(day, frozen)))
    once, daily, now_and_then = (Ledger(debt, entries) for _ in range(3))
    once.run(40, knows=40)
    for n in range(1, 41):
        daily.run(n, knows=n)
        daily.run(n, knows=n)
        if n in runs or n == 40:
            now_and_then.run(n, knows=n)
    assert daily.owed() == once.owed() == now_and_then.owed()


@settings(max_examples=200)
@given(st.integers(1, 120_000), st.integers(0, 39), st.integers(1, 39))
def test_what_is_told_late_comes_to_the_same_total(units: int, paid_on: int, told: int) -> None:
    entries = [charge(), Entry(EntryKind.PAYMENT, Money(units, "USD"), at(paid_on), key="p")]
    late, once = Ledger(overdue(), entries), Ledger(overdue(), entries)
    once.run(40, knows=40)
    late.entries = [charge()]
    late.run(told, knows=told)
    late.entries = entries
    late.run(told, knows=40)
    late.run(40, knows=40)
    assert late.owed().total == once.owed().total
    assert late.owed().credit == once.owed().credit


def test_the_day_begins_where_the_person_lives() -> None:
    """Half past midnight in London is the evening before in São Paulo, and UTC is between."""
    late_evening = Entry(EntryKind.CHARGE, usd("1000.00"), datetime(2026, 1, 2, 2, tzinfo=UTC))
    assert interest(overdue(), [late_evening], 1) == "0.33"
    london = overdue(zone=ZoneInfo("Europe/London"))
    assert interest(london, [late_evening], 1) == "0.00"


def test_the_countries_rows() -> None:
    policies = load_policies()
    assert policies.for_country("BR").charges == BRAZIL
    assert policies.for_country("US").charges == ChargeLimits()
    assert policies.for_country("BR").row("charges.interest_cap").source.startswith("Lei 14.905")
    read = reader_for("charges.allocation")
    assert read is not None
    for wrong in (["fees", "interest"], ["fees", "interest", "principal", "fees"]):
        with pytest.raises(ValueError, match="each of principal, interest, fees once"):
            read(wrong)
