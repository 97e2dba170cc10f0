"""Which day is it, so many months on, and is it a holiday?

Calendar days only; nothing here knows a time zone. Easter: the anonymous Gregorian computus.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache


def month_day(year: int, month: int, day: int) -> date:
    """That day of the month, clipped to the month's length (31 April is 30 April)."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def add_months(start: date, months: int, day: int | None = None) -> date:
    """`months` later on day-of-month `day` (by default the start's), clipped to the month."""
    index = start.year * 12 + start.month - 1 + months
    return month_day(index // 12, index % 12 + 1, start.day if day is None else day)


def add_years(start: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 February in common years."""
    return add_months(start, 12 * years)


def next_on_day(after: date, day: int) -> date:
    """The first date strictly after `after` that falls on day-of-month `day` (clipped).

    ValueError unless `day` is 1 to 31.
    """
    if not 1 <= day <= 31:
        raise ValueError(f"not a day of the month: {day}")
    this_month = month_day(after.year, after.month, day)
    return this_month if this_month > after else add_months(after, 1, day)


def easter(year: int) -> date:
    """Easter Sunday (Western), by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


class Observed(StrEnum):
    """Where a fixed holiday goes when it falls on a weekend."""

    SAME = "same"
    NEAREST = "nearest"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Holiday:
    """One public holiday a year.

    Either a fixed `month` and `day`; or `easter_offset` days from Easter Sunday; or the `nth`
    `weekday` (Monday 0) of `month`, counted from the end when `nth` is negative.
    """

    name: str
    month: int | None = None
    day: int | None = None
    easter_offset: int | None = None
    weekday: int | None = None
    nth: int | None = None
    observed: Observed = Observed.SAME

    def on(self, year: int) -> date:
        """The day of the holiday itself. ValueError when it does not say which day it is."""
        if self.easter_offset is not None:
            return easter(year) + timedelta(days=self.easter_offset)
        if self.month is not None and self.weekday is not None and self.nth is not None:
            return _nth_weekday(year, self.month, self.weekday, self.nth)
        if self.month is not None and self.day is not None:
            return date(year, self.month, self.day)
        raise ValueError(f"holiday without a day: {self.name}")


@lru_cache(maxsize=128)
def holidays_of(year: int, holidays: tuple[Holiday, ...]) -> frozenset[date]:
    """All holidays of the year, and the working days on which those of a weekend are kept.

    Two holidays never share a day: a Christmas Sunday beside Boxing Day is kept on Tuesday.
    """
    days = {holiday.on(year) for holiday in holidays}
    for holiday in holidays:
        day = holiday.on(year)
        if holiday.observed is Observed.NEAREST and day.weekday() >= 5:
            days.add(day + timedelta(days=-1 if day.weekday() == 5 else 1))
        if holiday.observed is Observed.NEXT and day.weekday() >= 5:
            while day.weekday() >= 5 or day in days:
                day += timedelta(days=1)
            days.add(day)
    return frozenset(days)


def is_holiday(day: date, holidays: Iterable[Holiday]) -> bool:
    """Is `day` a holiday, or the day on which one is kept (perhaps one of next year's)?"""
    rows = tuple(holidays)
    return day in holidays_of(day.year, rows) or day in holidays_of(day.year + 1, rows)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-nth - 1))
