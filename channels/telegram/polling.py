"""How do updates come in without a public address? They are fetched, and kept before the next.

Telegram forgets an update as soon as a later one is asked for. So the next question is asked only
when the caller has kept what came: a crash lets it come again, and nothing is lost. Then its number
tells the caller that it was here before; within one process it is handed over once.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from channels.errors import BadCredentials, RetryLater, Unreadable
from channels.message import News
from channels.telegram import updates
from channels.telegram.channel import TelegramChannel

log = logging.getLogger(__name__)

Handle = Callable[[list[News]], Awaitable[None]]
LONG = 30  # seconds that Telegram holds a question for which there is no answer yet
LONGEST_PAUSE = 60
PARTING = 2  # seconds to say goodbye in
REMEMBERED = 1000


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Poller:
    """The one that fetches the updates of a bot. There must not be another for the same token."""

    def __init__(
        self,
        channel: TelegramChannel,
        *,
        wait: int = LONG,
        now: Callable[[], datetime] = _utc_now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._channel = channel
        self._wait = wait
        self._now = now
        self._sleep = sleep
        self._offset: int | None = None
        self._confirmed: int | None = None
        self._handled: deque[int] = deque(maxlen=REMEMBERED)
        self._failures = 0
        self._runs = False

    async def poll(self, handle: Handle) -> None:
        """Fetch until cancelled; each update is handed over until `handle` has kept it.

        A webhook is removed first. Whatever `handle` raises, the update stays at Telegram and
        comes again after a pause. Raises BadCredentials, when trying on would not help.
        """
        if self._runs:
            raise RuntimeError("this poller runs already")
        self._runs = True
        try:
            while not await self._succeeds(self._channel.disconnect):
                pass
            while True:
                await self._succeeds(lambda: self._round(handle))
        finally:
            self._runs = False
            await self._part()

    async def _succeeds(self, step: Callable[[], Awaitable[None]]) -> bool:
        try:
            await step()
        except BadCredentials:
            raise
        except Exception as error:  # whatever it is, the updates wait at Telegram
            await self._pause(error)
            return False
        self._failures = 0
        return True

    async def _pause(self, error: Exception) -> None:
        """Twice as long after each failure, and as long as Telegram wants."""
        wanted = error.after_seconds if isinstance(error, RetryLater) else 0
        seconds = max(wanted, min(2**self._failures, LONGEST_PAUSE))
        self._failures = min(self._failures + 1, 10)
        told = str(error) if isinstance(error, RetryLater) else type(error).__name__
        log.warning("no updates from Telegram: %s; again in %d s", told, seconds)
        await self._sleep(seconds)

    async def _round(self, handle: Handle) -> None:
        """Ask once; asking confirms what came before."""
        asked = self._offset
        fetched = await self._channel.fetch(asked, self._wait)
        self._confirmed = asked
        numbered = [await self._take(update, handle) for update in fetched]
        if self._offset == asked and not all(numbered):
            raise RetryLater("an update without a number, which cannot be confirmed", 1)

    async def _take(self, update: Any, handle: Handle) -> bool:
        """False for an update without a number: a later one confirms it."""
        try:
            number = updates.update_id(update)
        except Unreadable as error:
            log.warning("an update was left out: %s", error)
            return False
        if number not in self._handled:
            news = self._read(number, update)
            if news:
                await handle(news)
            self._handled.append(number)
        self._offset = number + 1
        return True

    def _read(self, number: int, update: Any) -> list[News]:
        """An update that cannot be read must not keep back those behind it."""
        try:
            return updates.read(update, self._now())
        except Unreadable as error:
            log.warning("update %d was left out: %s", number, error)
            return []

    async def _part(self) -> None:
        """Confirm what was handed over last, so that a restart does not see it again."""
        if self._offset == self._confirmed:
            return
        with contextlib.suppress(Exception):  # then it comes again and is known by its number
            async with asyncio.timeout(PARTING):
                await self._channel.fetch(self._offset, 0, limit=1)
                self._confirmed = self._offset
