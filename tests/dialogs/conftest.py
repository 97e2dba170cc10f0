"""One running product for all conversations: PostgreSQL, engine, web and worker, all real."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.embedded import EmbeddedDatabase
from bot.store.migrate import upgrade
from tests.dialogs.person import NOW, World
from tests.dialogs.stack import Stack
from tests.turns import TOOK

HERE = Path(__file__).parent
FIRST_START = 900
"""Seconds: the model may have to be trained."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            for mark in (pytest.mark.database, pytest.mark.engine, pytest.mark.slow):
                item.add_marker(mark)
            item.add_marker(pytest.mark.timeout(FIRST_START))


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """Not in pytest's own folder: see `postgres` in tests/conftest.py."""
    with (
        tempfile.TemporaryDirectory(prefix="goodfaith-") as folder,
        EmbeddedDatabase(Path(folder)) as database,
    ):
        data = Path(folder)
        upgrade(database.url)
        stack = Stack(data, database.url)
        try:
            stack.start()
            yield stack
        finally:
            stack.stop()


@pytest.fixture(scope="session")
def running(stack: Stack, request: pytest.FixtureRequest) -> Iterator[World]:
    world = World(stack.base)
    world.clock(now=NOW)
    request.config.stash[TOOK] = world.took
    yield world
    world.http.close()


@pytest.fixture
def world(running: World) -> Iterator[World]:
    """The product at noon on the same Wednesday, whatever the test before did to the clock."""
    running.clock(now=NOW)
    return running
