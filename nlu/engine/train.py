"""How is a model made?

    python -m engine.train --out models

Trains in this process, never in a serving one. Prints a line of JSON for each step,
{"step", "of", "what"}, and at the end {"model", "fingerprint", "seconds"}. The model
appears as OUT/<fingerprint>.tar.gz in one move: a file with that name is whole. If it is
there already, nothing is trained (unless --force).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import re
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from engine.fingerprint import arguments, fingerprint

_STARTED = re.compile(r"Starting to train component '(\w+)'")
_ENCODED = re.compile(r"encoded (\d+) of (\d+) examples")
# Where each stage begins, in hundredths of a usual training.
_BEGINS = {"starting Rasa": 1, "reading dialogues and examples": 4, "packing": 99}
_ENCODING, _FITTING = 8, 60


class Progress:
    """Lines of JSON on the real standard output, in hundredths of the whole."""

    def __init__(self) -> None:
        self.step = 0
        self._out = sys.stdout

    def say(self, what: str, step: int | None = None) -> None:
        """What is being done now; the hundredths never go back."""
        begins = _BEGINS.get(what, self.step) if step is None else step
        self.step = max(self.step, begins)
        self.print({"step": self.step, "of": 100, "what": what})

    def print(self, line: dict) -> None:
        """Any line of JSON."""
        print(json.dumps(line), file=self._out, flush=True)


class _Steps(logging.Handler):
    """Makes progress out of what Rasa and the encoder log while they train."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(logging.INFO)
        self._progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        started, encoded = _STARTED.search(message), _ENCODED.search(message)
        if started:
            intents = started.group(1) == "IntentModel"
            self._progress.say(f"training {started.group(1)}", _FITTING if intents else None)
        elif encoded:
            done, of = int(encoded.group(1)), int(encoded.group(2))
            step = _ENCODING + (_FITTING - _ENCODING) * done // of
            self._progress.say(f"encoding examples, {done} of {of}", step)


def main() -> int:
    """Train, or find that there is nothing to do."""
    parser = arguments(argparse.ArgumentParser(prog="engine.train", description=__doc__))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--force", action="store_true", help="train even if the model is there")
    options = parser.parse_args()
    started = time.monotonic()
    mark = fingerprint(options.config, options.domain, options.data)
    model = options.out / f"{mark}.tar.gz"
    progress = Progress()
    if options.force or not model.is_file():
        try:
            _train(options, model, progress)
        except Exception as error:
            traceback.print_exc()
            progress.print({"error": f"{type(error).__name__}: {error}"})
            return 1
    seconds = round(time.monotonic() - started, 1)
    progress.print({"model": str(model), "fingerprint": mark, "seconds": seconds})
    return 0


def _train(options: argparse.Namespace, model: Path, progress: Progress) -> None:
    progress.say("starting Rasa")
    _prepare(progress)
    from rasa.model_training import train

    progress.say("reading dialogues and examples")
    options.out.mkdir(parents=True, exist_ok=True)
    data: list[str] = [str(path.resolve()) for path in options.data]
    os.environ.setdefault("GOODFAITH_VECTORS", str(options.out.resolve() / "vectors"))
    config, domain = str(options.config.resolve()), str(options.domain.resolve())
    with tempfile.TemporaryDirectory(dir=options.out, prefix=".training-") as folder:
        with _aside(Path(folder)):
            result = train(domain, config, data, output=folder, fixed_model_name=model.stem)
        if result.code != 0 or result.model is None:
            raise RuntimeError(f"Rasa could not train (code {result.code})")
        progress.say("packing")
        Path(result.model).replace(model)


def _prepare(progress: Progress) -> None:
    """Quiet, light, and with an ear on the training's steps."""
    from engine import quiet
    from engine.light import without_tensorflow

    quiet.settle()
    without_tensorflow()
    steps = _Steps(progress)
    for name in ("rasa.engine.training.hooks", "engine.progress"):
        heard = logging.getLogger(name)
        heard.setLevel(logging.INFO)
        heard.propagate = False
        heard.addHandler(steps)


@contextlib.contextmanager
def _aside(folder: Path) -> Iterator[None]:
    """Keep Rasa's prints off standard output and its cache out of the working folder."""
    os.environ["RASA_CACHE_DIRECTORY"] = str(folder / "cache")
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    with contextlib.redirect_stdout(sys.stderr):
        yield


if __name__ == "__main__":
    sys.exit(main())
