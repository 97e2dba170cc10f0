"""How does one talk as a debtor in the terminal? Through the simulator's own road."""

from __future__ import annotations

import asyncio
from typing import Any

from rich.console import Console
from rich.panel import Panel

from bot.usecases.ports import Tools
from bot.web.simulator.desk import ProductDesk
from bot.web.simulator.port import DeskError

HELP = "Write a message and press Enter. A number picks a choice. Ctrl-D ends the talk."


async def talk(tools: Tools, reference: str, channel: str) -> None:
    """Read lines, send them as the person, show what comes back."""
    desk, console = ProductDesk(tools, answers_here=False), Console()
    try:
        show_state(console, await desk.state(reference))
    except DeskError as error:
        raise LookupError(error.detail) from error
    console.print(HELP, style="dim")
    while True:
        try:
            text = await asyncio.to_thread(console.input, f"[bold]{reference}[/] > ")
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        try:
            answer = await desk.send(reference, channel, text)
        except DeskError as error:
            console.print(f"not sent: {error.detail or error.code}", style="yellow")
            continue
        show_replies(console, answer["replies"])
        show_state(console, answer)


def show_replies(console: Console, replies: list[dict[str, Any]]) -> None:
    """Each reply in a box, its choices below."""
    for reply in replies:
        console.print(Panel(reply["text"], expand=False, border_style="cyan"), markup=False)
        for number, button in enumerate(reply["buttons"], start=1):
            console.print(f"  {number}. {button['label']}", markup=False)
    if not replies:
        console.print("(no reply)", style="dim")


def show_state(console: Console, state: dict[str, Any]) -> None:
    """One line on how things stand."""
    plan = state["plan"]["state"] if state["plan"] else "none"
    verified = "verified" if state["verified"] else "not verified"
    cases = ", ".join(state["cases"]) or "none"
    console.print(
        f"with {state['owner']} · {verified} · {state['language']} · plan {plan} · cases {cases}",
        style="dim",
    )
