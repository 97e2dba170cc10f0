"""Somebody whom nobody knows yet."""

import pytest

from tests.usecases.world import Person, World


@pytest.fixture
async def stranger(world: World) -> Person:
    """The same, but nobody knows yet who writes."""
    return await world.meet(verified=False)
