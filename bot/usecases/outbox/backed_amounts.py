"""Which amounts may be named to this person? Those that our own records back, and no others."""

from __future__ import annotations

from collections import defaultdict

from bot.rules.account import EntryKind
from bot.rules.money import Money, total_of
from bot.usecases.offers import offer_records
from bot.usecases.records import Payment
from bot.usecases.scene import OwedDebt, Scene


async def backed_amounts(scene: Scene) -> frozenset[Money]:
    """Ledger, offers, plans and promises of the account, as they stand now.

    An offer that was replaced backs the message that showed it: it may leave a moment later.
    """
    debts = await scene.debts()
    amounts = _of_ledger(debts)
    for debt in debts:
        for entry in await scene.work.ledger.find(debt_id=debt.debt.id):
            amounts.add(Money(entry.amount, debt.debt.currency))
    for payment in await scene.work.payments.find(account_id=scene.account.id):
        amounts |= await _of_payment(scene, payment)
    for offer in await scene.work.offers.find(account_id=scene.account.id):
        if offer.state != "expired":
            amounts |= offer_records.amounts_in(offer.offer)
    for plan in await scene.work.plans.find(account_id=scene.account.id):
        parts = await scene.work.instalments.find(plan_id=plan.id)
        amounts |= {Money(part.amount, plan.currency) for part in parts}
        left = (part.amount - part.paid - part.credited for part in parts)
        amounts |= {Money(minor, plan.currency) for minor in left}
        amounts.add(Money(plan.total, plan.currency))
    for promise in await scene.work.promises.find(account_id=scene.account.id):
        amounts.add(Money(promise.amount, promise.currency))
    return frozenset(amounts)


async def _of_payment(scene: Scene, payment: Payment) -> set[Money]:
    """What arrived, and what is left of it when a part was taken back."""
    taken = await scene.work.ledger.find(payment_id=payment.id, kind=EntryKind.REVERSAL)
    left = payment.amount - sum(entry.amount for entry in taken)
    return {Money(minor, payment.currency) for minor in (payment.amount, left)}


def _of_ledger(debts: list[OwedDebt]) -> set[Money]:
    """What each debt, each of its components, and all of them together come to."""
    by_currency: dict[str, list[OwedDebt]] = defaultdict(list)
    amounts: set[Money] = set()
    for owed in debts:
        by_currency[owed.debt.currency].append(owed)
        b = owed.balance
        amounts |= {b.total, b.principal, b.interest, b.fees, b.credit}
    for currency, some in by_currency.items():
        for part in ("total", "principal", "interest", "fees"):
            amounts.add(total_of((getattr(o.balance, part) for o in some), currency))
    return amounts
