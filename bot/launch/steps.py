"""How does a person see that a long step goes on?

In a terminal each step is a line with its time and, where the amount of work is known, a bar. In a
log each step says when it begins, now and then how far it is, and when it is done.
"""

import contextlib
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn

SAY_EVERY = 15.0


class Step:
    """One line of progress; begun, now and then updated, done or failed."""

    def __init__(self, steps: "Steps", name: str, doing: str) -> None:
        self.name = name
        self.doing = doing
        self.begun = time.monotonic()
        self.said = self.begun
        self._steps = steps
        self._task: TaskID | None = None
        if steps.progress is None:
            steps.say(f"{name}: {doing} …")
        else:
            self._task = steps.progress.add_task(doing, name=name, total=None, took="", mark="")

    @property
    def took(self) -> float:
        return time.monotonic() - self.begun

    def update(self, doing: str, done: float | None = None, total: float | None = None) -> None:
        """What is being done, and how much of it is behind us."""
        self.doing = doing
        if self._steps.progress is not None and self._task is not None:
            self._steps.progress.update(
                self._task, description=doing, completed=done, total=total, took=self._time()
            )
        elif time.monotonic() - self.said >= SAY_EVERY:
            self.said = time.monotonic()
            share = f" {100 * done / total:.0f} %" if done is not None and total else ""
            self._steps.say(f"{self.name}: {doing}{share} … {self._time()}")

    def tick(self) -> None:
        """Still at it."""
        self.update(self.doing)

    def done(self, what: str = "ready") -> None:
        self._end(what, "[green]✓[/]")

    def failed(self, what: str = "failed") -> None:
        self._end(what, "[red]✗[/]")

    def _end(self, what: str, mark: str) -> None:
        if self._steps.progress is not None and self._task is not None:
            self._steps.progress.update(
                self._task, description=what, completed=1, total=1, took=self._time(), mark=mark
            )
        else:
            self._steps.say(f"{self.name}: {what} ({self._time()})")

    def _time(self) -> str:
        return f"{self.took:.1f} s" if self.took < 10 else f"{self.took:.0f} s"


class Steps:
    """The steps of one command, shown together."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.progress: Progress | None = None
        if console.is_terminal:
            self.progress = Progress(
                SpinnerColumn(finished_text=" "),
                TextColumn("{task.fields[mark]}"),
                TextColumn("[bold]{task.fields[name]:<10}[/]"),
                TextColumn("{task.description}"),
                BarColumn(bar_width=24),
                TextColumn("{task.fields[took]}"),
                console=console,
            )

    def __enter__(self) -> Self:
        if self.progress is not None:
            self.progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.progress is not None:
            self.progress.stop()

    def begin(self, name: str, doing: str) -> Step:
        return Step(self, name, doing)

    def say(self, text: str) -> None:
        """A line of its own; a terminal that is gone is no reason to stop."""
        with contextlib.suppress(OSError):
            self.console.print(text, highlight=False, markup=False, soft_wrap=True)
