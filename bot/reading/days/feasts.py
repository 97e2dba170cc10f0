"""Which day is meant by a feast: "before Christmas", "véspera de natal", "depois do carnaval"?

Each feast is a rule for a year; the first one from the reference date on is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from bot.reading.days.almanac import coming, days_after
from bot.reading.days.when import Context, Day, Rule, rule

_InYear = Callable[[int], date]


def _fixed(month: int, day: int) -> _InYear:
    return lambda year: date(year, month, day)


def _nth_weekday(month: int, weekday: int, nth: int, later: int = 0) -> _InYear:
    def day(year: int) -> date:
        first = coming(days_after(date(year, month, 1), -1), weekday)
        return days_after(first, 7 * (nth - 1) + later)

    return day


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - moon + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _from_easter(days: int) -> _InYear:
    return lambda year: days_after(easter(year), days)


_EVE_PT: Final = r"(?:vespera(?: d[eo])?|noite de) "
_WISH: Final = (
    r"(?<!merry )(?<!happy )(?<!feliz )(?<!bom )(?<!otimo )(?<!good )(?<!cos )"
    r"(?<!because )(?<!because of )(?<!due to )"
)
_THING: Final = (
    r"(?!'?s? (?:presents?|shopping|gifts?|trees?|party|dinner|bonus|money|box|work|jobs?|cards?"
    r"|club|card|period|cake|food|sales?|tv))"
)
_LEAD: Final = (
    r"\b(?:(?:maybe |just )?(?:reckon|about|around|probably|like|say|talvez|on|by|before|after"
    r"|until|till?|at|for|over|come|starting|from|in|no|na|ate|antes d[aeo]|depois d[aeo]|apos|pro"
    r"|pra|passando|passar)"
    r"(?: the| o| a| before| after)? ){1,4}"
)
_ALONE: Final = (
    r"(?=[ ]*(?:\Z|[.,!?;]|(?:i|i'?ll|we|eu|is|e|ok|works?|then|maybe|mate|pls|please|day|que|da"
    r"|te)\b))"
)
_FEASTS: Final[tuple[tuple[str, _InYear], ...]] = (
    (rf"christmas eve|{_EVE_PT}natal", _fixed(12, 24)),
    (rf"christmas(?: day)?{_THING}|(?:dia de |(?<!em )(?<!rio )(?<!de ))natal", _fixed(12, 25)),
    (r"boxing day", _fixed(12, 26)),
    (rf"new year'?s?'? eve|nye|hogmanay|reveillon|{_EVE_PT}(?:o )?ano novo", _fixed(12, 31)),
    (
        (
            r"new year'?s?(?: day)?|the new year|(?:dia d[eo] )?ano novo|virada d[eo] ano"
            r"|(?:o )?ano virar|virar o ano"
        ),
        _fixed(1, 1),
    ),
    (
        r"ultimo dia d[eo](?:sse|ste)? ano|(?:the )?(?:very )?last day of (?:the|this) year",
        _fixed(12, 31),
    ),
    (r"valentine'?s?'?(?: day)?", _fixed(2, 14)),
    (r"st\.? patrick'?s(?: day)?|st\.? paddy'?s(?: day)?", _fixed(3, 17)),
    (r"halloween", _fixed(10, 31)),
    (r"thanksgiving(?: day)?", _nth_weekday(11, 3, 4)),
    (r"black ?friday", _nth_weekday(11, 3, 4, later=1)),
    (r"labou?r day", _nth_weekday(9, 0, 1)),
    (r"good friday|sexta(?:-feira)? santa", _from_easter(-2)),
    (r"easter monday", _from_easter(1)),
    (r"easter(?: sunday)?|(?:domingo de )?pascoa", easter),
    (r"carnaval", _from_easter(-47)),
    (r"quarta(?:-feira)? de cinzas", _from_easter(-46)),
    (r"corpus christi", _from_easter(60)),
    (r"dia das maes", _nth_weekday(5, 6, 2)),
    (r"dia dos pais", _nth_weekday(8, 6, 2)),
    (r"(?:festa de )?sao joao", _fixed(6, 24)),
    (r"dia das criancas", _fixed(10, 12)),
)


def _next(in_year: _InYear) -> Callable[[re.Match[str], Context], Day]:
    def read(_: re.Match[str], context: Context) -> Day:
        days = (in_year(context.today.year + ahead) for ahead in (0, 1))
        return Day(next(day for day in days if day >= context.today))

    return read


RULES: Final[tuple[Rule, ...]] = tuple(
    rule(rf"{lead}(?:{names})\b{tail}", _next(in_year))
    for names, in_year in _FEASTS
    for lead, tail in ((_LEAD, ""), (rf"{_WISH}\b", _ALONE))
)
