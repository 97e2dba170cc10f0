"""How much comes in and goes out in a month, as the person tells it?

Every sum is labelled by the words on its side of the comma ("rent 700", "700 rent"); those that
come in and those that go out add up. What is left over, owed, offered or past is neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import Final

from bot.reading import read
from bot.reading.entity import Entity
from bot.reading.income.household import (
    ASIDE,
    GENERAL_OUT,
    INCOME,
    LIVING,
    MONTHLY,
    NOTHING_IN,
    NOTHING_OUT,
    PAST,
    SPECIFIC_OUT,
    TOTAL,
)
from bot.reading.letters.shorthand import plain
from bot.reading.money.sums import money
from bot.rules.money import Money


@dataclass(frozen=True, slots=True)
class Budget:
    """Money of one month in the currency of the debt; None is what was not said."""

    income: Money | None = None
    outgoings: Money | None = None


class _Kind(StrEnum):
    IN = "in"
    OUT = "out"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class _Item:
    """One sum: minor units, what it is, how many of it make a month (None: not said)."""

    minor: int
    kind: _Kind | None
    times: Fraction | None
    past: bool = False
    general: bool = False
    total: bool = False
    joined: bool = False


_TIMES: Final = {
    "weekly": Fraction(52, 12),
    "fortnightly": Fraction(26, 12),
    "monthly": Fraction(1),
}
_YEARLY: Final = re.compile(
    r"[ ]?(?:a|per|each|every|/|por|ao)[ ]?(?:year|yr|annum|ano)\b|[ ]?(?:yearly|annually|p/?a\b)"
)
_TWICE: Final = re.compile(r"[ ]?(?:twice|two times|2 times|2x|(?:2|duas) vezes)\b")
_DAILY: Final = re.compile(r"[ ]?(?:an?|per|each|por|ao|/)[ ]?(?:day|hour|dia|hora)\b")
_BREAK: Final = re.compile(
    r"[,;.|\n](?=\s|$)|[ ](?:-|/)[ ]|\b(?:and|but|then|so|e|mas|entao|minus|less|while|plus|mais)\b"
)
_SIDE: Final = re.compile(r"[ ]?(?:(?:a|per) \w+ )?(?P<side>in|out)[ ]*")
_SIDE_BEFORE: Final = re.compile(r"[ ]*(?:going |coming )?(?P<side>in|out)[ ]*:[ ]*")
_JOINED: Final = re.compile(r"(?:\b(?:and|plus|mais|e)\b|\+)")
_SLASH: Final = re.compile(r"(?<=\d)[ ]?/[ ]?(?=(?:r\$|£|\$)?[ ]?\d{1,3}(?:[.,]\d{3}|\d)\b)")
_YEARLIKE: Final = re.compile(
    r"(?<![\d.,/-])(?<!in )(?<!since )(?<!nasci em )(?<!desde )(?<!year )(?<!ano )"
    r"(?P<a>1|2)(?P<b>9\d\d|0\d\d)(?![\d/-]|[.,]\d)"
)
_PLURALS: Final = re.compile(
    r"(?<=\d\d)[ ](?=(?:bills|groceries|outgoings|expenses|costs|meds|medicines|loans|cards|contas"
    r"|despesas|gastos|benefits|wages|tips|credits|remedios|passagens|prestacoes|fraldas|bicos"
    r"|utilities|clothes)\b)"
)
_LEAST: Final = 50_00
"""Two bare figures below it are a mark ("10/10"), no budget."""
_FILLERS: Final = re.compile(
    r"[\W\d_]+|\b(?:about|around|roughly|approx|circa|cerca|uns|umas|a|per|month|por|mes|the|r|rs"
    r"|and|e|then|reais|pounds|quid|dollars|usd|gbp|brl|k|mil|monthly|ish)\b"
)


def budget(text: str, today: date, currency: str, country: str | None = None) -> Budget | None:
    """Income and outgoings of a month; None when neither is told.

    Weekly sums count 52/12, fortnightly ones 26/12, yearly ones 1/12. A sum without a rhythm has
    that of the sum before it, unless it is due by the month (rent, bills) or outgoings would then
    exceed the income; a first one is a month's. Income is rounded down and outgoings up to the
    minor unit. Two bare figures are income and outgoings. Sums in another currency are left out.
    """
    folded = _money_only(plain(text))
    entities = read(folded, today, country=country)
    items = _items(folded, entities, currency)
    if not items or all(item.kind is None for item in items):
        items = _bare(folded, items)
    income, outgoings = _months(items, currency)
    if income is None and re.search(NOTHING_IN, folded):
        income = Money.zero(currency)
    if outgoings is None and re.search(NOTHING_OUT, folded):
        outgoings = Money.zero(currency)
    found = Budget(income, outgoings)
    return None if found == Budget() else found


def _money_only(text: str) -> str:
    """Figures that elsewhere are a year or a fraction ("1900", "2,300 / 1,900") as sums."""
    apart = _SLASH.sub(" ; ", re.sub(r"\bgoes\b", "go", text))
    apart = re.sub(r"\bplus\b", "and", apart)
    apart = _PLURALS.sub(" for ", apart)
    return _YEARLIKE.sub(lambda match: f"{match['a']},{match['b']}", apart)


def _items(text: str, entities: Sequence[Entity], currency: str) -> list[_Item]:
    """Every sum with its label; one without a label has that of the sum it is joined to."""
    amounts = [one for one in entities if one.entity == "amount"]
    items: list[_Item] = []
    for place, one in enumerate(amounts):
        start = amounts[place - 1].end if place else 0
        end = amounts[place + 1].start if place + 1 < len(amounts) else len(text)
        before, after = text[start : one.start], text[one.end : end]
        worth = money(one, currency)
        times = _times(after, one, entities, end)
        if times is None:
            times = _told_before(start + len(before) - len(_near(before)), one, entities)
        item = _item(worth.minor, before, after, times)
        if item.kind is None and items:
            item = replace(item, kind=_inherited(items, item))
        if worth.currency == currency and item.times != 0:
            items.append(item)
    known = next((item.kind for item in items if item.kind is not None), None)
    if items and items[0].kind is None and known is _Kind.OUT:
        items[0] = replace(items[0], kind=_Kind.IN)
    return items


def _near(before: str) -> str:
    return _BREAK.split(before)[-1]


def _item(minor: int, before: str, after: str, times: Fraction | None) -> _Item:
    near, beyond = _near(before), _BREAK.split(after.partition(":")[0])[0]
    kind, general = _label(near)
    if kind is None and (side := _SIDE_BEFORE.fullmatch(near)):
        kind = _Kind(side["side"])
    if kind is None:
        kind, general = _label(beyond)
    if kind is None and (side := _SIDE.fullmatch(beyond)):
        kind = _Kind(side["side"])
    words = f"{near} {beyond}"
    if times is None and re.search(MONTHLY, words) and not re.search(LIVING, words):
        times = Fraction(1)
    return _Item(
        minor,
        kind,
        times,
        past=bool(re.search(PAST, near)),
        general=general and not re.search(SPECIFIC_OUT, words),
        total=bool(re.search(TOTAL, near) or re.search(TOTAL, beyond)),
        joined=bool(_JOINED.search(before)),
    )


def _label(words: str) -> tuple[_Kind | None, bool]:
    """What the last telling word says, and whether it speaks of outgoings in general."""
    places = {
        (_Kind.IN, False): _last(INCOME, words),
        (_Kind.OUT, True): _last(GENERAL_OUT, words),
        (_Kind.OUT, False): _last(SPECIFIC_OUT, words),
        (_Kind.ASIDE, False): _last(ASIDE, words),
    }
    label, place = max(places.items(), key=lambda pair: pair[1])
    return label if place >= 0 else (None, False)


def _last(pattern: str, words: str) -> int:
    return max((match.end() for match in re.finditer(pattern, words)), default=-1)


def _inherited(items: Sequence[_Item], item: _Item) -> _Kind | None:
    """ "2500 comes in, 2100": the second is outgoings; "earn 900 and 300" are both income."""
    last = items[-1].kind
    if items[-1].past:
        return last
    alone = all(one.kind is not _Kind.OUT for one in items)
    return _Kind.OUT if last is _Kind.IN and alone and not item.joined else last


def _times(after: str, one: Entity, entities: Sequence[Entity], end: int) -> Fraction | None:
    """How many such sums make a month; 0 for what cannot be told (a day's pay)."""
    if _YEARLY.match(after):
        return Fraction(1, 12)
    if _DAILY.match(after):
        return Fraction(0)
    if _TWICE.match(after):
        return Fraction(2)
    for other in entities:
        if other.entity == "frequency" and one.end <= other.start < end:
            return _TIMES[str(other.value)]
    return None


def _told_before(start: int, one: Entity, entities: Sequence[Entity]) -> Fraction | None:
    """ "Weekly wage 450"."""
    for other in entities:
        if other.entity == "frequency" and start <= other.start < one.start:
            return _TIMES[str(other.value)]
    return None


def _bare(text: str, items: Sequence[_Item]) -> list[_Item]:
    """Two figures and nothing else: what comes in, then what goes out."""
    if len(items) != 2 or _FILLERS.sub("", text) or min(one.minor for one in items) < _LEAST:
        return []
    return [replace(items[0], kind=_Kind.IN), replace(items[1], kind=_Kind.OUT)]


def _months(items: Sequence[_Item], currency: str) -> tuple[Money | None, Money | None]:
    """Income and outgoings of a month, rounded so that never too much seems affordable."""
    comes = _once([item for item in items if item.kind is _Kind.IN and not item.past])
    goes = _once([item for item in items if item.kind is _Kind.OUT and not item.past])
    month = Fraction(1)
    income, outgoings = _sum(comes, month), _sum(goes, _rhythm(comes) or month)
    if comes and outgoings > income:
        outgoings = _sum(goes, month)
        if outgoings > income:
            income = _sum(comes, _rhythm(goes) or month)
    return (
        Money(floor(income), currency) if comes else None,
        Money(ceil(outgoings), currency) if goes else None,
    )


def _sum(items: Iterable[_Item], default: Fraction) -> Fraction:
    total, times = Fraction(0), default
    for item in items:
        times = item.times or times
        total += item.minor * times
    return total


def _rhythm(items: Iterable[_Item]) -> Fraction | None:
    return next((item.times for item in items if item.times), None)


def _once(items: Sequence[_Item]) -> Sequence[_Item]:
    """Without counting twice: a total told stands for its parts."""
    totals = [item for item in items if item.total]
    if totals and len(totals) < len(items):
        return totals[-1:]
    general = [item for item in items if item.general]
    parts = sum(item.minor for item in items if not item.general)
    if general and sum(item.minor for item in general) == parts:
        return general
    return items
