"""What does every command need? The settings, the product over its database, one clear sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, NoReturn

import typer

from bot import settings as configuration
from bot.settings import Settings
from bot.store.embedded import database

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]
Reference = Annotated[str, typer.Argument(help="The account's reference.")]


def fail(reason: str) -> NoReturn:
    """One clear sentence, and a non-zero exit."""
    typer.echo(f"goodfaith: {reason}", err=True)
    raise typer.Exit(1)


def settings() -> Settings:
    """The settings with every secret known."""
    return configuration.with_secrets(configuration.load())


def on_product(use: Callable[[Any], Coroutine[Any, Any, Any]]) -> Any:
    """Run something on the product over its database; start the embedded one if none runs."""
    from bot.app import build
    from bot.store.migrate import upgrade

    chosen = settings()

    async def run(url: str) -> Any:
        product = build(chosen, url)
        try:
            async with product.queue.open_async():
                return await use(product)
        finally:
            await product.close()

    with database(chosen) as url:
        upgrade(url)
        return asyncio.run(run(url))
