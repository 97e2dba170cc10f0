"""Which returning day is named: "every Friday", "o quinto dia útil", "the 28th of each month"?

Written as bot.rules.payday writes it. A day such as "on the 28th" or "the fifth working day" may
be one day only or every month's: `recurring` tells whether the words themselves say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.reading.days.weekdays import EN_DAY, PT_DAY, PT_NOT, weekday_number
from bot.reading.days.when import ANY_MONTH
from bot.reading.letters.number_words import EN_ORDINALS, PT_ORDINALS, PT_SMALL, either

LAST_BUSINESS_DAY: Final = "last_business_day"
_MOST_BUSINESS: Final = 15


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day as a rule, and its place in the folded text."""

    rule: str
    start: int
    end: int
    recurring: bool


_Read = Callable[[re.Match[str]], str | None]


def _weekday(match: re.Match[str]) -> str | None:
    return f"weekday:{weekday_number(match['day'])}"


def _number(match: re.Match[str]) -> int:
    word = match["word"]
    if word is None:
        return int(match["n"])
    return {**PT_SMALL, **EN_ORDINALS, **PT_ORDINALS, "1st": 1}[word]


def _day(match: re.Match[str]) -> str | None:
    number = _number(match)
    return f"day:{number}" if 1 <= number <= 31 else None


def _business(match: re.Match[str]) -> str | None:
    number = _number(match)
    return f"business_day:{number}" if 1 <= number <= _MOST_BUSINESS else None


def _nth_weekday(match: re.Match[str]) -> str:
    """ "The last Friday of each month": the first of the days that we can set that never comes
    before it."""
    number = _ORDINALS[match["nth"]]
    return f"day:{7 * number}" if number else LAST_BUSINESS_DAY


_ORDINALS: Final = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "last": 0, "primeira": 1, "primeiro": 1, "segunda": 2, "segundo": 2, "terceira": 3,
    "terceiro": 3, "quarta": 4, "quarto": 4, "ultima": 0, "ultimo": 0,
}  # fmt: skip
_NTH_OF: Final = rf"(?P<nth>{either(_ORDINALS)}) "
_EN: Final = rf"(?P<day>(?:{EN_DAY})s?)\b"
_PT: Final = rf"(?P<day>{PT_DAY}){PT_NOT}"
_PT_MANY: Final = (
    r"(?P<day>(?:segunda|terca|quarta|quinta|sexta|sabado|domingo)s(?:[ -]feiras?)?)\b"
)
_NTH: Final = rf"(?:(?P<n>\d{{1,2}})(?:st|nd|rd|th)?|(?P<word>{either(EN_ORDINALS)}))\b"
_NTH_SURE: Final = r"(?P<n>\d{1,2})(?:st|nd|rd|th)(?P<word>$^)?\b"
_NPT: Final = (
    rf"(?:(?P<n>\d{{1,2}})[ºª°o]?|(?P<word>primeiro|{either(PT_SMALL)}))(?![\w%/:]|[.,]\d)"
)
_NTH_PT: Final = rf"(?:(?P<n>\d{{1,2}})[ ]?[ºª°o]?|(?P<word>{either(PT_ORDINALS)}))"
_WORKING: Final = r"(?:working|business|banking|bank|work|week)"
_OTHER: Final = r"(?:single |other |second |2nd |alternate |alternative )?"
_NO_MONTH: Final = rf"(?![ ]?(?:of |de |do |/)?[ ]?(?:{ANY_MONTH})\b)"
_NO_THING: Final = (
    rf"(?![ ]?-?(?:payments?|instal\w*|one\b|weeks?|{_WORKING} ?day|of (?!the month|next|this|every"
    rf"|each)|month|reminder|letter|bill|invoice|half|(?:{EN_DAY})\b))"
)

