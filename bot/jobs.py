"""Which work is done later? Tasks on PostgreSQL; each only forwards to one use case."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import procrastinate
import structlog
from procrastinate import exceptions
from procrastinate.jobs import Job, Status

from bot.usecases.clock.run_due import rescue, run_due
from bot.usecases.conversation.meet_stranger import tell_stranger
from bot.usecases.conversation.take_turns import take_turns
from bot.usecases.outbox.deliver import deliver
from bot.usecases.ports import Tools

log = structlog.get_logger()

HEARTBEAT_SECONDS = 2.0
DEAD_AFTER_SECONDS = 10.0
SWEEP_SECONDS = 5.0
RESCUE_SECONDS = 30.0
"""So seldom it is looked for what waits without a job: while much waits, each look is dear."""
CANCEL_AGAIN_SECONDS = 2.0
POOL = 4
"""Connections, all made at the start: one that is being made while the pool closes can lose its
cancellation on the way through the driver, and hold up the end of the process for ever."""


def conninfo(url: str) -> str:
    """SQLAlchemy's address of the database as psycopg reads it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def job_app(url: str) -> procrastinate.App:
    """The queue in the database at `url`; nothing connects before it is opened."""
    return procrastinate.App(
        connector=procrastinate.PsycopgConnector(
            conninfo=conninfo(url), min_size=POOL, max_size=POOL
        )
    )


async def defer(
    app: procrastinate.App,
    connection: Any,
    task: str,
    *,
    lock: str,
    after_seconds: int,
    arguments: dict[str, str | int],
) -> None:
    """Queue a job on an open psycopg connection: it exists once that connection commits.

    A job for later is queued once for each lock and doubling of the time: another one changes
    nothing while one waits that is due in up to twice the time. The longer a job waits the lower
    its priority: of those with one lock, only jobs of its own doubling and of shorter ones go
    before it, though it was queued first. Turns do not go before deliveries: under a load that
    lasts nobody would be answered till it ends.
    """
    later = after_seconds > 0
    when = after_seconds.bit_length()
    deferrer = app.configure_task(
        task,
        lock=lock,
        queueing_lock=f"{when}:{task}:{lock}" if later else None,
        priority=-when,
        schedule_in={"seconds": after_seconds} if later else None,
        connection=connection,
    )
    if not later:
        await deferrer.defer_async(**arguments)
        return
    try:
        async with connection.transaction():  # a refusal undoes the job alone
            await deferrer.defer_async(**arguments)
    except exceptions.AlreadyEnqueued:
        log.debug("already queued", task=task, lock=lock)


def register(app: procrastinate.App, tools: Tools) -> None:
    """Bind the tasks to their use cases."""

    @app.task(name="take_turns")
    async def take_turns_task(conversation: str) -> None:
        await take_turns(tools, uuid.UUID(conversation))

    @app.task(name="tell_stranger")
    async def tell_stranger_task(stranger: str, language: str) -> None:
        await tell_stranger(tools, uuid.UUID(stranger), language)

    @app.task(name="deliver")
    async def deliver_task(conversation: str) -> None:
        await deliver(tools, uuid.UUID(conversation))


async def work(app: procrastinate.App, tools: Tools, *, concurrency: int) -> None:
    """Work till told to stop: run jobs, and sweep for what fell due or was left behind."""
    register(app, tools)
    async with app.open_async():
        await take_back(app, DEAD_AFTER_SECONDS)
        sweeper = asyncio.create_task(_sweep(app, tools))
        try:
            await app.run_worker_async(
                concurrency=concurrency,
                delete_jobs="successful",
                shutdown_graceful_timeout=2.0,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=DEAD_AFTER_SECONDS,
                fetch_job_polling_interval=1.0,
            )
        finally:
            await end(sweeper)


async def end(task: asyncio.Task[None]) -> None:
    """Cancel a task till it is over: before Python 3.12 a cancellation can get lost on its way
    through the database driver, and the task would go on for ever."""
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=CANCEL_AGAIN_SECONDS)


async def is_worked(app: procrastinate.App) -> bool:
    """Does any worker live? Each one says so every few seconds."""
    try:
        found = await app.connector.execute_query_all_async(
            "SELECT 1 FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %(seconds)s) LIMIT 1",
            seconds=DEAD_AFTER_SECONDS,
        )
    except exceptions.ProcrastinateException:
        return False
    return bool(found)


async def _sweep(app: procrastinate.App, tools: Tools) -> None:
    """Every few seconds; an error is logged and the next round tries again."""
    now = asyncio.get_running_loop().time
    looked = now() - RESCUE_SECONDS
    while True:
        try:
            await take_back(app, DEAD_AFTER_SECONDS)
            await run_due(tools)
            if now() - looked >= RESCUE_SECONDS:
                await rescue(tools)
                looked = now()
        except Exception:
            log.exception("sweep failed, next try in a moment")
        await asyncio.sleep(SWEEP_SECONDS)


async def take_back(app: procrastinate.App, seconds_since_heartbeat: float) -> int:
    """Queue again the jobs of workers that died. Answers how many."""
    stalled = list(
        await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds_since_heartbeat)
    )
    for job in stalled:
        await _queue_again(app, job)
    if stalled:
        log.warning("took back jobs of a dead worker", jobs=len(stalled))
    return len(stalled)


async def _queue_again(app: procrastinate.App, job: Job) -> None:
    """Unless its twin waits already (it queued one before it died), or another worker was first."""
    try:
        await app.job_manager.retry_job(job)
    except exceptions.UniqueViolation:
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
    except exceptions.ConnectorException as error:
        log.info("another worker took the job back", job=job.id, error=str(error))
