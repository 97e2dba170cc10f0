"""Are the channels well? `goodfaith channels` checks them, counts, invites and sends again."""

from __future__ import annotations

import asyncio
import getpass
import json
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.base import Json, Reference, fail, on_product, settings

channels = typer.Typer(help="The ways to reach people.", no_args_is_help=True)
COLUMNS = (
    "received", "waiting", "held", "sent", "delivered", "read", "refused", "failed", "dead",
    "unknown", "segments",
)  # fmt: skip
WIDTH = 120
UNTOLD = "–"
"""Stands where nobody tells us how many."""
MOST_DAYS = 36_500


STUCK_HELP = (
    "`goodfaith channels resend ID` sends one again, `goodfaith channels dismiss ID` sets one aside"
)


@channels.command("check")
def check(as_json: Json = False) -> None:
    """Credentials, webhook addresses and templates: what works, and what is missing.

    Asks the providers; sends nothing to anybody. Exits 1 when something is missing, or when no
    channel is connected at all.
    """
    from bot.app import creditor_of, spoken_everywhere
    from bot.connect import check_channels, is_well
    from bot.wording import DIALOGS, Responses

    chosen = settings(secrets=False)
    words = Responses(DIALOGS, spoken_everywhere(creditor_of(chosen)))
    found = asyncio.run(check_channels(chosen, words))
    if as_json:
        told = {
            name: [{"what": f.what, "ok": f.ok, "told": f.told, "mark": f.mark} for f in findings]
            for name, findings in found.items()
        }
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        for name, findings in found.items():
            typer.echo(name)
            for finding in findings:
                typer.echo(f"  {_line(finding)}")
    raise typer.Exit(0 if is_well(found) else 1)


def _line(finding: Any) -> str:
    if finding.aside is not None:
        return f"{finding.mark}: {finding.told}"
    return f"{finding.mark:<7} {finding.what}: {finding.told}"


Days = Annotated[int, typer.Option(min=1, max=MOST_DAYS, help="Count the last days only.")]


@channels.command("report")
def report(days: Days = 30, as_json: Json = False) -> None:
    """For each channel: received, sent, delivered, read, failed by reason, cost in segments.

    "–" (null in JSON): nobody tells us, as Telegram of what was delivered or read.
    """
    from bot.usecases.outbox.channel_report import channel_report

    rows = on_product(lambda product: channel_report(product.tools, days=days), secrets=False)
    if as_json:
        typer.echo(json.dumps([_told(row) for row in rows], default=str, ensure_ascii=False))
        return
    _show(rows)


def _told(row: Any) -> dict[str, Any]:
    """A channel's counts by name; null where nobody tells us how many."""
    return asdict(row) | {name: None for name in COLUMNS if not row.tells(name)}


def _show(rows: list[Any]) -> None:
    console = Console()
    console.width = max(console.width, WIDTH)
    table = Table("channel", *COLUMNS, box=None, pad_edge=False)
    for row in rows:
        name = row.channel if row.connected else f"{row.channel} (not connected)"
        counts = (str(getattr(row, each)) if row.tells(each) else UNTOLD for each in COLUMNS)
        table.add_row(name, *counts)
    console.print(table)
    for row in rows:
        for reason, count in row.reasons:
            typer.echo(f"{row.channel}: {count} × {reason}")
        for halt in row.halts:
            typer.echo(
                f"{row.channel}: {halt.scope} is HALTED since {halt.at:%Y-%m-%d %H:%M} UTC "
                f"({halt.error_code or 'no code'}: {halt.reason}); once it is mended: "
                f"goodfaith channels resume {row.channel} {halt.scope}"
            )
    if not rows:
        typer.echo("no channel is connected and no message was ever written")


@channels.command("stuck")
def stuck(as_json: Json = False) -> None:
    """Messages that failed for good or may or may not have arrived, the newest first."""
    from bot.usecases.outbox.channel_care import stuck_messages

    rows = on_product(lambda product: stuck_messages(product.tools), secrets=False)
    told = [
        {
            "id": row.id,
            "account": reference,
            "channel": row.channel,
            "kind": row.kind,
            "status": row.status,
            "reason": row.reason,
            "error_code": row.error_code,
            "written": row.created_at.isoformat(timespec="seconds"),
        }
        for reference, row in rows
    ]
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    for one in told:
        typer.echo(
            f"{one['id']}: {one['account']}, {one['channel']}, {one['status']}: {one['reason']}"
        )
    typer.echo(STUCK_HELP if told else "nothing is stuck")


@channels.command("resend")
def resend(number: Annotated[int, typer.Argument(help="The message's number.")]) -> None:
    """Send a stuck message again; it stands at the door like any other.

    Exits 1, and queues nothing, where it is sure already that it would be turned away.
    """
    from bot.usecases.outbox.channel_care import NotStuck, WouldBeRefused, send_again

    try:
        on_product(
            lambda product: send_again(product.tools, number, getpass.getuser()), secrets=False
        )
    except NotStuck as error:
        fail(f"{error}; `goodfaith channels stuck` lists them.")
    except WouldBeRefused as error:
        fail(
            f"{error}; nothing is queued, and `goodfaith channels dismiss {number}` sets it aside."
        )
    typer.echo(f"message {number} is queued again")


@channels.command("dismiss")
def dismiss_(number: Annotated[int, typer.Argument(help="The message's number.")]) -> None:
    """Set a stuck message aside: it is not sent, and waits for nobody any more."""
    from bot.usecases.outbox.channel_care import NotStuck, dismiss

    try:
        on_product(lambda product: dismiss(product.tools, number, getpass.getuser()), secrets=False)
    except NotStuck as error:
        fail(f"{error}; `goodfaith channels stuck` lists them.")
    typer.echo(f"message {number} is set aside")


@channels.command("resume")
def resume(
    channel: Annotated[str, typer.Argument(help="sms, whatsapp or telegram.")],
    scope: Annotated[str, typer.Argument(help="What is halted, as `report` names it.")],
) -> None:
    """Let a kind of message go on that a provider had filtered or paused."""
    from bot.usecases.outbox.channel_care import NoHalt, end_halt

    try:
        on_product(
            lambda product: end_halt(product.tools, channel, scope, getpass.getuser()),
            secrets=False,
        )
    except NoHalt as error:
        fail(f"{error}; `goodfaith channels report` lists what is.")
    typer.echo(f"{scope} goes on on {channel}")


@channels.command("connect-telegram")
def connect_telegram_() -> None:
    """Tell Telegram to call our public address instead of being asked for updates."""
    from bot.connect import NotConnected, connect_telegram
    from channels.errors import ChannelError

    try:
        address = asyncio.run(connect_telegram(settings(secrets=False)))
    except (NotConnected, ChannelError) as error:
        fail(f"{error}.")
    typer.echo(f"Telegram calls {address} from now on")


@channels.command("invite")
def invite(reference: Reference, as_json: Json = False) -> None:
    """A link that connects a person's Telegram chat to their account, once, within 14 days."""
    from bot.connect import NotConnected, invitation_link
    from bot.usecases.conversation.enrol import NoSuchAccount
    from channels.errors import ChannelError

    chosen = settings(secrets=False)

    async def make(product: Any) -> str:
        return await invitation_link(chosen, product.tools, reference)

    try:
        link: str = on_product(make, secrets=False)
    except (NoSuchAccount, NotConnected, ChannelError) as error:
        fail(f"{error}.")
    typer.echo(json.dumps({"reference": reference, "link": link}) if as_json else link)
