"""What does one pipeline cost, and what does it read? Trained and asked in processes of its own.

    python -m engine.measure.trial train --config C --out FOLDER
    python -m engine.measure.trial ask --model FILE --texts FILE --answers FILE

`train` prints {"model", "seconds", "megabytes"}. `ask` loads the model as the engine does and asks
one text after the other; it writes [[intent, ranking], ...] and prints {"start_seconds",
"megabytes", "parse_ms": {"p50", "p95"}}. Megabytes are the resident memory of the process at its
highest. While it asks it prints how far it is, in lines of {"asked": number}.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from engine.measure.texts import KNOWN

_WARM = ("good morning", "bom dia", "I can pay on the 5th", "posso pagar dia 5")
_SAY_EVERY = 20
_TENSORFLOW = ("DIETClassifier", "TEDPolicy", "ResponseSelector")


def main() -> int:
    """Train or ask."""
    parser = argparse.ArgumentParser(prog="engine.measure.trial", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    train = verbs.add_parser("train")
    train.add_argument("--config", type=Path, required=True)
    train.add_argument("--data", type=Path, default=KNOWN)
    train.add_argument("--out", type=Path, required=True)
    ask = verbs.add_parser("ask")
    ask.add_argument("--model", type=Path, required=True)
    ask.add_argument("--texts", type=Path, required=True, help="a JSON list")
    ask.add_argument("--answers", type=Path, required=True, help="where the answers are written")
    ask.add_argument("--stock", action="store_true", help="with TensorFlow")
    options = parser.parse_args()
    out = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        result = _train(options) if options.verb == "train" else _ask(options, out)
    print(json.dumps(result), file=out, flush=True)
    return 0


def uses_tensorflow(config: str) -> bool:
    """Does a pipeline need TensorFlow?"""
    return any(name in config for name in _TENSORFLOW)


def prepare(*, stock: bool) -> None:
    """Quiet; and without TensorFlow unless the pipeline needs it."""
    from engine import quiet
    from engine.light import without_tensorflow

    quiet.settle()
    if not stock:
        without_tensorflow()


def _train(options: argparse.Namespace) -> dict[str, Any]:
    prepare(stock=uses_tensorflow(options.config.read_text("utf-8")))
    from rasa.model_training import train_nlu

    started = time.monotonic()
    with tempfile.TemporaryDirectory() as cache:
        os.environ["RASA_CACHE_DIRECTORY"] = cache
        os.environ["RASA_MAX_CACHE_SIZE"] = "0"
        model = train_nlu(str(options.config), str(options.data), str(options.out))
    seconds = time.monotonic() - started
    return {"model": model, "seconds": round(seconds, 1), "megabytes": _megabytes()}


def _ask(options: argparse.Namespace, out: TextIO) -> dict[str, Any]:
    started = time.monotonic()
    prepare(stock=options.stock)
    from engine import processor

    loaded = processor.load(options.model, None)
    asyncio.run(_answers(loaded, list(_WARM), lambda _: None))
    start = time.monotonic() - started
    texts = json.loads(options.texts.read_text("utf-8"))

    def say(asked: int) -> None:
        print(json.dumps({"asked": asked}), file=out, flush=True)

    answers, times = asyncio.run(_answers(loaded, texts, say))
    options.answers.write_text(json.dumps(answers), "utf-8")
    return {
        "start_seconds": round(start, 1),
        "megabytes": _megabytes(),
        "parse_ms": {
            "p50": round(statistics.median(times), 2),
            "p95": round(statistics.quantiles(times, n=20)[-1], 2),
        },
    }


async def _answers(
    loaded: Any, texts: list[str], say: Callable[[int], None]
) -> tuple[list[Any], list[float]]:
    from engine import processor

    answers, times = [], []
    for place, text in enumerate(texts):
        if place % _SAY_EVERY == 0:
            say(place)
        started = time.perf_counter()
        parsed = await processor.parse(loaded, text)
        times.append((time.perf_counter() - started) * 1000)
        ranking = [[r["name"], r["confidence"]] for r in parsed.get("intent_ranking", [])]
        intent = parsed.get("intent") or {}
        name, sure = intent.get("name"), float(intent.get("confidence") or 0.0)
        answers.append([name or "out_of_scope", ranking or [[name, sure]]])
    return answers, times


def _megabytes() -> int:
    """The most resident memory that this process had; the system counts in bytes on macOS."""
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)


if __name__ == "__main__":
    sys.exit(main())
