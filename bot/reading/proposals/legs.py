"""Into which parts does a proposal fall, and what belongs to each?

Each sum, each share ("half", "30%") and "the rest" heads a leg; counts, rhythms, days and words
such as "now" and "upfront" belong to the leg whose side of "and", "then" or a comma they are on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

from bot.reading.days.dayrules import DayRule, day_rules
from bot.reading.entity import Entity, as_date, as_last_date
from bot.reading.letters.number_words import COUNT, count
from bot.reading.money.sum_words import CLAUSE_END
from bot.reading.money.sums import Part, Sum, is_refused, sums
from bot.rules.money import Money


@dataclass(slots=True)
class Leg:
    """One part of a proposal: a sum, a share, the rest, or (with none of these) the whole."""

    start: int
    end: int
    part: Part = Part.OFFERED
    money: Money | None = None
    share: Fraction | None = None
    rest: bool = False
    count: int | None = None
    frequency: str | None = None
    first: date | None = None
    last: date | None = None
    now: bool = False
    down: bool = False
    starts: bool = False
    count_at: int = -1
    date_at: int = -1
    days: list[DayRule] = field(default_factory=list)

    @property
    def many(self) -> bool:
        """More than one payment."""
        return self.frequency is not None or (self.count or 1) > 1

    @property
    def dated(self) -> bool:
        """Is it set apart by a day, by "now" or as the first?"""
        return self.first is not None or self.now or self.down

    @property
    def empty(self) -> bool:
        """Nothing at all."""
        headed = self.money is not None or self.share is not None or self.rest
        return not (headed or self.many or self.count or self.first or self.days)


_REST: Final = re.compile(
    r"\b(?:(?:the |all the |o |os )?(?:rest|remainder|remaining(?: \w+)?|difference|resto|restante"
    r"|diferenca)\b|(?:and|then|with|,) (?:the |my )?balance\b|what(?:'?s|ever'?s| is) left"
    r"|(?:the )?(?:other|second|2nd) half|the other (?:two|2) thirds|outra metade"
    r"|(?:o )?saldo\b(?! devedor)|(?:o )?que (?:faltar?|sobrar|falta|resta)\b)"
)
_SAME: Final = re.compile(
    r"\b(?:the )?same(?: again| amount| sum)?(?= (?:on|in|next|every|at|by)\b)"
    r"|\bo mesmo(?: valor)?(?= (?:no|em|dia|mes|na)\b)|\banother(?= (?:on|next|in|at)\b)"
)
_SHARES: Final = tuple(
    (value, re.compile(pattern))
    for value, pattern in (
        (
            Fraction(1, 2),
            (
                r"(?<!and a )\bhalf\b(?! (?:past|seven|eight|nine|ten|eleven|an? |day|term|hour"
                r"|\d|my|of (?:my|the month|them|us|what|jan"
                r"|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))(?<!first half)"
                r"|(?<!pela )\bmetade\b(?! d[oe] (?:mes|ano|meu|que|pagamento))"
                r"|(?<![\d/])1/2(?![\d/])"
            ),
        ),
        (
            Fraction(2, 3),
            r"\b(?:two|2)[ -]thirds?\b|\bdois tercos\b|(?<![\d/])2/3(?![\d/])",
        ),
        (
            Fraction(1, 3),
            r"\b(?:a|one|1)[ -]third\b(?! (?:part|of what))|\bum terco\b|(?<![\d/])1/3(?![\d/])",
        ),
        (Fraction(3, 4), r"\b(?:three|3)[ -]quarters\b|\btres quartos\b|(?<![\d/])3/4(?![\d/])"),
        (
            Fraction(1, 4),
            (
                r"\b(?:a|one)[ -]quarter\b(?! (?:past|to|of an))"
                r"|\bquarter(?= (?:now|today|down)\b)|\bum quarto\b|(?<![\d/])1/4(?![\d/])"
            ),
        ),
    )
)
_PERCENT: Final = re.compile(
    r"(?<![\d.,])(?<!discount of )(?<!desconto de )(?<!juros de )(?<!multa de )(?P<n>\d{1,2})[ ]?"
    r"(?:%|percent\b|per cent\b|por cento\b)"
    r"(?! ?(?:off|discount|de desconto|desconto|interest|de juros|juros|apr|ao mes|a month))"
)
_NOW: Final = re.compile(
    r"\b(?:right now|now|straight ?away|right away|immediately|asap|agora(?: mesmo)?|na hora"
    r"|imediatamente|de imediato|ja(?=[ ]?(?:$|[,.!?]|e )))\b"
)
_DOWN: Final = re.compile(
    r"\bup ?front\b|\bdown ?payment\b|(?<!no )(?<!without )(?<!without a )\bdeposit\b"
    r"|(?<=\d )down\b|\b(?:put(?:ting)?|pay(?:ing)?)"
    r" (?!me )(?:\S+ )?down\b|\bfirst payment of\b|\binitial(?:ly)?\b|\bto start(?: with)?(?! on)\b"
    r"|\b(?:start|begin) with\b|(?<!sem )\bentrada\b|\bsinal\b|\bde cara\b|\bde inicio\b"
    r"|\b(?:pra|para) comecar\b|\bprimeir[ao] (?:parcela|pagamento) (?:de|em)\b|\bcomecar com\b"
)
_UPFRONT: Final = re.compile(r"\bup ?front\b|\bde cara\b")
_STARTS: Final = re.compile(
    r"\b(?:starting|starts?|beginning|begins?|from|first(?: one| payment| instalment)?|commencing"
    r"|comecando|comeca|comeco|a partir d\w*|iniciando|inicio|primeir[ao](?: parcela| pagamento"
    r"| vence)?|a primeira)[ ](?:(?:on|the|in|is|would be|from|em|no|na|de|do|para|pra|dia)[ ]?)*$"
)
SEPARATOR: Final = re.compile(
    r"[,;.](?=[ ])|\b(?:and|then|e|depois|mais|com|with|plus|followed|seguido|and then|e depois)\b"
    r"|\+"
)
_FORTNIGHT: Final = re.compile(
    r"\b(?:every|each) (?:other|second|2nd|alternate) (?:week|\w+day)|\balternate \w+days\b"
    r"|\bsim,? (?:e )?(?:a |uma )?(?:outra|\w+),? nao\b|\bcada (?:duas|dois|2|14|15|quinze) "
    r"|\bevery (?:14|fourteen|15) days\b"
)
_COUNTED_RHYTHMS: Final = (
    ("monthly", re.compile(r"\b(?:months|meses|monthly|mensais)\b")),
    ("weekly", re.compile(r"\b(?:weekly|semanais)\b")),
    ("fortnightly", re.compile(r"\b(?:fortnightly|quinzenais)\b")),
)
_LONG: Final = tuple(
    (re.compile(said), re.compile(rf"\b(?:for|over|por|durante) (?P<n>{COUNT}) (?:{unit})\b"))
    for said, unit in (
        (
            r"\b(?:a|per|each|every) week\b|\bweekly\b|\bpor semana\b|\bsemana(?:l|is)\b",
            "weeks|semanas",
        ),
        (r"\b(?:a|per|every) fortnight\b|\bfortnightly\b|\bquinzena", "fortnights|quinzenas"),
    )
)
_OTHER_RHYTHMS: Final = (
    ("weekly", re.compile(r"\b(?:every (?:7|seven)|a cada (?:7|sete)) (?:days|dias)\b")),
    ("fortnightly", re.compile(r"\b(?:every (?:14|fourteen)|a cada 2 semanas)\b")),
    ("monthly", re.compile(r"\b(?:every (?:30|thirty)|a cada (?:30|trinta)) (?:days|dias)\b")),
    ("monthly", re.compile(r"\b(?:at the )?end of (?:every|each) month\b")),
    (
        "monthly",
        re.compile(
            r"\bnos (?:outros|demais|meses seguintes|proximos meses)\b"
            r"|\b(?:in|for) the (?:other|following) months\b|\b(?:each|every) month after\b"
        ),
    ),
)


def legs(text: str, entities: Sequence[Entity], today: date, currency: str) -> list[Leg]:
    """Every leg of the folded text in order, those too that are not offered; the last is for
    what belongs to no sum and may be empty."""
    heads = sorted(_heads(text, sums(text, entities, currency)), key=lambda leg: leg.start)
    bare = Leg(len(text), len(text))
    for start, end, name, value in _attributes(text, entities, today):
        owner = _owner(text, heads, start, end, name) if heads else bare
        if owner.part is not Part.OFFERED and CLAUSE_END.search(text[owner.end : start]):
            owner = bare
        _give(owner, name, value)
    return [*heads, bare]


def _heads(text: str, found: list[Sum]) -> Iterator[Leg]:
    taken = [(one.start, one.end) for one in found]
    for one in found:
        yield Leg(one.start, one.end, one.part, one.money)
    for match in _SAME.finditer(text):
        earlier = [one for one in found if one.end <= match.start()]
        if earlier:
            yield Leg(*match.span(), earlier[-1].part, earlier[-1].money)
    for match in _REST.finditer(text):
        if _free(match, taken):
            taken.append(match.span())
            yield Leg(*match.span(), rest=True)
    for value, pattern in (*_SHARES, (None, _PERCENT)):
        for match in pattern.finditer(text):
            if _free(match, taken):
                taken.append(match.span())
                part = Part.REFUSED if is_refused(text, *match.span()) else Part.OFFERED
                yield Leg(*match.span(), part, share=value or Fraction(int(match["n"]), 100))


def _free(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return all(match.end() <= start or match.start() >= end for start, end in taken)


_Attribute = tuple[int, int, str, object]


def _attributes(text: str, entities: Sequence[Entity], today: date) -> Iterator[_Attribute]:
    """Everything that says how many, how often and when, with its place."""
    for one in entities:
        if one.entity == "instalments" and not is_refused(text, one.start, one.end):
            yield one.start, one.end, "count", (int(one.value), one.start)
            for rhythm, pattern in _COUNTED_RHYTHMS:
                if pattern.search(one.text):
                    yield one.start, one.end, "rhythm", rhythm
        elif one.entity == "frequency":
            fortnight = _FORTNIGHT.match(text, one.start)
            yield one.start, one.end, "rhythm", "fortnightly" if fortnight else one.value
        elif one.entity == "date":
            yield one.start, one.end, "date", (as_date(one), as_last_date(one), one.start)
            if _STARTS.search(text[max(0, one.start - 40) : one.start] + _lead(one.text)):
                yield one.start, one.end, "starts", True
    yield from _marks(text, today)
    for day in day_rules(text):
        yield day.start, day.end, "day", day


def _lead(text: str) -> str:
    """The words that lead to the day inside what was read as a date ("from aug")."""
    found = re.match(r"(?:from|starting|a partir de|comecando em)[ ]", text)
    return found[0] if found else ""


def _marks(text: str, today: date) -> Iterator[_Attribute]:
    for match in _NOW.finditer(text):
        if _STARTS.search(text[: match.start()]):
            yield *match.span(), "date", (today, today, match.start())
        yield *match.span(), "now", True
    for name, pattern in (("down", _DOWN), ("upfront", _UPFRONT)):
        for match in pattern.finditer(text):
            yield *match.span(), name, True
    for said, long in _LONG:
        for match in long.finditer(text) if said.search(text) else ():
            yield *match.span(), "count", (count(match["n"]), match.start())
    for rhythm, pattern in _OTHER_RHYTHMS:
        for match in pattern.finditer(text):
            yield *match.span(), "rhythm", rhythm


def _owner(text: str, heads: list[Leg], start: int, end: int, name: str) -> Leg:
    """The leg that something between two heads belongs to."""
    before = [leg for leg in heads if leg.start <= start]
    after = [leg for leg in heads if leg.start > start]
    if not before or not after:
        return (before or after)[-1 if before else 0]
    left, right = before[-1], after[0]
    apart = bool(SEPARATOR.search(text[left.end : start]))
    joined = not SEPARATOR.search(text[end : right.start])
    if apart and joined:
        return right
    leads = text[end : right.start].strip()
    if name == "count" and leads in ("", "de", "of", "at", "a", "x de") and right.money:
        return right
    return right if name == "down" and leads in ("de", "of") else left


def _give(leg: Leg, name: str, value: object) -> None:
    """The first that was said of each kind stands."""
    match name, value:
        case "count", (int(number), int(place)):
            if leg.count is None:
                leg.count, leg.count_at = number, place
        case "rhythm", str(rhythm):
            leg.frequency = leg.frequency or rhythm
        case "date", (date() as first, date() as last, int(place)):
            if leg.first is None:
                leg.first, leg.last, leg.date_at = first, last, place
        case "day", DayRule() as day:
            leg.days.append(day)
        case "now", _:
            leg.now = True
        case "starts", _:
            leg.starts = True
        case "upfront", _:
            leg.now = leg.down = True
        case _:
            leg.down = True
