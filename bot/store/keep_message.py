"""How is a message kept in one question to the database? With the job of its turn, or not at all.

A provider tells of hundreds a second and wants to be answered at once. One statement finds whose
address it is, keeps the message unless that was done before, and queues its turn: it holds as a
whole, as a transaction does, without the round trips of one.
"""

from __future__ import annotations

import uuid
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Interval,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import array, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import UserDefinedType

from bot.store.tables import MAPPED
from bot.usecases import records
from bot.usecases.ports import Kept

FOUND: Final = ("id", "conversation_id", "received_at")
"""What a message is given when it is kept."""
QUEUE: Final = "default"
"""Procrastinate's own name for the queue that nobody named."""


class _JobToDefer(UserDefinedType[Any]):
    """Procrastinate's own type for a job that is queued."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "procrastinate_job_to_defer_v1"


async def keep_message(
    connection: AsyncConnection,
    row: records.Inbound,
    address: str,
    now: datetime,
    *,
    task: str,
    lock: str,
    clock_moves: bool,
) -> Kept:
    """Keep the message and queue its turn. What it is given is set in `row`."""
    told = {f.name: getattr(row, f.name) for f in fields(row) if f.name not in FOUND}
    asked = {**told, "address": address, "now": now, "task": task, "lock": f"{lock}:"}
    found = (await connection.execute(_statement(clock_moves=clock_moves), asked)).first()
    if found is None:
        return Kept.NOBODY
    if found.id is None:
        return Kept.KNOWN
    row.id, row.conversation_id, row.received_at = found.id, found.thread, found.received_at
    return Kept.NEW


@cache
def _statement(*, clock_moves: bool) -> Select[Any]:
    inbox, threads = MAPPED[records.Inbound][0], MAPPED[records.Conversation][0]
    points = MAPPED[records.ContactPoint][0]
    thread = (
        select(threads.c.id)
        .join(points, points.c.account_id == threads.c.account_id)
        .where(points.c.channel == bindparam("channel"), points.c.address == bindparam("address"))
        .cte("thread")
    )
    told = [column for column in inbox.c if column.name not in FOUND]
    values = [bindparam(column.name, type_=column.type) for column in told]
    kept = (
        insert(inbox)
        .from_select(
            ["conversation_id", "received_at", *(column.name for column in told)],
            select(thread.c.id, _now(clock_moves=clock_moves), *values),
        )
        .on_conflict_do_nothing()
        .returning(inbox.c.id, inbox.c.conversation_id, inbox.c.received_at)
        .cte("kept")
    )
    queued = select(_job(kept.c.conversation_id).label("number")).select_from(kept).cte("queued")
    found = thread.outerjoin(kept, true()).outerjoin(queued, true())
    columns = (thread.c.id.label("thread"), kept.c.id, kept.c.received_at, queued.c.number)
    return select(*columns).select_from(found)


def _now(*, clock_moves: bool) -> ColumnElement[Any]:
    """The time; where it can be moved, as far ahead as it was."""
    now = bindparam("now", type_=DateTime(timezone=True))
    if not clock_moves:
        return now
    clock = MAPPED[records.ClockSetting][0]
    ahead = select(clock.c.offset_seconds).where(clock.c.id == 1).scalar_subquery()
    seconds = func.coalesce(ahead, 0)
    return now + func.make_interval(0, 0, 0, 0, 0, 0, seconds, type_=Interval)


def _job(conversation: ColumnElement[uuid.UUID]) -> ColumnElement[Any]:
    """The job of the turn, as procrastinate queues one that can run at once."""
    whose = cast(conversation, Text)
    job = func.row(
        literal(QUEUE),
        bindparam("task", type_=Text),
        literal(0, Integer),
        bindparam("lock", type_=Text) + whose,
        null(),
        func.jsonb_build_object(literal("conversation"), whose),
        null(),
    )
    return func.procrastinate_defer_jobs_v1(array([cast(job, _JobToDefer())]))
