"""A demonstration may move its clock; the same database in production has the real one."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.app import build
from bot.settings import Settings
from bot.usecases.records import ClockSetting
from tests.integration.product import NOWHERE, SECRET


@pytest.mark.parametrize(("mode", "days"), [("test", 5), ("demo", 5), ("production", 0)])
async def test_in_production_a_clock_that_was_moved_is_the_real_one(
    make, database_url, tmp_path, mode, days
):
    product = await make()
    async with product.tools.open_work() as work:
        work.clock.add(ClockSetting(offset_seconds=5 * 86_400))
        await work.commit()
    settings = Settings(
        mode=mode, data=tmp_path, engine_url=NOWHERE, engine_secret=SECRET, session_secret=SECRET,
    )  # fmt: skip
    served = build(settings, database_url)
    try:
        async with served.tools.open_work() as work:
            ahead = work.now - datetime.now(UTC)
    finally:
        await served.close()
    assert abs(ahead - timedelta(days=days)) < timedelta(minutes=1)
