"""How far from today: "tomorrow", "in a fortnight", "daqui a 15 dias", "another two weeks"?"""

from __future__ import annotations

import re

from bot.reading.almanac import business_days_after, days_after, months_after
from bot.reading.when import Context, Day, rule
from bot.reading.words import COUNT, count

_DAYS = re.compile(r"days?|dias?|nights?|sleeps?")
_MANY = (
    rf"(?P<many>{COUNT}|\d{{3}}(?!\d)|a couple(?: of| more)?|couple(?: of)?|a"
    r" few|few|uns|algumas|alguns|umas)"
)
_UNIT = (
    r"(?:more )?(?P<unit>(?:working|business) days|dias uteis|days?|dias?|weeks?|wks?|semanas?"
    r"|fortnights?|quinzenas?|months?|mths?|mes(?:es)?)\b"
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
    return _days(unit, number, context)


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
    r"|\b(?:by )?(?:the )?(?:end of (?:the )?(?:business )?day|eod|cob)\b"
    r"|\bhoje(?: mesmo| ainda| (?:a|de|pela) (?:tarde|noite|manha))?\b|\bainda hoje\b"
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
    rule(
        (
            r"\b(?:a week today|today week|a week from (?:today|now)|this time next"
            r" week|de hoje a oito)\b"
        ),
        lambda _, context: Day(days_after(context.today, 7)),
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
    rule(rf"\b{_MANY}[ ]{_UNIT}'? (?:from (?:now|today)|time)\b", _span),
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
            rf"\b(?:another|an extra|mais(?: uns| umas)?)[ ]{_MANY}?"
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
    rule(rf"\b{_MANY} more (?P<unit>days|weeks|months)\b", _span),
)
