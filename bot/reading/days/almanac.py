"""Which day is it, counted from the reference date?

Arithmetic of days, weeks, months and business days (Monday to Friday, but for New Year's and
Christmas Day, on which no bank opens; other holidays are for the rules, not for reading). A day
that does not exist in a month is moved to the month's last day.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

_NEVER = frozenset({(1, 1), (12, 25)})


def days_after(day: date, days: int) -> date:
    return day + timedelta(days=days)


def month_of(day: date, ahead: int = 0) -> tuple[int, int]:
    """Year and month, some months ahead."""
    months = day.year * 12 + day.month - 1 + ahead
    return months // 12, months % 12 + 1


def month_day(year: int, month: int, day: int) -> date:
    """A day of a month, no later than its last."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def month_end(year: int, month: int) -> date:
    return month_day(year, month, 31)


def months_after(day: date, months: int) -> date:
    return month_day(*month_of(day, months), day.day)


def next_day_of_month(today: date, day: int) -> date:
    """The first date from today on that bears this number."""
    for ahead in range(4):
        year, month = month_of(today, ahead)
        if day <= monthrange(year, month)[1]:
            found = date(year, month, day)
            if found >= today:
                return found
    raise ValueError(day)


def next_anniversary(today: date, month: int, day: int) -> date:
    """The first date from today on with this month and day."""
    for year in range(today.year, today.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError((month, day))


def next_month_named(today: date, month: int) -> tuple[int, int]:
    """Year and month of the next month of this name; the current one counts."""
    return today.year + (month < today.month), month


def coming(today: date, weekday: int) -> date:
    """The first such weekday after today."""
    return days_after(today, (weekday - today.weekday() - 1) % 7 + 1)


def week_start(today: date, ahead: int = 0) -> date:
    """The Monday of a week, some weeks ahead."""
    return days_after(today, 7 * ahead - today.weekday())


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in _NEVER


def business_days_after(day: date, count: int) -> date:
    while count > 0:
        day = days_after(day, 1)
        count -= is_business_day(day)
    return day


def business_day(year: int, month: int, nth: int) -> date:
    """The nth business day of a month."""
    return business_days_after(days_after(date(year, month, 1), -1), nth)


def next_business_day(today: date, nth: int) -> date:
    """The nth business day of this month or, once that has passed, of the next."""
    this = business_day(*month_of(today), nth)
    return this if this >= today else business_day(*month_of(today, 1), nth)


def last_business_day(year: int, month: int) -> date:
    day = month_end(year, month)
    while not is_business_day(day):
        day = days_after(day, -1)
    return day
