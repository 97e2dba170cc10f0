"""How are offers told on the command line, those that are open and those that were made?"""

from __future__ import annotations

from typing import Any, Final

from rich.columns import Columns
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.cli import words
from bot.cli.tables import line, row, table
from bot.wording import money

INDENT: Final = 3
FACTS: Final = (
    ("hardship", "hardship"),
    ("vulnerable", "vulnerable"),
    ("affordable", "can pay each time"),
    ("frequency", "how often they can pay"),
    ("payday", "payday"),
    ("income", "income a month"),
    ("outgoings", "outgoings a month"),
    ("minimum_income", "left to live on, by law"),
)
SUMS: Final = {"affordable", "income", "outgoings", "minimum_income"}


def show(found: dict[str, Any], console: Console) -> None:
    """What is open, why, what is not, and what bounds it."""
    line(console, f"{found['reference']}, {found['today']}, {found['country']}")
    _facts(found, console)
    if found["nothing"]:
        line(console, f"\nNo offer is open. {words.NOTHING.get(found['nothing'], '')}")
        if found["decides"]:
            line(console, f"What happens next is decided by: {found['decides']}.")
    if found["segment"] is None:
        return
    _segment(found, console)
    for number, offer in enumerate(found["offers"], start=1):
        _offer(number, offer, found, console)
    _closed(found, console)
    _limits(found, console)
    beyond = found["beyond"]
    line(console, f"\nAnything beyond these limits is decided by: {beyond['decides']}")
    line(console, f"({beyond['source']}; {beyond['file']}:{beyond['line']}).")


def show_made(found: dict[str, Any], console: Console) -> None:
    """The offers made so far, oldest first, and what computing each again found."""
    line(console, f"{found['reference']}: {len(found['offers'])} offers made so far")
    for offer in found["offers"]:
        at = offer["made_at"][:16].replace("T", " ")
        line(console, f"\n{at} UTC, {offer['state']}, policy {offer['policy_version']}")
        line(console, f"  {headline(offer, found['locale'])}")
        codes = ", ".join(offer["replay"]["codes"])
        verdict = words.VERDICTS[offer["replay"]["verdict"]]
        shown = f"{verdict} ({codes})" if offer["replay"]["verdict"] == "outside" else verdict
        line(console, f"  computed again: {shown}")
        for reason in offer["reasons"]:
            line(console, f"  because {because(reason, offer['currency'], found['locale'])}")


def where(found: dict[str, Any]) -> str:
    """The file and line of a policy row."""
    return f"{found['file']}:{found['line']}"


def headline(offer: dict[str, Any], locale: str) -> str:
    """The offer in one line."""
    parts = offer["instalments"]
    kind = words.KINDS[offer["kind"]]
    if not parts:
        return f"{kind} until {offer['until']}"
    total = money(offer["total"], offer["currency"], locale)
    if len(parts) == 1:
        return f"{kind}: {total} by {parts[0]['due_date']}"
    often = f" {offer['frequency']}" if offer["frequency"] else ""
    return f"{kind}: {total} in {len(parts)}{often} payments"


def because(reason: dict[str, Any], currency: str, locale: str) -> str:
    """A rule with its value and where it comes from."""
    shown = words.value(reason["rule"], reason["value"], currency, locale)
    source = "they said so" if reason["source"] == "person" else reason["source"]
    return f"{words.rule(reason['rule'])}{f' = {shown}' if shown else ''} ({source})"


def _facts(found: dict[str, Any], console: Console) -> None:
    facts, locale = found["facts"], found["locale"]
    if facts["debts"]:
        console.print()
        _debts(facts["debts"], locale, console)
    made = table("What is known", "")
    row(made, "person", facts["person_type"])
    row(made, "late for the first time", "yes" if facts["first_time_late"] else "no")
    if facts["lifetime_value"] is not None:
        currency = facts["debts"][0]["currency"]
        row(made, "spent with us so far", money(facts["lifetime_value"], currency, locale))
    told = ", ".join(f"{c['kind']} (on {c['told_on']})" for c in facts["circumstances"])
    row(made, "circumstances told", told or "none yet; they are asked before any offer is made")
    if facts["plan"]:
        plan = facts["plan"]
        total = money(plan["total"], plan["currency"], locale)
        row(made, "plan", f"{plan['state']}, {total}; the offers would take its place")
    for name, label in FACTS:
        value = found.get("situation", {}).get(name)
        if value not in (None, False):
            shown = money(value, found["situation"]["currency"], locale) if name in SUMS else value
            shown = words.payday(value) if name == "payday" else shown
            row(made, label, "yes" if shown is True else shown)
    console.print()
    console.print(made)


