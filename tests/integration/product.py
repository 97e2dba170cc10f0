"""Workers and people for the tests on a real database."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import psycopg

from bot import jobs
from bot.app import Product
from bot.rules.money import Money
from bot.usecases.accounts.create_account import (
    NewAccount,
    NewContactPoint,
    NewDebt,
    create_account,
)
from bot.usecases.conversation.receive_message import receive_message
from bot.usecases.ports import Tools
from channels.message import InboundMessage

NOWHERE = "http://127.0.0.1:9"
"""Where no engine listens."""
SECRET = "a secret of the tests"
PATIENCE, LOOK_EVERY = 20.0, 0.02


@contextlib.asynccontextmanager
async def working(product: Product) -> AsyncIterator[asyncio.Task[None]]:
    """A worker on this product for as long as the block lasts."""
    worker = asyncio.create_task(jobs.work(product.queue, product.tools, concurrency=4))
    try:
        yield worker
    finally:
        await jobs.end(worker)


async def meet(tools: Tools, reference: str = "A-1") -> Any:
    """Someone who owes $100; the id of the conversation."""
    debt = NewDebt(
        f"{reference}-D1", "Sofa", Money(10_000, "USD"), Money(0, "USD"), Money(0, "USD"),
        date(2026, 2, 1),
    )  # fmt: skip
    new = NewAccount(
        reference, "Ada Lovelace", "en", "US", "America/New_York", debts=(debt,),
        contact_points=(NewContactPoint("sms", f"sms:{reference}"),),
    )  # fmt: skip
    async with tools.open_work() as work:
        account = await create_account(work, new, source="test")
        await work.flush()
        thread = await work.conversations.get(account_id=account.id)
        await work.commit()
        return thread.id


async def sends(tools: Tools, text: str, event: str, reference: str = "A-1") -> Any:
    """A message arrives."""
    address = f"sms:{reference}"
    return await receive_message(
        tools, InboundMessage("test", event, "sms", address, text, datetime.now(UTC))
    )


async def until(condition: Callable[[], Awaitable[Any]], worker: asyncio.Task[None]) -> Any:
    """Wait till the condition holds; what it answers. A worker that ends meanwhile is a failure."""
    for _ in range(int(PATIENCE / LOOK_EVERY)):
        if found := await condition():
            return found
        if worker.done():
            worker.result()
            raise AssertionError("the worker ended")
        await asyncio.sleep(LOOK_EVERY)
    raise AssertionError("that takes too long")


async def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    """What a query of our own answers."""
    async with await psycopg.AsyncConnection.connect(
        jobs.conninfo(url), autocommit=True
    ) as connection:
        cursor = await connection.execute(query)
        return await cursor.fetchall() if cursor.description else []
