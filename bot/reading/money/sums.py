"""Which sums does the person offer, and which only stand there: owed, refused, earned, paid?

Every sum gets a part in the proposal: offered, refused ("not 150"), or told for another reason
("I owe 400", "my rent is 700", "I paid 300 in January").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from bot.reading.entity import Entity
from bot.reading.money.sum_words import (
    BETWEEN,
    CLAUSE_END,
    CORRECTED,
    LIMIT,
    NO_AFTER,
    NO_BEFORE,
    OFFER_AFTER,
    OFFER_BEFORE,
    OTHERWISE,
    REFUSED_AFTER,
    REFUSED_BEFORE,
    TO,
    TOLD_AFTER,
    TOLD_BEFORE,
    TOTALS,
)
from bot.rules.money import Money, exponent

_ONE: Final = frozenset({"um", "uma", "one", "a"})
"""Beside another sum these count ("3 parcelas, uma por mês, de 180")."""
_DOLLARS: Final = frozenset({"USD", "CAD"})


class Part(StrEnum):
    """What a sum is there for."""

    OFFERED = "offered"
    REFUSED = "refused"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money, its place in the folded text, and what it is there for."""

    money: Money
    start: int
    end: int
    part: Part = Part.OFFERED


def money(entity: Entity, currency: str) -> Money:
    """The sum in its own currency; `currency` (that of the debt) when none was said.

    A plain dollar is that of the debt. What is smaller than the minor unit is dropped.
    """
    named = entity.currency or currency
    if named in _DOLLARS and currency in _DOLLARS:
        named = currency
    return Money(int(Decimal(str(entity.value)) * 10 ** exponent(named)), named)


def sums(text: str, entities: Sequence[Entity], currency: str) -> list[Sum]:
    """Every sum in the folded text in order; of "50 to 60" the lower stands for both."""
    amounts = [one for one in entities if one.entity == "amount"]
    read = [
        Sum(money(one, currency), one.start, one.end)
        for one in amounts
        if len(amounts) == 1 or one.text not in _ONE
    ]
    merged = _ranges(text, read)
    parted = [replace(one, part=_part(text, merged, place)) for place, one in enumerate(merged)]
    if not any(one.part is Part.OFFERED for one in parted):
        return parted
    said_no = [_no(text, one) for one in parted]
    some = any(one.part is Part.OFFERED for one in said_no)
    return _settled(text, said_no if some else parted)


def clause_before(text: str, start: int, floor: int = 0) -> str:
    """What stands before in the same clause, from `floor` on."""
    return CLAUSE_END.split(text[floor:start])[-1]


def is_refused(text: str, start: int, end: int) -> bool:
    """Is what stands here ruled out by what is around it ("not 4x", "2 payments is too steep")?"""
    before = clause_before(text, start)
    return bool(REFUSED_BEFORE.search(before) or REFUSED_AFTER.match(text, end))


def _ranges(text: str, found: list[Sum]) -> list[Sum]:
    merged: list[Sum] = []
    for one in found:
        last = merged[-1] if merged else None
        if last is not None and _is_range(text, last, one):
            both = (last.money, one.money)
            merged[-1] = Sum(min(both, key=lambda m: m.minor), last.start, one.end)
        else:
            merged.append(one)
    return merged


def _is_range(text: str, low: Sum, high: Sum) -> bool:
    between = text[low.end : high.start]
    if TO.fullmatch(between):
        return True
    return between.strip() in ("and", "e") and bool(BETWEEN.search(text[: low.start]))


def _part(text: str, found: list[Sum], place: int) -> Part:
    one = found[place]
    floor = found[place - 1].end if place else 0
    ceiling = found[place + 1].start if place + 1 < len(found) else len(text)
    before = clause_before(text, one.start, floor)
    after = CLAUSE_END.split(text[one.end : ceiling])[0]
    if REFUSED_AFTER.match(after):
        return Part.REFUSED
    if TOLD_AFTER.match(after):
        return Part.TOLD
    if LIMIT.search(before):
        return Part.OFFERED
    if REFUSED_BEFORE.search(before):
        return Part.REFUSED
    if OFFER_AFTER.match(after):
        return Part.OFFERED
    told, offer = _last(TOLD_BEFORE, before), _last(OFFER_BEFORE, before)
    return Part.TOLD if told > offer else Part.OFFERED


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _no(text: str, one: Sum) -> Sum:
    """ "No 500, only 200", "120 yes, 150 no": a no beside a sum, when another is offered."""
    said_no = NO_BEFORE.search(text[: one.start]) or NO_AFTER.match(text, one.end)
    if one.part is Part.OFFERED and said_no:
        return replace(one, part=Part.REFUSED)
    return one


def _settled(text: str, found: list[Sum]) -> list[Sum]:
    """Without what is corrected by the next sum ("200, no, 150") or is the second choice."""
    kept = list(found)
    for place in range(1, len(kept)):
        one, last = kept[place], kept[place - 1]
        if one.part is not Part.OFFERED or last.part is not Part.OFFERED:
            continue
        between = text[last.end : one.start]
        if TOTALS.search(between) and _sums_up(kept[:place], one):
            kept[:place] = [replace(part, part=Part.TOLD) for part in kept[:place]]
        elif CORRECTED.search(between):
            kept[place - 1] = replace(last, part=Part.REFUSED)
        elif OTHERWISE.search(between):
            kept[place] = replace(one, part=Part.TOLD)
    if not any(one.part is Part.OFFERED for one in kept):
        return found
    return kept


def _sums_up(before: Sequence[Sum], one: Sum) -> bool:
    """ "80 and 40, that makes 120": the sum of two or more that stand before it."""
    parts = [part.money for part in before if part.part is Part.OFFERED]
    same = all(part.currency == one.money.currency for part in parts)
    return len(parts) > 1 and same and sum(part.minor for part in parts) == one.money.minor
