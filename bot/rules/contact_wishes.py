"""At which hours does a person want to be written to, who said "evenings" or "not before 10:00"?

The words are those that `bot.reading.wishes.hours` writes a wish in. What each means in hours is a
choice of the product; the law's hours bound it all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time
from typing import Final

from bot.rules.hours import Window, overlap

DAYS: Final = (
    "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"
)  # fmt: skip
_WEEK: Final = range(7)
_WORKING: Final = range(5)
_WEEKEND: Final = range(5, 7)
_START: Final = time(0)
_END: Final = time.max
_SPANS: Final = {
    "mornings": (_START, time(12)),
    "lunchtime": (time(12), time(14)),
    "afternoons": (time(12), time(18)),
    "evenings": (time(18), _END),
    "nights": (time(20), _END),
}
_CLOCK: Final = r"(\d\d:\d\d)"


def wished_windows(said: str, usual: Iterable[Window]) -> tuple[Window, ...] | None:
    """The windows that somebody asked for; None when the words are none that we know.

    What was refused ("not mornings") is taken off the usual windows, and off the whole week where
    nothing of those would be left.
    """
    refused = said.startswith("not ")
    meant = _windows(said.removeprefix("not "))
    if meant is None or not refused:
        return meant
    rest = _all_but(meant)
    return overlap(tuple(usual), rest) or rest


def _windows(said: str) -> tuple[Window, ...] | None:
    if said in _SPANS:
        return _on(_WEEK, *_SPANS[said])
    if said == "work hours":
        return _on(_WORKING, time(9), time(18))
    if said == "outside work hours":
        return _all_but(_on(_WORKING, time(9), time(18)))
    days = _days(said)
    return _on(days, _START, _END) if days else _clocked(said)


def _days(said: str) -> tuple[int, ...]:
    """Weekdays by name, or from one to another, round the end of the week too."""
    if said in ("weekdays", "weekends"):
        return tuple(_WORKING if said == "weekdays" else _WEEKEND)
    first, to, last = said.partition("-")
    if first not in DAYS or (to and last not in DAYS):
        return ()
    begin = DAYS.index(first)
    length = (DAYS.index(last) - begin) % len(DAYS) if last else 0
    return tuple((begin + n) % len(DAYS) for n in range(length + 1))


def _clocked(said: str) -> tuple[Window, ...] | None:
    """ "after 18:00", "before 12:00", "18:00-20:00"."""
    if found := re.fullmatch(f"after {_CLOCK}", said):
        return _on(_WEEK, time.fromisoformat(found[1]), _END)
    if found := re.fullmatch(f"before {_CLOCK}", said):
        return _on(_WEEK, _START, time.fromisoformat(found[1]))
    if found := re.fullmatch(f"{_CLOCK}-{_CLOCK}", said):
        return _on(_WEEK, time.fromisoformat(found[1]), time.fromisoformat(found[2]))
    return None


def _on(days: Iterable[int], opens: time, closes: time) -> tuple[Window, ...]:
    return tuple(Window(day, opens, closes) for day in days) if opens < closes else ()


def _all_but(taken: tuple[Window, ...]) -> tuple[Window, ...]:
    """The rest of the week."""
    rest: list[Window] = []
    for day in _WEEK:
        free = _START
        for window in sorted((w for w in taken if w.weekday == day), key=lambda w: w.opens):
            rest += _on((day,), free, window.opens)
            free = window.closes
        rest += _on((day,), free, _END)
    return tuple(rest)
