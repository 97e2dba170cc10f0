"""Who is speaking, about what, and what is known? Everything that a turn's use case needs."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.policies import CountryPolicy
from bot.rules import identity
from bot.rules.account import DEFAULT_ORDER, Balance, Component, Entry, EntryKind, balance
from bot.rules.holds import Hold, HoldReason
from bot.rules.money import Money, total_of
from bot.usecases.ports import Tools, Work
from bot.usecases.records import (
    Account,
    ContactPoint,
    Conversation,
    Debt,
    Event,
    HoldRecord,
    Inbound,
    LedgerEntry,
    Outbound,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """The message that is being answered."""

    conversation_id: uuid.UUID
    inbound_id: int
    text: str
    intent: str | None = None
    entities: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwedDebt:
    """A debt with what is outstanding on it."""

    debt: Debt
    balance: Balance

    @property
    def total(self) -> Money:
        """Principal, interest and fees outstanding."""
        return self.balance.total


@dataclass
class Scene:
    """One person's conversation in one unit of work."""

    work: Work
    tools: Tools
    conversation: Conversation
    account: Account
    policy: CountryPolicy
    points: list[ContactPoint]
    channel: str | None
    """Where the person is spoken with in this unit of work: a turn sets it to its message's."""
    instant: datetime | None = None
    """When this is looked at, where that is not the time of the unit of work; see `as_of`."""

    @classmethod
    async def open(cls, work: Work, tools: Tools, conversation_id: uuid.UUID) -> Scene:
        """Load the conversation, ours alone till the work ends. LookupError when unknown."""
        conversation = await work.lock(conversation_id)
        account = await work.accounts.get(id=conversation.account_id)
        if account is None:
            raise LookupError(f"conversation {conversation_id} has no account")
        policy = tools.policies.for_country(account.country)
        points = await work.contact_points.find(account_id=account.id)
        channel = channel_of(conversation, points)
        return cls(work, tools, conversation, account, policy, points, channel)

    @property
    def now(self) -> datetime:
        """The instant of this unit of work, in UTC."""
        return self.instant or self.work.now

    def as_of(self, instant: datetime) -> Scene:
        """The same record, judged as of another instant. Nothing may be kept from there."""
        return replace(self, instant=instant.astimezone(UTC))

    @property
    def zone(self) -> ZoneInfo:
        """The person's own time zone."""
        return ZoneInfo(self.account.time_zone)

    @property
    def today(self) -> date:
        """The calendar day where the person lives."""
        return self.now.astimezone(self.zone).date()

    @property
    def locale(self) -> str:
        """How words, money and dates are written for this person, for example en_GB."""
        return f"{self.conversation.language}_{self.account.country}"

    @property
    def verified(self) -> bool:
        """Has whoever is spoken with here proved who they are, not too long ago?"""
        return self.knows(self.point)

    @property
    def point(self) -> ContactPoint | None:
        """The person's address where they are spoken with."""
        return self.point_on(self.channel)

    def point_on(self, channel: str | None) -> ContactPoint | None:
        """The person's address on a channel; None without one."""
        return next((point for point in self.points if point.channel == channel), None)

    def address_on(self, channel: str) -> str | None:
        """Where a message goes on this channel; None without an address."""
        point = self.point_on(channel)
        return point.address if point is not None else None

    def knows(self, point: ContactPoint | None) -> bool:
        """Has whoever is at this address proved who they are, not too long ago?"""
        return is_verified(point, self.now, self.policy.identity)

    async def debts(self) -> list[OwedDebt]:
        """All debts of the account with their balances, oldest due first."""
        order = self.policy.charges.allocation
        return [
            owed_debt(debt, await self.work.ledger.find(debt_id=debt.id), order)
            for debt in await self.work.debts.find(account_id=self.account.id)
        ]

    async def owed(self) -> list[OwedDebt]:
        """The debts on which something is outstanding."""
        return [owed for owed in await self.debts() if owed.total]

    async def holds(self) -> list[Hold]:
        """Every hold that was not lifted, as the rules judge it."""
        debts = {d.id: d.reference for d in await self.work.debts.find(account_id=self.account.id)}
        rows = await self.work.holds.find(account_id=self.account.id, ended_at=None)
        return [as_hold(row, debts) for row in rows]

    def done(self, row: Inbound, outcome: str) -> None:
        """Mark a message as settled; it is not looked at again."""
        row.processed_at, row.outcome = self.now, outcome

    def log(self, kind: str, **data: Any) -> None:
        """Add a line to the account's history."""
        self.work.events.add(Event(account_id=self.account.id, kind=kind, at=self.now, data=data))

    def alarm(self, kind: str, row: Outbound, reason: str, **more: str) -> None:
        """Something about this message that somebody should look at: in the account's history, and
        a line in the log, which names neither the person nor what was said."""
        told = {"channel": row.channel, "message": row.id, "key": row.key, **more}
        self.log(kind, reason=reason, **told)
        self.work.alarm(kind, error=row.error_code, **told)


def channel_of(thread: Conversation, points: Sequence[ContactPoint]) -> str | None:
    """Where a person is spoken with: where they wrote last, else the first channel that they have;
    None without any."""
    return thread.last_channel or next((point.channel for point in points), None)


def is_verified(point: ContactPoint | None, now: datetime, policy: identity.IdentityPolicy) -> bool:
    """Did somebody prove who they are, not too long ago, at this very address? A proof that was
    given elsewhere says nothing about who reads here."""
    if point is None or point.verified_address != point.address:
        return False
    return identity.still_verified(point.verified_at, now, policy)


def as_hold(row: HoldRecord, debts: Mapping[uuid.UUID, str]) -> Hold:
    """A stored hold as the rules see it: debts by reference."""
    return Hold(
        reason=HoldReason(row.reason),
        debt=debts.get(row.debt_id) if row.debt_id else None,
        starts=row.starts,
        until=row.until,
        review_at=row.review_at,
        set_by=row.set_by,
    )


def owed_debt(
    debt: Debt, rows: list[LedgerEntry], order: Sequence[Component] = DEFAULT_ORDER
) -> OwedDebt:
    """A debt with the balance that its ledger entries come to, payments allocated by `order`."""
    entries = [as_entry(row, debt.currency) for row in rows]
    return OwedDebt(debt, balance(entries, debt.currency, order))


def as_entry(row: LedgerEntry, currency: str) -> Entry:
    """A stored line of the ledger as the rules see it."""
    return Entry(
        EntryKind(row.kind),
        Money(row.amount, currency),
        row.at,
        Component(row.component) if row.component else None,
        str(row.id),
        str(row.reverses) if row.reverses else None,
    )


def sum_owed(owed: list[OwedDebt]) -> Money:
    """What is owed on all these debts together. ValueError for an empty list."""
    if not owed:
        raise ValueError("nothing is owed, so there is no currency to add up in")
    return total_of((o.total for o in owed), owed[0].debt.currency)
