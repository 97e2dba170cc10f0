"""Which pipeline reads best, and what does each cost? All on the same examples and texts."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Optional

from engine.fingerprint import ROOT, fingerprint
from engine.measure import scores
from engine.measure.asking import ask, run
from engine.measure.curve import PARTS, part
from engine.measure.texts import EVALUATION, KNOWN, Labelled, contrasts, examples
from engine.measure.trial import uses_tensorflow

PIPELINES = EVALUATION / "pipelines"
IN_USE = "config.yml"
Say = Callable[[int, int, str], None]


def compare(
    kept: Path, models: Path, only: Optional[list[str]], percent: int, say: Say
) -> dict[str, Any]:
    """The figures of each pipeline, by name, learned from so many per cent of the examples.

    Those in `kept` that are not measured again stay if they learned from as many. First all
    learn; what was learned stays in `models`, so that hours of learning outlive an interruption.
    Then one after the other is asked, so that all are asked on the same machine within minutes.
    """
    known = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    configs = pipelines()
    chosen = [name for name in configs if only is None or name in only]
    steps = 2 * len(chosen)
    trained = {}
    with _data(percent) as data:
        for done, name in enumerate(chosen):
            say(done, steps, f"training {name}")
            trained[name] = _train(name, configs[name], models, data)
    size = next(iter(trained.values()))["examples"]
    found = {n: row for n, row in known.items() if n in configs and row.get("examples") == size}
    for done, name in enumerate(chosen, start=len(chosen)):
        say(done, steps, f"asking {name}")
        found[name] = _measure(configs[name], trained[name])
        write(kept, found)
    say(steps, steps, "compared")
    return found


@contextlib.contextmanager
def _data(percent: int) -> Iterator[Path]:
    """The examples, or a part of them in files of their own."""
    if percent == PARTS[-1]:
        yield KNOWN
        return
    import yaml

    with tempfile.TemporaryDirectory() as folder:
        for language, known in _grouped(part(examples(KNOWN), percent)).items():
            told = [{"intent": i, "examples": lines} for i, lines in known.items()]
            path = Path(folder) / language / "part.yml"
            path.parent.mkdir()
            content = {"version": "3.1", "nlu": told}
            path.write_text(yaml.safe_dump(content, allow_unicode=True, width=10_000), "utf-8")
        yield Path(folder)


def _grouped(known: list[Labelled]) -> dict[str, dict[str, str]]:
    """By language and intent: the examples as Rasa writes them."""
    found: dict[str, dict[str, str]] = {}
    for each in known:
        intents = found.setdefault(each.language, {})
        intents[each.intents[0]] = intents.get(each.intents[0], "") + f"- {each.text}\n"
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


def _train(name: str, config: Path, models: Path, data: Path) -> dict[str, Any]:
    """A model learned by this pipeline from these examples: a new one, unless it is there."""
    mark = fingerprint(config, data, [])
    told = models / f"{name}-{mark}.json"
    if not told.is_file():
        models.mkdir(parents=True, exist_ok=True)
        options = ["--config", str(config), "--data", str(data)]
        with tempfile.TemporaryDirectory(dir=models) as folder:
            trained = run("train", *options, "--out", folder)
            model = Path(trained["model"]).replace(told.with_suffix(".tar.gz"))
        write(told, {**trained, "model": str(model), "examples": len(examples(data))})
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
