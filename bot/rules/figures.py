"""Which sums of money does this text name, and does the ledger back each of them?

Reads English and Portuguese ways of writing money. A figure can have several readings ("$" may be
US or Canadian dollars); it is backed when one of them is allowed. Dates, times, phone numbers and
plain counts are no money; of a Pix code it is the sum that the code carries.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from bot.rules.money import CURRENCIES, Money, exponent

_BEFORE: Final = {
    "US$": ("USD",),
    "U$": ("USD",),
    "R$": ("BRL",),
    "CA$": ("CAD",),
    "C$": ("CAD",),
    "JP¥": ("JPY",),
    "$": ("USD", "CAD"),
    "£": ("GBP",),
    "€": ("EUR",),
    "¥": ("JPY",),
    **{code: (code,) for code in CURRENCIES},
}
_AFTER: Final = {
    r"d[oó]lar(?:es)?(?:\s+americanos?)?|dollars?|bucks|us\$": ("USD", "CAD"),
    r"pounds?(?:\s+sterling)?|quid|libras?": ("GBP",),
    r"reais|r\$|contos?|pilas?": ("BRL",),
    r"euros?|€": ("EUR",),
    r"yen|iens?|¥": ("JPY",),
    "£": ("GBP",),
    r"\$": ("USD", "CAD"),
    **{code.lower(): (code,) for code in CURRENCIES},
}
_MINOR_AFTER: Final = {
    "cents?": ("USD", "CAD", "EUR"),
    "pence|p": ("GBP",),
    "centavos?": ("BRL",),
}
_THOUSAND: Final = r"(?P<thousand>\s?(?:k|mil|thousand|grand)(?![a-zà-ú]))?"
_NUMBER: Final = r"(?P<number>\d+(?:[.,\u00a0\u202f]\d+)*)"
_MARK: Final = "|".join(re.escape(m) for m in sorted(_BEFORE, key=len, reverse=True))
_WORD: Final = "|".join((*_AFTER, *_MINOR_AFTER))
_MARKED: Final = re.compile(
    rf"(?<![\w$])(?P<mark>{_MARK})\s?(?P<sign>-\s?)?{_NUMBER}{_THOUSAND}(?:\s(?:{_WORD})(?!\w))?",
    re.IGNORECASE,
)
_WORDED: Final = re.compile(
    rf"(?<![\w.,/:+-]){_NUMBER}{_THOUSAND}\s?(?:de\s)?(?P<word>{_WORD})(?!\w)", re.IGNORECASE
)
_BARE: Final = re.compile(
    r"(?<![\w.,/:+-])"
    r"(?P<number>\d{1,3}(?:,\d{3})+\.\d{2}|\d{1,3}(?:\.\d{3})+,\d{2}|\d{3,}[.,]\d{2})"
    r"(?![\w/:-]|[.,]\d)"
)
_PIX: Final = re.compile(
    r"000201(?:01\d{4})?26\d\d00[^\n]{20,120}?5303986(?:54\d\d(?P<number>\d+\.\d\d))?5802BR"
    r"[^\n]{8,90}?6304[0-9A-F]{4}(?!\w)"
)
_GROUPED: Final = re.compile(r"\d{1,3}(?P<mark>[.,\u00a0\u202f])\d{3}(?:(?P=mark)\d{3})*")
_DECIMAL: Final = re.compile(r"(?P<whole>.+?)(?P<point>[.,])(?P<part>\d{1,2})")


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum as it stands in the text, and what it can mean; no reading when no currency fits."""

    text: str
    readings: tuple[Money, ...]


def money_in(text: str) -> tuple[Figure, ...]:
    """Every sum of money in the text, in the order of the text."""
    found = [(m.start(), f) for m in _PIX.finditer(text) for f in _of_pix(m)]
    text = _PIX.sub(lambda m: " " * len(m[0]), text)
    for pattern in (_MARKED, _WORDED, _BARE):
        for match in pattern.finditer(text):
            figure = Figure(match[0].strip(), tuple(dict.fromkeys(_readings(match))))
            found.append((match.start(), figure))
        text = pattern.sub(lambda m: " " * len(m[0]), text)
    return tuple(figure for _, figure in sorted(found, key=lambda f: f[0]))


def _of_pix(match: re.Match[str]) -> Iterator[Figure]:
    """The sum that a Pix code carries; its other digits and letters are no money."""
    if match["number"]:
        yield Figure(match["number"], (Money.parse(match["number"], "BRL"),))


def unbacked(text: str, allowed: Collection[Money]) -> tuple[str, ...]:
    """The sums in the text that are none of the allowed ones; empty when all are backed."""
    sums = set(allowed)
    return tuple(f.text for f in money_in(text) if not sums.intersection(f.readings))


def _readings(match: re.Match[str]) -> Iterator[Money]:
    parts = match.groupdict()
    times = 1000 if parts.get("thousand") else 1
    currencies, minor = _currencies(parts)
    for currency in currencies:
        for value in _values(parts["number"]):
            scale = 1 if minor else 10 ** exponent(currency)
            exact = value * times * scale
            if exact.denominator == 1:
                amount = int(exact)
                yield Money(-amount if parts.get("sign") else amount, currency)


def _currencies(parts: dict[str, str]) -> tuple[tuple[str, ...], bool]:
    """The possible currencies, and whether the number counts minor units."""
    if parts.get("mark"):
        return _BEFORE[parts["mark"].upper()], False
    word = (parts.get("word") or "").lower()
    if not word:
        return tuple(CURRENCIES), False
    for table in (_AFTER, _MINOR_AFTER):
        for pattern, currencies in table.items():
            if re.fullmatch(pattern, word):
                return currencies, table is _MINOR_AFTER
    return (), False


def _values(number: str) -> Iterator[Fraction]:
    """What the digits mean: one or two digits after the last mark are decimals, groups of three
    are thousands; nothing when the marks fit neither."""
    decimal = _DECIMAL.fullmatch(number)
    whole, part = (decimal["whole"], decimal["part"]) if decimal else (number, "")
    if decimal and decimal["point"] in whole:
        return
    if whole.isdigit() or _GROUPED.fullmatch(whole):
        digits = "".join(c for c in whole if c.isdigit())
        yield Fraction(int(digits + part), 10 ** len(part))
