"""The demonstration's clock: moved by hand, for the whole system at once. Never in production."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta

from bot.usecases.clock.begin_days import begin_days
from bot.usecases.clock.run_due import run_due
from bot.usecases.ports import Tools
from bot.usecases.records import ClockSetting

_DURATION = re.compile(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)


FIRST_YEAR, LAST_YEAR = 1990, 2200


async def move_clock(
    tools: Tools, *, now: datetime | None = None, advance: str | None = None, reset: bool = False
) -> datetime:
    """Set the clock, advance it by an ISO 8601 duration ("P1D"), or let it be the real one.

    Answers the new time. ValueError for a naive time, a bad duration, a time beyond all calendars,
    or nothing to do.
    """
    async with tools.open_work() as work:
        setting = await work.clock.get(id=1)
        if setting is None:
            setting = ClockSetting(offset_seconds=0)
            work.clock.add(setting)
        before = setting.offset_seconds
        setting.offset_seconds = _offset(work.now, before, now, advance, reset)
        moved = _moved(work.now, setting.offset_seconds - before)
        await work.commit()
    await run_due(tools)
    while not await begin_days(tools):
        continue
    return moved


def _moved(now: datetime, seconds: int) -> datetime:
    """The new time, if everything that counts days from it still works there."""
    try:
        moved = now + timedelta(seconds=seconds)
    except OverflowError:
        moved = None
    if moved is None or not FIRST_YEAR <= moved.year <= LAST_YEAR:
        raise ValueError(f"the clock goes from the year {FIRST_YEAR} to {LAST_YEAR}")
    return moved


def _offset(
    current: datetime, offset: int, now: datetime | None, advance: str | None, reset: bool
) -> int:
    if reset:
        return 0
    if now is not None:
        if now.tzinfo is None:
            raise ValueError("the time needs a zone, as in 2026-03-01T09:00:00Z")
        return offset + math.ceil((now - current).total_seconds())
    if advance is None:
        raise ValueError("say the time to set (now) or how far to advance (advance)")
    return offset + round(duration(advance).total_seconds())


def duration(text: str) -> timedelta:
    """An ISO 8601 duration of weeks, days, hours, minutes and seconds. ValueError otherwise."""
    found = _DURATION.fullmatch(text)
    if found is None or not any(found.groupdict().values()):
        raise ValueError(f"{text!r} is not a duration such as P1D or PT2H")
    parts = {name: int(value) for name, value in found.groupdict().items() if value}
    try:
        return timedelta(**parts)
    except OverflowError:
        raise ValueError(f"{text!r} is too long a time") from None
