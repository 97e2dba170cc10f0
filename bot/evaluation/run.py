"""How is a run measured? The model, the texts, the figures, the conversations, in this order.

Each long step shows that it goes on. What the engine measures, it measures in its own Python
(nlu/engine/measure); its messages lie in the log.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.evaluation import dialogs, entities, history, pipelines
from bot.evaluation.figures import risk
from bot.launch import children, training
from bot.launch.steps import Step, Steps
from bot.settings import ROOT, Settings

TEXTS = ROOT / "nlu" / "evaluation"
TICK = 0.5
Done = TypeVar("Done")


class EvaluationError(Exception):
    """Something could not be measured; the text says what, and what to do."""


@dataclass(frozen=True)
class Wanted:
    """Which of the long parts are wanted."""

    dialogs: bool = True
    curve: bool = True


async def evaluate(
    settings: Settings, wanted: Wanted, steps: Steps, now: datetime
) -> dict[str, Any]:
    """All numbers of a run, compared with the run before and kept."""
    begun = time.monotonic()
    _needs_texts(TEXTS)
    folder = settings.data / "evaluation"
    folder.mkdir(parents=True, exist_ok=True)
    step = steps.begin("model", "looking at the data")
    model = await watched(step, training.model(settings, training.shown_on(step)))
    step.done(f"{model.name.partition('.')[0][:12]} fits the data")
    understood = await _understanding(settings, model, wanted, steps)
    figures = _figures(steps)
    held = await _dialogs(settings, wanted, steps)
    result = {
        "at": now.isoformat(timespec="seconds"),
        "model": understood["model"],
        "texts_mark": mark(TEXTS),
        "learning": [],
        **understood,
        "risk": risk(understood["languages"]),
        "entities": figures,
        "dialogs": held,
        "pipelines": pipelines.rows(),
        "seconds": round(time.monotonic() - begun, 1),
    }
    result["previous"] = history.compare(result, history.previous(folder, now))
    history.keep(folder, result)
    return result


async def compare(
    settings: Settings, only: list[str], part: int, steps: Steps
) -> list[dict[str, Any]]:
    """The pipelines, trained on `part` per cent of the examples and asked anew; the table too."""
    _needs_texts(TEXTS)
    step = steps.begin("pipelines", "comparing")
    options = ["compare", "--out", str(pipelines.RESULTS)]
    options += ["--models", str(settings.models / "compared")]
    options += ["--part", str(part), *(["--only", *only] if only else [])]
    await watched(step, _engine(settings, options, step))
    rows = pipelines.rows()
    pipelines.PAGE.write_text(pipelines.page(rows), "utf-8")
    step.done(f"{len(rows)} in the table")
    return rows


def mark(texts: Path) -> str:
    """Changes when a text or a label does: figures of other texts are not the same figures."""
    digest = hashlib.sha256()
    for room in ("intents", "contrast", "entities"):
        for path in sorted((texts / room).rglob("*.yml")):
            digest.update(path.relative_to(texts).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


async def watched(step: Step, work: Coroutine[Any, Any, Done]) -> Done:
    """The work's answer, with a sign of life also while it says nothing."""
    task = asyncio.create_task(work)
    try:
        while not task.done():
            await asyncio.wait({task}, timeout=TICK)
            step.tick()
        return task.result()
    except BaseException:
        step.failed()
        raise
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _understanding(
    settings: Settings, model: Path, wanted: Wanted, steps: Steps
) -> dict[str, Any]:
    step = steps.begin("texts", "starting the engine")
    out = settings.data / "evaluation" / "understanding.json"
    out.unlink(missing_ok=True)
    options = ["report", "--model", str(model), "--out", str(out)]
    options += [] if wanted.curve else ["--no-curve"]
    await watched(step, _engine(settings, options, step))
    found: dict[str, Any] = json.loads(out.read_text("utf-8"))
    step.done(f"{sum(one['texts'] for one in found['languages'].values())} texts read")
    return found


async def _engine(settings: Settings, options: list[str], step: Step) -> None:
    """The engine measures; its lines of progress are shown."""
    log = settings.data / "logs" / "evaluation.log"
    since = children.size(log)
    show = training.shown_on(step)
    async with training.engine_process("engine.measure", options, log) as process:
        assert process.stdout is not None
        async for line in process.stdout:
            progress = training.parsed(line)
            if progress is not None:
                show(progress)
        if await process.wait() != 0:
            raise EvaluationError(
                f"The engine could not measure:\n{children.tail(log, since=since)}\n"
                f"The whole report is in {log}; mend what it names and try again."
            )


def _figures(steps: Steps) -> dict[str, Any]:
    step = steps.begin("figures", "reading amounts, dates and counts")
    found = entities.measure(TEXTS / "entities", lambda done, of: step.update(step.doing, done, of))
    step.done(f"{sum(one['texts'] for one in found.values())} texts read")
    return found


async def _dialogs(settings: Settings, wanted: Wanted, steps: Steps) -> dict[str, Any]:
    if not wanted.dialogs:
        return {"state": "left out"}
    step = steps.begin("dialogues", "holding conversations")
    log = settings.data / "logs" / "evaluation-dialogues.log"
    folder = settings.data / "evaluation"
    work = dialogs.hold(folder, log, lambda percent: step.update(step.doing, percent, 100))
    found = await watched(step, work)
    if found["state"] == "held":
        step.done(f"{found['passed']} of {found['held']} passed")
    else:
        step.failed("could not be held; the report says why")
    return found


def _needs_texts(texts: Path) -> None:
    if not (texts / "intents").is_dir():
        raise EvaluationError(
            f"There are no evaluation texts at {texts}: run this in a checkout of the repository."
        )
