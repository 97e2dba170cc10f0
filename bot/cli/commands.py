"""What can be done from the command line? `goodfaith --help` says so."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot import settings as configuration
from bot.cli.base import Json, Reference, fail, on_product, reached, settings
from bot.cli.channels import channels
from bot.cli.evaluate import evaluate
from bot.cli.explain import explain
from bot.cli.keys import keys
from bot.policies import PolicyError, load_policies
from bot.settings import ROOT, SettingsError
from bot.store.embedded import DatabaseError
from bot.wording import WordingError

app = typer.Typer(
    name="goodfaith",
    help="Helps people settle what they owe, inside the creditor's own written rules.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(explain, name="explain")
app.add_typer(keys, name="api-key")
app.add_typer(channels, name="channels")
app.command()(evaluate)

DEMO_PORTFOLIO = ROOT / "bot" / "portfolio" / "demonstration.csv"

KEEP_ALIVE_SECONDS = 75
"""An idle connection is closed later than proxies close theirs (a minute is usual). A call that
meets a connection which we are just closing is lost, and with it what a provider told."""


@app.command()
def demo() -> None:
    """Run everything on this machine: database, engine, worker and web, with invented people."""
    from bot.launch import supervise

    load_policies(today=datetime.now(UTC).date())  # a broken file is told before anything starts
    raise typer.Exit(supervise.demo(configuration.load()))


@app.command()
def serve() -> None:
    """Run the web. Any number of them may run."""
    import uvicorn

    from bot.web_app import web

    chosen = settings()
    quiet_logs()
    with reached(chosen) as url:
        served = web(chosen, url)
        keep_loaded()
        uvicorn.run(
            served,
            host=chosen.host,
            port=chosen.port,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=2,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
        )


@app.command()
def migrate() -> None:
    """Bring the database to the shape that this version needs; `demo` does it by itself."""
    from bot.store.migrate import upgrade

    with reached(settings(secrets=False)) as url:
        upgrade(url)
    typer.echo("the database is up to date")


@app.command()
def worker(
    concurrency: Annotated[int, typer.Option(help="Jobs at a time.", min=1)] = 8,
) -> None:
    """Run the jobs: turns, deliveries, what falls due. Any number of workers may run. A worker
    goes behind other processes when the machine is busy, so that the web answers at once."""
    from bot import jobs
    from bot.app import build
    from bot.connect import polls_telegram, telegram
    from bot.launch.priority import go_behind
    from bot.listen import listen
    from bot.metrics import show_counts

    chosen = settings()
    quiet_logs()
    if chosen.metrics_port is not None:
        show_counts(chosen.metrics_host, chosen.metrics_port)

    async def run(url: str) -> None:
        product = build(chosen, url)
        keep_loaded()
        asked = telegram(chosen) if polls_telegram(chosen) else None
        listener = asyncio.create_task(listen(url, product.tools, asked)) if asked else None
        try:
            await jobs.work(product.queue, product.tools, concurrency=concurrency)
        finally:
            if listener is not None:
                await jobs.end(listener)
            await product.close()

    with reached(chosen) as url:
        go_behind()  # and not the database, which it may have started for all
        asyncio.run(run(url))


def keep_loaded() -> None:
    """What is loaded by now stays for good: the garbage collector need not look through all of it
    again, which stops everything for a fifth of a second each time."""
    gc.collect()
    gc.freeze()


def quiet_logs() -> None:
    """Warnings and worse, one line each."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                # The default one prints the values of all variables: slow, and people's data.
                exception_formatter=structlog.dev.plain_traceback,
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file; docs/import.md tells its columns.")],
    skip_bad: Annotated[bool, typer.Option(help="Import the good rows, report the bad.")] = False,
    as_json: Json = False,
) -> None:
    """Import debtors and debts from a CSV file; the same file twice changes nothing."""
    rows = read_rows(file, skip_bad=skip_bad)
    done = load_rows(rows)
    if as_json:
        typer.echo(json.dumps(done))
        return
    typer.echo(
        f"{done['accounts']} accounts and {done['debts']} debts added; "
        f"{done['known']} debts were known already."
    )


