"""How does a use case read and write? In a unit of work: one transaction over PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement, Select, false, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from bot.store.alarms import Alarms
from bot.store.tables import MAPPED, map_records
from bot.usecases import records
from bot.usecases.ports import Repository, Work

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


class SqlRepository(Generic[T]):
    """Records of one kind in their table."""

    def __init__(self, session: AsyncSession, record: type[T]) -> None:
        self._session = session
        self._record = record
        self._table, self._order = MAPPED[record]

    def add(self, record: T) -> None:
        """Keep a new record from the next flush on."""
        self._session.add(record)

    async def add_once(self, record: T) -> bool:
        """Keep a new record; False when its unique key exists already."""
        try:
            async with self._session.begin_nested():
                self._session.add(record)
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", "") != "23505":
                raise
            return False
        return True

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
        if isinstance(value, str) and not _can_be_kept(value):
            return false()  # PostgreSQL cannot even be asked for such a text
        same: ColumnElement[bool] = column == value
        return same


def _can_be_kept(text: str) -> bool:
    """PostgreSQL keeps no NUL, and no half of a character."""
    return "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


class SqlWork:
    """One transaction. Leaving it without `commit` undoes everything."""

    def __init__(self, session: AsyncSession, now: datetime, deferrer: Deferrer) -> None:
        self.now = now
        self._session = session
        self._deferrer = deferrer
        self._alarms = Alarms()
        self.accounts: Repository[records.Account] = SqlRepository(session, records.Account)
        self.contact_points: Repository[records.ContactPoint] = SqlRepository(
            session, records.ContactPoint
        )
        self.debts: Repository[records.Debt] = SqlRepository(session, records.Debt)
        self.payments: Repository[records.Payment] = SqlRepository(session, records.Payment)
        self.ledger: Repository[records.LedgerEntry] = SqlRepository(session, records.LedgerEntry)
        self.conversations: Repository[records.Conversation] = SqlRepository(
            session, records.Conversation
        )
        self.inbox: Repository[records.Inbound] = SqlRepository(session, records.Inbound)
        self.outbox: Repository[records.Outbound] = SqlRepository(session, records.Outbound)
        self.cases: Repository[records.Case] = SqlRepository(session, records.Case)
        self.holds: Repository[records.HoldRecord] = SqlRepository(session, records.HoldRecord)
        self.offers: Repository[records.OfferRecord] = SqlRepository(session, records.OfferRecord)
        self.plans: Repository[records.Plan] = SqlRepository(session, records.Plan)
        self.instalments: Repository[records.PlanInstalment] = SqlRepository(
            session, records.PlanInstalment
        )
        self.promises: Repository[records.Promise] = SqlRepository(session, records.Promise)
        self.circumstances: Repository[records.Circumstance] = SqlRepository(
            session, records.Circumstance
        )
        self.feedback: Repository[records.Feedback] = SqlRepository(session, records.Feedback)
        self.events: Repository[records.Event] = SqlRepository(session, records.Event)
        self.effects: Repository[records.ActionEffect] = SqlRepository(
            session, records.ActionEffect
        )
        self.api_keys: Repository[records.ApiKey] = SqlRepository(session, records.ApiKey)
        self.invitations: Repository[records.Invitation] = SqlRepository(
            session, records.Invitation
        )
        self.strangers: Repository[records.Stranger] = SqlRepository(session, records.Stranger)
        self.halts: Repository[records.Halt] = SqlRepository(session, records.Halt)
        self.clock: Repository[records.ClockSetting] = SqlRepository(session, records.ClockSetting)

    async def lock(self, conversation_id: uuid.UUID) -> records.Conversation:
        """The conversation's row, ours alone until the transaction ends."""
        conversation = MAPPED[records.Conversation][0]
        found = await self._session.scalar(
            select(records.Conversation)
            .where(conversation.c.id == conversation_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if found is None:
            raise LookupError(f"no conversation {conversation_id}")
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
        self._deferrer = deferrer
        self._clock_moves = clock_moves

    def open_work(self) -> AbstractAsyncContextManager[Work]:
        """Begin a unit of work; `now` is the real clock, or the demonstration's."""
        return self._open()

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[Work]:
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield SqlWork(session, datetime.now(UTC) + await self._ahead(session), self._deferrer)

    async def _ahead(self, session: AsyncSession) -> timedelta:
        """How far the demonstration's clock was moved."""
        if not self._clock_moves:
            return timedelta()
        setting = await session.get(records.ClockSetting, 1)
        return timedelta(seconds=setting.offset_seconds if setting else 0)

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()
