"""What became of a payment? The payment, its debt and the plan, as the creditor's systems see it.

Amounts are decimal strings in the payment's or debt's currency, times ISO 8601 in UTC.
"""

from __future__ import annotations

from typing import Any

from bot.rules.account import EntryKind
from bot.rules.money import Money
from bot.usecases.accounts.describe_person import describe_person
from bot.usecases.payments.record_payment import find_debt, open_for
from bot.usecases.payments.reverse_payment import UnknownPayment, parts_of
from bot.usecases.ports import Tools, Work
from bot.usecases.records import Payment
from bot.usecases.scene import Scene


async def describe_payment(tools: Tools, reference: str, *, whole: bool = False) -> dict[str, Any]:
    """The payment with this reference (`whole`: with every part of a sum that came for several
    debts), and the state of its first debt after it. Raises UnknownPayment."""
    async with tools.open_work() as work:
        payment = await work.payments.get(reference=reference)
        debt = await work.debts.get(id=payment.debt_id) if payment else None
        if payment is None or debt is None:
            raise UnknownPayment(f"no payment has the reference {reference}")
        scene = await open_for(work, tools, debt)
        parts = await parts_of(work, reference) if whole else [payment]
        return {
            "payment": await _payment(work, parts, debt.reference),
            **await _after(scene, debt.reference),
        }


async def describe_debt(tools: Tools, reference: str) -> dict[str, Any]:
    """The balance of this debt, and the plan. Raises UnknownDebt."""
    async with tools.open_work() as work:
        debt = await find_debt(work, reference)
        return await _after(await open_for(work, tools, debt), reference)


async def _payment(work: Work, parts: list[Payment], debt: str) -> dict[str, Any]:
    payment, ids = parts[0], [part.id for part in parts]
    entries = await work.ledger.find(payment_id=ids, kind=EntryKind.REVERSAL)
    came = Money(sum(part.amount for part in parts), payment.currency)
    back = Money(sum(entry.amount for entry in entries), payment.currency)
    return {
        "reference": payment.reference,
        "debt": debt,
        "amount": came.decimal(),
        "currency": payment.currency,
        "reversed": back.decimal(),
        "method": payment.method,
        "paid_at": payment.paid_at.isoformat(),
        "received_at": payment.received_at.isoformat(),
    }


async def _after(scene: Scene, reference: str) -> dict[str, Any]:
    owed = next(o for o in await scene.debts() if o.debt.reference == reference)
    balance = owed.balance
    return {
        "debt": {
            "reference": reference,
            "currency": owed.debt.currency,
            "total": balance.total.decimal(),
            "principal": balance.principal.decimal(),
            "interest": balance.interest.decimal(),
            "fees": balance.fees.decimal(),
            "credit": balance.credit.decimal(),
        },
        "plan": (await describe_person(scene))["plan"],
    }
