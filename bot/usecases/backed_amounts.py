"""Which amounts may be named to this person? Those that our own records back, and no others."""

from __future__ import annotations

from collections import defaultdict

from bot.rules.money import Money, total_of
from bot.usecases import offer_records
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
    for offer in await scene.work.offers.find(account_id=scene.account.id):
        if offer.state != "expired":
            amounts |= offer_records.amounts_in(offer.offer)
    for plan in await scene.work.plans.find(account_id=scene.account.id):
        parts = await scene.work.instalments.find(plan_id=plan.id)
        amounts |= {Money(part.amount, plan.currency) for part in parts}
        amounts.add(Money(plan.total, plan.currency))
    for promise in await scene.work.promises.find(account_id=scene.account.id):
        amounts.add(Money(promise.amount, promise.currency))
    return frozenset(amounts)


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
