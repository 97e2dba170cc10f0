"""What do days in a row lend each other: "dia 5 e dia 20 de cada mês", "the 15th and the 1st"?

Days joined by "and", a comma or a sum are read together: all are days of every month if one is,
they share the month that is named once, and they come one after another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise, zip_longest
from typing import Final

from bot.reading.days.almanac import coming, days_after, next_day_of_month, week_start
from bot.reading.days.weekdays import EN_DAY, PT_DAY
from bot.reading.days.when import ANY_MONTH, NEXT_MONTH
from bot.reading.entity import Found
from bot.reading.letters.fold import Folded
from bot.reading.letters.number_words import EN_ORDINALS, PT_DAYS, either

_EVERY_MONTH: Final = re.compile(r"(?:month|mes(?:es)?)$")
_BARE: Final = re.compile(
    rf"(?:on |by )?(?:the |da )?(?:\d{{1,2}}(?:st|nd|rd|th)|(?:{either(EN_ORDINALS)}))"
    rf"|(?:no |o |n?os )?dias? (?:\d{{1,2}}|(?:{either(PT_DAYS)}))|\d{{1,2}}|(?:{either(PT_DAYS)})"
)
_AND: Final = re.compile(
    r"[ ]*(?:,|;|and|or|n|&|e|ou|e outra|e o resto|then)?[ ]*"
    r"(?:maybe |perhaps |possibly |even |at a push |if not |talvez |quem sabe |senao |ate |then "
    r"|on |the |no |o )*"
)
_WEEKDAY: Final = re.compile(rf"(?:[a-z]+ ){{0,2}}(?:{EN_DAY}|{PT_DAY})(?: que vem)?")
_THE_WEEKDAY: Final = re.compile(rf"\b(?:on|by|until|till?|then) the (?:{EN_DAY})$")
_THAT_IS: Final = re.compile(r"\b(?:that'?s|which is|it'?s|que e|e) (?:the |an? |uma? )?$")
_SAY: Final = re.compile(
    r"\b(?:say|maybe|perhaps|probably|like|possibly|tipo|talvez|quem sabe)[ ](?:on |the |no |o )*$"
)
_THE_WEEK_AFTER: Final = re.compile(
    r"the week after(?: that)?|(?:na |a )?semana (?:seguinte|depois)(?: dessa| disso)?"
)
_MONTH: Final = re.compile(rf"\b(?:{ANY_MONTH}|christmas|natal)\b|{NEXT_MONTH}|/")
_EXACT: Final = re.compile(rf"\d|\b(?:{either(EN_ORDINALS)})\b|\bdia\b")
_FULL: Final = re.compile(
    rf"{_EXACT.pattern}|\bchristmas|\bnatal\b|\bnew year|\bano novo|reveillon|\beaster"
)
_AFTER_FEAST: Final = re.compile(r"(?:after|depois|passando|apos)\b(?!.*\d)(?!.* (?:the|dia) )")
_REPEATED: Final = re.compile(r"[ ,]{1,3}(?:on |the |no |dia )*")
_SAME_MONTH: Final = re.compile(r"[ ]*(?:,|and|or|n|&|e|ou)[ ]*(?:the )?")


def in_a_row(folded: Folded, found: Sequence[Found]) -> list[Found]:
    """The readings, days in a row made one of a kind and put in order."""
    read = _after_the_first(folded, _said_twice(folded, found))
    places = [n for n, one in enumerate(read) if one.entity in ("date", "day_of_month")]
    for first, second in [*pairwise(places), *reversed(list(pairwise(places)))]:
        between = _between(folded, read, first, second)
        read[first], read[second] = _together(folded, read[first], read[second], between)
    return read


def _said_twice(folded: Folded, found: Sequence[Found]) -> list[Found]:
    """Without the weekday of "Friday, December 4"."""
    return [
        one
        for one, after in zip_longest(found, found[1:])
        if not (
            after
            and one.entity == after.entity == "date"
            and _WEEKDAY.fullmatch(folded.text[one.start : one.end])
            and _EXACT.search(folded.text[after.start : after.end])
            and _REPEATED.fullmatch(folded.text[one.end : after.start])
        )
    ]


def _after_the_first(folded: Folded, found: Sequence[Found]) -> list[Found]:
    """What a day named in full says of those after it: "Monday 7th … on the Wednesday"."""
    full: Found | None = None
    read = []
    for each in found:
        if full and _only_repeats(folded, full, each):
            continue
        same = full is not None and _same_sentence(folded, full, each)
        one = _later(folded, full, each) if full and same else each
        if one.entity == "date" and _is_full(folded, one):
            full = one if full is None or not _is_bare(folded, one) else full
        read.append(one)
    return read


def _same_sentence(folded: Folded, one: Found, two: Found) -> bool:
    return len(folded.before(two.start, two.start - one.start)) == two.start - one.start


def _later(folded: Folded, full: Found, one: Found) -> Found:
    """A weekday "the Wednesday", or a higher day of a month that was named."""
    if one.entity != "date" or str(one.value) > str(full.value):
        return one
    if one.latest or full.latest:
        return _of_period(folded, full, one)
    first, day = (date.fromisoformat(str(each.value)) for each in (full, one))
    if _THE_WEEKDAY.search(folded.text[: one.end]) and _WEEKDAY.fullmatch(_text(folded, one)):
        return replace(one, value=coming(first, day.weekday()).isoformat())
    named = _text(folded, full)
    follows = day.day > first.day and _MONTH.search(named)
    if _is_bare(folded, one) and (follows or _AFTER_FEAST.match(named)):
        return replace(one, value=next_day_of_month(first, day.day).isoformat())
    return one


def _is_full(folded: Folded, one: Found) -> bool:
    text = _text(folded, one)
    return bool(_MONTH.search(text) if one.latest else _FULL.search(text))


def _only_repeats(folded: Folded, full: Found, one: Found) -> bool:
    """ "January 11th, that's the Monday"."""
    if one.entity != "date" or one.latest or not _WEEKDAY.fullmatch(_text(folded, one)):
        return False
    first, day = (date.fromisoformat(str(each.value)) for each in (full, one))
    return first.weekday() == day.weekday() and bool(_THAT_IS.search(folded.before(one.start)))


def _of_period(folded: Folded, full: Found, one: Found) -> Found:
    """ "Late December, say the 29th"; "the 5th … the week after": after the week of that day."""
    if not one.latest and _is_bare(folded, one) and _SAY.search(folded.before(one.start)):
        month = date.fromisoformat(str(full.value)).replace(day=1)
        day = next_day_of_month(month, date.fromisoformat(str(one.value)).day)
        return replace(one, value=day.isoformat())
    if full.latest:
        return one
    if not _THE_WEEK_AFTER.fullmatch(_text(folded, one)):
        return one
    monday = week_start(date.fromisoformat(str(full.value)), 1)
    return replace(one, value=monday.isoformat(), latest=days_after(monday, 6).isoformat())


def _text(folded: Folded, one: Found) -> str:
    return folded.text[one.start : one.end]


def _between(folded: Folded, found: Sequence[Found], first: int, second: int) -> str:
    """What stands between two readings, but for the sums."""
    text, start = "", found[first].end
    for one in found[first + 1 : second]:
        if one.entity == "amount":
            text, start = text + folded.text[start : one.start], one.end
    return text + folded.text[start : found[second].start]


def _together(folded: Folded, one: Found, two: Found, between: str) -> tuple[Found, Found]:
    if not _AND.fullmatch(re.sub(r"[ ;]+", " ", between)):
        return one, two
    if {one.entity, two.entity} == {"date", "day_of_month"}:
        return _every_month(folded, one, two)
    if "day_of_month" in (one.entity, two.entity) or one.latest or two.latest:
        return one, two
    if _is_bare(folded, one) and not _is_bare(folded, two):
        return _same_month(one, two, between), two
    if _is_bare(folded, two) and str(two.value) < str(one.value):
        day = date.fromisoformat(str(two.value)).day
        later = next_day_of_month(date.fromisoformat(str(one.value)), day)
        return one, replace(two, value=later.isoformat())
    return one, two


def _every_month(folded: Folded, one: Found, two: Found) -> tuple[Found, Found]:
    ends = folded.text[two.start : two.end]
    if one.entity == "date" and not _EVERY_MONTH.search(ends):
        return one, two
    return _monthly(folded, one), _monthly(folded, two)


def _monthly(folded: Folded, one: Found) -> Found:
    if one.entity != "date" or one.latest or not _is_bare(folded, one):
        return one
    return replace(one, entity="day_of_month", value=int(str(one.value)[-2:]))


def _same_month(one: Found, two: Found, between: str) -> Found:
    """ "The 5th and 20th of January": the month is that of both."""
    here, there = date.fromisoformat(str(one.value)), date.fromisoformat(str(two.value))
    if not _SAME_MONTH.fullmatch(between) or here.day >= there.day or here > there:
        return one
    return replace(one, value=there.replace(day=here.day).isoformat())


def _is_bare(folded: Folded, one: Found) -> bool:
    return bool(_BARE.fullmatch(folded.text[one.start : one.end]))
