"""What of an agreed plan goes on to count? Written down when it is agreed, read ever after."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from bot.rules.account import Component, EntryKind
from bot.rules.money import Money
from bot.rules.offers import Offer, PlanLimits
from bot.rules.plan_progress import Share, shares
from bot.usecases.records import Plan
from bot.usecases.scene import OwedDebt, Scene

_MONEY = (EntryKind.PAYMENT, EntryKind.CREDIT)


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """The terms of a plan: days of grace, whether interest rests, each debt's share, and the
    payments and credit notes that were there `before` and so do not count for it."""

    grace_days: int
    interest_free: bool
    shares: tuple[Share, ...]
    before: Collection[str]


async def freeze(
    scene: Scene, offer: Offer, owed: list[OwedDebt], limits: PlanLimits
) -> dict[str, Any]:
    """The terms of a plan from this offer, as they are kept with it."""
    covered = [one for one in owed if one.debt.reference in offer.debts]
    waived = {
        Component.PRINCIPAL: offer.waived_principal or Money.zero(offer.total.currency),
        Component.INTEREST: offer.waived_interest,
        Component.FEES: offer.waived_fees,
    }
    parts = shares([(o.debt.reference, o.balance) for o in covered], offer.total, waived)
    entries = [
        entry
        for one in covered
        for entry in await scene.work.ledger.find(debt_id=one.debt.id, kind=_MONEY)
    ]
    return {
        "grace_days": limits.grace_days,
        "interest_free": limits.interest_free,
        "shares": [_as_json(part) for part in parts],
        "before": sorted(str(entry.id) for entry in entries),
    }


def _as_json(share: Share) -> dict[str, str]:
    return {
        "debt": share.debt,
        "payable": share.payable.decimal(),
        "waived_principal": share.waived_principal.decimal(),
        "waived_interest": share.waived_interest.decimal(),
        "waived_fees": share.waived_fees.decimal(),
    }


def terms_of(plan: Plan) -> PlanTerms | None:
    """The plan's terms; None for a plan that was agreed before terms were kept."""
    if not plan.terms:
        return None
    return PlanTerms(
        grace_days=plan.terms["grace_days"],
        interest_free=plan.terms["interest_free"],
        shares=tuple(_share(kept, plan.currency) for kept in plan.terms["shares"]),
        before=frozenset(plan.terms["before"]),
    )


def _share(kept: dict[str, str], currency: str) -> Share:
    names = ("payable", "waived_principal", "waived_interest", "waived_fees")
    return Share(kept["debt"], *(Money.parse(kept[name], currency) for name in names))