def _debts(debts: list[dict[str, Any]], locale: str, console: Console) -> None:
    sums = ("principal", "interest", "fees", "total")
    made = table("Debt", "days late", *sums, right=("days late", *sums))
    for debt in debts:
        shown = [money(debt[name], debt["currency"], locale) for name in sums]
        name = debt["debt"] if debt["negotiable"] else f"{debt['debt']} (held)"
        row(made, name, debt["days_past_due"], *shown)
    console.print(made)


def _segment(found: dict[str, Any], console: Console) -> None:
    because_of, locale = found["segment_because"], found["locale"]
    line(console, f"\nSegment {found['segment']} (policy {found['policy_version']})")
    for each in because_of["conditions"]:
        told = words.condition(each["condition"], each["fact"], each["asked"], locale)
        line(console, f"  because {told}")
    if not because_of["conditions"]:
        line(console, "  because the conditions of no other segment hold")
    line(console, f"  ({because_of['source']}; {where(because_of)})")


def _offer(number: int, offer: dict[str, Any], found: dict[str, Any], console: Console) -> None:
    """The offer, its schedule, what it waives, and each rule with the numbers that it shaped."""
    locale, currency = found["locale"], offer["currency"]
    line(console, f"\n{number}. {headline(offer, locale)}")
    parts = offer["instalments"]
    if len(parts) > 1:
        each = [f"{p['due_date']}  {money(p['amount'], currency, locale)}" for p in parts]
        console.print(Padding(Columns(map(Text, each), padding=(0, 3)), (0, 0, 0, INDENT)))
    if waived := waivers(offer, locale):
        console.print(Padding(Text(f"waived: {waived}"), (0, 0, 0, INDENT)))
    rows = {each["limit"]: where(each) for each in found["limits"]}
    made = table("because", "is", "source", "which shaped")
    for reason in offer["reasons"]:
        shown = words.value(reason["rule"], reason["value"], currency, locale)
        source = "they said so" if reason["source"] == "person" else reason["source"]
        place = rows.get(reason["rule"], "")
        shapes = ", ".join(words.NUMBERS.get(name, name) for name in reason["shapes"])
        cells = (shown, f"{source}; {place}" if place else source, shapes)
        row(made, words.rule(reason["rule"]), *cells)
    console.print(Padding(made, (0, 0, 0, INDENT)))


def waivers(offer: dict[str, Any], locale: str) -> str:
    """What the offer waives, by component; empty when it waives nothing."""
    sums = ((part, offer.get(f"waived_{part}")) for part in ("principal", "interest", "fees"))
    return ", ".join(
        f"{part} {money(sum_, offer['currency'], locale)}"
        for part, sum_ in sums
        if sum_ and sum_.strip("0.")
    )


def _closed(found: dict[str, Any], console: Console) -> None:
    if not found["closed"]:
        return
    made = table("Not open", "why", "row")
    for each in found["closed"]:
        rows = "; ".join(f"{words.rule(r['limit'])}: {r['source']}" for r in each["limits"])
        places = " ".join(where(limit) for limit in each["limits"])
        why = words.CLOSED[each["why"]]
        row(made, words.KINDS[each["what"]], f"{why} ({rows})" if rows else why, places)
    console.print()
    console.print(made)


def _limits(found: dict[str, Any], console: Console) -> None:
    """The limits that allow something; those that allow nothing stand under what is not open."""
    currency = found["situation"]["currency"]
    made = table("Limit in force", "is", "source", "row")
    for each in found["limits"]:
        if each["value"] not in (None, 0, "0") or each["value"] is False:
            shown = words.value(each["limit"], each["value"], currency, found["locale"])
            row(made, words.rule(each["limit"]), shown, each["source"], where(each))
    console.print()
    console.print(made)
