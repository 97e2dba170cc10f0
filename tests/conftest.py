"""What every test may ask for: policies, words, a small world, and a database that is its own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import structlog

from bot.app import creditor_of, spoken_everywhere
from bot.policies import Policies, load_policies
from bot.settings import Settings
from bot.usecases.ports import Creditor
from bot.wording import DIALOGS, Responses
from tests.database import fresh_database, server
from tests.usecases.world import Person, World

pytest_plugins = ["tests.order", "tests.turns"]

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")  # on a busy machine anything may take long


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> None:
    """Tracebacks without the values of variables, which take seconds to write."""
    renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, renderer])


@pytest.fixture(scope="session")
def policies() -> Policies:
    return load_policies()


@pytest.fixture(scope="session")
def creditor() -> Creditor:
    return creditor_of(Settings(mode="test"))


@pytest.fixture(scope="session")
def wording(creditor: Creditor) -> Responses:
    return Responses(DIALOGS, spoken_everywhere(creditor))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """One real PostgreSQL for all tests of a run.

    Not in pytest's own folder: another run that starts shuts it to everybody else, and under root
    the server is somebody else.
    """
    with tempfile.TemporaryDirectory(prefix="goodfaith-") as folder, server(Path(folder)) as url:
        yield url


@pytest.fixture
def database_url(postgres: str) -> Iterator[str]:
    """A fresh, migrated database."""
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture
def world(policies, wording, creditor) -> World:
    """A world for each test, with the store in memory."""
    return World.make(policies, wording, creditor)


@pytest.fixture
async def ada(world: World) -> Person:
    """Verified, in New York, owes $330.00: 300.00, interest 20.00, fees 10.00."""
    return await world.meet()
