"""The creditor corrects what a debt comes to: a credit note lowers it, a charge raises it."""

from __future__ import annotations

from bot.rules.account import EntryKind
from bot.rules.money import Money
from bot.usecases.payments.record_payment import PaymentConflict, find_debt, open_for
from bot.usecases.plans.settle import settle
from bot.usecases.ports import Tools
from bot.usecases.records import LedgerEntry


async def correct_debt(
    tools: Tools, debt_reference: str, amount: str, *, reference: str, reason: str
) -> bool:
    """Lower a debt by `amount` (decimal string, in its currency; below zero: raise it); False if
    `reference` was booked.

    A credit note lowers the principal first. Under a plan it shortens the plan from its end, and
    what it leaves nothing of is completed; a charge stays outside the plan. Raises UnknownDebt;
    PaymentConflict when the reference was used otherwise; ValueError when the amount is no decimal
    or nothing.
    """
    async with tools.open_work() as work:
        debt = await find_debt(work, debt_reference)
        money = Money.parse(amount, debt.currency)
        if not money:
            raise ValueError("a correction is more than nothing")
        scene = await open_for(work, tools, debt)
        entry = LedgerEntry(
            debt_id=debt.id,
            kind=EntryKind.CREDIT if money.minor > 0 else EntryKind.CHARGE,
            amount=abs(money.minor),
            at=scene.now,
            source=f"correction:{reference}",
        )
        if not await work.ledger.add_once(entry):
            known = await work.ledger.get(source=entry.source)
            if known is None or _what(known) != _what(entry):
                raise PaymentConflict(f"the correction {reference} was booked otherwise before")
            return False
        await settle(scene)
        scene.log("debt_corrected", debt=debt_reference, amount=amount, reason=reason)
        await work.commit()
        return True


def _what(entry: LedgerEntry) -> tuple[object, str, int]:
    return entry.debt_id, entry.kind, entry.amount
