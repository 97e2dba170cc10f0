"""The stores that have to behave alike."""

from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot import jobs
from bot.store.memory import MemoryStore
from bot.store.work import Store
from tests.contract.kit import START, MemoryKit, PostgresKit


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.database)])
async def kit(request: pytest.FixtureRequest) -> AsyncIterator[MemoryKit | PostgresKit]:
    """A store, whichever it is, and a look at the jobs that were queued in it."""
    if request.param == "memory":
        yield MemoryKit(MemoryStore(START))
        return
    url = request.getfixturevalue("database_url")
    queue = jobs.job_app(url)
    store = Store(url, partial(jobs.defer, queue), clock_moves=True, pool_size=3)
    async with queue.open_async():
        yield PostgresKit(store, queue)
    await store.close()
