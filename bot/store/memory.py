"""How does the store behave without a database? The same, at once: for tests and for trying out.

The tables say what is unique, required and referred to, and in which order rows come. A unit of
work sees what others have committed and what it did itself; left without `commit`, it never was.
"""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.alarms import Alarms
from bot.store.shelf import Key, Refused, Row, Shelf, Taken, copied, held
from bot.store.tables import MAPPED
from bot.usecases import records
from bot.usecases.ports import Kept, Repository, Work

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job:
    """A job that waits; due at an instant of the store's own clock."""

    task: str
    lock: str
    arguments: dict[str, str | int]
    due_at: datetime
    later: bool = False


class MemoryRepository(Generic[T]):
    """Records of one kind, as one unit of work sees them."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._seen: dict[Key, tuple[T, Row]] = {}
        self._new: list[T] = []

    def add(self, record: T) -> None:
        """Keep a new record from the next flush on."""
        if not any(record is known for known in self._new):
            self._new.append(record)

    async def add_once(self, record: T) -> bool:
        """Keep a new record; False when its unique key exists already."""
        self.flush()
        self._shelf.give_number(record)
        if self._shelf.clash(self._shelf.stored(record), self._rows()) is not None:
            return False
        self._new.append(record)
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
        self.flush()
        for name in equals:
            if name not in self._shelf.table.c:
                raise KeyError(name)
        rows = [r for r in self._rows() if all(_fits(r[n], v) for n, v in equals.items())]
        if due is not None:
            rows = [r for r in rows if r[due[0]] is not None and r[due[0]] <= due[1]]
        rows.sort(key=lambda row: tuple(row[n] for n in self._shelf.order), reverse=newest)
        return [self._record(row) for row in rows[:limit]]

    async def page(self, by: str, after: str, limit: int, **equals: Any) -> list[T]:
        """The next records in the order of the unique text field `by`, those above `after`."""
        found = [r for r in await self.find(**equals) if getattr(r, by) > after]
        return sorted(found, key=lambda record: str(getattr(record, by)))[:limit]

    async def values(self, field: str) -> set[Any]:
        """Every value that occurs in a field."""
        self.flush()
        return {row[field] for row in self._rows()}

    async def tally(
        self, *by: str, adding: str | None = None, since: tuple[str, datetime] | None = None
    ) -> dict[tuple[Any, ...], int]:
        """How many records for each combination of fields, or the sum of a field."""
        self.flush()
        found: Counter[tuple[Any, ...]] = Counter()
        for row in self._rows():
            if since is None or (row[since[0]] is not None and row[since[0]] >= since[1]):
                found[tuple(row[name] for name in by)] += (row[adding] or 0) if adding else 1
        return dict(found)

    def _rows(self) -> Iterator[Row]:
        """What is visible: committed rows with our own changes, and our own new ones."""
        for key, row in self._shelf.rows.items():
            yield {**row, **self._changes(key)} if key in self._seen else row
        for record in self._new:
            yield self._shelf.stored(record)

    def _record(self, row: Row) -> T:
        """The record of a row: one and the same within a unit of work, read anew each time."""
        key = self._shelf.key(row)
        if key in self._seen:
            return self._renewed(key)
        for new in self._new:
            if self._shelf.key(self._shelf.stored(new)) == key:
                return new
        record: T = self._shelf.record(**copied(row))
        self._seen[key] = (record, held(record, self._shelf))
        return record

    def _renewed(self, key: Key) -> T:
        """What others have committed since it was read, but for what we changed ourselves."""
        record, read = self._seen[key]
        ours = self._changes(key)
        for name, value in copied(self._shelf.rows[key]).items():
            if name not in ours and value != read[name]:
                setattr(record, name, value)
                read[name] = value
        return record

    def _changes(self, key: Key) -> Row:
        """What was set on a record since it was read. A JSON value counts when set anew."""
        record, read = self._seen[key]
        now = self._shelf.stored(record)
        return {
            c.name: now[c.name]
            for c in self._shelf.columns
            if getattr(record, c.name) is not read[c.name]
            and (isinstance(c.type, JSONB) or now[c.name] != read[c.name])
        }

    def refresh(self, record: T) -> None:
        """Take over what others have committed since this record was read."""
        key = self._shelf.key(self._shelf.stored(record))
        if key not in self._seen:
            return
        row = {**self._shelf.rows[key], **self._changes(key)}
        for name, value in copied(row).items():
            setattr(record, name, value)
        self._seen[key] = (record, held(record, self._shelf))

    def flush(self) -> None:
        """Number the new records and let the table look at them."""
        for record in self._new:
            self._shelf.give_number(record)
            self._shelf.stored(record)

    def changed(self) -> dict[Key, Row]:
        """Every row that is new or differs, as it will be. Refused when a key is taken."""
        self.flush()
        changed = {key: self._changes(key) for key in self._seen}
        after = {k: {**self._shelf.rows[k], **row} for k, row in changed.items() if row}
        others = {k: row for k, row in self._shelf.rows.items() if k not in after}
        for row in (*after.values(), *map(self._shelf.stored, self._new)):
            taken = self._shelf.clash(row, iter(others.values()))
            if taken:
                raise Taken(taken)
            others[self._shelf.key(row)] = row
            after[self._shelf.key(row)] = row
        return after

    def committed(self) -> None:
        """What was new is known from now on."""
        for record in [*self._new, *(seen for seen, _ in self._seen.values())]:
            key = self._shelf.key(self._shelf.stored(record))
            self._seen[key] = (record, held(record, self._shelf))
        self._new.clear()


def _fits(value: Any, wanted: Any) -> bool:
    if wanted is None or value is None:
        return value is wanted
    return value in wanted if isinstance(wanted, (tuple, list)) else bool(value == wanted)


class MemoryWork:
    """One transaction. Leaving it without `commit` undoes everything."""

    def __init__(self, store: MemoryStore) -> None:
        self.now = store.now
        self._store = store
        self._all = {kind: MemoryRepository[Any](shelf) for kind, shelf in store.shelves.items()}
        self._jobs: list[Job] = []
        self._alarms = Alarms()
        self._locks: dict[uuid.UUID, asyncio.Lock] = {}
        repository = self._all.__getitem__
        self.accounts: Repository[records.Account] = repository(records.Account)
        self.contact_points: Repository[records.ContactPoint] = repository(records.ContactPoint)
        self.debts: Repository[records.Debt] = repository(records.Debt)
        self.payments: Repository[records.Payment] = repository(records.Payment)
        self.ledger: Repository[records.LedgerEntry] = repository(records.LedgerEntry)
        self.conversations: Repository[records.Conversation] = repository(records.Conversation)
        self.inbox: Repository[records.Inbound] = repository(records.Inbound)
        self.outbox: Repository[records.Outbound] = repository(records.Outbound)
        self.cases: Repository[records.Case] = repository(records.Case)
        self.holds: Repository[records.HoldRecord] = repository(records.HoldRecord)
        self.offers: Repository[records.OfferRecord] = repository(records.OfferRecord)
        self.plans: Repository[records.Plan] = repository(records.Plan)
        self.instalments: Repository[records.PlanInstalment] = repository(records.PlanInstalment)
        self.promises: Repository[records.Promise] = repository(records.Promise)
        self.circumstances: Repository[records.Circumstance] = repository(records.Circumstance)
        self.feedback: Repository[records.Feedback] = repository(records.Feedback)
        self.events: Repository[records.Event] = repository(records.Event)
        self.effects: Repository[records.ActionEffect] = repository(records.ActionEffect)
        self.api_keys: Repository[records.ApiKey] = repository(records.ApiKey)
        self.invitations: Repository[records.Invitation] = repository(records.Invitation)
        self.strangers: Repository[records.Stranger] = repository(records.Stranger)
        self.halts: Repository[records.Halt] = repository(records.Halt)
        self.clock: Repository[records.ClockSetting] = repository(records.ClockSetting)

    async def lock(self, conversation_id: uuid.UUID) -> records.Conversation:
        """The conversation's row, ours alone until the transaction ends."""
        if conversation_id not in self._locks:
            lock = self._store.locks[conversation_id]
            await lock.acquire()
            self._locks[conversation_id] = lock
        found = await self.conversations.get(id=conversation_id)
        if found is None:
            raise LookupError(f"no conversation {conversation_id}")
        self._all[records.Conversation].refresh(found)
        return found

    async def conversation_at(self, channel: str, address: str) -> records.Conversation | None:
        """The conversation of whoever has this address on this channel."""
        point = await self.contact_points.get(channel=channel, address=address)
        return await self.conversations.get(account_id=point.account_id) if point else None

    async def flush(self) -> None:
        """Write what was added so far."""
        for repository in self._all.values():
            repository.flush()

    async def commit(self) -> None:
        """Make everything last, or nothing: Refused when a table would not take a row."""
        changed = {kind: repository.changed() for kind, repository in self._all.items()}
        self._store.keep(changed, self._jobs)
        for repository in self._all.values():
            repository.committed()
        self._jobs = []
        self._alarms.tell()
        self.release()

    def alarm(self, kind: str, **data: str | int | None) -> None:
        """A line in the log, once this transaction has committed."""
        self._alarms.add(kind, data)

    async def defer(
        self, task: str, *, lock: str, after_seconds: int = 0, **arguments: str | int
    ) -> None:
        """Queue a job that exists only if this transaction commits."""
        due_at = self.now + timedelta(seconds=after_seconds)
        self._jobs.append(Job(task, lock, dict(arguments), due_at, later=after_seconds > 0))

    def release(self) -> None:
        """Let others have the conversations that were locked."""
        for lock in self._locks.values():
            lock.release()
        self._locks.clear()


