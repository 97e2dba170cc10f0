"""Has the demonstration portfolio been loaded into this database already?

Loading twice changes nothing, but takes seconds; so what was loaded is written down, together with
the logins that it made. Another database, or another portfolio, is loaded again.
"""

import contextlib
import hashlib
import json
import os
from pathlib import Path

from bot.settings import ROOT

Logins = list[dict[str, str]]
SOURCES = (
    ROOT / "bot" / "portfolio",
    ROOT / "bot" / "cli" / "commands.py",
    ROOT / "bot" / "store" / "migrations",
)


class FirstStart:
    """What was loaded into the database of a data folder, or into the one at an address."""

    def __init__(self, data: Path, database_url: str | None) -> None:
        self.path = data / "run" / "portfolio.json"
        self._mark = _mark(data, database_url)

    def logins(self) -> Logins | None:
        """The logins of what was loaded; None when it is still to be loaded."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(self.path.read_text())
            if kept["mark"] == self._mark:
                return [dict(login) for login in kept["logins"]]
        return None

    def is_done(self, logins: Logins) -> None:
        """Write down that it was loaded; only the owner may read it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump({"mark": self._mark, "logins": logins}, file)


def logins_told(said: str) -> Logins:
    """Logins that `demo-data` tells: a JSON line with "logins": [{login, password, role}]."""
    for line in said.splitlines():
        with contextlib.suppress(ValueError, TypeError, KeyError):
            return [dict(login) for login in json.loads(line)["logins"]]
    return []


def _mark(data: Path, database_url: str | None) -> str:
    digest = hashlib.sha256((database_url or _birth(data)).encode())
    for source in SOURCES:
        files = [source] if source.is_file() else sorted(source.rglob("*.*"))
        for file in files:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _birth(data: Path) -> str:
    """What a database folder that was removed and made anew does not share with the old one."""
    made = (data / "postgres" / "PG_VERSION").stat()
    return f"{data} {made.st_ino} {made.st_mtime_ns}"
