"""Which plan is the person on, and how often was it changed already?"""

from __future__ import annotations

from bot.rules.offers import OfferKind
from bot.rules.plan import PlanState
from bot.usecases.records import Plan
from bot.usecases.scene import Scene

RUNNING = (PlanState.ACTIVE, PlanState.BROKEN)
"""A plan that a new one would take the place of."""


async def active_plan(scene: Scene) -> Plan | None:
    """The plan that is kept, if there is one."""
    return await scene.work.plans.get(account_id=scene.account.id, state=PlanState.ACTIVE)


async def running_plan(scene: Scene) -> Plan | None:
    """The newest plan that is kept or broken, if there is one."""
    found = await scene.work.plans.find(account_id=scene.account.id, state=RUNNING, newest=True)
    return found[0] if found else None


async def times_changed(scene: Scene) -> int:
    """How often the plan will have been changed once a new one takes its place; 0 without one.

    A first arrangement that waived nothing when it was agreed (one payment, token payments) does
    not count when it is changed for the first time: what a plan waives was never given.
    """
    plans = {p.id: p for p in await scene.work.plans.find(account_id=scene.account.id)}
    chain: list[Plan] = []
    plan = await running_plan(scene)
    while plan is not None:
        chain.append(plan)
        plan = plans.get(plan.renegotiates) if plan.renegotiates else None
    first = len(chain) == 1 and chain[0].offer["kind"] != OfferKind.INSTALMENTS
    return 0 if first else len(chain)
