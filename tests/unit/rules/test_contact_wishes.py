"""Wishes in words become windows."""

import re
from datetime import time

import pytest

from bot.reading.wishes import hours as reading
from bot.rules.contact_wishes import DAYS, wished_windows
from bot.rules.hours import Window

NINE_TO_SIX = tuple(Window(day, time(9), time(18)) for day in range(5))


def windows(said):
    found = wished_windows(said, NINE_TO_SIX)
    return None if found is None else {(w.weekday, w.opens, w.closes) for w in found}


@pytest.mark.parametrize(
    ("said", "days", "opens", "closes"),
    [
        ("mornings", range(7), time(0), time(12)),
        ("evenings", range(7), time(18), time.max),
        ("after 18:00", range(7), time(18), time.max),
        ("before 10:30", range(7), time(0), time(10, 30)),
        ("18:00-20:00", range(7), time(18), time(20)),
        ("work hours", range(5), time(9), time(18)),
        ("weekends", (5, 6), time(0), time.max),
        ("tuesdays", (1,), time(0), time.max),
        ("saturdays-mondays", (5, 6, 0), time(0), time.max),
        ("not mornings", range(5), time(12), time(18)),
        ("not fridays", range(4), time(9), time(18)),
        ("not weekdays", (5, 6), time(0), time.max),
    ],
)
def test_what_a_wish_means(said, days, opens, closes):
    assert windows(said) == {(day, opens, closes) for day in days}


def test_outside_work_hours_is_all_the_rest():
    found = windows("outside work hours")
    assert {(0, time(0), time(9)), (0, time(18), time.max), (6, time(0), time.max)} <= found


@pytest.mark.parametrize("said", ["", "whenever", "after", "mondays-", "not whenever"])
def test_words_that_are_none(said):
    assert wished_windows(said, NINE_TO_SIX) is None


def test_every_word_that_is_read_is_known():
    periods = [value for value, _ in reading._PERIODS]
    assert len(periods) > 6
    assert [one for one in (*periods, *DAYS) if wished_windows(one, ()) is None] == []
    assert re.split(r"\|", reading._DAYS) == list(DAYS)
