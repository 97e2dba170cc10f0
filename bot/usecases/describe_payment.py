"""What became of a payment? The payment, its debt and the plan, as the creditor's systems see it.

Amounts are decimal strings in the payment's or debt's currency, times ISO 8601 in UTC.
"""

from __future__ import annotations

from typing import Any

from bot.rules.account import EntryKind
from bot.rules.money import Money
from bot.usecases.describe_person import describe_person
from bot.usecases.ports import Tools, Work
from bot.usecases.record_payment import find_debt, open_for
from bot.usecases.records import Payment
from bot.usecases.reverse_payment import UnknownPayment
from bot.usecases.scene import Scene


async def describe_payment(tools: Tools, reference: str) -> dict[str, Any]:
    """The payment with this reference, and the state after it. Raises UnknownPayment."""
    async with tools.open_work() as work:
        payment = await work.payments.get(reference=reference)
        debt = await work.debts.get(id=payment.debt_id) if payment else None
        if payment is None or debt is None:
            raise UnknownPayment(f"no payment has the reference {reference}")
        scene = await open_for(work, tools, debt)
        return {
            "payment": await _payment(work, payment, debt.reference),
            **await _after(scene, debt.reference),
        }


async def describe_debt(tools: Tools, reference: str) -> dict[str, Any]:
    """The balance of this debt, and the plan. Raises UnknownDebt."""
    async with tools.open_work() as work:
        debt = await find_debt(work, reference)
        return await _after(await open_for(work, tools, debt), reference)


async def _payment(work: Work, payment: Payment, debt: str) -> dict[str, Any]:
    entries = await work.ledger.find(payment_id=payment.id, kind=EntryKind.REVERSAL)
    back = Money(sum(entry.amount for entry in entries), payment.currency)
    return {
        "reference": payment.reference,
        "debt": debt,
        "amount": Money(payment.amount, payment.currency).decimal(),
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
