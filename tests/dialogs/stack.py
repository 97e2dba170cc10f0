"""The whole product on this machine, each part a process of its own that a test may kill."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from bot.launch import children, training
from bot.launch.ground import prepared
from bot.launch.lent_engine import engine_command
from bot.launch.supervise import service_command
from bot.settings import ROOT, Settings

PATIENCE = 90.0


class Part:
    """One process: started, stopped in good order, killed, frozen and thawed."""

    def __init__(self, command: list[str], cwd: Path, env: dict[str, str], log: Path) -> None:
        self.command, self.cwd, self.env, self.log = command, cwd, env, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if self.runs():
            return
        with children.open_log(self.log) as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.cwd,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=children._dies_with(os.getpid()),
            )

    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, number)

    def kill(self) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.signal(signal.SIGKILL)
        self.process.wait()

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def stop(self) -> None:
        if self.runs():
            self.signal(signal.SIGCONT)
            self.signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(8)
        self.kill()


class Stack:
    """Engine, web and worker on one database."""

    def __init__(self, data: Path, url: str) -> None:
        chosen = Settings(data=data, database_url=url, mode="test", port=0, host="127.0.0.1")
        self.settings = prepared(chosen.model_copy(update={"engine_port": 0}))
        self.base = f"http://127.0.0.1:{self.settings.port}"
        self.url = url
        self.logs = data / "logs"
        secret = self.settings.engine_secret.get_secret_value()
        service = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("GOODFAITH_", "TWILIO_"))},
            "PYTHONUNBUFFERED": "1",
            "DATABASE_URL": url,
            "PORT": str(self.settings.port),
            "GOODFAITH_MODE": "test",
            "GOODFAITH_DATA": str(data),
            "GOODFAITH_ENGINE_URL": str(self.settings.engine_url),
            "GOODFAITH_ENGINE_SECRET": secret,
            "GOODFAITH_SESSION_SECRET": self.settings.session_secret.get_secret_value(),
        }
        engine = {
            **training.engine_environment(),
            "GOODFAITH_ENGINE_SECRET": secret,
            "GOODFAITH_ACTIONS_URL": f"{self.base}/internal/actions",
        }
        model = training.ensure_model(self.settings)
        command = engine_command(self.settings, model)
        self.engine = Part(command, training.ENGINE, engine, self.logs / "engine.log")
        self.web = Part(service_command("serve"), ROOT, service, self.logs / "web.log")
        self.worker = Part(service_command("worker"), ROOT, service, self.logs / "worker.log")
        self.parts = (self.web, self.worker, self.engine)

    def start(self) -> None:
        """Start what does not run, and wait till all of it is ready."""
        for part in reversed(self.parts):
            part.start()
        self.wait_till(self.ready, "ready")

    def stop(self) -> None:
        for part in self.parts:
            part.stop()

    def ready(self) -> bool:
        for part in self.parts:
            assert part.runs(), f"{part.log.stem} ended:\n{children.tail(part.log)}"
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"{self.base}/ready", timeout=3, trust_env=False).is_success
        return False

    def wait_till(self, done: Callable[[], bool], what: str, within: float = PATIENCE) -> None:
        end = time.monotonic() + within
        while not done():
            if time.monotonic() > end:
                tails = "\n".join(f"{p.log.stem}:\n{children.tail(p.log)}" for p in self.parts)
                raise AssertionError(f"not {what} within {within:.0f} s\n{tails}")
            time.sleep(0.1)
