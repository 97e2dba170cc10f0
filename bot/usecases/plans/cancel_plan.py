"""A plan ends without being paid: what is left is owed as before, what was waived stays waived."""

from __future__ import annotations

from bot.rules.plan import PlanEvent, PlanState, next_state
from bot.usecases.plans.running_plan import RUNNING
from bot.usecases.records import Plan
from bot.usecases.scene import Scene


async def cancel_plan(scene: Scene, reason: str) -> bool:
    """Cancel the plans that are running; False when none is. Charges accrue again from now on."""
    plans = await scene.work.plans.find(account_id=scene.account.id, state=RUNNING)
    for plan in plans:
        end_plan(scene, plan, PlanEvent.CANCEL)
        scene.log("plan_cancelled", plan=str(plan.id), reason=reason)
    return bool(plans)


def end_plan(scene: Scene, plan: Plan, event: PlanEvent) -> None:
    """The plan gives way. One that broke ended then. IllegalTransition when it had ended."""
    plan.state = next_state(PlanState(plan.state), event)
    plan.ended_at = plan.ended_at or scene.now
