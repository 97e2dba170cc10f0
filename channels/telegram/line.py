"""How is anything asked of Telegram, and what comes back? The bot, its name, and our own errors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from channels.errors import ChannelError
from channels.telegram import faults
from channels.telegram.wire import Flooded, Timeouts, open_bot

T = TypeVar("T")


class Line:
    """The line to Telegram. Raises ValueError where the token can be none.

    `flooded` hears in which chat Telegram wants us to wait, and for how many seconds.
    """

    def __init__(
        self, token: str, base_url: str, timeouts: Timeouts, flooded: Callable[[int, float], None]
    ) -> None:
        self.bot, self.request = open_bot(token, base_url, timeouts)
        self._flooded = flooded
        self.name = ""

    async def ask(self, call: Awaitable[T], *, chat: int | None = None) -> T:
        """What Telegram answers; with a `chat`, to a message for it. Raises ChannelErrors only.

        They are raised without their way through the library, whose variables hold the address.
        """
        try:
            return await call
        except Exception as error:  # the library fails in many ways on a strange answer
            if isinstance(error, Flooded) and chat is not None:
                self._flooded(chat, error.seconds)
            fault: ChannelError = faults.from_error(error, sending=chat is not None)
        raise fault

    async def username(self) -> str:
        """The name that the bot is found by, asked once."""
        if not self.name:
            self.name = (await self.ask(self.bot.get_me())).username or ""
        return self.name

    async def close(self) -> None:
        """Close the connections."""
        await self.request.shutdown()
