"""How much money is this, exactly, and in which currency?

Amounts are whole minor units (cents, pence, centavos, yen) of one ISO 4217 currency.
Nothing here rounds silently: `split` sums exactly, `share` rounds half up and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

CURRENCIES: Final[dict[str, int]] = {
    "USD": 2,
    "GBP": 2,
    "BRL": 2,
    "EUR": 2,
    "CAD": 2,
    "JPY": 0,
}
"""Known currencies and their decimals (ISO 4217, minor unit exponents)."""

LARGEST: Final = 2**63 - 1
"""So many minor units fit into the ledger's column."""

_TEXT = re.compile(r"(?P<sign>[+-]?)(?P<whole>[0-9]+)(?:\.(?P<part>[0-9]+))?")


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met in one sum or comparison."""


def exponent(currency: str) -> int:
    """Decimals of `currency`. ValueError when the currency is unknown."""
    try:
        return CURRENCIES[currency]
    except KeyError:
        raise ValueError(f"unknown currency {currency!r}") from None


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` whole minor units of `currency`; may be negative. ValueError if unknown currency."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            raise TypeError("minor units are a whole number")

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in `currency`."""
        return cls(0, currency)

    @classmethod
    def parse(cls, text: str, currency: str) -> Money:
        """Read a plain decimal such as "12.34" (a point, no separators).

        ValueError on any other text, on more decimals than the currency has, on a sum that no
        ledger can hold, and on an unknown currency.
        """
        places = exponent(currency)
        found = _TEXT.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"not a decimal amount: {text!r}")
        part = found["part"] or ""
        if len(part) > places:
            raise ValueError(f"{currency} has {places} decimals: {text!r}")
        minor = int(found["whole"]) * 10**places + int(part.ljust(places, "0") or "0")
        if minor > LARGEST:
            raise ValueError(f"more than a ledger can hold: {text!r}")
        return cls(-minor if found["sign"] == "-" else minor, currency)

    def decimal(self) -> str:
        """The amount as a plain decimal string in major units, e.g. "12.34"; no currency."""
        places = exponent(self.currency)
        sign = "-" if self.minor < 0 else ""
        whole, part = divmod(abs(self.minor), 10**places)
        return f"{sign}{whole}.{part:0{places}d}" if places else f"{sign}{whole}"

    def split(self, n: int) -> tuple[Money, ...]:
        """`n` parts that differ by at most one minor unit and sum exactly; the largest first.

        ValueError when `n` is below 1.
        """
        if n < 1:
            raise ValueError("cannot split into fewer than one part")
        base, rest = divmod(self.minor, n)
        return tuple(Money(base + (1 if i < rest else 0), self.currency) for i in range(n))

    def share(self, part: Fraction) -> Money:
        """That part of the amount, rounded half up (halves go away from zero)."""
        exact = abs(self.minor) * part
        rounded = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
        return Money(-rounded if self.minor < 0 else rounded, self.currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __gt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor > other.minor

    def __ge__(self, other: Money) -> bool:
        self._same(other)
        return self.minor >= other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.decimal()} {self.currency}"


def total_of(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of `amounts`, all in `currency`; zero for none. CurrencyMismatch otherwise."""
    minor = 0
    for amount in amounts:
        if amount.currency != currency:
            raise CurrencyMismatch(f"{currency} and {amount.currency}")
        minor += amount.minor
    return Money(minor, currency)
