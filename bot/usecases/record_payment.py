"""Money came in: it goes into the ledger once, and onto the plan and the promise it keeps."""

from __future__ import annotations

from datetime import datetime

from bot.rules.account import EntryKind
from bot.rules.holds import HoldReason
from bot.rules.money import Money
from bot.rules.offers import OfferKind
from bot.rules.plan import PlanState
from bot.rules.promise import PromiseState
from bot.usecases import offer_records
from bot.usecases.accept_offer import WAIVED_AT_ONCE, waive
from bot.usecases.ports import Tools
from bot.usecases.propose_plan import active_plan
from bot.usecases.records import Debt, LedgerEntry, Plan
from bot.usecases.scene import OwedDebt, Scene, owed_debt


class UnknownDebt(LookupError):
    """No debt has this reference."""


async def record_payment(
    tools: Tools, debt_reference: str, amount: str, source: str, at: datetime | None = None
) -> bool:
    """Book a payment (decimal string, in the debt's currency); False if `source` was booked.

    Raises UnknownDebt; ValueError when the amount is not a positive decimal.
    """
    async with tools.open_work() as work:
        debt = await work.debts.get(reference=debt_reference)
        if debt is None:
            raise UnknownDebt(f"no debt has the reference {debt_reference}")
        money = Money.parse(amount, debt.currency)
        if money.minor <= 0:
            raise ValueError("a payment is more than nothing")
        thread = await work.conversations.get(account_id=debt.account_id)
        if thread is None:
            raise UnknownDebt(f"the debt {debt_reference} belongs to no conversation")
        scene = await Scene.open(work, tools, thread.id)
        entry = LedgerEntry(
            debt_id=debt.id,
            kind=EntryKind.PAYMENT,
            amount=money.minor,
            at=at or scene.now,
            source=source,
        )
        if not await work.ledger.add_once(entry):
            return False
        await _settle(scene, debt, money)
        scene.log("payment", debt=debt.reference, amount=amount, source=source)
        await work.commit()
        return True


async def _settle(scene: Scene, debt: Debt, money: Money) -> None:
    await _onto_plan(scene, debt, money)
    await _onto_promise(scene, money)


async def _onto_plan(scene: Scene, debt: Debt, money: Money) -> None:
    """Fill instalments in the order of their due dates; the last one completes the plan."""
    plan = await active_plan(scene)
    if plan is None or debt.reference not in plan.offer["debts"]:
        return
    left = money.minor
    parts = await scene.work.instalments.find(plan_id=plan.id)
    for part in parts:
        used = min(left, part.amount - part.paid)
        part.paid += used
        left -= used
    if any(part.paid < part.amount for part in parts):
        return
    offer = offer_records.from_json(plan.offer)
    if offer.kind is not OfferKind.TOKEN:
        if offer.kind not in WAIVED_AT_ONCE:
            waive(scene, offer, plan, await _owed_when_agreed(scene, plan))
        plan.state = PlanState.COMPLETED
        scene.log("plan_completed", plan=str(plan.id))


async def _owed_when_agreed(scene: Scene, plan: Plan) -> list[OwedDebt]:
    """What was outstanding before anything was paid on the plan."""
    owed = []
    for debt in await scene.work.debts.find(account_id=scene.account.id):
        entries = await scene.work.ledger.find(debt_id=debt.id)
        before = [e for e in entries if e.kind != EntryKind.PAYMENT or e.at < plan.agreed_at]
        owed.append(owed_debt(debt, before))
    return owed


async def _onto_promise(scene: Scene, money: Money) -> None:
    """A payment that covers an open promise keeps it, and its hold ends."""
    promise = await scene.work.promises.get(account_id=scene.account.id, state=PromiseState.OPEN)
    if promise is None or money.currency != promise.currency:
        return
    paid = money.minor + await _paid_since(scene, promise.made_at, money)
    if paid < promise.amount:
        return
    promise.state = PromiseState.KEPT
    for hold in await scene.work.holds.find(
        account_id=scene.account.id, reason=HoldReason.PROMISE, ended_at=None
    ):
        hold.ended_at = scene.now
    scene.log("promise_kept", amount=Money(promise.amount, promise.currency).decimal())


async def _paid_since(scene: Scene, since: datetime, this: Money) -> int:
    """What was paid since then on all debts, without the payment that is being booked."""
    total = 0
    for debt in await scene.work.debts.find(account_id=scene.account.id):
        entries = await scene.work.ledger.find(debt_id=debt.id, kind=EntryKind.PAYMENT)
        total += sum(entry.amount for entry in entries if entry.at >= since)
    return max(0, total - this.minor)
