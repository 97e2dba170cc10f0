"""Is there a model that fits the data, and how do we get one if not?

A model is named by the fingerprint of what it was trained from: examples, flows, domain,
configuration and the engine's own components. It lies in a folder that all data folders and all
checkouts share, so the same data is trained once on a machine. Training runs in the engine's own
Python, as a process of its own, and only one at a time.
"""

import asyncio
import contextlib
import fcntl
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rich.console import Console

from bot.launch import children
from bot.launch.steps import Step, Steps
from bot.settings import ROOT, Settings, SettingsError, load

ENGINE = ROOT / "nlu"
ENGINE_PYTHON = ENGINE / ".venv" / "bin" / "python"
LOOK_AGAIN = 0.5
OnProgress = Callable[["Progress"], None]


class TrainingError(Exception):
    """There is no model and none could be trained; the text says why and what to do."""


@dataclass(frozen=True)
class Progress:
    """What is being done, and how much of it is behind us when that is known."""

    what: str
    step: int = 0
    of: int = 0


def ensure_model(settings: Settings, on_progress: OnProgress | None = None) -> Path:
    """The path of the model that fits the data, trained now if there is none."""
    return asyncio.run(model(settings, on_progress))


def train_again(settings: Settings, on_progress: OnProgress | None = None) -> Path:
    """The same, trained now in any case."""
    return asyncio.run(model(settings, on_progress, anew=True))


async def model(
    settings: Settings, on_progress: OnProgress | None = None, *, anew: bool = False
) -> Path:
    """The path of the model that fits the data; cancelling it ends a training under way."""
    report = on_progress or (lambda _: None)
    report(Progress("looking at the data"))
    mark = await fingerprint(settings)
    path = settings.models / f"{mark}.tar.gz"
    if path.exists() and not anew:
        return path
    settings.models.mkdir(parents=True, exist_ok=True)
    async with _only_training(settings.models, report):
        if anew or not path.exists():
            await _train(settings, report, anew)
    if await fingerprint(settings) != mark:
        report(Progress("the data changed meanwhile; looking again"))
        return await model(settings, on_progress)
    if not path.exists():
        raise TrainingError(f"The training ended well, but there is no model at {path}.")
    return path


async def fingerprint(settings: Settings) -> str:
    """What the present data would make; the same data gives the same on every machine."""
    log = settings.data / "logs" / "training.log"
    async with engine_process("engine.fingerprint", [], log) as process:
        assert process.stdout is not None
        said = (await process.stdout.read()).decode().split()
        if await process.wait() != 0 or not said:
            raise TrainingError(
                f"Could not read the training data:\n{children.tail(log)}\n"
                f"Mend the data (the whole report is in {log}) and try again."
            )
    return said[-1]


async def _train(settings: Settings, report: OnProgress, anew: bool) -> None:
    log = settings.data / "logs" / "training.log"
    options = ["--out", str(settings.models), *(["--force"] if anew else [])]
    async with engine_process("engine.train", options, log) as process:
        assert process.stdout is not None
        async for line in process.stdout:
            progress = parsed(line)
            if progress is not None:
                report(progress)
        if await process.wait() != 0:
            raise TrainingError(
                f"The training failed:\n{children.tail(log)}\nThe whole report is in {log}."
            )


def parsed(line: bytes) -> Progress | None:
    """One line of the training's report; what is not a report is passed over."""
    try:
        said = json.loads(line)
        return Progress(str(said["what"]), int(said.get("step", 0)), int(said.get("of", 0)))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


@contextlib.asynccontextmanager
async def engine_process(module: str, more: list[str], log: Path) -> AsyncIterator[Process]:
    """A module of the engine's, in its own Python; ended when we are interrupted."""
    if not ENGINE_PYTHON.exists():
        raise TrainingError(f"The engine's environment is missing ({ENGINE_PYTHON}): `make setup`.")
    with children.open_log(log) as errors:
        process = await children.spawn(
            [str(ENGINE_PYTHON), "-m", module, *more],
            cwd=ENGINE,
            env=engine_environment(),
            stdout=PIPE,
            stderr=errors,
        )
        try:
            yield process
        finally:
            await children.stop(process, grace=3)


def engine_environment() -> dict[str, str]:
    """What the engine needs of our environment, and nothing else: no provider's secrets."""
    wanted = ("PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "OMP_NUM_THREADS", "SYSTEMROOT")
    prefixes = ("LC_", "XDG_", "GOODFAITH_ENGINE_STOCK")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in wanted or name.startswith(prefixes)
    }
    threads = str(min(4, os.cpu_count() or 1))
    return {"OMP_NUM_THREADS": threads, "RASA_TELEMETRY_ENABLED": "false", **kept}


@contextlib.asynccontextmanager
async def _only_training(folder: Path, report: OnProgress) -> AsyncIterator[None]:
    with (folder / "training.lock").open("w") as lock:
        while not _locked(lock):
            report(Progress("waiting for another training to end"))
            await asyncio.sleep(LOOK_AGAIN)
        yield


def _locked(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def shown_on(step: Step) -> OnProgress:
    """Progress shown as one step of a command."""

    def show(progress: Progress) -> None:
        if progress.of:
            step.update(progress.what, progress.step, progress.of)
        else:
            step.update(progress.what)

    return show


async def with_ticks(step: Step, settings: Settings, *, anew: bool = False) -> Path:
    """The model, with a sign of life also while the training says nothing."""
    work = asyncio.create_task(model(settings, shown_on(step), anew=anew))
    try:
        while not work.done():
            await asyncio.wait({work}, timeout=LOOK_AGAIN)
            step.tick()
        return work.result()
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


def show_training(settings: Settings, console: Console, *, anew: bool = False) -> Path:
    """The model, with its progress on the console."""
    with Steps(console) as steps:
        step = steps.begin("model", "looking at the data")
        try:
            path = asyncio.run(with_ticks(step, settings, anew=anew))
        except BaseException:
            step.failed()
            raise
        step.done(f"{path.name.partition('.')[0][:12]} fits the data")
        return path


def main() -> int:
    """`python -m bot.launch.training`: see to it that there is a model."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        show_training(load(), Console())
    except (TrainingError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
