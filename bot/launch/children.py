"""How does one of our processes start another, and never leave it behind?

A child gets a session of its own, so that Ctrl-C reaches its parent only, which then ends it in
good order. If the parent dies hard, Linux ends the child; for other systems, and for
whatever slipped through, the parent writes down what it started, and the next one looks there.
"""

import asyncio
import contextlib
import ctypes
import ctypes.util
import json
import os
import re
import signal
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

import psutil

from bot.launch.priority import go_behind

PR_SET_PDEATHSIG = 1
ROTATE_AT = 5_000_000
WIDEST = 300
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


async def spawn(
    command: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    stderr: IO[bytes] | int,
    stdout: IO[bytes] | int | None = None,
    stdin: int = asyncio.subprocess.DEVNULL,
    outlives: bool = False,
    behind: bool = False,
) -> asyncio.subprocess.Process:
    """Start a child in its own session. `outlives`: it looks itself whether we are still there.
    `behind`: others go first when the machine is busy.

    To be called in the main thread: Linux takes the death of the starting thread for ours.
    """
    return await asyncio.create_subprocess_exec(
        *command,
        cwd=cwd,
        env=dict(env),
        stdin=stdin,
        stdout=stderr if stdout is None else stdout,
        stderr=stderr,
        start_new_session=True,
        preexec_fn=_first_of_all(outlives, behind),
        limit=1_000_000,
    )


def _first_of_all(outlives: bool, behind: bool) -> Callable[[], None] | None:
    """What the child does before it becomes its command."""
    dies = None if outlives else _dies_with(os.getpid())

    def both() -> None:
        if dies is not None:
            dies()
        if behind:
            go_behind()

    return both if dies is not None or behind else None


def _dies_with(parent: int) -> Callable[[], None] | None:
    if _libc is None:
        return None
    libc = _libc

    def set_signal() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return set_signal


async def stop(process: asyncio.subprocess.Process, grace: float) -> bool:
    """End a child and its own children; says whether it went by itself within the time."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), grace)
    went = process.returncode is not None
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
    return went


def open_log(path: Path) -> IO[bytes]:
    """Append to a log, and set the old one aside when it has grown large."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > ROTATE_AT:
        path.replace(path.with_name(path.name + ".1"))
    return path.open("ab")


def size(path: Path) -> int:
    """How long a log is by now: what comes after was said later."""
    return path.stat().st_size if path.exists() else 0


def tail(path: Path, lines: int = 15, since: int = 0) -> str:
    """The last lines of a log, indented, ready to be shown."""
    try:
        with path.open(errors="replace") as file:
            file.seek(since)
            last = deque(file, maxlen=lines)
    except OSError:
        last = deque()
    shown = [f"    {_plain(line)}" for line in last]
    return "\n".join(shown).rstrip() or "    (it said nothing)"


def _plain(line: str) -> str:
    """Without colours, and of a progress bar only how it stood at last."""
    return _COLOUR.sub("", line.rstrip().rpartition("\r")[2])[:WIDEST]


class Register:
    """Which children are running, kept in a file for the next one to find."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.running: dict[str, tuple[int, float]] = {}

    def add(self, name: str, pid: int) -> None:
        """Note a child together with the time of its birth: numbers are used again."""
        with contextlib.suppress(psutil.NoSuchProcess):
            self.running[name] = (pid, psutil.Process(pid).create_time())
            self._write()

    def clear(self) -> None:
        """Nothing runs any more."""
        self.running.clear()
        self.path.unlink(missing_ok=True)

    def end_stale(self, grace: float = 5.0) -> list[str]:
        """End what an earlier run left behind; says what that was."""
        found: dict[str, psutil.Process] = {}
        for name, (pid, born) in self._read().items():
            with contextlib.suppress(psutil.NoSuchProcess):
                process = psutil.Process(pid)
                if abs(process.create_time() - born) < 1:
                    found[name] = process
        for process in found.values():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.terminate()
        _, alive = psutil.wait_procs(list(found.values()), timeout=grace)
        for process in alive:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.path.unlink(missing_ok=True)
        return list(found)

    def _write(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.running))

    def _read(self) -> dict[str, tuple[int, float]]:
        try:
            kept = json.loads(self.path.read_text())
            return {name: (int(pid), float(born)) for name, (pid, born) in kept.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}
