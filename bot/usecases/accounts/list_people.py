"""Who is there, and what does each owe? Everybody in a list, in a few queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from bot.policies import Policies
from bot.rules.money import Money
from bot.usecases.ports import Tools, Work
from bot.usecases.records import Account, ContactPoint, Conversation, LedgerEntry
from bot.usecases.scene import OwedDebt, channel_of, is_verified, owed_debt, sum_owed


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list: who, what is owed in all, with whom.

    `days_past_due` of the oldest debt; negative while it is not yet due. `verified` where they are
    spoken with: where they wrote last.
    """

    account: Account
    total: Money | None
    days_past_due: int | None
    language: str
    verified: bool
    owner: str


async def list_people(tools: Tools) -> list[PersonRow]:
    """Everybody, in the order in which they were added."""
    async with tools.open_work() as work:
        threads = {t.account_id: t for t in await work.conversations.find()}
        debts: dict[Any, list[OwedDebt]] = defaultdict(list)
        for owed in await all_balances(work, tools.policies):
            debts[owed.debt.account_id].append(owed)
        points: dict[Any, list[ContactPoint]] = defaultdict(list)
        for point in await work.contact_points.find():
            points[point.account_id].append(point)
        return [
            _row(tools, work, account, threads[account.id], debts[account.id], points[account.id])
            for account in await work.accounts.find()
            if account.id in threads
        ]


async def all_balances(work: Work, policies: Policies) -> list[OwedDebt]:
    """Every debt with its balance, in three queries."""
    accounts = await work.accounts.find()
    orders = {a.id: policies.for_country(a.country).charges.allocation for a in accounts}
    entries: dict[Any, list[LedgerEntry]] = defaultdict(list)
    for entry in await work.ledger.find():
        entries[entry.debt_id].append(entry)
    return [
        owed_debt(debt, entries[debt.id], orders[debt.account_id])
        for debt in await work.debts.find()
    ]


def _row(
    tools: Tools,
    work: Work,
    account: Account,
    thread: Conversation,
    debts: list[OwedDebt],
    points: list[ContactPoint],
) -> PersonRow:
    policy = tools.policies.for_country(account.country)
    today = work.now.astimezone(ZoneInfo(account.time_zone)).date()
    owed = [o for o in debts if o.total]
    here = next((p for p in points if p.channel == channel_of(thread, points)), None)
    late = [(today - o.debt.due_date).days for o in owed]
    return PersonRow(
        account=account,
        total=sum_owed(owed) if owed else None,
        days_past_due=max(late, default=None),
        language=thread.language,
        verified=is_verified(here, work.now, policy.identity),
        owner=thread.owner,
    )
