"""Which vague period: "next month", "end of January", "mês que vem", "in January"?

The first day is the earliest that fits, the last day the latest. The end of a month is its last
day, for the first as for the last: an earlier one would be an obligation nobody named.
"""

from __future__ import annotations

import re
from datetime import date

from bot.reading.days.almanac import (
    days_after,
    month_day,
    month_end,
    month_of,
    next_month_named,
)
from bot.reading.days.when import (
    EN_MONTHS,
    EN_SHORT,
    MONTHS,
    NEXT_MONTH,
    PT_MONTHS,
    THIS_MONTH,
    Context,
    Day,
    period,
    rule,
    whole_month,
)
from bot.reading.letters.number_words import EN_ORDINALS, either

_HALF_MONTH = 15
_SURE_MONTH = either([name for name in {**EN_MONTHS, **PT_MONTHS} if name not in ("may", "march")])
_NAME = rf"(?P<name>{either({**EN_MONTHS, **EN_SHORT, **PT_MONTHS})})\b\.?"
_YEAR = r"(?: (?:of |de )?(?P<year>20\d\d)\b)?"
_START = r"(?:early|(?:the )?(?:start|beginning) of|(?:no )?(?:comeco|inicio|comecinho) (?:de|do)?)"
_MIDDLE = (
    r"(?:mid|(?:the )?middle of|(?:no )?meio (?:de|do)|(?:na|da|ate a) metade (?:de|do)"
    r"|(?:em )?meados (?:de|do))"
)
_END = (
    r"(?:late|(?:the )?(?:very )?end of|month end|(?:no |pro |ate o |o )?(?:fim|final|finzinho)"
    r"(?: de| do|(?= d[eo]s[ts]e)))"
)
_WHICH_MONTH = (
    rf"(?:(?P<next>(?:the )?(?:{NEXT_MONTH})|the next month)|(?P<this>{THIS_MONTH}|month|mes)\b"
    rf"|{_NAME}{_YEAR})"
)


def _month(match: re.Match[str], context: Context) -> tuple[int, int]:
    if match["next"]:
        return month_of(context.today, 1)
    if match["name"] and match["year"]:
        return int(match["year"]), MONTHS[match["name"]]
    if match["name"]:
        return next_month_named(context.today, MONTHS[match["name"]])
    return month_of(context.today)


def _part(first: int, last: int, match: re.Match[str], context: Context) -> Day:
    """Some days of a month; of the next one if those of this month are over."""
    year, month = _month(match, context)
    if month_day(year, month, last) < context.today:
        ahead = 12 if match["name"] else 1
        year, month = month_of(date(year, month, 1), ahead)
    return period(month_day(year, month, first), month_day(year, month, last), context.today)


_NTH = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "last": 0, "primeira": 1, "segunda": 2, "terceira": 3, "quarta": 4, "ultima": 0,
}  # fmt: skip


def _nth_week(match: re.Match[str], context: Context) -> Day:
    """The nth seven days of a month; the last ones of a month end with it."""
    number = _NTH[match["nth"]]
    if number:
        return _part(7 * number - 6, 7 * number, match, context)
    year, month = _month(match, context)
    last = month_end(year, month)
    return period(days_after(last, -6), last, context.today)


def _nth_week_of_year(match: re.Match[str], context: Context) -> Day:
    last = date(context.today.year + 1, 1, 7 * _NTH[match["nth"]])
    return Day(days_after(last, -6), last)


def _end_of_year(match: re.Match[str], context: Context) -> Day:
    last = date(context.today.year + bool(match["next"] or match["next_pt"]), 12, 31)
    return Day(last, last)


def _month_after(match: re.Match[str], context: Context) -> Day:
    """ "The month after": after next month if that was named, or after this one."""
    named = re.search(rf"\b(?:{NEXT_MONTH})\b", match.string[: match.start()])
    return whole_month(*month_of(context.today, 2 if named else 1), context.today)


def _next_half(context: Context) -> Day:
    """The half month after this one, in which many are paid."""
    today = context.today
    if today.day <= _HALF_MONTH:
        return Day(today.replace(day=_HALF_MONTH + 1), month_end(today.year, today.month))
    year, month = month_of(today, 1)
    return Day(date(year, month, 1), date(year, month, _HALF_MONTH))


def _end(match: re.Match[str], context: Context) -> Day:
    last = month_end(*_month(match, context))
    return Day(last, last)


def _whole(match: re.Match[str], context: Context) -> Day:
    return whole_month(*_month(match, context), context.today)


