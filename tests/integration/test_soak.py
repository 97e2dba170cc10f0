"""The small soak: a few hundred messages on a bad day, with a worker and the web killed meanwhile.

`make soak` does the same with twenty thousand.
"""

import pytest

from tests.soak.plan import Plan
from tests.soak.run import Soak

SMALL = Plan(
    messages=300, people=300, rate=60, workers=2, kills=1, web_kills=1, again_within=3, seed=117,
    patience=60,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_each_message_is_answered_once_on_a_bad_day(database_url, tmp_path):
    soak = Soak(SMALL, database_url, tmp_path, lambda how_far: None)
    verdict = await soak.run()
    assert verdict.violations == [], soak.tails()
    figures = verdict.figures
    assert (figures["kept"], figures["answered"]) == (300, 300)
    assert len(figures["kills"]) == 2
    assert figures["duplicates"] > 20
    assert figures["forged"] > 0
    assert sum(figures["injected"].get(kind, 0) for kind in ("429", "500", "503", "lost")) > 5
