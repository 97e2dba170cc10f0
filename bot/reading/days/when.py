"""What does a rule of the date grammar look like?

A pattern over folded text and a function from its match to a day. Months are named here, once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.reading.days.almanac import month_end, month_of, next_month_named
from bot.reading.letters.number_words import either


class Order(StrEnum):
    """Which of two numbers is the month."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    NEARER = "whichever day is nearer"


@dataclass(frozen=True)
class Context:
    """What a reader of dates may know: the reference date and the country's order of numbers."""

    today: date
    order: Order = Order.DAY_FIRST


@dataclass(frozen=True)
class Day:
    """A day, or the first and the last of a vague period."""

    first: date
    last: date | None = None


Reader = Callable[[re.Match[str], Context], Day | None]


@dataclass(frozen=True)
class Rule:
    """One way to name a day."""

    pattern: re.Pattern[str]
    read: Reader


def rule(pattern: str, read: Reader) -> Rule:
    return Rule(re.compile(pattern), read)


def period(first: date, last: date, today: date) -> Day:
    """A period, cut off at the reference date."""
    return Day(max(first, today) if last >= today else first, last)


def whole_month(year: int, month: int, today: date) -> Day:
    return period(date(year, month, 1), month_end(year, month), today)


EN_MONTHS = {
    "january": 1, "february": 2, "feburary": 2, "febuary": 2, "march": 3, "april": 4, "may": 5,
    "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11,
    "december": 12,
}  # fmt: skip
EN_SHORT = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
PT_MONTHS = {
    "janeiro": 1, "fevereiro": 2, "marco": 3, "abril": 4, "maio": 5, "junho": 6, "julho": 7,
    "agosto": 8, "setembro": 9, "outubro": 10, "novembro": 11, "dezembro": 12,
}  # fmt: skip
PT_SHORT = {
    "jan": 1, "fev": 2, "mar": 3, "abr": 4, "mai": 5, "jun": 6, "jul": 7, "ago": 8, "set": 9,
    "out": 10, "nov": 11, "dez": 12,
}  # fmt: skip
MONTHS = {**EN_MONTHS, **EN_SHORT, **PT_MONTHS, **PT_SHORT}
FULL_MONTH = either({**EN_MONTHS, **PT_MONTHS})
ANY_MONTH = either(MONTHS)

NEXT_MONTH = (
    r"next month|nxt month|next mth|the following month"
    r"|(?:do |o |no |pro |pra |de )?mes (?:que|q) vem"
    r"|(?:d?o |no |pro )?proximo mes|(?:do |no )?outro mes|(?:d?o |no )?mes seguinte"
)
THIS_MONTH = (
    r"this month|the month|(?:d?este|d?esse|neste|nesse|deste|desse) mes|(?:d?o|no) mes(?: atual)?"
)
OF_MONTH = (
    rf"(?:(?P<next>{NEXT_MONTH})|(?P<named>{ANY_MONTH})\b"
    r"|(?:the|this|o|d?este|d?esse|deste|desse) (?:month|mes)(?: atual)?|mes\b)"
)


def months_meant(match: re.Match[str], today: date) -> list[tuple[int, int]]:
    """Year and month that `OF_MONTH` names; the ones after it where its day has passed."""
    if match["next"]:
        return [month_of(today, 1)]
    if match["named"]:
        year, month = next_month_named(today, MONTHS[match["named"]])
        return [(year, month), (year + 1, month)]
    return [month_of(today, ahead) for ahead in range(3)]
