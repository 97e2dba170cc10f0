"""How is it told on the command line whether somebody may be contacted?"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from rich.console import Console

from bot.cli.tables import line, row, table

VERDICTS: Final = {"pass": "yes", "refuse": "NO", "wait": "not yet"}


def show_contact(found: dict[str, Any], console: Console) -> None:
    """The answer, then each channel, then each rule with why and whose it is."""
    line(
        console,
        f"{found['reference']}, {found['country']}, a {found['kind']} at"
        f" {_there(found['at'], found)} their time ({found['time_zone']})",
    )
    line(console, f"\n{_answer(found)}")
    _channels(found, console)
    _rules(found, console)
    line(console, f"\nPolicy {found['policy_version']}. What hangs on the words of a message, such")
    line(console, "as figures, is judged when there is one, and everything again when it leaves.")


def _answer(found: dict[str, Any]) -> str:
    if found["allowed"]:
        return f"May be contacted: yes, by {found['channel']}."
    if found["not_before"]:
        first = _there(found["not_before"], found)
        return f"May be contacted: not yet. By {found['channel']} from {first} their time."
    return "May be contacted: no, and not by waiting."


def _channels(found: dict[str, Any], console: Console) -> None:
    made = table("Channel", "may go", "from", "why not", "")
    for name, channel in found["channels"].items():
        first = _there(channel["not_before"], found) if channel["not_before"] else ""
        may = "yes" if channel["allowed"] else "not yet" if first else "NO"
        who = f"writes as “{channel['writes_as']}”" if channel["writes_as"] else ""
        row(made, name, may, first, ", ".join(map(_words, channel["reasons"])), who)
    console.print()
    console.print(made)


def _rules(found: dict[str, Any], console: Console) -> None:
    if not found["rules"]:
        return
    made = table("Rule", "may go", "why", "source")
    for each in found["rules"]:
        why = "" if each["reason"] == "ok" else _words(each["reason"])
        row(made, _words(each["rule"]), VERDICTS[each["verdict"]], why, each["source"])
    console.print()
    console.print(made)


def _there(instant: str, found: dict[str, Any]) -> str:
    """The instant by the clock where the person lives."""
    moment = datetime.fromisoformat(instant).astimezone(ZoneInfo(found["time_zone"]))
    return f"{moment:%a %Y-%m-%d %H:%M}"


def _words(code: str) -> str:
    return code.replace("_", " ")
