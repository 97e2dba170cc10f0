"""Which processes take part in a soak? One web, some workers, and the world around them."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from pathlib import Path

from bot.launch.supervise import service_command
from bot.settings import ROOT
from tests.contract.channels.twilio_double import NUMBER, SID, TOKEN
from tests.dialogs.stack import Part
from tests.soak.plan import Plan

PUBLIC = "https://soak.example"
"""How the provider knows us; what it signs. The calls themselves come to loopback, as they would
from a proxy."""
OURS = ("GOODFAITH_", "TWILIO_", "TELEGRAM_", "DATABASE_URL", "PUBLIC_URL")


class Parts:
    """The product in production mode on a database, with the provider and the engine outside."""

    def __init__(self, plan: Plan, url: str, folder: Path) -> None:
        self.logs = folder / "logs"
        port, outside = free_port(), free_port()
        self.web_url, self.outside_url = (f"http://127.0.0.1:{p}" for p in (port, outside))
        bare = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
        told = {**bare, "PYTHONUNBUFFERED": "1"}
        world = {"SOAK_PORT": outside, "SOAK_HOOKS": self.web_url, "SOAK_SEED": plan.seed}
        env = {**told, "PUBLIC": PUBLIC, **{name: str(value) for name, value in world.items()}}
        command = [sys.executable, "-m", "tests.soak.outside"]
        self.outside = Part(command, ROOT, env, self.logs / "outside.log")
        service = {**told, **self._settings(url, folder, port)}
        self.web = Part(service_command("serve"), ROOT, service, self.logs / "web.log")
        self.workers = [
            Part(service_command("worker"), ROOT, service, self.logs / f"worker-{n}.log")
            for n in range(plan.workers)
        ]

    def _settings(self, url: str, folder: Path, port: int) -> dict[str, str]:
        return {
            "DATABASE_URL": url,
            "PORT": str(port),
            "GOODFAITH_MODE": "production",
            "GOODFAITH_DATA": str(folder / "state"),
            "GOODFAITH_PUBLIC_URL": PUBLIC,
            "GOODFAITH_ENGINE_URL": self.outside_url,
            "GOODFAITH_ENGINE_SECRET": secrets.token_urlsafe(16),
            "GOODFAITH_SESSION_SECRET": secrets.token_urlsafe(16),
            "TWILIO_ACCOUNT_SID": SID,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_SMS_FROM": NUMBER,
            "TWILIO_WHATSAPP_FROM": NUMBER,
            "TWILIO_URL": self.outside_url,
            "GOODFAITH_TWILIO_SMS_PER_SECOND": "1000",
        }

    def start(self) -> None:
        """Start what does not run."""
        for part in (self.outside, self.web, *self.workers):
            part.start()

    def stop(self) -> None:
        """End all of it, the world last."""
        for part in (*self.workers, self.web, self.outside):
            part.stop()


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
