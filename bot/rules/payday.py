"""On which day does this person's money come, and so an instalment fall due?

A rule such as "the 5th", "the fifth business day" (Brazil: quinto dia útil), "the last business
day" or "Friday". Business days are Monday to Friday without the country's holidays: days on which
banks settle, never earlier than the day on which wages are due (CLT art. 459 §1 counts Saturdays).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from bot.rules.dates import Holiday, add_months, holidays_of, is_holiday, month_day

_MOST: Final = {"day": 31, "business_day": 15, "last_business_day": 0, "weekday": 6}


class PaydayKind(StrEnum):
    """How a payday is told."""

    DAY = "day"
    BUSINESS_DAY = "business_day"
    LAST_BUSINESS_DAY = "last_business_day"
    WEEKDAY = "weekday"


@dataclass(frozen=True, slots=True)
class Payday:
    """A day of the month (1 to 31), the nth business day of it (1 to 15), its last business day
    (`number` 0), or a weekday (Monday 0). ValueError outside of these."""

    kind: PaydayKind
    number: int = 0

    def __post_init__(self) -> None:
        least = 1 if self.kind in (PaydayKind.DAY, PaydayKind.BUSINESS_DAY) else 0
        if not least <= self.number <= _MOST[self.kind]:
            raise ValueError(f"no payday: {self.kind} {self.number}")

    @classmethod
    def parse(cls, text: str) -> Payday:
        """What `str` wrote: "day:5", "business_day:5", "last_business_day", "weekday:4".

        ValueError on anything else.
        """
        kind, _, number = text.partition(":")
        return cls(PaydayKind(kind), int(number or 0))

    def __str__(self) -> str:
        alone = self.kind is PaydayKind.LAST_BUSINESS_DAY
        return self.kind.value if alone else f"{self.kind}:{self.number}"

    def in_month(self, year: int, month: int, holidays: Iterable[Holiday] = ()) -> date:
        """The payday of that month; the 31st is clipped. ValueError for a weekday."""
        if self.kind is PaydayKind.DAY:
            return month_day(year, month, self.number)
        if self.kind is PaydayKind.WEEKDAY:
            raise ValueError("a weekday comes more than once a month")
        working = _working(year, month, tuple(holidays))
        if self.kind is PaydayKind.LAST_BUSINESS_DAY or self.number > len(working):
            return working[-1]
        return working[self.number - 1]

    def falls_on(self, day: date, holidays: Iterable[Holiday] = ()) -> bool:
        """Is that day this payday?"""
        if self.kind is PaydayKind.WEEKDAY:
            return day.weekday() == self.number
        return day == self.in_month(day.year, day.month, holidays)

    def next_after(self, after: date, holidays: Iterable[Holiday] = ()) -> date:
        """The first payday strictly after that day."""
        if self.kind is PaydayKind.WEEKDAY:
            return after + timedelta(days=(self.number - after.weekday() - 1) % 7 + 1)
        rows = tuple(holidays)
        this = self.in_month(after.year, after.month, rows)
        if this > after:
            return this
        later = add_months(after, 1, 1)
        return self.in_month(later.year, later.month, rows)


def is_business_day(day: date, holidays: Iterable[Holiday] = ()) -> bool:
    """Monday to Friday, and no holiday."""
    return day.weekday() < 5 and not is_holiday(day, holidays)


def business_days(year: int, month: int, holidays: Iterable[Holiday] = ()) -> list[date]:
    """The business days of a month, in order."""
    return list(_working(year, month, tuple(holidays)))


@lru_cache(maxsize=4096)
def _working(year: int, month: int, holidays: tuple[Holiday, ...]) -> tuple[date, ...]:
    first = date(year, month, 1)
    free = holidays_of(year, holidays) | holidays_of(year + 1, holidays)
    count = (add_months(first, 1) - first).days
    days = (first + timedelta(days=n) for n in range(count))
    return tuple(day for day in days if day.weekday() < 5 and day not in free)
