"""Which pipeline reads best, and what does each cost? All on the same examples and texts."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional

from engine.fingerprint import ROOT
from engine.measure import scores
from engine.measure.asking import ask, run
from engine.measure.texts import EVALUATION, Labelled, contrasts, examples
from engine.measure.trial import uses_tensorflow

PIPELINES = EVALUATION / "pipelines"
IN_USE = "config.yml"
Say = Callable[[int, int, str], None]


def compare(kept: Path, only: Optional[list[str]], say: Say) -> dict[str, Any]:
    """The figures of each pipeline, by name; those in `kept` that are not measured again stay.

    Written after each pipeline: hours of measuring outlive an interruption.
    """
    known = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    configs = pipelines()
    chosen = [name for name in configs if only is None or name in only]
    asked = examples(EVALUATION / "intents")
    pairs = contrasts(EVALUATION / "contrast")
    found = {name: row for name, row in known.items() if name in configs}
    for done, name in enumerate(chosen):
        say(done, len(chosen), f"training and asking {name}")
        found[name] = _measure(configs[name], asked, pairs)
        write(kept, found)
    say(len(chosen), len(chosen), "compared")
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


def _measure(config: Path, asked: list[Labelled], pairs: list[Labelled]) -> dict[str, Any]:
    stock = uses_tensorflow(config.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        trained = run("train", "--config", str(config), "--out", folder)
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
        "training_seconds": trained["seconds"],
        "training_megabytes": trained["megabytes"],
        **costs,
    }
