"""How does a use case read and write? In a unit of work: one transaction over PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement, Select, Table, bindparam, false, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.sql.dml import ReturningInsert

from bot.store.alarms import Alarms
from bot.store.keep_message import keep_message
from bot.store.tables import MAPPED, MOST, map_records
from bot.usecases import records
from bot.usecases.ports import Kept, Repository, Work

T = TypeVar("T")


class Deferrer(Protocol):
    """Queues a job on an open psycopg connection, so that it commits with the rows."""

    async def __call__(
        self,
        connection: Any,
        task: str,
        *,
        lock: str,
        after_seconds: int,
        arguments: dict[str, str | int],
    ) -> None:
        """Queue one job."""
        ...


@cache
def once(table: Table) -> ReturningInsert[Any]:
    """Adds a row unless its unique key exists already, and then tells its primary key."""
    return insert(table).on_conflict_do_nothing().returning(*table.primary_key)


class SqlRepository(Generic[T]):
    """Records of one kind in their table."""

    def __init__(self, session: AsyncSession, record: type[T]) -> None:
        self._session = session
        self._record = record
        self._table, self._order = MAPPED[record]
        self._once = once(self._table)

    def add(self, record: T) -> None:
        """Keep a new record from the next flush on."""
        self._session.add(record)

    async def add_once(self, record: T) -> bool:
        """Keep a new record; False when its unique key exists already."""
        await self._session.flush()
        connection = await self._session.connection()
        kept = (await connection.execute(self._once, self._row(record))).first()
        if kept is None:
            return False
        for name, value in kept._mapping.items():
            setattr(record, name, value)
        make_transient_to_detached(record)
        self._session.add(record)
        return True

    def _row(self, record: T) -> dict[str, Any]:
        """The record as a row; without a number that the database gives."""
        row = {column.key: getattr(record, column.key) for column in self._table.columns}
        return {n: v for n, v in row.items() if v is not None or n not in self._table.primary_key}

    async def get(self, **equals: Any) -> T | None:
        """The first record with these values, or None."""
        found = await self.find(limit=1, **equals)
        return found[0] if found else None

    async def find(
        self,
        *,
        limit: int | None = None,
        newest: bool = False,
        due: tuple[str, datetime] | None = None,
        **equals: Any,
    ) -> list[T]:
        """All records with these values, oldest first (`newest`: newest first)."""
        query = self._select(equals)
        if due is not None:
            query = query.where(self._table.c[due[0]] <= due[1])
        for name in self._order:
            column = self._table.c[name]
            query = query.order_by(column.desc() if newest else column)
        found: list[T] = list((await self._session.scalars(query.limit(limit))).all())
        return found

    async def page(self, by: str, after: str, limit: int, **equals: Any) -> list[T]:
        """The next records in the order of the unique text field `by`, those above `after`."""
        column = self._table.c[by]
        query = self._select(equals).where(column > after).order_by(column).limit(limit)
        found: list[T] = list((await self._session.scalars(query)).all())
        return found

    async def values(self, field: str) -> set[Any]:
        """Every value that occurs in a field."""
        return set(await self._session.scalars(select(self._table.c[field]).distinct()))

    async def tally(
        self, *by: str, adding: str | None = None, since: tuple[str, datetime] | None = None
    ) -> dict[tuple[Any, ...], int]:
        """How many records for each combination of fields, or the sum of a field."""
        fields = [self._table.c[name] for name in by]
        counted = func.coalesce(func.sum(self._table.c[adding]), 0) if adding else func.count()
        query = select(*fields, counted).group_by(*fields)
        if since is not None:
            query = query.where(self._table.c[since[0]] >= since[1])
        return {tuple(row[:-1]): int(row[-1]) for row in await self._session.execute(query)}

    def _select(self, equals: dict[str, Any]) -> Select[Any]:
        """What was read before is read anew: a lock may have been waited for in between, and
        what the one before us did meanwhile must not be overlooked."""
        chosen = select(self._record).where(*(self._where(n, v) for n, v in equals.items()))
        return chosen.execution_options(populate_existing=True)

    def _where(self, name: str, value: Any) -> ColumnElement[bool]:
        column = self._table.c[name]
        if value is None:
            return column.is_(None)
        if isinstance(value, (tuple, list)):
            return column.in_(value)
        if not _can_be_kept(column, value):
            return false()  # PostgreSQL cannot even be asked for such a text or number
        same: ColumnElement[bool] = column == value
        return same


def _can_be_kept(column: ColumnElement[Any], value: Any) -> bool:
    """PostgreSQL keeps no NUL, no half of a character, and no number without room."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= c <= "\udfff" for c in value)
    most = MOST.get(type(column.type))
    return most is None or not isinstance(value, int) or abs(value) <= most


def _may_stand(record: type[Any], **values: Any) -> bool:
    """Can any row of this kind have these values?"""
    columns = MAPPED[record][0].c
    return all(_can_be_kept(columns[name], value) for name, value in values.items())


