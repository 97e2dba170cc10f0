"""Which pipeline reads best, and what does each cost? All on the same examples and texts."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional

from engine.fingerprint import ROOT, fingerprint
from engine.measure import scores
from engine.measure.asking import ask, run
from engine.measure.texts import EVALUATION, KNOWN, contrasts, examples
from engine.measure.trial import uses_tensorflow

PIPELINES = EVALUATION / "pipelines"
IN_USE = "config.yml"
Say = Callable[[int, int, str], None]


def compare(kept: Path, models: Path, only: Optional[list[str]], say: Say) -> dict[str, Any]:
    """The figures of each pipeline, by name; those in `kept` that are not measured again stay.

    First all learn; what was learned stays in `models`, so that hours of learning outlive an
    interruption. Then one after the other is asked, so that all are asked on the same machine
    within minutes.
    """
    known = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    configs = pipelines()
    chosen = [name for name in configs if only is None or name in only]
    steps = 2 * len(chosen)
    trained = {}
    for done, name in enumerate(chosen):
        say(done, steps, f"training {name}")
        trained[name] = _train(name, configs[name], models)
    found = {name: row for name, row in known.items() if name in configs}
    for done, name in enumerate(chosen, start=len(chosen)):
        say(done, steps, f"asking {name}")
        found[name] = _measure(configs[name], trained[name])
        write(kept, found)
    say(steps, steps, "compared")
    return found


def pipelines() -> dict[str, Path]:
    """What can be compared: each pipeline's name and its file."""
    return {
        **{path.stem: path for path in sorted(PIPELINES.glob("*.yml"))},
        IN_USE: ROOT / "config.yml",
    }


def write(out: Path, found: dict[str, Any]) -> None:
    """The figures in one move: nobody reads half of them."""
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = out.with_suffix(".new")
    fresh.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    fresh.replace(out)


def _train(name: str, config: Path, models: Path) -> dict[str, Any]:
    """A model learned by this pipeline from these examples: a new one, unless it is there."""
    mark = fingerprint(config, KNOWN, [])
    told = models / f"{name}-{mark}.json"
    if not told.is_file():
        models.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=models) as folder:
            trained = run("train", "--config", str(config), "--out", folder)
            model = Path(trained["model"]).replace(told.with_suffix(".tar.gz"))
        write(told, {**trained, "model": str(model), "examples": len(examples(KNOWN))})
    return json.loads(told.read_text("utf-8"))


def _measure(config: Path, trained: dict[str, Any]) -> dict[str, Any]:
    asked, pairs = examples(EVALUATION / "intents"), contrasts(EVALUATION / "contrast")
    stock = uses_tensorflow(config.read_text("utf-8"))
    answers, costs = ask(Path(trained["model"]), [*asked, *pairs], stock=stock)
    texts, cases = answers[: len(asked)], answers[len(asked) :]
    languages = sorted({each.language for each in asked})
    return {
        "macro_f1": {
            language: scores.summary([a for a in texts if a.asked.language == language])["macro_f1"]
            for language in languages
        },
        "accuracy": scores.share(a.right for a in texts),
        "contrast": scores.share(a.right for a in cases),
        "examples": trained["examples"],
        "training_seconds": trained["seconds"],
        "training_megabytes": trained["megabytes"],
        **costs,
    }
