"""Which date is written out: 12/03, March 3rd, 3 de março de 2027, 2026-12-01?"""

from __future__ import annotations

import re
from datetime import date

from bot.reading.days.almanac import next_anniversary
from bot.reading.days.when import ANY_MONTH, FULL_MONTH, MONTHS, Context, Day, Order, rule
from bot.reading.letters.number_words import EN_ORDINALS, PT_DAYS, either

_YEAR = r"(?:,?[ ](?:of |de )?(?P<year>20\d\d)\b)?"
_DAYS = {**EN_ORDINALS, **PT_DAYS}
_ORDINAL = rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|º|ª|o(?=[ ]))?|(?P<word>{either(_DAYS)}))"
_NAMED = (
    rf"\b(?:(?:on|by|until|till?|before|after|from) )?(?:the |dia )?(?<![\d.,/$£-]){_ORDINAL}"
    rf"[ ]?(?:of |de |do |/|-)?[ ]?(?P<month>{ANY_MONTH})\b(?!-)"
)
_YEARS_AHEAD = 2
_PLAN_YEARS = 20
"""Two figures of a year further on than this are of the last century."""
_NO_SUM = (
    r"(?!(?:[.,:/%-]?\d|%|[ ]?(?:quid|pounds?|dollars?|bucks|reais|real|conto|pila|euros?|mil|k\b"
    r"|a (?:week|month)|por |cada|each|x\b|de entrada|pm|am|h\b)))"
)
_AROUND = (
    r"(?:(?:(?:depois|antes|a partir) d[eo]|ate o|no|do|o|la pro|por volta do|(?:any ?time )?(?:on"
    r"|after|before|by|from|around)) )?"
)
_BORDERS = (r"(?<![\w/.,-])", r"(?![\w/]|[.,-]\d)")


def _iso(match: re.Match[str], _: Context) -> Day:
    return Day(date(int(match["year"]), int(match["month"]), int(match["day"])))


def _numeric(match: re.Match[str], context: Context) -> Day | None:
    """Two or three numbers, in the country's order unless only the other order can be."""
    one, two = int(match["one"]), int(match["two"])
    pairs = [(one, two), (two, one)]
    if context.order is Order.DAY_FIRST:
        pairs.reverse()
    pairs = [(month, day) for month, day in pairs if 1 <= month <= 12 and day >= 1]
    if match["year"] is None and match["word"] is None and _fraction(match["one"], match["two"]):
        return None
    days = [_in_year(match["year"], month, day, context.today) for month, day in pairs]
    if context.order is Order.NEARER:
        days.sort(key=lambda day: (day < context.today, day))
    return Day(days[0]) if days else None


def _in_year(year: str | None, month: int, day: int, today: date) -> date:
    if year is None:
        return next_anniversary(today, month, day)
    if len(year) == 4:
        return date(int(year), month, day)
    gone = int(year) > today.year % 100 + _PLAN_YEARS
    return date(int(year) + (1900 if gone else 2000), month, day)


def _fraction(one: str, two: str) -> bool:
    """ "1/3", "4/5" and "10/10" are shares and ratings, unless a word like "dia" or "on" leads."""
    if one.startswith("0") or two.startswith("0") or int(one) > int(two):
        return False
    return int(two) <= 5 or int(two) == 10


def _named(match: re.Match[str], context: Context) -> Day:
    word = match["word"]
    day = int(match["day"]) if match["day"] else _DAYS[word]
    month = MONTHS[match["month"]]
    if match["year"]:
        return Day(date(int(match["year"]), month, day))
    return Day(next_anniversary(context.today, month, day))


def _next_year(match: re.Match[str], context: Context) -> Day:
    day = _named(match, context).first
    return Day(day.replace(year=context.today.year + 1))


def _short_year(match: re.Match[str], context: Context) -> Day | None:
    """ "4th Jan 27": this year or one of the next two; any other number is no year."""
    ahead = int(match["year"]) - context.today.year % 100
    if not 0 <= ahead <= _YEARS_AHEAD:
        return None
    day = _named(match, context).first
    return Day(day.replace(year=context.today.year + ahead))


RULES = (
    rule(
        rf"{_BORDERS[0]}(?P<year>20\d\d)[-/.](?P<month>\d\d)[-/.](?P<day>\d\d)(?![\d-])",
        _iso,
    ),
    rule(
        rf"(?P<word>\b(?:on|by|until|till?|dia|em|ate|no dia|pro dia)[ ])?{_BORDERS[0]}"
        rf"(?P<one>\d{{1,2}})(?P<sep>[/.-])(?P<two>\d{{1,2}})(?P=sep)(?P<year>\d{{4}}|\d\d)"
        rf"{_BORDERS[1]}",
        _numeric,
    ),
    rule(
        r"(?P<word>\b(?:on|by|until|till?|dia|em|ate|ate dia|no dia|pro dia|before|start\w*"
        r"|begin\w*|comecando|a partir de)[ ])?"
        rf"{_BORDERS[0]}(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}}){_BORDERS[1]}(?P<year>$^)?",
        _numeric,
    ),
    rule(
        r"(?P<word>(?<![\w/])\d{1,2}/(?:0\d|[6-9]|1[0-2]))(?:,|,? (?:and|or|then|e|ou))[ ]"
        rf"(?P<s>(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})){_BORDERS[1]}(?P<year>$^)?",
        _numeric,
    ),
    rule(
        r"\b(?P<word>on|by|dia|no dia|pro dia)[ ](?P<one>\d{1,2})-"
        r"(?P<two>\d{1,2})(?![\w/]|[.,-]\d|[ ]?(?:am|pm|h\b))(?P<year>$^)?",
        _numeric,
    ),
    rule(
        r"\b(?:dia )?(?P<two>\d{1,2})(?<![\d.,/$]\d\d)[ ]do (?:mes )?(?P<one>1[0-2]"
        r"|0?[1-9])(?![\w%/:]|[.,]\d)",
        lambda match, ctx: Day(next_anniversary(ctx.today, int(match["one"]), int(match["two"]))),
    ),
    rule(rf"{_NAMED}{_YEAR}", _named),
    rule(rf"{_NAMED} (?:d[oe] ano (?:que|q) vem|(?:of )?next year)\b(?P<year>$^)?", _next_year),
    rule(
        rf"\b(?P<month>{ANY_MONTH})\.?[ ](?:the )?{_ORDINAL},?[ ]'?(?P<year>\d\d)\b{_NO_SUM}",
        _short_year,
    ),
    rule(rf"{_NAMED},?[ ]'?(?P<year>\d\d)\b{_NO_SUM}", _short_year),
    rule(
        rf"\b(?:em |in |on )?(?P<month>{FULL_MONTH}),? {_AROUND}(?:dia|(?<=[a-z] )the)"
        rf" {_ORDINAL}(?![\w%/:]|[.,]\d){_YEAR}",
        _named,
    ),
    rule(
        rf"\b(?P<month>{ANY_MONTH})\.?[ ](?:the )?{_ORDINAL}(?![\w%/:]|[.,]\d){_YEAR}",
        _named,
    ),
)
