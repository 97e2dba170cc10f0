"""`goodfaith demo` with the real supervisor and database, and stand-ins for everything else."""

import os
import pathlib
import sys

from bot.launch import supervise
from bot.settings import load

HERE = pathlib.Path(__file__).parent
PARTS = str(HERE / "fake_parts.py")


async def no_training(step, settings):
    return pathlib.Path("abc.tar.gz")


def engine_command(settings, path):
    return [sys.executable, PARTS, "engine", str(settings.engine_port)]


supervise.ALL_READY_WITHIN = float(os.environ.get("FAKE_PATIENCE", "60"))
supervise.MIGRATE = "pass"
supervise.service_command = lambda *words: [sys.executable, PARTS, *words]
supervise.engine_command = engine_command
supervise.training.with_ticks = no_training
os.environ["XDG_FAKE"] = os.environ["GOODFAITH_DATA"]
sys.exit(supervise.demo(load()))
