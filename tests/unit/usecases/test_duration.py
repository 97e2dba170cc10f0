"""ISO 8601 durations, of the kinds that have a length."""

from datetime import timedelta

import pytest

from bot.usecases.clock.move_clock import duration


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("P1D", timedelta(days=1)),
        ("P2W", timedelta(days=14)),
        ("PT36H", timedelta(hours=36)),
        ("P1DT1H1M1S", timedelta(days=1, hours=1, minutes=1, seconds=1)),
        ("PT0S", timedelta(0)),
    ],
)
def test_a_duration(text, span):
    assert duration(text) == span


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "1D",
        "P1Y",
        "P1M",
        "p1d",
        "P1D ",
        "PT1.5H",
        "P-1D",
        "P1H",
        "P" + "9" * 12 + "D",
    ],
)
def test_what_is_none(text):
    with pytest.raises(ValueError, match=r"duration|too long"):
        duration(text)
