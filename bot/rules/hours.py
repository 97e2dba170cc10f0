"""Is it a decent hour where this person lives, and if not, when will it be?

Instants are aware datetimes; windows are local wall-clock time. Source of the shape: Reg F
1006.6(b)(1): judged at sending, in the person's own time zone, and when several zones are
possible all of them must be open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules.dates import Holiday, is_holiday

_SEARCH_DAYS: Final = 62
"""How far ahead an opening is looked for before the answer is "none"."""


@dataclass(frozen=True, slots=True)
class Window:
    """Open on `weekday` (Monday 0) from `opens` (included) to `closes` (not included)."""

    weekday: int
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6 or self.opens >= self.closes:
            raise ValueError("a window lies on a weekday 0 to 6 and opens before it closes")


@dataclass(frozen=True, slots=True)
class Hours:
    """Contact hours of a region (None: the rest of the country), with their source."""

    region: str | None
    windows: tuple[Window, ...]
    closed_on_holidays: bool
    source: str


def open_at(
    now: datetime, zone: str, windows: Sequence[Window], closed: Callable[[date], bool]
) -> bool:
    """Is a window open at `now` in `zone`, on a day that is not closed?"""
    local = now.astimezone(ZoneInfo(zone))
    clock = local.time()
    return not closed(local.date()) and any(
        w.weekday == local.weekday() and w.opens <= clock < w.closes for w in windows
    )


def next_open(
    now: datetime, zone: str, windows: Sequence[Window], closed: Callable[[date], bool]
) -> datetime | None:
    """The first instant (UTC) at or after `now` at which a window is open; None when there is
    none within two months."""
    if open_at(now, zone, windows, closed):
        return now.astimezone(UTC)
    place = ZoneInfo(zone)
    first = now.astimezone(place).date()
    for ahead in range(_SEARCH_DAYS):
        day = first + timedelta(days=ahead)
        if closed(day):
            continue
        for window in sorted(windows, key=lambda w: w.opens):
            opens = datetime.combine(day, window.opens, place).astimezone(UTC)
            if window.weekday == day.weekday() and opens > now:
                return opens
    return None


def all_open(
    now: datetime,
    zones: Sequence[str],
    windows: Sequence[Window],
    closed: Callable[[date], bool],
) -> datetime | None:
    """The first instant (UTC) at or after `now` when every zone is open at once; None when there
    is none within two months, or no zone is given."""
    moment = now.astimezone(UTC)
    limit = moment + timedelta(days=_SEARCH_DAYS)
    while zones and moment <= limit:
        openings = [next_open(moment, zone, windows, closed) for zone in zones]
        known = [opening for opening in openings if opening is not None]
        if len(known) < len(openings):
            return None
        if max(known) == moment:
            return moment
        moment = max(known)
    return None


def closed_days(hours: Hours, holidays: Sequence[Holiday]) -> Callable[[date], bool]:
    """The test for a closed day under these hours."""
    if not hours.closed_on_holidays:
        return lambda _: False
    return lambda day: is_holiday(day, holidays)


def window_in(windows: Sequence[Window], outer: Sequence[Window]) -> bool:
    """Does each of `windows` lie inside one of `outer`?"""
    return all(
        any(o.weekday == w.weekday and o.opens <= w.opens and w.closes <= o.closes for o in outer)
        for w in windows
    )


def overlap(windows: Sequence[Window], outer: Sequence[Window]) -> tuple[Window, ...]:
    """The time that lies in both."""
    both = (
        (w.weekday, max(w.opens, o.opens), min(w.closes, o.closes))
        for w in windows
        for o in outer
        if w.weekday == o.weekday
    )
    return tuple(Window(day, opens, closes) for day, opens, closes in both if opens < closes)