@cache
def at_address() -> Select[Any]:
    """The conversation of an account with this address."""
    point, thread = MAPPED[records.ContactPoint][0], MAPPED[records.Conversation][0]
    return (
        select(records.Conversation)
        .join(point, point.c.account_id == thread.c.account_id)
        .where(point.c.channel == bindparam("channel"), point.c.address == bindparam("address"))
        .execution_options(populate_existing=True)
    )


class _Records(Generic[T]):
    """The records of one kind in a unit of work, from the first time that it asks for them."""

    def __init__(self, record: type[T]) -> None:
        self._record = record

    def __set_name__(self, _: type, name: str) -> None:
        self._name = name

    def __get__(self, work: SqlWork, _: type) -> Repository[T]:
        made: Repository[T] = SqlRepository(work._session, self._record)
        work.__dict__[self._name] = made  # found before this from now on
        return made


class SqlWork:
    """One transaction. Leaving it without `commit` undoes everything."""

    accounts = _Records(records.Account)
    contact_points = _Records(records.ContactPoint)
    debts = _Records(records.Debt)
    payments = _Records(records.Payment)
    ledger = _Records(records.LedgerEntry)
    conversations = _Records(records.Conversation)
    inbox = _Records(records.Inbound)
    outbox = _Records(records.Outbound)
    cases = _Records(records.Case)
    holds = _Records(records.HoldRecord)
    offers = _Records(records.OfferRecord)
    plans = _Records(records.Plan)
    instalments = _Records(records.PlanInstalment)
    promises = _Records(records.Promise)
    circumstances = _Records(records.Circumstance)
    feedback = _Records(records.Feedback)
    events = _Records(records.Event)
    effects = _Records(records.ActionEffect)
    api_keys = _Records(records.ApiKey)
    invitations = _Records(records.Invitation)
    strangers = _Records(records.Stranger)
    halts = _Records(records.Halt)
    clock = _Records(records.ClockSetting)

    def __init__(self, session: AsyncSession, now: datetime, deferrer: Deferrer) -> None:
        self.now = now
        self._session = session
        self._deferrer = deferrer
        self._alarms = Alarms()

    async def lock(self, conversation_id: uuid.UUID) -> records.Conversation:
        """The conversation's row, ours alone until the transaction ends.

        FOR NO KEY UPDATE: a message that comes in meanwhile is kept without waiting, since its
        foreign key asks for no more than that the row stays.
        """
        conversation = MAPPED[records.Conversation][0]
        found = await self._session.scalar(
            select(records.Conversation)
            .where(conversation.c.id == conversation_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        if found is None:
            raise LookupError(f"no conversation {conversation_id}")
        return found

    async def conversation_at(self, channel: str, address: str) -> records.Conversation | None:
        """The conversation of whoever has this address on this channel, in one question."""
        asked = {"channel": channel, "address": address}
        if not _may_stand(records.ContactPoint, **asked):
            return None
        found: records.Conversation | None = await self._session.scalar(at_address(), asked)
        return found

    async def flush(self) -> None:
        """Write what was added so far."""
        await self._session.flush()

    async def commit(self) -> None:
        """Make everything last."""
        await self._session.commit()
        self._alarms.tell()

    def alarm(self, kind: str, **data: str | int | None) -> None:
        """A line in the log, once this transaction has committed."""
        self._alarms.add(kind, data)

    async def defer(
        self, task: str, *, lock: str, after_seconds: int = 0, **arguments: str | int
    ) -> None:
        """Queue a job that exists only if this transaction commits."""
        connection = await self._session.connection()
        raw = await connection.get_raw_connection()
        await self._deferrer(
            raw.driver_connection,
            task,
            lock=lock,
            after_seconds=after_seconds,
            arguments=arguments,
        )


class Store:
    """The door to the database: a pool of connections, from which units of work are made."""

    def __init__(
        self, url: str, deferrer: Deferrer, *, clock_moves: bool, pool_size: int = 10
    ) -> None:
        """`clock_moves`: the clock is the demonstration's. Never in production, where an offset
        that was once set on this database is not even read."""
        map_records()
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_pre_ping=True,
            hide_parameters=True,  # an error in the log tells nothing about people
        )
        self._at_once = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._deferrer = deferrer
        self._clock_moves = clock_moves

    def open_work(self) -> AbstractAsyncContextManager[Work]:
        """Begin a unit of work; `now` is the real clock, or the demonstration's."""
        return self._open()

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[Work]:
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield SqlWork(session, datetime.now(UTC) + await self._ahead(session), self._deferrer)

    async def keep_message(
        self, row: records.Inbound, address: str, *, task: str, lock: str
    ) -> Kept:
        """Keep a message and queue its turn, in one statement."""
        if not _may_stand(records.ContactPoint, channel=row.channel, address=address):
            return Kept.NOBODY
        now, moves = datetime.now(UTC), self._clock_moves
        async with self._at_once.connect() as connection:
            return await keep_message(
                connection, row, address, now, task=task, lock=lock, clock_moves=moves
            )

    async def _ahead(self, session: AsyncSession) -> timedelta:
        """How far the demonstration's clock was moved."""
        if not self._clock_moves:
            return timedelta()
        setting = await session.get(records.ClockSetting, 1)
        return timedelta(seconds=setting.offset_seconds if setting else 0)

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()
