"""Does money come on the day that a person names, holidays and short months counted?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies import load_policies
from bot.rules.dates import Holiday
from bot.rules.payday import Payday, PaydayKind, business_days, is_business_day

BR = load_policies().for_country("BR").contact.holidays
FIFTH_BUSINESS_DAY = Payday(PaydayKind.BUSINESS_DAY, 5)
LAST = Payday(PaydayKind.LAST_BUSINESS_DAY)
FRIDAY = Payday(PaydayKind.WEEKDAY, 4)
PAYDAYS = st.one_of(
    st.integers(1, 31).map(lambda n: Payday(PaydayKind.DAY, n)),
    st.integers(1, 15).map(lambda n: Payday(PaydayKind.BUSINESS_DAY, n)),
    st.just(LAST),
    st.integers(0, 6).map(lambda n: Payday(PaydayKind.WEEKDAY, n)),
)


@pytest.mark.parametrize(
    ("payday", "month", "expected"),
    [
        (FIFTH_BUSINESS_DAY, (2027, 1), "2027-01-08"),  # 1 January is free
        (FIFTH_BUSINESS_DAY, (2027, 2), "2027-02-05"),
        (FIFTH_BUSINESS_DAY, (2026, 11), "2026-11-09"),  # 2 November is free
        (Payday(PaydayKind.BUSINESS_DAY, 1), (2027, 5), "2027-05-03"),
        (LAST, (2027, 2), "2027-02-26"),
        (LAST, (2027, 12), "2027-12-31"),
        (Payday(PaydayKind.DAY, 31), (2027, 2), "2027-02-28"),
        (Payday(PaydayKind.DAY, 30), (2028, 2), "2028-02-29"),
    ],
)
def test_the_day_of_a_month(payday: Payday, month: tuple[int, int], expected: str) -> None:
    assert payday.in_month(*month, BR).isoformat() == expected


def test_carnival_is_no_business_day() -> None:
    monday = date(2027, 2, 8)
    assert not is_business_day(monday, BR)
    assert is_business_day(monday)
    assert Payday(PaydayKind.BUSINESS_DAY, 6).in_month(2027, 2, BR) == date(2027, 2, 10)
    assert Payday(PaydayKind.BUSINESS_DAY, 6).in_month(2027, 2) == monday


def test_more_business_days_than_there_are_is_the_last() -> None:
    free = tuple(Holiday(f"H{n}", 2, n) for n in range(1, 15))
    assert Payday(PaydayKind.BUSINESS_DAY, 15).in_month(2027, 2, free) == date(2027, 2, 26)


def test_weekdays_come_every_week() -> None:
    friday = date(2027, 1, 1)
    assert FRIDAY.next_after(friday) == date(2027, 1, 8)
    assert FRIDAY.next_after(friday - timedelta(days=1)) == friday
    assert FRIDAY.falls_on(friday)
    with pytest.raises(ValueError, match="more than once a month"):
        FRIDAY.in_month(2027, 1)


@pytest.mark.parametrize(
    "wrong",
    ["day:0", "day:32", "day:x", "business_day:0", "business_day:16", "weekday:7", "friday",
     "last_business_day:3"],
)  # fmt: skip
def test_what_is_no_payday(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"payday|PaydayKind|int\(\)"):
        Payday.parse(wrong)


@given(PAYDAYS)
def test_a_payday_is_written_and_read_again(payday: Payday) -> None:
    assert Payday.parse(str(payday)) == payday


@given(PAYDAYS, st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.sampled_from([(), BR]))
def test_the_next_is_the_first_after_that_day(
    payday: Payday, after: date, free: tuple[Holiday, ...]
) -> None:
    following = payday.next_after(after, free)
    assert following > after
    assert payday.falls_on(following, free)
    days = (following - after).days
    assert not any(payday.falls_on(after + timedelta(days=n), free) for n in range(1, days))
    assert days <= (7 if payday.kind is PaydayKind.WEEKDAY else 62)


def test_the_days_of_a_month_in_order() -> None:
    days = business_days(2026, 11, BR)
    assert len(days) == 19  # 21 weekdays, less 2 and 20 November; the 15th is a Sunday
    assert days == sorted(days)