def _year(match: re.Match[str], context: Context) -> Day | None:
    year = int(match["year"])
    if not context.today.year < year <= context.today.year + 3:
        return None
    return Day(date(year, 1, 1), date(year, 12, 31))


def _next_year(_: re.Match[str], context: Context) -> Day:
    year = context.today.year + 1
    return Day(date(year, 1, 1), date(year, 12, 31))


_IN_MONTH = (
    r"(?:in|by|until|till?|from|this|next|during|starting|before|after|come|em|ate|para|pra|pro"
    r"|a partir de|comecando em|agora em|la em|so em)"
)
_LISTED = either([name for name in {**EN_MONTHS, **EN_SHORT, **PT_MONTHS} if name != "may"])
_AND_MONTH = r"(?:, ?|/| )(?:and |or |then |n |& |e |ou )?"
_NEXT_MONTH = rf"(?P<next>{NEXT_MONTH})(?P<name>$^)?(?P<year>$^)?"
_MONTH_NOW = r"(?P<this>this month|n?este mes|n?esse mes)(?P<next>$^)?(?P<name>$^)?(?P<year>$^)?"
RULES = (
    rule(rf"\b{_START}[ -]?{_WHICH_MONTH}", lambda match, ctx: _part(1, 10, match, ctx)),
    rule(rf"\b{_MIDDLE}[ -]?{_WHICH_MONTH}", lambda match, ctx: _part(15, 20, match, ctx)),
    rule(rf"\b(?:by |until |till? |at )?(?:the )?{_END}[ -]?{_WHICH_MONTH}", _end),
    rule(
        rf"\b(?:mid(?:dle)?(?: of)?[ -](?:to|or)[ -](?:late|(?:the )?end of)"
        rf"|(?:d[eo] )?(?:meio|meados) (?:pro|para o) (?:fim|final) d[eo])[ -]?{_WHICH_MONTH}",
        lambda match, ctx: _part(15, 31, match, ctx),
    ),
    rule(
        rf"\bearly[ -](?:to|or)[ -]mid(?:dle)?(?: of)?[ -]?{_WHICH_MONTH}",
        lambda match, ctx: _part(1, 20, match, ctx),
    ),
    rule(
        r"\b(?:before|by the time) the month(?:'?s| is|) (?:out|over|up|ends?)\b"
        r"|\bantes (?:de|do mes) (?:virar|acabar|terminar)(?: o mes)?\b"
        r"|\b(?:n|ate )a virada do mes\b(?P<next>$^)?(?P<name>$^)?",
        _end,
    ),
    rule(r"\b(?:eom|month'?s? end|end of mth)\b(?P<next>$^)?(?P<name>$^)?", _end),
    rule(
        rf"\b(?:the |in the |by the |d?n?a |pra |ate a )?(?P<nth>{either(_NTH)}) "
        rf"(?:week (?:of|in)|semana d[eo]) {_WHICH_MONTH}",
        _nth_week,
    ),
    rule(
        rf"\b(?:n?a )?primeira quinzena d[eo] {_WHICH_MONTH}",
        lambda match, ctx: _part(1, 15, match, ctx),
    ),
    rule(
        rf"\b(?:in |during )?(?:the )?(?:first|1st) half of {_WHICH_MONTH}",
        lambda match, ctx: _part(1, 15, match, ctx),
    ),
    rule(
        rf"\b(?:in |during )?(?:the )?(?:second|2nd|last|latter) half of {_WHICH_MONTH}",
        lambda match, ctx: _part(16, 31, match, ctx),
    ),
    rule(
        rf"\b(?:in |during )?(?:the )?(?:first|1st) fortnight (?:of|in) {_WHICH_MONTH}",
        lambda match, ctx: _part(1, 14, match, ctx),
    ),
    rule(
        rf"\b(?:in |during )?(?:the )?(?:second|2nd) fortnight (?:of|in) {_WHICH_MONTH}",
        lambda match, ctx: _part(15, 28, match, ctx),
    ),
    rule(
        r"\b(?:n?a )?proxima quinzena\b|\b(?:n?a )?quinzena (?:que vem|seguinte)\b",
        lambda _, ctx: _next_half(ctx),
    ),
    rule(
        rf"\b(?:n?a )?segunda quinzena d[eo] {_WHICH_MONTH}",
        lambda match, ctx: _part(16, 31, match, ctx),
    ),
    rule(
        rf"\b(?:sometime |some time |(?:in|by|until|till?|de|ate|so) )?(?:the )?{_NEXT_MONTH}\b",
        _whole,
    ),
    rule(rf"\b(?:later |ainda )?{_MONTH_NOW}\b", _whole),
    rule(
        r"\bwithin the month\b|\bdentro d[eo](?:ste|sse)? mes\b",
        lambda _, ctx: whole_month(*month_of(ctx.today), ctx.today),
    ),
    rule(
        rf"\b{_IN_MONTH} (?P<name>{either({**EN_MONTHS, **EN_SHORT, **PT_MONTHS})})\b(?!-)"
        rf"(?![ ](?:i|we|you|he|she|it|they)\b|[ ](?:the )?(?:\d{{1,2}}(?!\d)"
        rf"|(?:{either(EN_ORDINALS)})\b))"
        rf"{_YEAR}(?P<next>$^)?",
        _whole,
    ),
    rule(
        rf"\b{_NAME}(?: (?:of|de))? (?P<year>20\d\d)\b(?P<next>$^)?",
        _whole,
    ),
    rule(
        rf"\b(?:in |em )?{_NAME} (?:d[oe] ano (?:que|q) vem|(?:of )?next year)\b",
        lambda match, ctx: whole_month(ctx.today.year + 1, MONTHS[match["name"]], ctx.today),
    ),
    rule(
        rf"\b(?:mes de|talvez|sometime|maybe|probably|try|tenta|say"
        rf"|make it|like|about|around|roughly|perhaps|possibly|towards) (?P<name>{_SURE_MONTH})\b"
        r"(?! (?:\d|dia))(?P<next>$^)?(?P<year>$^)?",
        _whole,
    ),
    rule(
        rf"(?=(?<!\d )(?<!\d(?:st|nd|rd|th) )\b(?P<s>(?P<name>{_LISTED}))\b{_AND_MONTH}"
        rf"(?:{_LISTED})\b)(?P<next>$^)?(?P<year>$^)?",
        _whole,
    ),
    rule(
        rf"(?=\b(?:{_LISTED}){_AND_MONTH}(?P<s>(?P<name>{_LISTED}))\b(?! ?\d))"
        r"(?P<next>$^)?(?P<year>$^)?",
        _whole,
    ),
    rule(rf"\bso (?P<name>{either(PT_MONTHS)})\b(?! \d)(?P<next>$^)?(?P<year>$^)?", _whole),
    rule(
        rf"\A[ ]*(?P<name>{_SURE_MONTH})(?=[ .!?]*\Z)(?P<next>$^)?(?P<year>$^)?",
        _whole,
    ),
    rule(
        r"\b(?:(?:early|(?:at |by )?(?:the )?(?:start|beginning) of|(?:no )?(?:comeco"
        r"|inicio) d[eo]) "
        r"(?:next year|ano que vem|proximo ano|the (?:new )?year|ano))\b|\bearly in the (?:new"
        r"|next) year\b",
        lambda _, ctx: Day(date(ctx.today.year + 1, 1, 1), date(ctx.today.year + 1, 1, 31)),
    ),
    rule(r"\b(?:so |only |not )?(?:in|em|until|ate|for|para|pra) (?P<year>20\d\d)\b", _year),
    rule(
        rf"\b(?:n?a |the |in the )?(?P<nth>{either([name for name in _NTH if _NTH[name]])}) "
        r"(?:week (?:of|in) (?:the )?(?:new|next) year|semana d[eo] (?:ano (?:novo|que vem)"
        r"|novo ano))\b",
        _nth_week_of_year,
    ),
    rule(
        rf"\b(?P<name>{_SURE_MONTH})(?= (?:yes|sim|works|is (?:ok|fine|better|good)|da\b|pode ser"
        r"|onwards?|then))(?P<next>$^)?(?P<year>$^)?",
        _whole,
    ),
    rule(
        r"\b(?:the )?month after next\b|\bdaqui a dois meses\b",
        lambda _, ctx: whole_month(*month_of(ctx.today, 2), ctx.today),
    ),
    rule(
        r"\b(?:the month after(?: that)?\b(?! (?:next|i|we|my|christmas|the|payday"
        r"|that i))"
        r"|no mes seguinte\b)",
        _month_after,
    ),
    rule(
        r"\b(?:by |before |until |till? |at )?(?:the )?(?:end of|year end)(?: the"
        r"| this)?(?P<next> next)?"
        r" year\b|\b(?:by |at )?year(?:'s)? end\b|\b(?:no |ate o |pro )?(?:fim|final"
        r"|finzinho) d[eo](?:ste|sse)?"
        r" ano(?P<next_pt> que vem)?\b",
        _end_of_year,
    ),
    rule(r"\b(?:next year|(?:n?o )?ano que vem|(?:n?o )?proximo ano)\b", _next_year),
)
