"""How does one machine run all of Goodfaith, and stop it again without a trace?

`goodfaith demo` starts the database, the dialogue engine, the web and the worker, each a process
of its own, side by side where they do not need one another, and shows how far they are. Ctrl-C
reaches this process only, which ends web, worker, engine and database in that order; a second one
does not wait for them. Should this process be killed, the children end by themselves.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Coroutine, Iterator
from typing import Any

import httpx
from pydantic import SecretStr
from rich.console import Console

from bot.launch import children, training
from bot.launch.first_start import FirstStart, Logins, logins_told
from bot.launch.ground import alone, prepared
from bot.launch.lent_engine import engine_command
from bot.launch.steps import Step, Steps
from bot.launch.watch import LOOK_EVERY, Child, StartError, Watch
from bot.settings import ROOT, Settings, SettingsError

GRACE = {"web": 3.0, "worker": 3.0, "engine": 4.0}
DATABASE_GRACE = 8.0
READY_WITHIN = {"web": 60.0, "worker": 60.0, "engine": 300.0}
DATABASE_WITHIN = 120.0
ALL_READY_WITHIN = 60.0
INVITED = "US-FIRST-1"
"""Who the person on Telegram is, in a demonstration with a bot of Telegram's."""
MIGRATE = "import os; from bot.store.migrate import upgrade; upgrade(os.environ['DATABASE_URL'])"


def demo(settings: Settings, console: Console | None = None) -> int:
    """Run everything till Ctrl-C. 0 when it was ended, 1 when it could not start."""
    console = console or Console()
    try:
        settings = prepared(settings)
        with alone(settings.data):
            return asyncio.run(Demo(settings, console).run())
    except (StartError, SettingsError, training.TrainingError) as error:
        Console(stderr=True).print(
            f"goodfaith: {error}", markup=False, highlight=False, soft_wrap=True
        )
        return 1


