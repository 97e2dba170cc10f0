"""The demonstration's clock: moved for the whole system, within reason."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.usecases.clock.move_clock import move_clock
from bot.usecases.plans.promise_payment import promise_payment
from tests.usecases.world import TUESDAY


async def test_it_advances_and_adds_up(world):
    assert await move_clock(world.tools, advance="P1D") == TUESDAY + timedelta(days=1)
    assert await move_clock(world.tools, advance="PT2H30M") == TUESDAY + timedelta(
        days=1, hours=2, minutes=30
    )
    assert world.store.now == TUESDAY + timedelta(days=1, hours=2, minutes=30)


async def test_it_is_set_to_a_time_forward_and_back(world):
    for day in (datetime(2027, 1, 1, tzinfo=UTC), datetime(2025, 6, 1, 12, tzinfo=UTC)):
        assert await move_clock(world.tools, now=day) == day
        assert world.store.now == day


async def test_it_is_never_a_moment_before_the_time_that_was_asked_for(world):
    world.store.clock += timedelta(milliseconds=300)
    nine = datetime(2026, 3, 4, 14, tzinfo=UTC)
    assert timedelta(0) <= await move_clock(world.tools, now=nine) - nine < timedelta(seconds=1)
    assert world.store.now >= nine


async def test_it_goes_back_to_the_real_time(world):
    await move_clock(world.tools, advance="P30D")
    assert await move_clock(world.tools, reset=True) == TUESDAY


async def test_what_falls_due_is_done(world, ada):
    await ada.does(promise_payment, "I pay on Friday")
    await move_clock(world.tools, advance="P5D")
    assert (await ada.state())["promise"]["state"] == "open"
    await move_clock(world.tools, advance="P1D")
    assert (await ada.state())["promise"]["state"] == "broken"


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"advance": "tomorrow"},
        {"advance": "P"},
        {"advance": "PT"},
        {"advance": "P1Y"},
        {"advance": "-P1D"},
        {"advance": "P99999999999D"},
        {"advance": "P9999999D"},
        {"advance": "P400000D"},
        {"now": datetime(2026, 3, 3)},  # noqa: DTZ001 - a time without a zone
        {"now": datetime(9999, 12, 31, tzinfo=UTC)},
        {"now": datetime(1, 1, 1, tzinfo=UTC)},
    ],
)
async def test_what_is_no_move_leaves_it_where_it_is(world, ada, how):
    with pytest.raises(ValueError, match=r"time|duration|clock|long"):
        await move_clock(world.tools, **how)
    assert world.store.now == TUESDAY
    assert (await ada.state())["verified"]
