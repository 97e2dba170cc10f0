"""How do things stand with this person? The state that the simulator and the desk show."""

from __future__ import annotations

from typing import Any

from bot.rules.money import Money
from bot.rules.plan import PlanState
from bot.usecases.find_person import find_person
from bot.usecases.plans.running_plan import RUNNING
from bot.usecases.ports import Tools
from bot.usecases.scene import Scene

_PLAN_STATES = {PlanState.RENEGOTIATED: PlanState.CANCELLED}
"""A plan that gave way to another one counts as cancelled for whoever looks from outside."""


async def describe_person(scene: Scene) -> dict[str, Any]:
    """The state in plain JSON: amounts as decimal strings, dates and times as ISO."""
    account, thread = scene.account, scene.conversation
    last = await scene.work.inbox.find(conversation_id=thread.id, newest=True, limit=1)
    cases = await scene.work.cases.find(account_id=account.id, closed_at=None)
    return {
        "conversation": str(thread.id),
        "owner": thread.owner,
        "owner_reason": thread.owner_reason,
        "agent": thread.agent,
        "verified": scene.verified,
        "verified_on": sorted({p.channel for p in scene.points if scene.knows(p)}),
        "language": thread.language,
        "cases": sorted({case.kind for case in cases}),
        "holds": await _holds(scene),
        "opted_out": sorted({p.channel for p in scene.points if p.opted_out_at}),
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


async def describe_reference(tools: Tools, reference: str) -> dict[str, Any]:
    """The state of the account with this reference. Raises UnknownAccount."""
    async with tools.open_work() as work:
        return await describe_person(await find_person(work, tools, reference))
