"""Which day of the month: "on the 15th", "dia 5", "quinto dia útil", "first of the month"?"""

from __future__ import annotations

import re

from bot.reading.almanac import (
    business_day,
    last_business_day,
    month_day,
    month_end,
    month_of,
    next_business_day,
    next_day_of_month,
)
from bot.reading.when import NEXT_MONTH, THIS_MONTH, Context, Day, rule
from bot.reading.words import EN_ORDINALS, PT_ORDINALS, PT_SMALL, count, either

_NOT_A_DAY = (
    r"(?![ ]?-?(?:times?|payments?|part(?:y|ies)?|months?|weeks?|days?|invoices?|letters?|messages?"
    r"|ones?|floor|reminders?|persons?|instal\w*|half|bills?|calls?|texts?|emails?|birthday|grade"
    r"|year|century|street|st\b|avenue|ave\b|of (?:my|our|the kids|three|four|two|\d)|class|place"
    r"|quarter|attempt|email|child|baby|chance|thing|cousin|degree|opinion"
    r"|hand|edition|charge|mon|tue|wed|thu|fri|sat|sun))"
)
_WHICH = rf"(?:[ ](?:of |de |do )?(?:the )?(?:(?P<next>{NEXT_MONTH})|(?P<this>{THIS_MONTH})))?"
_DAY = r"(?P<day>\d{1,2})"
_LEAD = r"(?:on|by|until|till?|before|after|from)"
_NTH_PT = rf"(?:{_DAY}[ ]?(?:º|ª|o|°)?|(?P<word>{either(PT_ORDINALS)}))"
_NTH_EN = rf"(?:{_DAY}(?:st|nd|rd|th)|(?P<word>{either(EN_ORDINALS)}))"


def _number(match: re.Match[str]) -> int:
    word = match["word"] if "word" in match.groupdict() else None
    if word is None:
        return int(match["day"])
    return {**EN_ORDINALS, **PT_ORDINALS}.get(word) or count(word) or 0


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
    if match["next"]:
        return Day(business_day(*month_of(context.today, 1), number))
    return Day(next_business_day(context.today, number))


def _last_day(match: re.Match[str], context: Context) -> Day:
    year, month = month_of(context.today, 1 if match["next"] else 0)
    if not match["business"]:
        return Day(month_end(year, month))
    last = last_business_day(year, month)
    if last < context.today:
        last = last_business_day(*month_of(context.today, 1))
    return Day(last)


_WORKING = r"(?:working|business|work|bank)"

RULES = (
    rule(
        rf"\b(?:{_LEAD}[ ])?(?:the )?(?<![\d.,/]){_DAY}(?:st|nd|rd|th)\b{_NOT_A_DAY}{_WHICH}", _day
    ),
    rule(
        rf"\b(?:on|by|until|till?|before|after|from) the (?P<word>{either(EN_ORDINALS)})\b"
        rf"(?!-){_NOT_A_DAY}{_WHICH}",
        _day,
    ),
    rule(
        rf"\b(?:the )?(?P<word>first|1st)(?P<day>$^)? (?:day )?of (?:the )?"
        rf"(?:(?P<next>{NEXT_MONTH})|month)\b",
        lambda _, context: Day(next_day_of_month(context.today, 1)),
    ),
    rule(
        rf"(?<!bom )\b(?:dias?|d) ?(?:{_DAY}(?:º|°|o\b)?|(?P<word>{either(PT_SMALL)}|primeiro))"
        rf"(?![\w%/:]|[.,]\d)(?![ ](?:reais|conto|e meio)){_WHICH}",
        _day,
    ),
    rule(
        rf"(?<=[\de] )(?<=[ ]e ){_DAY}(?<=dias \d e \d\d)(?![\w%/:]|[.,]\d){_WHICH}",
        _day,
    ),
    rule(rf"\b{_NTH_PT}[ ]dia ut(?:il|eis)\b{_WHICH}", _business_day),
    rule(rf"\b(?:the )?{_NTH_EN} {_WORKING} ?day\b{_WHICH}", _business_day),
    rule(
        rf"\b(?:the )?last (?P<business>{_WORKING} )?day of (?:(?P<next>{NEXT_MONTH})|(?:the|this)"
        r" month)",
        _last_day,
    ),
    rule(
        (
            rf"\b(?:no )?ultimo dia (?P<business>util )?(?:(?P<next>{NEXT_MONTH})|d"
            r"(?:o|este|esse) mes)"
        ),
        _last_day,
    ),
)
