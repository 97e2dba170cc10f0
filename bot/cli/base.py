"""What does every command need? The settings, the product over its database, one clear sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, NoReturn

import psycopg
import typer

from bot import settings as configuration
from bot.settings import Settings
from bot.store.embedded import DatabaseError, database

PATIENCE_SECONDS = 10
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]
Reference = Annotated[str, typer.Argument(help="The account's reference.")]


def fail(reason: str) -> NoReturn:
    """One clear sentence, and a non-zero exit."""
    typer.echo(f"goodfaith: {reason}", err=True)
    raise typer.Exit(1)


def settings(*, secrets: bool = True) -> Settings:
    """The settings with every secret known. `secrets`: False where none of ours is needed, so that
    in production it need not be given."""
    known = configuration.with_secrets if secrets else configuration.with_passing_secrets
    return known(configuration.load())


@contextmanager
def reached(chosen: Settings) -> Iterator[str]:
    """The address of a database that answers. Raises DatabaseError."""
    from bot.jobs import conninfo

    with database(chosen) as url:
        if chosen.database_url is not None:
            try:
                psycopg.connect(conninfo(url), connect_timeout=PATIENCE_SECONDS).close()
            except psycopg.Error as error:
                told = " ".join(str(error).split())
                raise DatabaseError(
                    f"The database of DATABASE_URL cannot be used: {told}"
                ) from None
        yield url


def on_product(use: Callable[[Any], Coroutine[Any, Any, Any]], *, secrets: bool = True) -> Any:
    """Run something on the product over its database; start the embedded one if none runs."""
    from bot.app import build
    from bot.store.migrate import upgrade

    chosen = settings(secrets=secrets)

    async def run(url: str) -> Any:
        product = build(chosen, url)
        try:
            async with product.queue.open_async():
                return await use(product)
        finally:
            await product.close()

    with reached(chosen) as url:
        upgrade(url)
        return asyncio.run(run(url))