_RULES: Final[tuple[tuple[bool, _Read, re.Pattern[str]], ...]] = tuple(
    (recurring, read, re.compile(pattern))
    for recurring, read, pattern in (
        (True, _weekday, rf"\b(?:on )?(?:every|each|alternate|any) {_OTHER}{_EN}(?! (?:of|in) )"),
        (True, _weekday, r"\b(?:on )?(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b"),
        (True, _weekday, rf"\bon an? {_EN}"),
        (True, _weekday, rf"\b{_EN} (?:of )?(?:every|each|alternate) {_OTHER}(?:week|fortnight)"),
        (
            True,
            _weekday,
            (
                rf"\b(?:weekly|fortnightly|(?:every|each|a|per) {_OTHER}(?:two |2 )?"
                rf"(?:weeks?|fortnight)),? (?:on |always )*(?:an? )?{_EN}"
            ),
        ),
        (
            True,
            _weekday,
            rf"\bpay ?days? (?:is |are |falls? |comes? |always |usually |on |= ?|: ?|a )*{_EN}",
        ),
        (True, _weekday, rf"\b(?:tod[ao]s? (?:as |os |santa |santo )*|cada ){_PT}"),
        (True, _weekday, rf"\b(?:as|aos|nas|nos|de) {_PT_MANY}"),
        (True, _weekday, rf"\b{_PT} sim,? (?:e )?(?:a |uma )?(?:outra|{PT_DAY}),? nao\b"),
        (True, _weekday, rf"\ba cada (?:duas|dois|2) {_PT}"),
        (True, _weekday, rf"\b(?:por|toda|cada|a) semana,? (?:sempre )?(?:na|no|as|de) {_PT}"),
        (True, _weekday, rf"\breceb\w+ (?:sempre )?de {_PT}"),
        (True, _weekday, rf"\bdia d[eo] (?:pagamento|receber) (?:e |cai |na |no |sempre )*{_PT}"),
        (
            True,
            _day,
            rf"\b(?:on |by )?(?:the )?{_NTH}(?: day)? (?:of |in )?(?:every|each) (?:single )?month",
        ),
        (True, _day, rf"\b(?:(?:every|each|per|a) month|monthly),? (?:on |by )(?:the )?{_NTH}"),
        (True, _day, rf"\b(?:every|each) {_NTH_SURE}{_NO_THING}"),
        (True, _day, rf"\b(?:todos os|todo|sempre) (?:santo |o )?dias? {_NPT}{_NO_MONTH}"),
        (True, _day, rf"\b(?:n?os )dias {_NPT}{_NO_MONTH}"),
        (True, _day, rf"\bdias? {_NPT},? (?:de |d[eo] )?(?:todo|cada|todos os) mes(?:es)?\b"),
        (
            True,
            _day,
            (
                r"\b(?:(?:todo|cada|por|ao) mes|mensal|mensais|mensalmente),? "
                rf"(?:no |n?o |todo |sempre |n?os )*dias? {_NPT}{_NO_MONTH}"
            ),
        ),
        (
            True,
            _nth_weekday,
            rf"\b(?:on )?(?:the )?{_NTH_OF}(?:{EN_DAY}) (?:of|in) (?:each|every) month\b",
        ),
        (
            True,
            _nth_weekday,
            rf"\b(?:on )?(?:every|each) {_NTH_OF}(?:{EN_DAY}) (?:of|in) (?:the|each|every) month\b",
        ),
        (
            True,
            _nth_weekday,
            rf"\b(?:n?[ao] )?{_NTH_OF}{PT_DAY} (?:de|do) (?:cada|todos? os?|todo) mes(?:es)?\b",
        ),
        (
            True,
            _nth_weekday,
            rf"\b(?:tod[ao]|cada) {_NTH_OF}{PT_DAY} d[eo] (?:cada )?mes\b",
        ),
        (
            True,
            lambda _: LAST_BUSINESS_DAY,
            (
                rf"\b(?:on )?(?:every|each) (?:last|final) {_WORKING} ?day\b"
                rf"|\b(?:on )?(?:the )?(?:last|final) {_WORKING} ?day of (?:every|each) month\b"
                r"|\b(?:todo|cada) (?:o )?ultimo dia util\b"
                r"|\b(?:n?o )?ultimo dia util d[eo] (?:cada|todos? os?|todo) mes(?:es)?\b"
            ),
        ),
        (True, _business, rf"\b(?:on )?(?:every|each) {_NTH} {_WORKING} ?day\b"),
        (True, _business, rf"\b(?:todo|cada) (?:o )?{_NTH_PT}[ ]?dias? ut(?:il|eis)\b"),
        (False, _business, rf"\b(?:on |by )?(?:the )?{_NTH} {_WORKING} ?day\b"),
        (False, _business, rf"\b(?:n?o |d?o )?{_NTH_PT}[ ]?dias? ut(?:il|eis)\b"),
        (
            False,
            lambda _: LAST_BUSINESS_DAY,
            (
                rf"\b(?:on |by )?(?:the )?(?:last|final) {_WORKING} ?day\b"
                r"|\b(?:n?o |d?o )?ultimo dia util\b"
            ),
        ),
        (
            False,
            lambda _: "day:31",
            (
                r"\b(?:at |by )?(?:the )?(?:very )?(?:last day|end) of (?:the|each|every) month\b"
                r"|\bmonth'?s? end\b|\b(?:n?o )?ultimo dia d[eo] (?:cada |todo )?mes\b"
                r"|\b(?:n?o )?(?:fim|final) d[eo] (?:cada |todo )?mes\b"
            ),
        ),
        (False, _day, rf"\b(?:on |by )?(?:the )?{_NTH_SURE}{_NO_MONTH}{_NO_THING}"),
        (
            False,
            _day,
            rf"\b(?:on |by )?the (?P<n>$^)?(?P<word>{either(EN_ORDINALS)})\b{_NO_MONTH}{_NO_THING}",
        ),
        (
            False,
            _day,
            r"\b(?:the )?(?P<n>$^)?(?P<word>first|1st) (?:day )?of (?:the|each|every) month\b",
        ),
        (False, _day, rf"(?<!bom )\b(?:n?o |todo )?dia {_NPT}{_NO_MONTH}"),
    )
)


def day_rules(text: str) -> list[DayRule]:
    """Every day named in folded text, in order; the longer reading wins, then the recurring."""
    found = [
        DayRule(rule, match.start(), match.end(), recurring)
        for recurring, read, pattern in _RULES
        for match in pattern.finditer(text)
        if (rule := read(match)) is not None
    ]
    return sorted(_apart(found), key=lambda one: one.start)


def _apart(found: list[DayRule]) -> Iterator[DayRule]:
    kept: list[DayRule] = []
    for one in sorted(found, key=lambda day: (day.start - day.end, not day.recurring)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
            yield one
