"""Do months keep their day, and are holidays where the calendar has them?"""

from datetime import date

import pytest

from bot.rules.dates import Holiday, Observed, add_months, easter, is_holiday, next_on_day


def test_months_keep_the_day_and_clip() -> None:
    assert add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert add_months(date(2025, 2, 28), 1, day=31) == date(2025, 3, 31)
    assert add_months(date(2025, 12, 15), 1) == date(2026, 1, 15)
    assert next_on_day(date(2025, 1, 31), 31) == date(2025, 2, 28)
    assert next_on_day(date(2025, 1, 4), 5) == date(2025, 1, 5)
    with pytest.raises(ValueError, match="day of the month"):
        next_on_day(date(2025, 1, 4), 32)


@pytest.mark.parametrize(
    "day", [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2000, 4, 23)]
)
def test_easter(day: date) -> None:
    assert easter(day.year) == day


@pytest.mark.parametrize(
    ("holiday", "day"),
    [
        (Holiday("Thanksgiving", 11, weekday=3, nth=4), date(2025, 11, 27)),
        (Holiday("Memorial Day", 5, weekday=0, nth=-1), date(2025, 5, 26)),
        (Holiday("Carnaval", easter_offset=-47), date(2025, 3, 4)),
        (Holiday("Independence Day", 7, 4, observed=Observed.NEAREST), date(2026, 7, 3)),
        (Holiday("New Year", 1, 1, observed=Observed.NEAREST), date(2021, 12, 31)),
    ],
)
def test_holidays(holiday: Holiday, day: date) -> None:
    assert is_holiday(day, [holiday])
    assert not is_holiday(date(2025, 8, 13), [holiday])


@pytest.mark.parametrize(
    ("year", "kept"), [(2020, (25, 28)), (2021, (27, 28)), (2022, (26, 27)), (2025, (25, 26))]
)
def test_british_christmas(year: int, kept: tuple[int, int]) -> None:
    christmas = Holiday("Christmas Day", 12, 25, observed=Observed.NEXT)
    boxing = Holiday("Boxing Day", 12, 26, observed=Observed.NEXT)
    december = [date(year, 12, day) for day in range(24, 30)]
    working = [d.day for d in december if d.weekday() < 5 and is_holiday(d, [christmas, boxing])]
    assert working == list(kept)
