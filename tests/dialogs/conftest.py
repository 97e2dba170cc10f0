"""One running product for all conversations: PostgreSQL, engine, web and worker, all real."""

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.store.embedded import EmbeddedDatabase
from bot.store.migrate import upgrade
from tests.dialogs.person import NOW, World
from tests.dialogs.stack import Stack

HERE = Path(__file__).parent
FIRST_START = 900
"""Seconds: the model may have to be trained."""
TOOK = pytest.StashKey[list[float]]()


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


def pytest_sessionfinish(session: pytest.Session) -> None:
    """One of several processes tells the one that started them how long its turns took."""
    told = getattr(session.config, "workeroutput", None)
    if told is not None:
        told["took"] = session.config.stash.get(TOOK, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A process of the run ended: its turns count with those of the others."""
    node.config.stash.setdefault(TOOK, []).extend(getattr(node, "workeroutput", {}).get("took", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    took = sorted(terminalreporter.config.stash.get(TOOK, []))
    if len(took) > 1:
        p50, p95 = statistics.median(took), took[int(0.95 * (len(took) - 1))]
        line = f"{len(took)} turns, p50 {1000 * p50:.0f} ms, p95 {1000 * p95:.0f} ms"
        terminalreporter.write_line(f"conversations: {line}")
