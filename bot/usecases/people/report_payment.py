"""The person says that it is paid: look in the ledger, and pause while we look further."""

from __future__ import annotations

from datetime import date, datetime

from bot.rules.account import EntryKind
from bot.rules.cases import CaseKind
from bot.rules.money import Money
from bot.usecases.answer import Answer, days, say
from bot.usecases.people.open_case import open_case
from bot.usecases.scene import Scene, sum_owed

_MONEY = (EntryKind.PAYMENT, EntryKind.REVERSAL)


async def report_payment(scene: Scene) -> Answer:
    """The newest payment if there is one and the person is known; else a case, and a pause. Who
    says that all is paid is not asked on: neither for a reason nor for a day."""
    if scene.verified:
        found = await _newest_payment(scene)
        owed = await scene.owed()
        if found is not None and not owed:
            return Answer((say("nothing_owed"),), ends_form=True)
        if found is not None:
            amount, day = found
            await open_case(scene, CaseKind.ALREADY_PAID)
            return Answer((say("payment_found", amount=amount, date=day, total=sum_owed(owed)),))
    rule = await open_case(scene, CaseKind.ALREADY_PAID)
    reported = say("payment_reported", days=days(rule.respond_within))
    return Answer((reported,), ends_form=scene.verified)


async def _newest_payment(scene: Scene) -> tuple[Money, date] | None:
    """The newest payment that was not taken back, whatever debts it went onto."""
    paid: dict[object, Money] = {}
    at: dict[object, datetime] = {}
    for debt in await scene.work.debts.find(account_id=scene.account.id):
        none = Money.zero(debt.currency)
        for entry in await scene.work.ledger.find(debt_id=debt.id, kind=_MONEY):
            key = entry.payment_id or entry.reverses or entry.id
            amount = Money(entry.amount, debt.currency)
            if entry.kind == EntryKind.PAYMENT:
                paid[key], at[key] = paid.get(key, none) + amount, entry.at
            else:
                paid[key] = paid.get(key, none) - amount
    newest = max((key for key in at if paid[key]), key=lambda key: at[key], default=None)
    if newest is None:
        return None
    return paid[newest], at[newest].astimezone(scene.zone).date()
