"""How fast may we write? About one message a second in a chat and thirty in all, Telegram says.

Where it says "wait" all the same, nothing more goes to that chat before the time is over; when it
says so in a second chat meanwhile, all of us are meant, and everything waits.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from aiolimiter import AsyncLimiter

from channels.errors import RetryLater

MANY = 10_000  # chats, before those that are idle are forgotten


class Pace:
    """The turns to write, in one process."""

    def __init__(
        self,
        overall: float = 30,
        per_chat: float = 1,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._overall = AsyncLimiter(overall, 1)
        self._per_chat = per_chat
        self._chats: dict[int, AsyncLimiter] = {}
        self._held: dict[int, float] = {}
        self._all_held = 0.0
        self._clock = clock

    async def turn(self, chat: int) -> None:
        """Wait for a turn. Raises RetryLater while Telegram wants us to wait."""
        self._obey(chat)
        await self._limiter(chat).acquire()
        await self._overall.acquire()
        self._obey(chat)

    def hold(self, chat: int, seconds: float) -> None:
        """Telegram wants us to wait with this chat."""
        now = self._clock()
        self._held = {one: until for one, until in self._held.items() if until > now}
        if set(self._held) - {chat}:
            self._all_held = now + seconds
        self._held[chat] = now + seconds

    def _obey(self, chat: int) -> None:
        until = max(self._held.get(chat, 0.0), self._all_held)
        left = until - self._clock()
        if left > 0:
            raise RetryLater("Telegram wants us to wait", math.ceil(left))

    def _limiter(self, chat: int) -> AsyncLimiter:
        if len(self._chats) >= MANY:
            busy = {c: one for c, one in self._chats.items() if not one.has_capacity(one.max_rate)}
            self._chats = busy
        if chat not in self._chats:
            self._chats[chat] = AsyncLimiter(1, 1 / self._per_chat)
        return self._chats[chat]
