"""Something needs a person's eyes: open a case, set the hold that it calls for, hand over if so.

Which hold, which priority, by when, and whether a person takes the thread are policy.
"""

from __future__ import annotations

from bot.rules.cases import CaseKind, CaseRule
from bot.rules.holds import HoldReason, new_hold
from bot.usecases.people.escalate import escalate
from bot.usecases.records import Case, Debt, HoldRecord
from bot.usecases.scene import Scene


async def open_case(
    scene: Scene, kind: CaseKind, *, debts: list[Debt] | None = None, note: str = ""
) -> CaseRule:
    """Open the case unless one of that kind is open; its hold covers `debts`, or the account."""
    rule = scene.policy.cases.rule(kind)
    if await scene.work.cases.get(account_id=scene.account.id, kind=kind, closed_at=None) is None:
        case = Case(
            account_id=scene.account.id,
            kind=kind,
            priority=rule.priority,
            opened_at=scene.now,
            due_at=scene.now + rule.respond_within,
            debt_id=debts[0].id if debts and len(debts) == 1 else None,
            note=note,
        )
        scene.work.cases.add(case)
        scene.log("case_opened", case=kind, source=rule.source)
    if rule.hold is not None:
        await hold(scene, rule.hold, debts=debts)
    if rule.person:
        await escalate(scene, kind)
    return rule


async def hold(scene: Scene, reason: HoldReason, *, debts: list[Debt] | None = None) -> None:
    """Stop pressing for payment, on these debts or on the whole account; once for each reason."""
    held: list[Debt | None] = [*debts] if debts else [None]
    for debt in held:
        debt_id = None if debt is None else debt.id
        known = await scene.work.holds.get(
            account_id=scene.account.id, reason=reason, debt_id=debt_id, ended_at=None
        )
        if known is not None and (known.until is None or known.until > scene.now):
            continue
        new = new_hold(reason, scene.policy.holds, scene.now)
        scene.work.holds.add(
            HoldRecord(
                account_id=scene.account.id,
                reason=reason,
                debt_id=debt_id,
                starts=new.starts,
                until=new.until,
                review_at=new.review_at,
                set_by=new.set_by,
            )
        )
        scene.log("hold_set", reason=reason, debt=None if debt is None else debt.reference)
