"""How are a provider's updates fetched where it cannot call us? By one process at a time.

Telegram gives its updates to whoever asks, once: so the asking is locked in the database. A worker
that finds the lock taken asks for the lock again now and then; when the one that holds it dies, the
lock is free at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import psycopg
import structlog

from bot.jobs import conninfo
from bot.usecases.conversation.receive_news import acknowledge, receive_news
from bot.usecases.ports import Tools
from bot.web.metrics import CALLS
from channels.errors import ChannelError
from channels.message import ChannelName, InboundMessage, News

if TYPE_CHECKING:
    from channels.telegram import TelegramChannel

log = structlog.get_logger()

LOCK = 0x60_0D_FA_17
"""A number of our own among the database's advisory locks."""
LOOK_AGAIN_SECONDS = 5.0


async def listen(url: str, tools: Tools, channel: TelegramChannel) -> None:
    """Fetch and keep updates till cancelled."""
    # Telegram's library takes half a second to load: for those who use it only.
    from channels.telegram import Poller  # noqa: PLC0415

    while True:
        try:
            async with _alone(url) as ours:
                if ours:
                    await Poller(channel).poll(lambda news: _keep(tools, channel, news))
        except psycopg.Error as error:
            log.warning("cannot lock the asking for updates", error=type(error).__name__)
        except ChannelError as error:
            log.warning("telegram cannot be asked", reason=str(error))
        await asyncio.sleep(LOOK_AGAIN_SECONDS)


@asynccontextmanager
async def _alone(url: str) -> AsyncIterator[bool]:
    """True for one process at a time, over all machines."""
    async with await psycopg.AsyncConnection.connect(conninfo(url), autocommit=True) as connection:
        found = await connection.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,))
        row = await found.fetchone()
        yield bool(row and row[0])


async def _keep(tools: Tools, channel: TelegramChannel, news: list[News]) -> None:
    """Keep what was told, once; the provider forgets it after that."""
    for each in news:
        outcome = await receive_news(tools, each)
        CALLS.labels(ChannelName.TELEGRAM, outcome).inc()
        if isinstance(each, InboundMessage) and each.acknowledge:
            await acknowledge(channel, each)
