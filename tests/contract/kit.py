"""One face for each store, and records to put into it."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import procrastinate

from bot.store.memory import MemoryStore
from bot.store.work import Store
from bot.usecases import records
from bot.usecases.ports import Work

START = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)


@dataclass
class MemoryKit:
    """The store in memory."""

    store: MemoryStore

    def open(self):
        return self.store.open_work()

    async def jobs(self) -> list[dict[str, Any]]:
        return [{"task": j.task, "lock": j.lock, "args": j.arguments} for j in self.store.jobs]


@dataclass
class PostgresKit:
    """The real store."""

    store: Store
    queue: procrastinate.App

    def open(self):
        return self.store.open_work()

    async def jobs(self) -> list[dict[str, Any]]:
        queued = await self.queue.job_manager.list_jobs_async()
        return [{"task": j.task_name, "lock": j.lock, "args": j.task_kwargs} for j in queued]


def account(reference: str = "A-1", **given: Any) -> records.Account:
    facts = {"name": "Ada", "language": "en", "country": "US", "created_at": START}
    return records.Account(reference=reference, **facts | given)


def debt(owner: records.Account, reference: str = "D-1", **given: Any) -> records.Debt:
    facts = {
        "description": "Sofa",
        "currency": "USD",
        "due_date": date(2026, 2, 1),
        "created_at": START,
    }
    return records.Debt(account_id=owner.id, reference=reference, **facts | given)


def entry(of: records.Debt, source: str, **given: Any) -> records.LedgerEntry:
    facts = {"kind": "charge", "amount": 100, "at": START}
    return records.LedgerEntry(debt_id=of.id, source=source, **facts | given)


def inbound(thread: records.Conversation, event_id: str, **given: Any) -> records.Inbound:
    facts = {"provider": "test", "channel": "sms", "text": "hello", "received_at": START}
    return records.Inbound(conversation_id=thread.id, event_id=event_id, **facts | given)


def outbound(thread: records.Conversation, turn: str, **given: Any) -> records.Outbound:
    facts = {"channel": "sms", "kind": "reply", "text": "hello", "created_at": START}
    return records.Outbound(conversation_id=thread.id, turn=turn, **facts | given)


async def person(work: Work, reference: str = "A-1") -> tuple[records.Account, Any]:
    """An account with its conversation, added and flushed."""
    owner = account(reference)
    work.accounts.add(owner)
    await work.flush()
    thread = records.Conversation(account_id=owner.id, language="en", created_at=START)
    work.conversations.add(thread)
    await work.flush()
    return owner, thread


def unknown() -> uuid.UUID:
    return uuid.uuid4()