class Demo:
    """One demonstration, from its start to its end."""

    def __init__(self, settings: Settings, console: Console) -> None:
        self.settings = settings
        self.steps = Steps(console)
        self.logs = settings.data / "logs"
        self.register = children.Register(settings.data / "run" / "children.json")
        self.addresses = settings.data / "run" / "demo.json"
        self.watch = Watch(self.register, self.steps.say)
        self.keeper: Process | None = None
        self.logins: Logins = []
        self.telegram = ""
        self.told_to_stop = asyncio.Event()
        self.hurry = False

    async def run(self) -> int:
        """Start, stay, and stop; an error of the start comes out when all is stopped."""
        self._listen()
        for name in self.register.end_stale():
            self.steps.say(f"{name}: left behind by an earlier run, now ended")
        start = asyncio.create_task(self._start())
        stop = asyncio.create_task(self.told_to_stop.wait())
        try:
            await asyncio.wait({start, stop}, return_when=asyncio.FIRST_COMPLETED)
            if start.done():
                start.result()
                await stop
        finally:
            for task in (start, stop):
                task.cancel()
            await asyncio.gather(start, stop, return_exceptions=True)
            await self._stop()
        return 0

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._told)

    def _told(self) -> None:
        self.hurry = self.told_to_stop.is_set()
        self.told_to_stop.set()

    # -- starting --------------------------------------------------------------------------------

    async def _start(self) -> None:
        with self.steps:
            self._tell_commands()
            await _side_by_side(self._start_engine(), self._start_service())
            with self._step("together", "asking whether all of it works") as step:
                await self._wait_till_all_answer(step)
        self._greet()

    async def _start_engine(self) -> None:
        with self._step("model", "looking at the data") as step:
            path = await training.with_ticks(step, self.settings)
            step.doing = f"{path.name.partition('.')[0]} fits the data"
        with self._step("engine", "loading the model") as step:
            command = engine_command(self.settings, path)
            log = self.logs / "engine.log"
            env = self._engine_environment()
            child = Child(
                "engine", command, training.ENGINE, env, log, self._engine_is_ready, behind=True
            )
            await self.watch.launch(child)
            await self.watch.wait_for("engine", READY_WITHIN["engine"], step)
            step.doing = "ready"

    async def _start_service(self) -> None:
        url = self.settings.database_url or await self._start_database()
        env = self._service_environment(url)
        with self._step("tables", "bringing the database up to date") as step:
            await self._once("migrations", [sys.executable, "-c", MIGRATE], env, step)
        log = self.logs / "web.log"
        await self.watch.launch(
            Child("web", service_command("serve"), ROOT, env, log, self._web_is_ready)
        )
        with self._step("portfolio", "loading the demonstration portfolio") as step:
            await self._load_portfolio(env, step)
        if self.settings.telegram_token is not None:
            with self._step("telegram", "making an invitation") as step:
                self.telegram = await self._invitation(env, step)
        log = self.logs / "worker.log"
        await self.watch.launch(Child("worker", service_command("worker"), ROOT, env, log))
        for name in ("web", "worker"):
            with self._step(name, "starting") as step:
                await self.watch.wait_for(name, READY_WITHIN[name], step)
                step.doing = "ready"

    async def _invitation(self, env: dict[str, str], step: Step) -> str:
        """A link to our bot for one of the invented people; or why there is none: everything else
        works without it."""
        command = service_command("channels", "invite", INVITED)
        try:
            link = await self._once("invitation", command, env, step)
        except StartError as error:
            step.doing = "not connected"
            return f"not connected: {str(error).splitlines()[1]}"
        step.doing = "connected"
        return f"{link.strip()}  (you are {INVITED} there)"

    async def _load_portfolio(self, env: dict[str, str], step: Step) -> None:
        first = FirstStart(self.settings.data, self.settings.database_url)
        logins = first.logins()
        if logins is None:
            said = await self._once("demo-data", service_command("demo-data"), env, step)
            logins = logins_told(said)
            first.is_done(logins)
        self.logins = logins
        step.doing = "loaded"

    async def _wait_till_all_answer(self, step: Step) -> None:
        """Till `/ready` says that the database, the engine and the jobs are there; a worker that
        has just begun is not at once. StartError names what is still missing in the end."""
        answer = 0, ""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ALL_READY_WITHIN):
                while answer[0] != httpx.codes.OK:
                    answer = await _answer(f"{self._base()}/ready", {})
                    step.tick()
                    await asyncio.sleep(LOOK_EVERY)
        if answer[0] != httpx.codes.OK:
            raise StartError(
                f"not everything answered within {ALL_READY_WITHIN:.0f} s; "
                f"{self._base()}/ready says: {answer[1] or 'nothing'}\nThe logs are in {self.logs}."
            )
        step.doing = "everything answers"

    async def _start_database(self) -> str:
        """The keeper holds the server: it has a session of its own and sees when we are gone."""
        log = self.logs / "database.log"
        with (
            self._step("database", "starting PostgreSQL") as step,
            children.open_log(log) as errors,
        ):
            before = children.size(log)
            self.keeper = await children.spawn(
                [sys.executable, "-m", "bot.store.embedded", str(self.settings.data)],
                cwd=ROOT,
                env=os.environ,
                stdin=PIPE,
                stdout=PIPE,
                stderr=errors,
                outlives=True,
            )
            assert self.keeper.stdout is not None
            try:
                line = await asyncio.wait_for(self.keeper.stdout.readline(), DATABASE_WITHIN)
            except TimeoutError:
                line = b""
            said = json.loads(line) if line else {"error": children.tail(log, since=before)}
            if "url" not in said:
                raise StartError(str(said["error"]))
            step.doing = "ready"
        return str(said["url"])

    async def _once(self, name: str, command: list[str], env: dict[str, str], step: Step) -> str:
        """Run a command of ours to its end; what it printed."""
        log = self.logs / f"{name}.log"
        with children.open_log(log) as errors:
            before = children.size(log)
            process = await children.spawn(
                command,
                cwd=ROOT,
                env=env,
                stdin=DEVNULL,
                stdout=PIPE,
                stderr=errors,
            )
        try:
            said, _ = await process.communicate()
        finally:
            await children.stop(process, grace=2)
        if process.returncode != 0:
            words = said.decode(errors="replace").strip() or children.tail(log, since=before)
            raise StartError(f"{name} failed:\n{words}\nThe whole log is {log}.")
        step.doing = "done"
        return said.decode(errors="replace")

    @contextlib.contextmanager
    def _step(self, name: str, doing: str) -> Iterator[Step]:
        step = self.steps.begin(name, doing)
        try:
            yield step
        except BaseException:
            step.failed("stopped" if self.told_to_stop.is_set() else "failed")
            raise
        step.done(step.doing)

    # -- what the children are told --------------------------------------------------------------

    def _service_environment(self, url: str) -> dict[str, str]:
        settings = self.settings
        ours = {
            "DATABASE_URL": url,
            "PORT": str(settings.port),
            "GOODFAITH_HOST": settings.host,
            "GOODFAITH_MODE": settings.mode,
            "GOODFAITH_DATA": str(settings.data),
            "GOODFAITH_MODELS": str(settings.models),
            "GOODFAITH_ENGINE_URL": str(settings.engine_url),
            "GOODFAITH_ENGINE_SECRET": _shown(settings.engine_secret),
            "GOODFAITH_SESSION_SECRET": _shown(settings.session_secret),
        }
        return {**os.environ, "PYTHONUNBUFFERED": "1", **ours}

    def _engine_environment(self) -> dict[str, str]:
        ours = {
            "GOODFAITH_ENGINE_SECRET": _shown(self.settings.engine_secret),
            "GOODFAITH_ACTIONS_URL": f"{self._base()}/internal/actions",
        }
        return {**training.engine_environment(), "PYTHONUNBUFFERED": "1", **ours}

    def _base(self) -> str:
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.settings.host)  # noqa: S104
        return f"http://{host or self.settings.host}:{self.settings.port}"

    async def _web_is_ready(self) -> bool:
        return await _answers(f"{self._base()}/health", {})

    async def _engine_is_ready(self) -> bool:
        secret = {"X-Goodfaith-Secret": _shown(self.settings.engine_secret)}
        return await _answers(f"{self.settings.engine_url}/health", secret)

    def _tell_commands(self) -> None:
        """Commands that are started meanwhile find our engine here."""
        told = {"pid": os.getpid(), "engine_url": self.settings.engine_url}
        self.addresses.parent.mkdir(parents=True, exist_ok=True)
        self.addresses.write_text(json.dumps(told))

    def _greet(self) -> None:
        base = self._base()
        lines = [
            "",
            "Goodfaith is ready. Ctrl-C ends it; what happened is kept.",
            f"  a phone in the browser   {base}/simulator",
        ]
        if self.telegram:
            lines.append(f"  Telegram                 {self.telegram}")
        lines += [
            f"  login                    {login['login']} / {login['password']}  ({login['role']})"
            for login in self.logins
        ]
        lines.append("The simulator needs no login." if self.logins else "No login is needed yet.")
        for line in [*lines, ""]:
            self.steps.say(line)

    # -- stopping --------------------------------------------------------------------------------

    async def _stop(self) -> None:
        """Web, worker, engine, database; those that serve people first."""
        if self.told_to_stop.is_set():
            self.steps.say("\nstopping …")
        for name, grace in GRACE.items():
            await self.watch.stop(name, 0.1 if self.hurry else grace)
        if self.keeper is not None:
            if self.keeper.stdin is not None:
                self.keeper.stdin.close()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.keeper.wait(), DATABASE_GRACE)
            await children.stop(self.keeper, grace=1)
        self.register.clear()
        self.addresses.unlink(missing_ok=True)
        if self.told_to_stop.is_set():
            self.steps.say("stopped")


def service_command(*words: str) -> list[str]:
    """One of our own commands, as a process."""
    return [sys.executable, "-m", "bot.cli", *words]


def _shown(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


async def _answers(url: str, headers: dict[str, str]) -> bool:
    return httpx.codes.is_success((await _answer(url, headers))[0])


async def _answer(url: str, headers: dict[str, str]) -> tuple[int, str]:
    """Status and text of the answer; 0 when none came."""
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=2) as client:
            answer = await client.get(url, headers=headers)
            return answer.status_code, answer.text
    except httpx.HTTPError:
        return 0, ""


async def _side_by_side(*works: Coroutine[Any, Any, None]) -> None:
    """All of them at once; the first error ends the others."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
