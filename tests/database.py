"""A real PostgreSQL for the tests: one server a run, a fresh migrated database for whoever asks."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from bot.jobs import conninfo
from bot.store.embedded import EmbeddedDatabase
from bot.store.migrate import upgrade

TEMPLATE = "goodfaith_template"
QUICK = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "ALTER SYSTEM SET synchronous_commit = off",
    "SELECT pg_reload_conf()",
)
_number = itertools.count(1)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A server that forgets everything afterwards, with a migrated database to copy from."""
    with EmbeddedDatabase(folder) as embedded:
        for statement in (*QUICK, f"CREATE DATABASE {TEMPLATE}"):
            execute(embedded.url, statement)
        upgrade(named(embedded.url, TEMPLATE))
        yield embedded.url


@contextmanager
def fresh_database(server_url: str, *, migrated: bool = True) -> Iterator[str]:
    """A database of one's own: a copy of the migrated one, or an empty one."""
    name = f"test_{next(_number)}"
    execute(server_url, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE if migrated else 'template0'}")
    try:
        yield named(server_url, name)
    finally:
        execute(server_url, f"DROP DATABASE {name} WITH (FORCE)")


def named(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def execute(url: str, statement: str) -> None:
    """One statement, by itself."""
    with psycopg.connect(conninfo(url), autocommit=True) as connection:
        connection.execute(statement)
