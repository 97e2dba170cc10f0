"""How are long-running children kept alive, and how are they ended in good order?

A child that ends before it was ever ready is an error, told with the end of its log. One that
dies later is started again, after 1, 2, 4 … 30 seconds, and that is said.
"""

import asyncio
import contextlib
import time
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.launch import children
from bot.launch.steps import Step

LOOK_EVERY = 0.15
ALIVE_AFTER = 1.0
WELL_AFTER = 60.0
LONGEST_PAUSE = 30.0
IsReady = Callable[[], Awaitable[bool]]


class StartError(Exception):
    """A part could not start; the text says which, why and what to do."""


@dataclass
class Child:
    """One long-running process of ours: how it is started, and how it fares."""

    name: str
    command: Sequence[str]
    cwd: Path
    env: Mapping[str, str]
    log: Path
    is_ready: IsReady | None = None
    behind: bool = False
    process: Process | None = None
    started: float = 0.0
    failures: int = 0
    said_before: int = 0
    was_ready: bool = False
    watch: asyncio.Task[None] | None = field(default=None, repr=False)

    async def start(self) -> int:
        """Start it; its process id."""
        with children.open_log(self.log) as log:
            self.said_before = children.size(self.log)
            self.process = await children.spawn(
                self.command, cwd=self.cwd, env=self.env, stderr=log, behind=self.behind
            )
        self.started = time.monotonic()
        return self.process.pid

    def lives(self) -> bool:
        return self.process is not None and self.process.returncode is None

    async def answers(self) -> bool:
        """Is it ready? One that cannot be asked is, when it has not died at once."""
        if self.is_ready is not None:
            return await self.is_ready()
        return time.monotonic() - self.started > ALIVE_AFTER

    def pause(self) -> float:
        """How long to wait before the next start; one that ran well begins anew."""
        if time.monotonic() - self.started > WELL_AFTER:
            self.failures = 0
        self.failures += 1
        return float(min(2 ** (self.failures - 1), LONGEST_PAUSE))

    def last_words(self) -> str:
        return children.tail(self.log, since=self.said_before)


class Watch:
    """The children of one supervisor."""

    def __init__(self, register: children.Register, say: Callable[[str], None]) -> None:
        self.register = register
        self.say = say
        self.children: dict[str, Child] = {}

    async def launch(self, child: Child) -> None:
        """Start a child and keep it alive from the moment that it is ready."""
        self.children[child.name] = child
        self.register.add(child.name, await child.start())

    async def wait_for(self, name: str, within: float, step: Step | None = None) -> None:
        """Till the child is ready; `StartError` when it ends first or takes too long."""
        child = self.children[name]
        while not await child.answers():
            if not child.lives():
                raise StartError(
                    f"{name} ended while starting:\n{child.last_words()}\n"
                    f"The whole log is {child.log}."
                )
            if time.monotonic() - child.started > within:
                raise StartError(
                    f"{name} was not ready within {within:.0f} s:\n{child.last_words()}\n"
                    f"The whole log is {child.log}."
                )
            if step is not None:
                step.tick()
            await asyncio.sleep(LOOK_EVERY)
        child.was_ready = True
        child.watch = asyncio.create_task(self._keep_alive(child))

    async def _keep_alive(self, child: Child) -> None:
        while True:
            assert child.process is not None
            code = await child.process.wait()
            pause = child.pause()
            self.say(
                f"{child.name}: ended unexpectedly ({_how(code)}); "
                f"starting it again in {pause:.0f} s. See {child.log}"
            )
            await children.stop(child.process, grace=0)
            await asyncio.sleep(pause)
            self.register.add(child.name, await child.start())
            await self._say_when_back(child)

    async def _say_when_back(self, child: Child) -> None:
        while child.lives():
            if await child.answers():
                self.say(f"{child.name}: runs again")
                return
            await asyncio.sleep(LOOK_EVERY)

    async def stop(self, name: str, grace: float) -> None:
        """End a child for good."""
        child = self.children.pop(name, None)
        if child is None:
            return
        if child.watch is not None:
            child.watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await child.watch
        if child.process is not None and not await children.stop(child.process, grace):
            self.say(f"{name}: did not end within {grace:.0f} s and was ended by force")


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
