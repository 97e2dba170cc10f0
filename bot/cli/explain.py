"""Why is something allowed, offered or refused? Asked here, told in shown_offers and
shown_contact."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.base import Json, Reference, fail, on_product
from bot.cli.shown_contact import show_contact
from bot.cli.shown_offers import show, show_made
from bot.rules.contact import MessageKind

explain = typer.Typer(help="Why is something allowed, offered or refused?", no_args_is_help=True)


@explain.command("offers")
def offers(
    reference: Reference,
    made: Annotated[
        bool, typer.Option("--made", help="The offers made so far, each computed again.")
    ] = False,
    as_json: Json = False,
) -> None:
    """The offers open to this person today, what is not open, and the rule behind each number."""
    from bot.usecases.offers.explain_offers import explain_offers
    from bot.usecases.offers.replay_offers import replay_offers

    use = replay_offers if made else explain_offers
    found = on_product(lambda product: use(product.tools, reference))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    elif made:
        show_made(found, Console())
    else:
        show(found, Console())


@explain.command("contact")
def contact(
    reference: Reference,
    at: Annotated[
        str | None,
        typer.Option(
            help="An instant in ISO 8601, such as 2026-03-03T20:30-05:00; UTC without an offset."
            " Now if left out.",
            show_default=False,
        ),
    ] = None,
    kind: Annotated[
        MessageKind, typer.Option(help="What the message would be.")
    ] = MessageKind.REMINDER,
    as_json: Json = False,
) -> None:
    """May this person be contacted, on which channel, from when, and what does each rule say?"""
    from bot.usecases.outbox.explain_contact import explain_contact

    moment = _instant(at) if at is not None else None
    found = on_product(
        lambda product: explain_contact(product.tools, reference, kind=kind, at=moment)
    )
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        show_contact(found, Console())


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        fail(f"--at {text!r} is no instant; write it like 2026-03-03T20:30-05:00.")
