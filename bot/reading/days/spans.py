"""How far from today: "tomorrow", "in a fortnight", "daqui a 15 dias", "another two weeks"?"""

from __future__ import annotations

import re

from bot.reading.days.almanac import business_days_after, coming, days_after, months_after
from bot.reading.days.weekdays import EN_DAY, NO_RATE, PT_DAY, weekday_number
from bot.reading.days.when import Context, Day, rule
from bot.reading.letters.number_words import COUNT, count

_DAYS = re.compile(r"days?|dias?|nights?|sleeps?")
_HOURS_OF_DAY = 24
_MANY = (
    rf"(?:(?P<many>{COUNT}|\d{{3}}(?!\d)|a couple(?: of| more)?|couple(?: of)?|a"
    r" few|few|uns|algumas|alguns|umas)(?P<plus> and a half(?= [a-z]))?)"
)
_UNIT = (
    r"(?:more )?(?P<unit>(?:working|business) days|dias uteis|days?|dias?|weeks?|wks?|semanas?"
    r"|fortnights?|quinzenas?|months?|mths?|mes(?:es)?)\b(?P<half> e mei[ao]\b| and a half\b)?"
)
_FEW = ("a few", "few", "uns", "algumas", "alguns", "umas")


def _days(unit: str, many: int, context: Context) -> Day:
    if unit.startswith(("working", "business")) or unit == "dias uteis":
        return Day(business_days_after(context.today, many))
    if unit.startswith(("mes", "mo", "mt")):
        return Day(months_after(context.today, many))
    length = 14 if unit.startswith("fortn") else 15 if unit.startswith("quinz") else 7
    return Day(days_after(context.today, many * (1 if _DAYS.fullmatch(unit) else length)))


def _span(match: re.Match[str], context: Context) -> Day | None:
    many, unit = match["many"].strip(), match["unit"]
    if many in _FEW:
        return Day(_days(unit, 3, context).first, _days(unit, 5, context).first)
    number = 2 if "couple" in many else count(many)
    if not number or number > 400 or (number == 1 and unit in ("day", "dia")):
        return None
    day = _days(unit, number, context)
    groups = match.groupdict()
    if groups.get("half") or groups.get("plus"):
        return Day(days_after(day.first, 15 if unit.startswith("m") else 4))
    return day


def _between(match: re.Match[str], context: Context) -> Day | None:
    """ "In 2-3 weeks": the first is the earliest, the last the latest."""
    low, high = count(match["many"]), count(match["most"])
    if not low or not high or low >= high or high > 60:
        return None
    unit = match["unit"]
    return Day(_days(unit, low, context).first, _days(unit, high, context).first)


def _one_or_two(match: re.Match[str], context: Context) -> Day:
    unit = match["unit"] or match["un"]
    first = _days(unit, 1, context)
    return first if match["most"] == "so" else Day(first.first, _days(unit, 2, context).first)


