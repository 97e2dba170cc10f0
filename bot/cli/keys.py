"""Which of the creditor's systems may call the API? `goodfaith api-key` makes and revokes keys."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

keys = typer.Typer(help="Keys for the creditor's own systems.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The system that uses the key.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]


def _run(use: Any) -> Any:
    from bot.cli.base import fail, on_product
    from bot.usecases.accounts.api_keys import KeyProblem

    try:
        return on_product(lambda product: use(product.tools))
    except KeyProblem as problem:
        fail(f"{problem}.")


@keys.command("add")
def add(name: Name, as_json: Json = False) -> None:
    """Make a key. It is printed once: only its digest is kept."""
    from bot.usecases.accounts.api_keys import issue_api_key

    key = _run(lambda tools: issue_api_key(tools, name))
    typer.echo(json.dumps({"name": name, "key": key}) if as_json else key)


@keys.command("list")
def list_(as_json: Json = False) -> None:
    """All keys by name, with when they were made and revoked (UTC)."""
    from bot.usecases.accounts.api_keys import list_api_keys

    rows = _run(list_api_keys)
    told = [
        {
            "name": row.name,
            "made": row.created_at.isoformat(timespec="seconds"),
            "revoked": row.revoked_at.isoformat(timespec="seconds") if row.revoked_at else None,
        }
        for row in rows
    ]
    if as_json:
        typer.echo(json.dumps(told))
        return
    for row in told:
        state = f"revoked {row['revoked']}" if row["revoked"] else "in force"
        typer.echo(f"{row['name']}: made {row['made']}, {state}")
    if not told:
        typer.echo("no key was made yet")


@keys.command("revoke")
def revoke(name: Name) -> None:
    """The key opens nothing from now on."""
    from bot.usecases.accounts.api_keys import revoke_api_key

    _run(lambda tools: revoke_api_key(tools, name))
    typer.echo(f"the key {name} is revoked")
