"""Which day of the month: "on the 15th", "dia 5", "quinto dia útil", "first of the month"?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from bot.reading.days.almanac import (
    business_day,
    last_business_day,
    month_day,
    month_end,
    month_of,
    next_day_of_month,
)
from bot.reading.days.when import (
    NEXT_MONTH,
    OF_MONTH,
    THIS_MONTH,
    Context,
    Day,
    months_meant,
    rule,
)
from bot.reading.letters.number_words import EN_ORDINALS, PT_DAYS, PT_ORDINALS, either

_NOT_A_DAY = (
    r"(?![ ]?-?(?:times?|payments?|part(?:y|ies)?|months?|weeks?|days?|invoices?|letters?|messages?"
    r"|ones?|floor|reminders?|persons?|instal\w*|half(?! (?:on|by|at|now|then|and)\b)|bills?"
    r"|calls?|texts?|emails?|birthday|grade"
    r"|year|century|street|st\b|avenue|ave\b|of (?:my|our|the kids|three|four|two|\d)|class|place"
    r"|quarter|attempt|email|child|baby|chance|thing|cousin|degree|opinion"
    r"|hand|edition|charge|mon|tue|wed|thu|fri|sat|sun))"
)
_WHICH = rf"(?:[ ](?:of |de |do )?(?:the )?(?:(?P<next>{NEXT_MONTH})|(?P<this>{THIS_MONTH})))?"
_OF = rf"(?:[ ](?:(?:of|in|de|do|em) )?{OF_MONTH})?"
_DAY = r"(?P<day>\d{1,2})"
_LEAD = r"(?:on|by|until|till?|before|after|from)"
_DAY_PT = rf"(?:{_DAY}(?:º|°|o\b)?|(?P<word>{either(PT_DAYS)}))(?![\w%/:]|[.,]\d)"
_PT_DAY = rf"(?:\d{{1,2}}|(?:{either(PT_DAYS)})\b)"
_NTH_PT = rf"(?:{_DAY}[ ]?(?:º|ª|o|°)?|(?P<word>{either(PT_ORDINALS)}))"
_LATER = [name for name, number in EN_ORDINALS.items() if number > 8]
"""No other thing is counted so far: "the twenty-second" is a day."""
_NTH_EN = rf"(?:{_DAY}(?:st|nd|rd|th)|(?P<word>{either(EN_ORDINALS)}))"


def _number(match: re.Match[str]) -> int:
    word = match["word"] if "word" in match.groupdict() else None
    if word is None:
        return int(match["day"])
    return {**PT_ORDINALS, **PT_DAYS, **EN_ORDINALS}[word]


def _day(match: re.Match[str], context: Context) -> Day | None:
    number = _number(match)
    if not 1 <= number <= 31:
        return None
    if match["next"]:
        return Day(month_day(*month_of(context.today, 1), number))
    return Day(next_day_of_month(context.today, number))


def _business_day(match: re.Match[str], context: Context) -> Day | None:
    number = _number(match)
    if not 1 <= number <= 15:
        return None
    return _first_of((business_day(*at, number) for at in _months(match, context)), context)


def _last_day(match: re.Match[str], context: Context) -> Day:
    ends = last_business_day if match["business"] else month_end
    return _first_of((ends(*at) for at in _months(match, context)), context)


def _months(match: re.Match[str], context: Context) -> list[tuple[int, int]]:
    return months_meant(match, context.today)


def _first_of(days: Iterable[date], context: Context) -> Day:
    return Day(next(day for day in days if day >= context.today))


_NO_MONTH = r"(?P<next>$^)?(?P<named>$^)?"
_LISTED = 7
_NO_SUM = r"(?![ ](?:cada|reais|real|conto|pila|mil)\b)"
_WORKING = r"(?:working|business|work|bank)"

RULES = (
    rule(
        rf"\b(?:{_LEAD}[ ])?(?:the )?(?<![\d.,/]){_DAY}(?:st|nd|rd|th)\b{_NOT_A_DAY}{_WHICH}", _day
    ),
    rule(
        rf"\b(?:on|by|until|till?|before|after|from) (?:the|da"
        rf"|teh) (?P<word>{either(EN_ORDINALS)})\b"
        rf"(?!-){_NOT_A_DAY}{_WHICH}",
        _day,
    ),
    rule(
        rf"\b(?:the )?(?P<word>first|1st)(?P<day>$^)? (?:day )?of (?:the )?"
        rf"(?:(?P<next>{NEXT_MONTH})|month)\b",
        lambda _, context: Day(next_day_of_month(context.today, 1)),
    ),
    rule(
        rf"(?<!bom )\b(?:dias?|d) ?(?:{_DAY}(?:º|°|o\b)?|(?P<word>{either(PT_DAYS)}))"
        rf"(?![\w%/:]|[.,]\d)(?![ ](?:reais|conto|e meio)){_WHICH}",
        _day,
    ),
    rule(
        rf"\b(?:in |no |n?o |em |so )?(?P<next>{NEXT_MONTH}),? (?:(?:la )?(?:pel"
        rf"|n)?o )?(?:por volta d[eo] )?"
        rf"dia {_DAY_PT}",
        _day,
    ),
    rule(
        rf"\bdia {_PT_DAY} (?:e|ou) (?:o |no )?(?P<s>{_DAY_PT}{_WHICH})"
        r"(?![ ](?:no|na|dia|reais|conto|pila|em|semana|mes)\b)",
        _day,
    ),
    *(
        rule(
            rf"\bdias (?:{_PT_DAY}(?:,| e| ou)[ ]){{{place}}}(?P<s>{_DAY_PT}{_WHICH}){_NO_SUM}",
            _day,
        )
        for place in range(1, _LISTED)
    ),
    rule(
        rf"(?<!on )(?<!by )\bthe (?P<word>{either(_LATER)})\b(?!-){_NOT_A_DAY}{_WHICH}",
        _day,
    ),
    rule(
        rf"\b(?:the|da) (?:{either(EN_ORDINALS)}) (?:or|and|n) (?P<s>(?:the )?"
        rf"(?P<word>{either(EN_ORDINALS)})\b{_NOT_A_DAY}{_WHICH})",
        _day,
    ),
    rule(rf"\b(?P<next>{NEXT_MONTH}),? (?:on |by )?the {_NTH_EN}", _day),
    rule(rf"\b{_NTH_PT}[ ]dia ut(?:il|eis)\b{_OF}", _business_day),
    rule(rf"\b(?:the )?{_NTH_EN} {_WORKING} ?day\b{_OF}", _business_day),
    rule(
        rf"\b(?:the )?(?:last|final) (?P<business>{_WORKING} )?day (?:of |in )?{OF_MONTH}",
        _last_day,
    ),
    rule(
        rf"\b(?:(?:on|by) the last(?= {_WORKING} )|(?:no|ate o) ultimo(?= dia util))"
        rf" (?P<business>{_WORKING} day|dia util)\b(?! (?:of|d[aeo])\b){_NO_MONTH}",
        _last_day,
    ),
    rule(
        rf"\b(?:on |by )?(?:the )?day {_DAY}(?: of)? "
        rf"(?:(?P<next>{NEXT_MONTH})|(?:the |this )?month)\b",
        _day,
    ),
    rule(rf"\b(?P<next>{NEXT_MONTH}),? (?:on )?day {_DAY}\b", _day),
    rule(rf"\b(?P<next>{NEXT_MONTH}),? {_DAY} day\b", _day),
    rule(rf"\b(?:no |o )?ultimo dia (?P<business>util )?d?[eo]? ?{OF_MONTH}", _last_day),
)
