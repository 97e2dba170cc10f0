"""How are a provider's updates fetched where it cannot call us? By one process at a time.

Telegram gives its updates to whoever asks, once: so the asking is locked in the database. A worker
that finds the lock taken asks for the lock again now and then. The lock belongs to a connection:
when that is lost, whoever asked stops, because somebody else may ask already.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import structlog

from bot.jobs import conninfo, end
from bot.metrics import CALLS
from bot.usecases.conversation.receive_news import acknowledge, receive_news
from bot.usecases.ports import Tools
from channels.errors import ChannelError
from channels.message import ChannelName, InboundMessage, News

if TYPE_CHECKING:
    from channels.telegram import TelegramChannel

log = structlog.get_logger()

LOCK = 0x60_0D_FA_17
"""A number of our own among the database's advisory locks."""
LOOK_AGAIN_SECONDS = 5.0
ALIVE_SECONDS = 10.0
"""So often the database is asked whether the connection lives; one that it closes is told at
once."""


async def listen(url: str, tools: Tools, channel: TelegramChannel) -> None:
    """Fetch and keep updates till cancelled."""
    # Telegram's library takes half a second to load: for those who use it only.
    from channels.telegram import Poller  # noqa: PLC0415

    while True:
        try:
            async with _alone(url) as held:
                if held is not None:
                    poll = Poller(channel).poll(lambda news: _keep(tools, channel, news))
                    await _while_held(held, poll)
        except (psycopg.Error, TimeoutError) as error:
            log.warning("the lock for asking is lost", error=type(error).__name__)
        except ChannelError as error:
            log.warning("telegram cannot be asked", reason=str(error))
        await asyncio.sleep(LOOK_AGAIN_SECONDS)


@asynccontextmanager
async def _alone(url: str) -> AsyncIterator[psycopg.AsyncConnection | None]:
    """The connection that holds the lock, for one process at a time, over all machines."""
    async with await psycopg.AsyncConnection.connect(conninfo(url), autocommit=True) as connection:
        found = await connection.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,))
        row = await found.fetchone()
        yield connection if row and row[0] else None


async def _while_held(held: psycopg.AsyncConnection, poll: Coroutine[Any, Any, None]) -> None:
    """Poll as long as the lock is ours. Raises what ended it."""
    tasks = [asyncio.create_task(_watch(held)), asyncio.create_task(poll)]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            await end(task)
    for task in done:
        task.result()


async def _watch(held: psycopg.AsyncConnection) -> None:
    """Returns never. Raises psycopg.Error or TimeoutError when the connection is lost."""
    while True:
        async for _ in held.notifies(timeout=ALIVE_SECONDS):
            pass  # nobody tells us anything: this is how a closed connection is noticed at once
        async with asyncio.timeout(ALIVE_SECONDS):
            await held.execute("SELECT 1")


async def _keep(tools: Tools, channel: TelegramChannel, news: list[News]) -> None:
    """Keep what was told, once; the provider forgets it after that."""
    for each in news:
        outcome = await receive_news(tools, each)
        CALLS.labels(ChannelName.TELEGRAM, outcome).inc()
        if isinstance(each, InboundMessage) and each.acknowledge:
            await acknowledge(channel, each)
