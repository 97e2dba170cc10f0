"""On which days does nothing become due and nothing get more expensive, because a hold says so?"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime

from bot.rules.charges import frozen_days
from bot.rules.holds import HoldReason
from bot.rules.plan import PlanState
from bot.usecases.plans.plan_terms import terms_of
from bot.usecases.records import Debt, HoldRecord
from bot.usecases.scene import Scene

Span = tuple[datetime, datetime | None]


async def days_on_hold(
    scene: Scene, debts: Collection[uuid.UUID], first: date, last: date
) -> frozenset[date]:
    """The days that begin under a hold that freezes charges, on one of these debts or on the whole
    account; a hold that was lifted counts for as long as it lasted."""
    return frozen_days(await _holds(scene, debts), first, last, scene.zone)


async def days_without_charges(
    scene: Scene, debt: Debt, first: date, last: date
) -> frozenset[date]:
    """The days on which this debt bears no interest and no late fee: a hold freezes them, or a
    plan that is kept does. A plan that broke freezes them till then."""
    spans = await _holds(scene, [debt.id]) + await _plans(scene, debt)
    return frozen_days(spans, first, last, scene.zone)


async def _holds(scene: Scene, debts: Collection[uuid.UUID]) -> list[Span]:
    rows = await scene.work.holds.find(account_id=scene.account.id)
    return [
        (row.starts, _end(row))
        for row in rows
        if scene.policy.holds.rule(HoldReason(row.reason)).freezes_charges
        and (row.debt_id is None or row.debt_id in debts)
    ]


def _end(row: HoldRecord) -> datetime | None:
    ends = [end for end in (row.until, row.ended_at) if end is not None]
    return min(ends, default=None)


async def _plans(scene: Scene, debt: Debt) -> list[Span]:
    spans = []
    for plan in await scene.work.plans.find(account_id=scene.account.id):
        terms = terms_of(plan)
        if terms is None or not terms.interest_free or plan.state == PlanState.PROPOSED:
            continue
        if debt.reference in {share.debt for share in terms.shares}:
            spans.append((plan.agreed_at, plan.ended_at))
    return spans
