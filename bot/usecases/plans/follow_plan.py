"""Money moved, or a day went by: how far is each plan paid, and where does that leave it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Final

from bot.rules.money import Money
from bot.rules.offers import OfferKind
from bot.rules.plan import Instalment, PlanEvent, PlanState, Standing, next_state, standing
from bot.rules.plan_progress import asked, fill, what_follows
from bot.usecases.plans.plan_shares import Shares, shares_of
from bot.usecases.plans.plan_terms import PlanTerms, terms_of
from bot.usecases.plans.plan_waivers import WAIVED_AT_ONCE, take_back, waive
from bot.usecases.plans.running_plan import RUNNING
from bot.usecases.records import Debt, Plan
from bot.usecases.scene import Scene

_LOGGED: Final = {
    PlanEvent.COMPLETE: "plan_completed",
    PlanEvent.BREAK: "plan_broken",
    PlanEvent.CURE: "plan_cured",
    PlanEvent.REOPEN: "plan_reopened",
}


async def follow_plans(scene: Scene) -> None:
    """Bring the plans of the account up to date with the ledger. Twice it changes nothing.

    Of several plans about a debt only the newest counts: money that an older one had is its own.
    """
    claimed: set[str] = set()
    for plan in await newest_plans(scene):
        terms = terms_of(plan)
        if terms is None:
            continue
        debts = {share.debt for share in terms.shares}
        if not debts <= claimed:
            await _follow(scene, plan, terms)
        claimed |= debts


async def newest_plans(scene: Scene) -> list[Plan]:
    """The plans that are running or completed, those that are running first, then the newest."""
    states = (*RUNNING, PlanState.COMPLETED)
    plans = await scene.work.plans.find(account_id=scene.account.id, state=states, newest=True)
    return sorted(plans, key=lambda plan: plan.state not in RUNNING)


async def plan_over(scene: Scene, debt: Debt) -> tuple[Plan, PlanTerms] | None:
    """The plan under which this debt is being paid, if there is one."""
    for plan in await newest_plans(scene):
        terms = terms_of(plan)
        shares = terms.shares if terms is not None and plan.state in RUNNING else ()
        if terms is not None and debt.reference in {share.debt for share in shares}:
            return plan, terms
    return None


async def _follow(scene: Scene, plan: Plan, terms: PlanTerms) -> None:
    shares = await shares_of(scene, plan, terms)
    parts = [Instalment(Money(row.amount, plan.currency), row.due_date) for row in shares.parts]
    filled = fill(parts, shares.paid, shares.credited)
    for row, now in zip(shares.parts, filled, strict=True):
        row.paid, row.credited = now.paid.minor, now.credited.minor
    stands = _standing(scene, plan, terms, shares, asked(filled))
    while event := what_follows(PlanState(plan.state), stands):
        plan.state = next_state(PlanState(plan.state), event)
        await _take_effect(scene, plan, terms, event, stands, lapsed=shares.lapsed_on is not None)


def _standing(
    scene: Scene, plan: Plan, terms: PlanTerms, shares: Shares, parts: tuple[Instalment, ...]
) -> Standing:
    """Completed when nothing is left of any share; token payments only when their time is over,
    since the rest stays owed and their interest-free time was promised."""
    stands = standing(parts, shares.paid, scene.today, terms.grace_days, shares.frozen)
    completed = not shares.left
    if plan.offer["kind"] == OfferKind.TOKEN:
        last = max((row.due_date for row in shares.parts), default=scene.today)
        completed = completed and scene.today > last
    return replace(stands, completed=completed, broken_on=stands.broken_on or shares.lapsed_on)


async def _take_effect(
    scene: Scene,
    plan: Plan,
    terms: PlanTerms,
    event: PlanEvent,
    stands: Standing,
    *,
    lapsed: bool,
) -> None:
    plan.ended_at = None
    if event is PlanEvent.COMPLETE:
        plan.ended_at = scene.now
        if plan.offer["kind"] not in WAIVED_AT_ONCE and not lapsed:
            await waive(scene, plan, terms)
    elif event is PlanEvent.BREAK and stands.broken_on is not None:
        plan.ended_at = datetime.combine(stands.broken_on, time.min, scene.zone)
    elif event is PlanEvent.REOPEN:
        await take_back(scene, plan, terms)
    await scene.work.flush()
    scene.log(_LOGGED[event], plan=str(plan.id))