def read_rows(file: Path, *, skip_bad: bool) -> list[Any]:
    """The rows of a file; its problems are told, and end the import unless they may be skipped."""
    from bot.portfolio.read import read_portfolio_bytes

    try:
        data = file.read_bytes()
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}.")
    portfolio = read_portfolio_bytes(data, datetime.now(UTC).date())
    for problem in portfolio.problems:
        column = f" {problem.column}" if problem.column else ""
        typer.echo(f"{file}:{problem.line}:{column} {problem.reason}", err=True)
    if portfolio.problems and not skip_bad:
        bad = len(portfolio.problems)
        fail(f"nothing was imported: {bad} problem{'s' if bad > 1 else ''} in {file}.")
    return list(portfolio.rows)


def load_rows(rows: list[Any]) -> dict[str, int]:
    """Import rows with a progress bar."""
    from bot.usecases.accounts.import_portfolio import import_portfolio

    columns = (TextColumn("importing"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("import", total=len(rows))

        async def use(product: Any) -> dict[str, int]:
            done = await import_portfolio(
                product.tools, rows, lambda n: progress.advance(bar, float(n))
            )
            return {"accounts": done.accounts, "debts": done.debts, "known": done.known}

        result: dict[str, int] = on_product(use)
        return result


@app.command("demo-data")
def demo_data() -> None:
    """Load the demonstration portfolio of invented people, once."""

    async def empty(product: Any) -> bool:
        async with product.tools.open_work() as work:
            return not await work.accounts.find(limit=1)

    if not on_product(empty):
        typer.echo("there are people already; nothing was added")
        return
    done = load_rows(read_rows(DEMO_PORTFOLIO, skip_bad=False))
    typer.echo(f"{done['accounts']} invented people with {done['debts']} debts added")


@app.command()
def train(
    again: Annotated[bool, typer.Option(help="Train even if a model fits the data.")] = False,
) -> None:
    """Train the dialogue engine's model, unless one fits the data already."""
    from bot.launch import training

    path = training.show_training(configuration.load(), Console(), anew=again)
    typer.echo(f"the model is {path}")


@app.command()
def chat(
    reference: Reference,
    channel: Annotated[str, typer.Option(help="sms, whatsapp or telegram")] = "sms",
) -> None:
    """Talk in the terminal as the person with this reference, while `make demo` runs."""
    from bot.chat import talk

    if not settings().is_open_to_simulation:
        fail("chat speaks for a person, so it works in demo and test settings only.")
    on_product(lambda product: talk(product.tools, reference, channel))


@app.command()
def parse(
    reference_date: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Today, for dates in texts.")
    ] = None,
) -> None:
    """Understand one text a line from standard input; print one JSON object a line."""
    from bot.launch.lent_engine import lent_engine
    from bot.parsing import understand

    today = reference_date.date() if reference_date else date.today()  # noqa: DTZ011
    texts = [line.rstrip("\n") for line in sys.stdin]

    async def run() -> None:
        async with lent_engine(settings()) as engine:
            async for found in understand(engine, texts, today):
                typer.echo(json.dumps(found, ensure_ascii=False))

    asyncio.run(run())


@app.command()
def agreement(
    reference: Reference,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; by default agreement-REFERENCE.pdf.")
    ] = None,
) -> None:
    """Write the last agreement with this person as a PDF, in their language."""
    from bot.documents.agreement import render
    from bot.usecases.plans.write_agreement import write_agreement

    facts = on_product(lambda product: write_agreement(product.tools, reference))
    file = out or Path(f"agreement-{reference}.pdf")
    try:
        file.write_bytes(render(facts))
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror}.")
    typer.echo(f"{file} holds the agreement {facts.number}")


def main() -> None:
    """Run a command; what the caller can mend is one sentence on standard error."""
    from bot.evaluation.run import EvaluationError
    from bot.launch.training import TrainingError
    from bot.metrics import CannotShow
    from bot.usecases.find_person import UnknownAccount
    from bot.usecases.plans.write_agreement import NoAgreement
    from bot.usecases.ports import EngineDown

    ours = (SettingsError, DatabaseError, PolicyError, WordingError)
    known = (*ours, CannotShow, TrainingError, EvaluationError, UnknownAccount, NoAgreement)
    try:
        app()
    except known as error:
        typer.echo(f"goodfaith: {error}", err=True)
        raise SystemExit(1) from None
    except EngineDown as error:
        typer.echo(
            f"goodfaith: the dialogue engine does not answer ({error}); try again.", err=True
        )
        raise SystemExit(1) from None
