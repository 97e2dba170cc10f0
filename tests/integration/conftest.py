"""The product on a real database, with a scripted engine in place of the dialogue engine."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import Product, build
from bot.settings import Settings
from bot.usecases.fake_engine import FakeEngine
from tests.integration.product import NOWHERE, SECRET


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.database)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    secret = SecretStr(SECRET)
    return Settings(
        mode="test",
        data=tmp_path,
        engine_url=NOWHERE,
        engine_secret=secret,
        session_secret=secret,
    )


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
async def make(
    settings: Settings, database_url: str, engine: FakeEngine
) -> AsyncIterator[Callable[[], Awaitable[Product]]]:
    """Makes products on one database: one for each process that there would be."""
    made: list[Product] = []

    async def one() -> Product:
        made.append(build(settings, database_url, engine=engine))
        return made[-1]

    yield one
    for product in made:
        await product.close()
