"""How is the evaluation run from the command line? `goodfaith evaluate` says what it writes."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot import settings as configuration
from bot.cli.base import Json, fail

WIDTH = 110
"""What the table of pipelines needs, also where nobody says how wide a line may be."""
ALL = 100
PARTS = (25, 50, 75, ALL)
Out = Annotated[
    Path | None,
    typer.Option(help="The page to write; by default evaluation/report.html in GOODFAITH_DATA."),
]
NoDialogs = Annotated[
    bool, typer.Option("--no-dialogs", help="Leave the conversations out, which take minutes.")
]
NoCurve = Annotated[
    bool, typer.Option("--no-curve", help="Leave the learning curve out, which takes minutes.")
]
Compare = Annotated[
    bool,
    typer.Option("--compare", help="Measure the pipelines instead, one against the other."),
]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", help="With --compare: this pipeline only. May stand several times."),
]
Part = Annotated[
    int,
    typer.Option(
        "--part",
        help="With --compare: learn from 25, 50, 75 or 100 per cent of the examples. Stock Rasa "
        "needs hours for all of them.",
    ),
]


def evaluate(
    out: Out = None,
    as_json: Json = False,
    no_dialogs: NoDialogs = False,
    no_curve: NoCurve = False,
    compare: Compare = False,
    only: Only = None,
    part: Part = ALL,
) -> None:
    """Measure how well it understands and answers; write a page, and keep the numbers.

    Asks the model, trained first if none fits the data, the texts of nlu/evaluation; reads figures
    and dates; holds the conversations of tests/dialogs; compares with the run before.
    """
    if compare:
        _compare(only or [], part, as_json)
    elif only or part != ALL:
        fail("--only and --part choose what is compared, so which needs --compare.")
    else:
        _measure(out, as_json, dialogs=not no_dialogs, curve=not no_curve)


def _measure(out: Path | None, as_json: bool, *, dialogs: bool, curve: bool) -> None:
    from bot.evaluation.report import render
    from bot.evaluation.run import Wanted, evaluate
    from bot.launch.steps import Steps

    settings = configuration.load()
    page = out or settings.data / "evaluation" / "report.html"
    _can_be_written(page)
    with Steps(Console(stderr=True)) as steps:
        now = datetime.now(UTC)
        result = asyncio.run(evaluate(settings, Wanted(dialogs, curve), steps, now))
    page.write_text(render(result), "utf-8")
    if as_json:
        typer.echo(json.dumps({**result, "report": str(page)}, ensure_ascii=False))
        return
    _show(result, Console())
    typer.echo(f"the report is {page}")


def _can_be_written(page: Path) -> None:
    """Found out before minutes of measuring, not after them."""
    is_new = not page.exists()
    try:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.open("ab").close()
        if is_new:
            page.unlink()
    except OSError as error:
        fail(f"{page} cannot be written: {error.strerror}. Name another file with --out.")


def _compare(only: list[str], part: int, as_json: bool) -> None:
    from bot.evaluation import pipelines
    from bot.evaluation.run import compare
    from bot.launch.steps import Steps

    unknown = sorted(set(only) - set(pipelines.names()))
    if unknown:
        fail(f"no pipeline is called {unknown[0]}; there are {', '.join(pipelines.names())}.")
    if part not in PARTS:
        fail(f"--part is one of {', '.join(map(str, PARTS))} per cent.")
    with Steps(Console(stderr=True)) as steps:
        rows = asyncio.run(compare(configuration.load(), only, part, steps))
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    console = Console()
    console.width = max(console.width, WIDTH)
    table = Table(box=None, pad_edge=False)
    for number, name in enumerate(pipelines.SHORT_HEAD):
        table.add_column(name, justify="right" if number else "left")
    for row in rows:
        table.add_row(*pipelines.cells(row))
    console.print(table)
    typer.echo(f"the figures are in {pipelines.RESULTS}, the table in {pipelines.PAGE}")


def _show(result: dict[str, Any], console: Console) -> None:
    """The main figures, and how each has moved."""
    from bot.evaluation.figures import figures
    from bot.evaluation.report import change, quantity

    moved = {row["key"]: row for row in (result["previous"] or {}).get("figures", [])}
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    for figure in figures(result):
        if figure.key.count(".") > 1:
            continue  # each kind of figure is in the report
        row = moved.get(figure.key)
        since = "" if row is None else "as before"
        if row is not None and row["verdict"] != "same":
            since = f"{change(row['delta'], figure.unit)}, {row['verdict']}"
        table.add_row(figure.label, quantity(figure.value, figure.unit), since)
    short = [row for row in result["risk"] if not (row["recall_ok"] and row["precision_ok"])]
    table.add_row(
        "intents where a miss costs most", f"{len(short)} of {len(result['risk'])}", "short"
    )
    console.print(table)
