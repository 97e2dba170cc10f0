"""What a plan waives goes into the ledger when it is earned, and out again when it was not."""

from __future__ import annotations

from bot.rules.account import Component, EntryKind
from bot.rules.offers import OfferKind
from bot.rules.plan_progress import Share
from bot.usecases.plans.plan_terms import PlanTerms
from bot.usecases.records import Debt, LedgerEntry, Plan
from bot.usecases.scene import Scene

WAIVED_AT_ONCE = frozenset({OfferKind.INSTALMENTS})
"""What a plan waives is waived when it is agreed; paying in full earns its waiver by paying."""

_ADDS = {
    Component.PRINCIPAL: EntryKind.CHARGE,
    Component.INTEREST: EntryKind.INTEREST,
    Component.FEES: EntryKind.FEE,
}


async def waive(scene: Scene, plan: Plan, terms: PlanTerms) -> None:
    """Write the waivers of every share, unless they stand already.

    They count from the agreement on: what was paid since pays for the rest.
    """
    await _write(scene, plan, terms, back=False)


async def take_back(scene: Scene, plan: Plan, terms: PlanTerms) -> None:
    """The plan is no longer paid: what it had earned by that is owed again."""
    if plan.offer["kind"] not in WAIVED_AT_ONCE:
        await _write(scene, plan, terms, back=True)


async def _write(scene: Scene, plan: Plan, terms: PlanTerms, *, back: bool) -> None:
    """`back` writes where waivers stand, otherwise where none do."""
    debts = {d.reference: d for d in await scene.work.debts.find(account_id=scene.account.id)}
    for share in terms.shares:
        debt = debts[share.debt]
        rows = await scene.work.ledger.find(debt_id=debt.id)
        mine = [row for row in rows if row.source.startswith(f"plan:{plan.id}:")]
        waivers = sum(row.kind == EntryKind.WAIVER for row in mine)
        if (2 * waivers > len(mine)) == back:
            _add(scene, plan, debt, share, back=back, written=len(mine))


def _add(scene: Scene, plan: Plan, debt: Debt, share: Share, *, back: bool, written: int) -> None:
    """An entry for each component; the number of those written before makes the source new."""
    again = f":{written}" if written else ""
    for component, amount in share.waived.items():
        if not amount:
            continue
        entry = LedgerEntry(
            debt_id=debt.id,
            kind=_ADDS[component] if back else EntryKind.WAIVER,
            amount=amount.minor,
            at=plan.agreed_at,
            source=f"plan:{plan.id}:{component}:{debt.reference}{again}",
            component=None if back else component,
        )
        scene.work.ledger.add(entry)
