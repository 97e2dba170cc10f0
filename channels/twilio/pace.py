"""How fast may a sender send? As many segments a second as its kind is allowed, and no wait here
is long: whoever would have to wait longer comes back, since what may be sent now may be forbidden
then.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable

from channels.errors import Busy

LONGEST_WAIT_SECONDS = 2.0
LONGEST_TURN_SECONDS = 60.0  # so late at most is somebody told to come back


class Pace:
    """A bucket that drains by `per_second`; it holds what is sent in one second, at least one.

    A text of more segments than the bucket holds waits till it is empty and takes what it needs:
    those behind it wait the longer.
    """

    def __init__(self, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_second
        self._holds = max(per_second, 1.0)
        self._clock = clock
        self._empty_at = self._told = clock()

    async def turn(self, amount: int) -> None:
        """Take so many segments, after a short wait. Raises Busy, and takes none, if it were a
        long one."""
        now = self._clock()
        busy = max(0.0, self._empty_at - now)
        wait = max(0.0, busy - (self._holds - min(amount, self._holds)) / self._rate)
        if wait > LONGEST_WAIT_SECONDS:
            seconds = math.ceil(self._later(now, wait, amount) - now)
            raise Busy("the sender sends as fast as it may", seconds)
        self._empty_at = now + busy + amount / self._rate
        if wait > 0:
            await asyncio.sleep(wait)

    def _later(self, now: float, wait: float, amount: int) -> float:
        """When to come back: those who are sent away come one after the other, not all at once."""
        latest = now + max(wait, LONGEST_TURN_SECONDS)
        at = min(max(now + wait, self._told), latest)
        self._told = at + amount / self._rate
        return at