def _in_hours(match: re.Match[str], context: Context) -> Day | None:
    """ "In 48 hours" is a day; "in 2 hours" is a time of this one."""
    hours = count(match["many"]) or 0
    if not _HOURS_OF_DAY <= hours <= 10 * _HOURS_OF_DAY:
        return None
    return Day(days_after(context.today, -(-hours // _HOURS_OF_DAY)))


def _few_days(_: re.Match[str], context: Context) -> Day:
    return Day(days_after(context.today, 3), days_after(context.today, 5))


def _from_weekday(match: re.Match[str], context: Context) -> Day | None:
    weeks = 2 if match["many"] is None else count(match["many"]) or 0
    first = coming(context.today, weekday_number(match["day"]))
    return Day(days_after(first, 7 * weeks)) if weeks else None


def _weekdays_on(match: re.Match[str], context: Context) -> Day | None:
    """ "Two Fridays from now": the second one to come."""
    weeks = count(match["many"]) or 0
    first = coming(context.today, weekday_number(match["day"]))
    return Day(days_after(first, 7 * weeks - 7)) if weeks else None


def _plan_months(match: re.Match[str], context: Context) -> Day | None:
    """ "Em 6 meses" is a number of instalments; "em 15 dias" and "em 2 meses" are days."""
    if match["unit"].startswith("mes") and (count(match["many"].strip()) or 0) > 2:
        return None
    return _span(match, context)


def _more(match: re.Match[str], context: Context) -> Day | None:
    if match["many"]:
        return _span(match, context)
    return None if match["unit"] in ("day", "dia") else _days(match["unit"], 1, context)


_TODAY = (
    r"\b(?:later )?(?:today|2day)\b|\bton(?:ight|ite)\b|\bthis (?:morning|afternoon|evening)\b"
    r"|\b(?:by |before )?(?:the )?(?:end of (?:the )?(?:business )?day|eod|cob|close of business)\b"
    rf"(?!,?[ ](?:on |of |the |this |next )*(?:today|tom\w+|tmrw|\d|{EN_DAY}\b))"
    rf"|\bate o (?:fim|final) d[oe] dia\b(?! (?:\d|{PT_DAY}))"
    r"|\bhoje(?: mesmo| ainda| (?:a|de|pela) (?:tarde|noite|manha))?\b|\bainda hoje\b"
)
_RANGE = (
    rf"(?P<many>{COUNT})(?:[ ]?-[ ]?|[ ](?:to|or|ou|a|ate)[ ])(?P<most>{COUNT})[ ](?P<unit>"
    r"(?:working|business) days|dias uteis|days|dias|weeks|semanas|months|meses)\b"
)
_ONE_OR_TWO = (
    r"\b(?:in |within |give me |after )?(?P<many>a|an|another) (?P<unit>day|week"
    r"|month) or (?P<most>two|so)\b"
    r"|\b(?:daqui |em |dentro de |mais )?(?:a )?(?P<um>um|uma) (?P<un>dia|semana"
    r"|mes) ou (?P<mo>dois|duas)\b"
)
_SAID_TODAY = (
    rf"\b(?:today(?: is|'?s)|hoje (?:ja )?eh?) (?:the |dia )?(?:\d{{1,2}}(?:st|nd|rd|th)?\b"
    rf"(?![.,/]\d| (?:reais|conto|pila|quid|pounds))|(?:{EN_DAY}|{PT_DAY})\b)"
    r"|\b(?:the )?\d{1,2}(?:st|nd|rd|th) today\b"
)
_TOMORROW = (
    r"\b(?:by )?(?:tomm?orr?ow|tomorro|tmrw|tmr|tmw|tomoz|2moro|2morrow|2mrw)\b"
    r"|(?<!depois de )\b(?:amanha|amanh|amnh|amn)\b(?: cedo| sem falta)?"
)

RULES = (
    rule(_TODAY, lambda _, context: Day(context.today)),
    rule(_TOMORROW, lambda _, context: Day(days_after(context.today, 1))),
    rule(
        r"\b(?:the )?day after (?:tomm?orr?ow|tmrw)\b|\bdepois de amanha\b|\bdpois de amanha\b",
        lambda _, context: Day(days_after(context.today, 2)),
    ),
    rule(_SAID_TODAY, lambda _, context: Day(context.today)),
    rule(
        r"\b(?:amanha|tomorrow) ou?r? (?P<s>depois|the (?:next )?day after)\b(?! (?:d|tom))",
        lambda _, context: Day(days_after(context.today, 2)),
    ),
    rule(
        (
            r"\b(?:a week today|today week|a week from (?:today|now)|this time next"
            r" week|de hoje a oito)\b"
        ),
        lambda _, context: Day(days_after(context.today, 7)),
    ),
    rule(
        r"\b(?:by )?this time next month\b",
        lambda _, context: Day(months_after(context.today, 1)),
    ),
    rule(
        r"\b(?:a week tomorrow|tomorrow week|a week from tomorrow)\b",
        lambda _, context: Day(days_after(context.today, 8)),
    ),
    rule(
        r"\b(?:the )?next (?:working|business) day\b|\b(?:no )?proximo dia util\b",
        lambda _, context: Day(business_days_after(context.today, 1)),
    ),
    rule(
        rf"\b(?:in|within|inside)[ ](?:the next |about |another |like |around |abt )?{_MANY}[ ]?"
        rf"{_UNIT}(?:'?s?'? time)?(?! (?:late|overdue|behind|a week|a month|per))",
        _span,
    ),
    rule(r"\b(?:with)?in the fortnight\b", lambda _, ctx: Day(days_after(ctx.today, 14))),
    rule(rf"\b{_MANY}[ ]{_UNIT}'? (?:from (?:now|today)|time|today)\b", _span),
    rule(
        (
            r"\b(?:daqui|daki|dentro de|no prazo de)[ ](?:a |ha |mais )?(?:uns |umas"
            rf" )?{_MANY}[ ]{_UNIT}"
        ),
        _span,
    ),
    rule(
        rf"\bem[ ](?:ate |mais |uns |umas |cerca de )?{_MANY}[ ]{_UNIT}"
        r"(?! (?:de atraso|por|sem juros|atrasad))",
        _plan_months,
    ),
    rule(
        (
            rf"\b(?:another|an extra|mais(?:(?: uns| umas)(?= \d))?)[ ]{_MANY}?"
            rf"(?P<one>)[ ]?{_UNIT}(?! (?:late|overdue))"
        ),
        _more,
    ),
    rule(
        rf"\b(?:give me|gimme|give us|need|wait|allow me|me da|me de|precis(?:o|ava) de|prazo de"
        rf"|prazo por|push it back|on hold for)[ ](?:about |just |like |mais |uns |umas )?{_MANY}"
        rf"[ ]{_UNIT}",
        _span,
    ),
    rule(
        rf"\b(?:maybe|after|wait|please|pls|only|just|got|is|need"
        rf"|me) {_MANY}[ ]{_UNIT}(?: more)?(?=,? "
        r"(?:then|i'll|i?ll|(?:i|we|me) (?:can|could|will|pay|give|have|send|do|make))\b)",
        _span,
    ),
    rule(
        rf"\b(?:about |like |got |have ){{0,3}}{_MANY}[ ]{_UNIT}"
        r"(?= (?:till?|until) (?:my|the|i|we|pay)\b)",
        _span,
    ),
    rule(
        rf"\b(?:in )?(?P<many>{COUNT}) (?P<day>{EN_DAY})s (?:from (?:now|today)|'?time)\b",
        _weekdays_on,
    ),
    rule(rf"\b{_MANY}[ ]{_UNIT} more\b(?! than)", _span),
    rule(rf"\b{_MANY} more (?P<unit>days|weeks|months)\b", _span),
    rule(
        r"\b(?:(?:in|over|within) )?the next few days\b|\b(?:n?os )?proximos dias\b"
        r"|\b(?:em|por|nuns|uns) (?:poucos )?dias\b(?= (?:eu|te|ja|e)\b)|\bnesses dias\b",
        _few_days,
    ),
    rule(
        rf"\b(?:(?:in|within|after|over|inside)[ ](?:about |around |like |maybe |the next )?"
        rf"|another |give (?:me|us) |gimme |need |wait )?{_RANGE}(?:'? time| from now)?"
        rf"(?! (?:ago|late|behind|old|overdue|a week|per))",
        _between,
    ),
    rule(
        rf"\b(?:daqui|daki|dentro de|em|mais|uns|umas|me da|me de|preciso de)[ ](?:a |uns |umas )*"
        rf"{_RANGE}",
        _between,
    ),
    rule(
        rf"\b(?:(?:in|over|within) )?(?:(?:the )?next|n?[ao]s proxim[ao]s) {_MANY}[ ]{_UNIT}", _span
    ),
    rule(
        r"\b(?:in |within )?half a year\b|\b(?:daqui(?: a)? |em )?meio ano\b",
        lambda _, context: Day(months_after(context.today, 6)),
    ),
    rule(
        rf"\b(?:between|entre)[ ](?P<many>{COUNT})[ ](?:and|e)[ ](?P<most>{COUNT})[ ]{_UNIT}",
        _between,
    ),
    rule(rf"\bde hoje a {_MANY}[ ]{_UNIT}", _span),
    rule(_ONE_OR_TWO, _one_or_two),
    rule(
        r"\b(?:in|within|em|daqui(?: a)?|dentro de)[ ](?:about |umas )?(?P<many>\d{2,3})[ ]?"
        r"(?:hours?|hrs?|hs?|horas?)\b",
        _in_hours,
    ),
    rule(
        rf"\b(?P<many>{COUNT}) weeks? (?:on|from|this|come) (?:next )?(?P<day>{EN_DAY})\b",
        _from_weekday,
    ),
    rule(
        rf"\b(?:on |by |from )?(?P<many>$^)?(?P<day>{EN_DAY}) fortnight\b",
        _from_weekday,
    ),
    rule(
        rf"{NO_RATE}\b(?:a )?(?P<many>$^)?fortnight (?:on|from|this) (?P<day>{EN_DAY})\b",
        _from_weekday,
    ),
    rule(
        r"\b(?:by |on )?(?:tomorrow fortnight|(?:a )?fortnight tomorrow)\b",
        lambda _, context: Day(days_after(context.today, 15)),
    ),
    rule(
        r"\b(?:(?:a )?fortnight today|today fortnight)\b",
        lambda _, context: Day(days_after(context.today, 14)),
    ),
    rule(
        rf"\A[ ]*(?:[a-z]+, )?(?:about |around |maybe |like |just |only |say |uns |umas |mais "
        rf"|so )*{_MANY}[ ]{_UNIT}"
        r"(?=[ ]*(?:\Z|[.!]*\Z|tops\b|max\b|no maximo|and (?:i|it|you|we|then)\b|then i\b"
        r"|, ?(?:i|i'?ll|we|we'?ll|eu|te)\b|e (?:eu|te|ja|pago|resolvo|quito|acerto)\b"
        r"|que (?:eu )?(?:pago|resolvo|te)\b|(?:pls"
        r"|please|por favor|pfv)\b))",
        _span,
    ),
)
