"""Is the ground clear for a demonstration: the folder, the ports, and nobody else on it?"""

import contextlib
import fcntl
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from bot.launch.lent_engine import free_port
from bot.launch.watch import StartError
from bot.settings import Settings, with_secrets


def prepared(settings: Settings) -> Settings:
    """The settings of all children: a demonstration, with its secrets made and ports chosen."""
    if settings.mode == "production" and "mode" in settings.model_fields_set:
        raise StartError(
            "GOODFAITH_MODE is production, and the demonstration opens a simulator to everybody; "
            "in production run `goodfaith serve` and `goodfaith worker`."
        )
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartError(f"Cannot make the folder {settings.data}: {error.strerror}.") from error
    port = settings.port or free_port()
    _check_port(settings.host, port)
    engine_port = settings.engine_port or free_port()
    chosen = {
        "mode": "test" if settings.mode == "test" else "demo",
        "port": port,
        "engine_port": engine_port,
        "engine_url": f"http://127.0.0.1:{engine_port}",
    }
    return with_secrets(settings.model_copy(update=chosen))


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StartError(
                f"The port {port} on {host} cannot be used ({error.strerror}); choose another "
                f"one: PORT={port + 1 if port < 65535 else 8000} make demo"
            ) from error


@contextlib.contextmanager
def alone(data: Path) -> Iterator[None]:
    """One demonstration at a time on a data folder; the lock falls when its process ends."""
    with (data / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise StartError(
                f"A demonstration runs on {data} already (process {lock.read().strip()}); end it, "
                "or set GOODFAITH_DATA and PORT for a second one."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
