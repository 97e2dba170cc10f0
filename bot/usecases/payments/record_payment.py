"""Money came in: it goes into the ledger once, and onto the plan and the promise it keeps."""

from __future__ import annotations

from datetime import datetime

from bot.rules.account import EntryKind
from bot.rules.money import Money
from bot.rules.plan import PlanState
from bot.usecases.plans.follow_plan import plan_over
from bot.usecases.plans.plan_shares import shares_of
from bot.usecases.plans.plan_terms import terms_of
from bot.usecases.plans.settle import settle
from bot.usecases.ports import Tools, Work
from bot.usecases.records import Debt, LedgerEntry, Payment
from bot.usecases.scene import Scene


class UnknownDebt(LookupError):
    """No debt has this reference."""


class PaymentConflict(ValueError):
    """The same reference was told before, with another amount or another debt."""


async def record_payment(
    tools: Tools,
    debt_reference: str,
    amount: str,
    source: str,
    at: datetime | None = None,
    *,
    method: str = "simulator",
) -> bool:
    """Book a payment (decimal string, in the debt's currency); False if `source` was booked.

    Under a plan the money goes onto the debts of the plan, the oldest first, and what the plan
    does not ask for stays on the named debt. `at` is when it was paid, an aware instant; one that
    is still to come counts as now. Raises UnknownDebt; PaymentConflict; ValueError when the amount
    is not a positive decimal.
    """
    async with tools.open_work() as work:
        debt = await find_debt(work, debt_reference)
        money = Money.parse(amount, debt.currency)
        if money.minor <= 0:
            raise ValueError("a payment is more than nothing")
        scene = await open_for(work, tools, debt)
        payment = Payment(
            account_id=debt.account_id,
            debt_id=debt.id,
            reference=source,
            amount=money.minor,
            currency=money.currency,
            method=method,
            paid_at=min(at or scene.now, scene.now),
            received_at=scene.now,
        )
        if not await work.payments.add_once(payment):
            await _same_as_before(work, payment)
            return False
        await _book(scene, debt, payment)
        await settle(scene)
        scene.log("payment", debt=debt.reference, amount=amount, source=source, method=method)
        await work.commit()
        return True


async def find_debt(work: Work, reference: str) -> Debt:
    """The debt with this reference. Raises UnknownDebt."""
    debt = await work.debts.get(reference=reference)
    if debt is None:
        raise UnknownDebt(f"no debt has the reference {reference}")
    return debt


async def open_for(work: Work, tools: Tools, debt: Debt) -> Scene:
    """The scene of the debt's owner, ours alone. Raises UnknownDebt when there is none."""
    thread = await work.conversations.get(account_id=debt.account_id)
    if thread is None:
        raise UnknownDebt(f"the debt {debt.reference} belongs to no conversation")
    return await Scene.open(work, tools, thread.id)


async def _same_as_before(work: Work, payment: Payment) -> None:
    known = await work.payments.get(reference=payment.reference)
    if known is None or (known.debt_id, known.amount) != (payment.debt_id, payment.amount):
        raise PaymentConflict(f"the payment {payment.reference} was booked otherwise before")


async def _book(scene: Scene, debt: Debt, payment: Payment) -> None:
    """A line for each debt that the money goes onto. The first has the payment's own source."""
    at = await _counts_from(scene, debt, payment.paid_at)
    for n, (target, minor) in enumerate(await _spread(scene, debt, payment), start=1):
        entry = LedgerEntry(
            debt_id=target.id,
            kind=EntryKind.PAYMENT,
            amount=minor,
            at=at,
            source=payment.reference if n == 1 else f"payment:{payment.id}:{n}",
            payment_id=payment.id,
        )
        if not await scene.work.ledger.add_once(entry):
            raise PaymentConflict(f"the source {entry.source} stands in the ledger already")


async def _spread(scene: Scene, debt: Debt, payment: Payment) -> list[tuple[Debt, int]]:
    """Onto which debts the money goes: the plan's, oldest first, and the rest on the named one."""
    left = payment.amount
    onto: dict[str, int] = {}
    running = await plan_over(scene, debt)
    if running is not None:
        money = Money(payment.amount, payment.currency)
        shares = await shares_of(scene, *running)
        for reference, part in shares.split(money).items():
            onto[reference] = part.minor
            left -= part.minor
    if left:
        onto[debt.reference] = onto.get(debt.reference, 0) + left
    debts = {d.reference: d for d in await scene.work.debts.find(account_id=scene.account.id)}
    return [(debts[reference], minor) for reference, minor in onto.items()]


async def _counts_from(scene: Scene, debt: Debt, paid_at: datetime) -> datetime:
    """A payment that arrives after an agreement counts from the agreement on, which fixed what was
    owed and waived at that time, even if it was sent before."""
    agreed = [paid_at]
    for plan in await scene.work.plans.find(account_id=scene.account.id):
        terms = terms_of(plan)
        shares = terms.shares if terms and plan.state != PlanState.PROPOSED else ()
        agreed += [plan.agreed_at for share in shares if share.debt == debt.reference]
    return max(agreed)
