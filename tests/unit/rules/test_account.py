"""Is the balance what the ledger says, whatever order the entries come in?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.account import (
    Balance,
    Component,
    Entry,
    EntryKind,
    TimeBar,
    TimeBarPolicy,
    balance,
    days_past_due,
    oldest_due,
    paid_net,
    time_barred,
)
from bot.rules.money import CurrencyMismatch, Money

DAY0 = datetime(2025, 1, 1, tzinfo=UTC)


def usd(units: int) -> Money:
    return Money(units, "USD")


def entry(kind: str, units: int, day: int, component: Component | None = None) -> Entry:
    return Entry(EntryKind(kind), usd(units), DAY0 + timedelta(days=day), component)


def test_a_payment_is_allocated_fees_interest_principal() -> None:
    entries = [entry("charge", 1000, 0), entry("interest", 50, 1), entry("fee", 20, 1),
               entry("payment", 100, 2)]  # fmt: skip
    assert balance(entries, "USD") == Balance(usd(970), usd(0), usd(0), usd(0))
    order = (Component.PRINCIPAL, Component.INTEREST, Component.FEES)
    assert balance(entries, "USD", order) == Balance(usd(900), usd(50), usd(20), usd(0))


def test_too_much_becomes_credit_and_the_next_charge_uses_it() -> None:
    paid = [entry("charge", 100, 0), entry("payment", 130, 1)]
    assert balance(paid, "USD").credit == usd(30)
    more = balance([*paid, entry("fee", 40, 2)], "USD")
    assert (more.total, more.credit) == (usd(10), usd(0))


def test_a_waiver_stops_at_nothing_owed() -> None:
    entries = [entry("charge", 100, 0), entry("fee", 20, 0),
               entry("waiver", 50, 1, Component.FEES)]  # fmt: skip
    assert balance(entries, "USD") == Balance.of(usd(100), usd(0), usd(0))


def payment(key: str, units: int, day: int) -> Entry:
    return Entry(EntryKind.PAYMENT, usd(units), DAY0 + timedelta(days=day), key=key)


def reversal(key: str, units: int, day: int) -> Entry:
    return Entry(EntryKind.REVERSAL, usd(units), DAY0 + timedelta(days=day), reverses=key)


def test_a_payment_that_is_taken_back_never_was() -> None:
    """100 paid fee and interest and 30 principal; when 60 come back, 40 pay the fee and half the
    interest."""
    owed = [entry("charge", 1000, 0), entry("interest", 40, 1), entry("fee", 20, 1)]
    paid = [*owed, payment("p", 100, 2), payment("q", 5, 3)]
    assert balance(paid, "USD") == Balance.of(usd(955), usd(0), usd(0))
    back = [*paid, reversal("p", 60, 9)]
    assert balance(back, "USD") == Balance.of(usd(1000), usd(15), usd(0))
    assert paid_net(back, "USD") == usd(45)
    none = [*back, reversal("p", 40, 10), reversal("q", 5, 10)]
    assert balance(none, "USD") == balance(owed, "USD")


def test_credit_that_came_of_a_payment_goes_with_it() -> None:
    paid = [entry("charge", 100, 0), payment("p", 130, 1), entry("fee", 10, 2)]
    assert balance(paid, "USD").credit == usd(20)
    assert balance([*paid, reversal("p", 50, 3)], "USD").total == usd(30)


def test_no_more_comes_back_than_was_paid() -> None:
    paid = [entry("charge", 100, 0), payment("p", 50, 1)]
    for wrong in ([reversal("p", 51, 2)], [reversal("p", 50, 2), reversal("p", 1, 3)],
                  [reversal("other", 1, 2)]):  # fmt: skip
        with pytest.raises(ValueError, match="no more than it was"):
            balance([*paid, *wrong], "USD")


def test_a_credit_note_lowers_its_component_and_the_rest_counts_like_money() -> None:
    owed = [entry("charge", 100, 0), entry("interest", 30, 1), entry("fee", 20, 1)]
    note = balance([*owed, entry("credit", 40, 2)], "USD")
    assert note == Balance.of(usd(60), usd(30), usd(20))
    on_interest = balance([*owed, entry("credit", 60, 2, Component.INTEREST)], "USD")
    assert on_interest == Balance.of(usd(90), usd(0), usd(0))
    too_much = balance([*owed, entry("credit", 170, 2)], "USD")
    assert too_much == Balance(usd(0), usd(0), usd(0), usd(20))


kinds = st.sampled_from(["charge", "interest", "fee", "payment", "credit"])
lines = st.lists(st.tuples(kinds, st.integers(1, 10_000), st.integers(0, 30)), max_size=12)


@given(lines, st.randoms(use_true_random=False))
def test_no_cent_is_lost_and_order_does_not_matter(rows, random) -> None:  # type: ignore[no-untyped-def]
    entries = [entry(*row) for row in rows]
    result = balance(entries, "USD")
    charged = sum(units for kind, units, _ in rows if kind not in ("payment", "credit"))
    paid = sum(units for kind, units, _ in rows if kind in ("payment", "credit"))
    assert result.total.minor - result.credit.minor == charged - paid
    assert not (result.total and result.credit)
    random.shuffle(entries)
    assert balance(entries, "USD") == result


def test_entries_are_well_formed() -> None:
    with pytest.raises(ValueError, match="positive"):
        entry("fee", 0, 0)
    with pytest.raises(ValueError, match="time zone"):
        Entry(EntryKind.FEE, usd(1), datetime(2025, 1, 1))  # noqa: DTZ001 - the point
    with pytest.raises(ValueError, match="waiver"):
        entry("waiver", 1, 0)
    with pytest.raises(ValueError, match="only a waiver and a credit"):
        entry("fee", 1, 0, Component.FEES)
    with pytest.raises(ValueError, match="names its payment"):
        entry("reversal", 1, 0)
    with pytest.raises(ValueError, match="only a reversal"):
        Entry(EntryKind.FEE, usd(1), DAY0, reverses="p")
    with pytest.raises(ValueError, match="once"):
        balance([], "USD", (Component.FEES,))
    with pytest.raises(CurrencyMismatch):
        balance([entry("fee", 1, 0)], "GBP")


def test_due() -> None:
    owing, paid = Balance.of(usd(5), usd(0), usd(0)), Balance.of(usd(0), usd(0), usd(0))
    debts = [(date(2025, 1, 1), paid), (date(2025, 3, 1), owing), (date(2025, 2, 1), owing)]
    assert oldest_due(debts) == date(2025, 2, 1)
    assert oldest_due(debts, date(2025, 2, 1)) is None
    assert days_past_due(date(2025, 2, 1), date(2025, 2, 3)) == 2
    assert days_past_due(date(2025, 2, 1), date(2025, 1, 3)) == 0


def test_time_barred() -> None:
    policy = TimeBarPolicy((
        TimeBar("GB", None, 6, None, "CONC 7.15"), TimeBar("GB", "SCT", 5, None, "CONC 7.15"),
        TimeBar("BR", None, None, 1825, "CC 206"),
    ))  # fmt: skip
    due = date(2019, 5, 10)
    assert not time_barred(due, "GB", date(2025, 5, 10), policy)
    assert time_barred(due, "GB", date(2025, 5, 11), policy)
    assert time_barred(due, "GB", date(2024, 5, 11), policy, "gb-sct")
    assert not time_barred(due, "BR", due + timedelta(days=1825), policy)
    assert time_barred(due, "BR", due + timedelta(days=1826), policy)
    assert not time_barred(due, "FR", date(2045, 1, 1), policy)
