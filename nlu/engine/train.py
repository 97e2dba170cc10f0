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


class Progress:
    """Lines of JSON on the real standard output."""

    def __init__(self, of: int) -> None:
        self.step, self.of = 0, of
        self._out = sys.stdout

    def say(self, what: str) -> None:
        """One more step."""
        self.step += 1
        self.of = max(self.of, self.step)
        self.print({"step": self.step, "of": self.of, "what": what})

    def print(self, line: dict) -> None:
        """Any line of JSON."""
        print(json.dumps(line), file=self._out, flush=True)


class _Steps(logging.Handler):
    """Makes progress out of what Rasa logs when a component's training starts."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(logging.INFO)
        self._progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        found = _STARTED.search(record.getMessage())
        if found:
            self._progress.say(f"training {found.group(1)}")


def main() -> int:
    """Train, or find that there is nothing to do."""
    parser = arguments(argparse.ArgumentParser(prog="engine.train", description=__doc__))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--force", action="store_true", help="train even if the model is there")
    options = parser.parse_args()
    started = time.monotonic()
    mark = fingerprint(options.config, options.domain, options.data)
    model = options.out / f"{mark}.tar.gz"
    progress = Progress(of=5)
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
    hooks = logging.getLogger("rasa.engine.training.hooks")
    hooks.setLevel(logging.INFO)
    hooks.propagate = False
    hooks.addHandler(_Steps(progress))


@contextlib.contextmanager
def _aside(folder: Path) -> Iterator[None]:
    """Keep Rasa's prints off standard output and its cache out of the working folder."""
    os.environ["RASA_CACHE_DIRECTORY"] = str(folder / "cache")
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    with contextlib.redirect_stdout(sys.stderr):
        yield


if __name__ == "__main__":
    sys.exit(main())
