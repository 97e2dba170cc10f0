"""Where does a command get an engine from? From the demo that runs, else one of its own."""

import contextlib
import secrets
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
from pydantic import SecretStr
from rich.console import Console

from bot.engine import RasaEngine
from bot.launch import children, training
from bot.launch.steps import Steps
from bot.launch.watch import Child, Watch
from bot.settings import Settings

READY_WITHIN = 300.0
GRACE = 2.0


@contextlib.asynccontextmanager
async def lent_engine(settings: Settings) -> AsyncIterator[RasaEngine]:
    """An engine for as long as the block lasts. What is shown goes to standard error."""
    if settings.engine_url and settings.engine_secret:
        engine = RasaEngine(settings.engine_url, settings.engine_secret.get_secret_value())
        try:
            if await engine.ready():
                yield engine
                return
        finally:
            await engine.close()
    async with _own_engine(settings) as engine:
        yield engine


@contextlib.asynccontextmanager
async def _own_engine(settings: Settings) -> AsyncIterator[RasaEngine]:
    port = free_port()
    secret = secrets.token_urlsafe(16)
    own = settings.model_copy(update={"engine_port": port, "engine_secret": SecretStr(secret)})
    steps = Steps(Console(stderr=True))
    register = children.Register(settings.data / "run" / f"engine-{port}.json")
    watch = Watch(register, steps.say)
    engine = RasaEngine(f"http://127.0.0.1:{port}", secret)
    try:
        with steps:
            step = steps.begin("model", "looking at the data")
            path = await training.with_ticks(step, own)
            step.done(f"{path.name.partition('.')[0]} fits the data")
            step = steps.begin("engine", "loading the model")
            await watch.launch(_child(own, path, secret, engine))
            await watch.wait_for("engine", READY_WITHIN, step)
            step.done()
        yield engine
    finally:
        await engine.close()
        await watch.stop("engine", GRACE)
        register.clear()


def _child(settings: Settings, model: Path, secret: str, engine: RasaEngine) -> Child:
    async def is_ready() -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return await engine.ready()
        return False

    env = {**training.engine_environment(), "GOODFAITH_ENGINE_SECRET": secret}
    log = settings.data / "logs" / "lent-engine.log"
    return Child("engine", engine_command(settings, model), training.ENGINE, env, log, is_ready)


def engine_command(settings: Settings, model: Path) -> list[str]:
    """The engine, in its own Python."""
    options = ["--model", str(model), "--port", str(settings.engine_port)]
    return [str(training.ENGINE_PYTHON), "-m", "engine.launcher", *options]


def free_port() -> int:
    """A port on loopback that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
