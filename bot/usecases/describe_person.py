"""How do things stand with this person? The state that the simulator and the desk show."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from bot.policies import Policies
from bot.rules import identity
from bot.rules.money import Money
from bot.rules.plan import PlanState
from bot.usecases.ports import Tools, Work
from bot.usecases.records import Account, Conversation, LedgerEntry
from bot.usecases.running_plan import RUNNING
from bot.usecases.scene import OwedDebt, Scene, owed_debt, sum_owed

_PLAN_STATES = {PlanState.RENEGOTIATED: PlanState.CANCELLED}
"""A plan that gave way to another one counts as cancelled for whoever looks from outside."""


async def describe_person(scene: Scene) -> dict[str, Any]:
    """The state in plain JSON: amounts as decimal strings, dates and times as ISO."""
    account, thread = scene.account, scene.conversation
    last = await scene.work.inbox.find(conversation_id=thread.id, newest=True, limit=1)
    points = await scene.work.contact_points.find(account_id=account.id)
    cases = await scene.work.cases.find(account_id=account.id, closed_at=None)
    return {
        "conversation": str(thread.id),
        "owner": thread.owner,
        "owner_reason": thread.owner_reason,
        "agent": thread.agent,
        "verified": scene.verified,
        "language": thread.language,
        "cases": sorted({case.kind for case in cases}),
        "holds": await _holds(scene),
        "opted_out": sorted({p.channel for p in points if p.opted_out_at}),
        "plan": await _plan(scene),
        "offers": [
            {"position": o.position, **o.offer}
            for o in await scene.work.offers.find(account_id=account.id, state="open")
        ],
        "promise": await _promise(scene),
        "preferences": account.preferences,
        "feedback": await _feedback(scene),
        "balance": await _balance(scene),
        "intent": last[0].intent if last else None,
        "confidence": last[0].confidence if last else None,
    }


async def _holds(scene: Scene) -> list[dict[str, Any]]:
    active = [h for h in await scene.holds() if h.until is None or h.until > scene.now]
    return [
        {"reason": h.reason, "debt": h.debt, "until": h.until.isoformat() if h.until else None}
        for h in active
    ]


async def _plan(scene: Scene) -> dict[str, Any] | None:
    plans = await scene.work.plans.find(account_id=scene.account.id, newest=True)
    if not plans:
        return None
    plan = next((p for p in plans if p.state in RUNNING), plans[0])
    parts = await scene.work.instalments.find(plan_id=plan.id)
    state = PlanState(plan.state)
    return {
        "state": _PLAN_STATES.get(state, state),
        "currency": plan.currency,
        "total": _decimal(plan.total, plan.currency),
        "instalments": [
            {
                "amount": _decimal(part.amount, plan.currency),
                "due_date": part.due_date.isoformat(),
                "paid": _decimal(part.paid, plan.currency),
                "credited": _decimal(part.credited, plan.currency),
            }
            for part in parts
        ],
    }


async def _promise(scene: Scene) -> dict[str, Any] | None:
    found = await scene.work.promises.find(account_id=scene.account.id, newest=True, limit=1)
    if not found:
        return None
    promise = found[0]
    return {
        "amount": _decimal(promise.amount, promise.currency),
        "currency": promise.currency,
        "date": promise.day.isoformat(),
        "state": promise.state,
    }


async def _feedback(scene: Scene) -> dict[str, Any] | None:
    found = await scene.work.feedback.find(account_id=scene.account.id, newest=True)
    if not found:
        return None
    rated = next((f for f in found if f.rating is not None), found[0])
    return {"rating": rated.rating, "comment": rated.comment or found[0].comment}


async def _balance(scene: Scene) -> list[dict[str, Any]]:
    return [
        {
            "debt": owed.debt.reference,
            "currency": owed.debt.currency,
            "total": owed.total.decimal(),
            "principal": owed.balance.principal.decimal(),
            "interest": owed.balance.interest.decimal(),
            "fees": owed.balance.fees.decimal(),
            "credit": owed.balance.credit.decimal(),
        }
        for owed in await scene.debts()
    ]


def _decimal(minor: int, currency: str) -> str:
    return Money(minor, currency).decimal()


class UnknownAccount(LookupError):
    """No account has this reference."""


async def find_person(work: Work, tools: Tools, reference: str) -> Scene:
    """The person with this reference. Raises UnknownAccount."""
    account = await work.accounts.get(reference=reference)
    thread = await work.conversations.get(account_id=account.id) if account else None
    if thread is None:
        raise UnknownAccount(f"no account has the reference {reference}")
    return await Scene.open(work, tools, thread.id)


async def describe_reference(tools: Tools, reference: str) -> dict[str, Any]:
    """The state of the account with this reference. Raises UnknownAccount."""
    async with tools.open_work() as work:
        return await describe_person(await find_person(work, tools, reference))


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list: who, what is owed in all, with whom.

    `days_past_due` of the oldest debt; negative while it is not yet due.
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
        return [
            _row(tools, work, account, threads[account.id], debts[account.id])
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
    tools: Tools, work: Work, account: Account, thread: Conversation, debts: list[OwedDebt]
) -> PersonRow:
    policy = tools.policies.for_country(account.country)
    today = work.now.astimezone(ZoneInfo(account.time_zone)).date()
    owed = [o for o in debts if o.total]
    late = [(today - o.debt.due_date).days for o in owed]
    return PersonRow(
        account=account,
        total=sum_owed(owed) if owed else None,
        days_past_due=max(late, default=None),
        language=thread.language,
        verified=identity.still_verified(thread.verified_at, work.now, policy.identity),
        owner=thread.owner,
    )
