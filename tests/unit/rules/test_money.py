"""Is money exact, in one currency, and never rounded silently?"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.money import CurrencyMismatch, Money, total_of

minor = st.integers(-10_000_000, 10_000_000)


@pytest.mark.parametrize(
    ("text", "currency", "units"),
    [("12.34", "USD", 1234), ("12", "GBP", 1200), ("0.5", "EUR", 50), ("-3.01", "BRL", -301),
     ("1250", "JPY", 1250)],
)  # fmt: skip
def test_parse(text: str, currency: str, units: int) -> None:
    assert Money.parse(text, currency) == Money(units, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [("", "USD"), ("1,000", "USD"), ("12.345", "USD"), ("1.5", "JPY"), ("1", "XXX"), ("$5", "USD"),
     ("1.", "USD"), ("١", "USD")],
)  # fmt: skip
def test_parse_refuses(text: str, currency: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - every refusal is the same
        Money.parse(text, currency)


@given(minor, st.sampled_from(["USD", "JPY"]))
def test_decimal_and_parse_are_inverse(units: int, currency: str) -> None:
    assert Money.parse(Money(units, currency).decimal(), currency) == Money(units, currency)


@given(minor, st.integers(1, 400))
def test_split_sums_exactly_largest_first(units: int, n: int) -> None:
    parts = Money(units, "USD").split(n)
    assert len(parts) == n
    assert total_of(parts, "USD") == Money(units, "USD")
    assert list(parts) == sorted(parts, key=lambda m: m.minor, reverse=True)
    assert parts[0].minor - parts[-1].minor <= 1


@pytest.mark.parametrize(("units", "share"), [(5, 3), (1, 1), (-5, -3), (0, 0)])
def test_share_rounds_half_up(units: int, share: int) -> None:
    assert Money(units, "USD").share(Fraction(1, 2)) == Money(share, "USD")


def test_currencies_never_mix() -> None:
    usd, gbp = Money(1, "USD"), Money(1, "GBP")
    for act in (lambda: usd + gbp, lambda: usd < gbp, lambda: usd - gbp, lambda: max(usd, gbp)):
        with pytest.raises(CurrencyMismatch):
            act()


def test_small_things() -> None:
    assert not Money.zero("USD")
    assert -Money(5, "USD") == Money(-5, "USD")
    assert str(Money(5, "USD")) == "0.05 USD"
    with pytest.raises(TypeError):
        Money(True, "USD")
    with pytest.raises(ValueError, match="fewer"):
        Money(1, "USD").split(0)
