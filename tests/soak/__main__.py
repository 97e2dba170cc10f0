"""Is every message answered exactly once, and none lost, when everything goes wrong at once?

    make soak
    GOODFAITH_SOAK_MESSAGES=1000 GOODFAITH_SOAK_SEED=7 make soak

20,000 messages of SMS and WhatsApp from 400 invented people come to one web process and two
workers on a PostgreSQL of their own, with duplicates, out of order, some forged; the provider's
double refuses, breaks, loses answers and tells late and twice what became of messages; three times
a worker is killed, once the web. The dialogue engine is a stand-in that answers at once: this
measures the road, not the model. Progress on standard error, one JSON object on standard output;
exit 1 when anything was lost, repeated or out of order.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.store.embedded import EmbeddedDatabase
from bot.store.migrate import upgrade
from tests.soak.plan import Plan
from tests.soak.run import Soak
from tests.soak.verdict import Verdict

COLUMNS = (TextColumn("{task.description:9}"), BarColumn(), MofNCompleteColumn())


def main() -> None:
    """Run it, and say what came of it."""
    plan = Plan.told()
    with (
        tempfile.TemporaryDirectory(prefix="goodfaith-soak-") as folder,
        EmbeddedDatabase(Path(folder)) as database,
    ):
        upgrade(database.url)
        verdict = shown(plan, database.url, Path(folder))
    print(json.dumps({**verdict.figures, "violations": verdict.violations}))
    sys.exit(1 if verdict.violations else 0)


def shown(plan: Plan, url: str, folder: Path) -> Verdict:
    """The soak under a progress bar."""
    console = Console(stderr=True)
    with Progress(*COLUMNS, TimeElapsedColumn(), console=console) as progress:
        bars = {}

        def tell(how_far: dict[str, int]) -> None:
            for name, done in how_far.items():
                progress.update(bars[name], completed=done)

        soak = Soak(plan, url, folder, tell)
        for name in ("calls", "kept", "answered"):
            total = len(soak.calls) if name == "calls" else plan.messages
            bars[name] = progress.add_task(name, total=total)
        verdict = asyncio.run(soak.run())
        if verdict.violations:
            console.print(soak.tails(), markup=False)
        return verdict


if __name__ == "__main__":
    main()
