"""A world for each test, and somebody in it."""

import pytest

from tests.usecases.world import Person, World


@pytest.fixture
def world(policies, wording, creditor) -> World:
    return World.make(policies, wording, creditor)


@pytest.fixture
async def ada(world: World) -> Person:
    """Verified, in New York, owes $330.00: 300.00, interest 20.00, fees 10.00."""
    return await world.meet()


@pytest.fixture
async def stranger(world: World) -> Person:
    """The same, but nobody knows yet who writes."""
    return await world.meet(verified=False)
