"""What was shown is kept: an open offer does not change because a day of interest went by."""

from __future__ import annotations

from datetime import datetime

from bot.rules.account import Component, EntryKind
from bot.rules.money import Money
from bot.usecases.plans.accrue_charges import is_accrual
from bot.usecases.records import LedgerEntry, OfferRecord
from bot.usecases.scene import OwedDebt, Scene, owed_debt

_WAIVES = {EntryKind.INTEREST: Component.INTEREST, EntryKind.FEE: Component.FEES}


async def as_shown(scene: Scene, owed: list[OwedDebt], shown_at: datetime) -> list[OwedDebt]:
    """These debts without what accrual has added since the offer was shown."""
    order = scene.policy.charges.allocation
    found = []
    for one in owed:
        rows = await scene.work.ledger.find(debt_id=one.debt.id)
        kept = [row for row in rows if not _added(row, shown_at)]
        found.append(owed_debt(one.debt, kept, order))
    return found


async def keep(scene: Scene, owed: list[OwedDebt], record: OfferRecord) -> None:
    """The offer is taken: what accrual has added to its debts since is waived."""
    for one in owed:
        if one.debt.reference not in record.offer["debts"]:
            continue
        rows = await scene.work.ledger.find(debt_id=one.debt.id)
        for n, row in enumerate(row for row in rows if _added(row, record.made_at)):
            waiver = LedgerEntry(
                debt_id=one.debt.id,
                kind=EntryKind.WAIVER,
                amount=row.amount,
                at=scene.now,
                source=f"quote:{record.id}:{one.debt.reference}:{n}",
                component=_WAIVES[EntryKind(row.kind)],
            )
            scene.work.ledger.add(waiver)
            amount = Money(row.amount, one.debt.currency).decimal()
            scene.log("quote_kept", debt=one.debt.reference, amount=amount)


def _added(row: LedgerEntry, shown_at: datetime) -> bool:
    return is_accrual(row) and row.kind in _WAIVES and row.at > shown_at