@dataclass
class MemoryStore:
    """The door to rows in memory; `clock` is the time, moved by hand."""

    clock: datetime
    shelves: dict[type[Any], Shelf] = field(
        default_factory=lambda: {record: Shelf(record) for record in MAPPED}
    )
    jobs: list[Job] = field(default_factory=list)
    locks: defaultdict[uuid.UUID, asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock)
    )

    @property
    def now(self) -> datetime:
        """The time of the next unit of work: the clock, and how far it was set ahead."""
        setting = self.shelves[records.ClockSetting].rows.get((1,))
        return self.clock + timedelta(seconds=setting["offset_seconds"] if setting else 0)

    def open_work(self) -> AbstractAsyncContextManager[Work]:
        """Begin a unit of work."""
        return self._open()

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[Work]:
        work = MemoryWork(self)
        try:
            yield work
        finally:
            work.release()

    async def keep_message(
        self, row: records.Inbound, address: str, *, task: str, lock: str
    ) -> Kept:
        """Keep a message and queue its turn."""
        async with self.open_work() as work:
            thread = await work.conversation_at(row.channel, address)
            if thread is None:
                return Kept.NOBODY
            kept = replace(row, conversation_id=thread.id, received_at=work.now)
            if not await work.inbox.add_once(kept):
                return Kept.KNOWN
            whose = str(thread.id)
            await work.defer(task, lock=f"{lock}:{whose}", conversation=whose)
            await work.commit()
        row.id, row.conversation_id, row.received_at = kept.id, thread.id, kept.received_at
        return Kept.NEW

    def keep(self, changed: dict[type[Any], dict[Key, Row]], jobs: list[Job]) -> None:
        """Take over what a unit of work changed. Refused when a row refers to nothing."""
        for kind, rows in changed.items():
            for row in rows.values():
                self._check_references(self.shelves[kind].table, row, changed)
        for kind, rows in changed.items():
            self.shelves[kind].rows.update(rows)
        for job in jobs:
            twin = any(job.later and j.later and _same(j, job) for j in self.jobs)
            if not twin:
                self.jobs.append(job)

    def _check_references(
        self, table: Table, row: Row, changed: dict[type[Any], dict[Key, Row]]
    ) -> None:
        for reference in table.foreign_keys:
            value = row[reference.parent.name]
            kind = next(k for k, (t, _) in MAPPED.items() if t is reference.column.table)
            known = (value,) in self.shelves[kind].rows or (value,) in changed[kind]
            if value is not None and not known:
                raise Refused(f"{table.name}.{reference.parent.name}: no such row")


def _same(one: Job, other: Job) -> bool:
    return (one.task, one.lock) == (other.task, other.lock)
