"""The person says that it is paid: look in the ledger, and pause while we look further."""

from __future__ import annotations

from bot.rules.account import EntryKind
from bot.rules.cases import CaseKind
from bot.rules.money import Money
from bot.usecases.answer import Answer, days, say
from bot.usecases.open_case import open_case
from bot.usecases.scene import Scene, sum_owed


async def report_payment(scene: Scene) -> Answer:
    """The newest payment if there is one and the person is known; else a case, and a pause."""
    if scene.verified:
        found = await _newest_payment(scene)
        owed = await scene.owed()
        if found is not None and not owed:
            return Answer((say("nothing_owed"),))
        if found is not None:
            amount, day = found
            await open_case(scene, CaseKind.ALREADY_PAID)
            return Answer((say("payment_found", amount=amount, date=day, total=sum_owed(owed)),))
    rule = await open_case(scene, CaseKind.ALREADY_PAID)
    return Answer((say("payment_reported", days=days(rule.respond_within)),))


async def _newest_payment(scene: Scene) -> tuple[Money, object] | None:
    newest = None
    for owed in await scene.debts():
        paid = await scene.work.ledger.find(debt_id=owed.debt.id, kind=EntryKind.PAYMENT)
        for entry in paid:
            if newest is None or entry.at > newest[1]:
                newest = (Money(entry.amount, owed.debt.currency), entry.at)
    if newest is None:
        return None
    return newest[0], newest[1].astimezone(scene.zone).date()
