"""What is to be paid now, and how? The next instalment of a plan, else what is owed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.paying.page import Subject
from bot.paying.pix import PixCharge, br_code
from bot.rules.account import EntryKind
from bot.rules.money import Money, total_of
from bot.usecases.answer import say
from bot.usecases.payments.hear_of_payment import ACCOUNT
from bot.usecases.people.identity_tries import forget_wrong_on_page
from bot.usecases.plans.plan_shares import discount_lost
from bot.usecases.plans.running_plan import RUNNING, running_plan
from bot.usecases.ports import Creditor, LinkRequest, Say
from bot.usecases.records import Plan, PlanInstalment
from bot.usecases.scene import OwedDebt, Scene

MOVES = (EntryKind.PAYMENT, EntryKind.REVERSAL)


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be paid.

    `subject` names it for our own page; `onto` is what the money is booked on (a debt, or
    `account:` and an account); `reference` is what people and banks write; `stand` changes
    whenever money moves, so that the same thing is not paid twice. `due_date` in the person's
    own country.
    """

    subject: Subject
    amount: Money
    due_date: date
    onto: str
    reference: str
    stand: str
    instalment: bool


async def due_now(scene: Scene) -> Due | None:
    """What this person should pay next; None when nothing is owed."""
    coming = await _next_instalment(scene)
    if coming is not None:
        return await due_of_instalment(scene, *coming)
    owed = await scene.owed()
    if len(owed) == 1:
        return await due_of_debts(scene, owed, Subject("debt", owed[0].debt.id))
    return await due_of_debts(scene, owed, Subject("account", scene.account.id))


async def _next_instalment(scene: Scene) -> tuple[Plan, PlanInstalment] | None:
    for plan in await scene.work.plans.find(account_id=scene.account.id, state=RUNNING):
        if await discount_lost(scene, plan):
            continue
        for part in await scene.work.instalments.find(plan_id=plan.id):
            if part.paid + part.credited < part.amount:
                return plan, part
    return None


async def due_of_instalment(scene: Scene, plan: Plan, part: PlanInstalment) -> Due | None:
    """What is open on one instalment; None when that is nothing."""
    left = Money(part.amount - part.paid - part.credited, plan.currency)
    if left.minor <= 0:
        return None
    owed = [o for o in await scene.debts() if o.debt.reference in plan.offer["debts"]]
    return await _due(scene, Subject("instalment", part.id), left, part.due_date, owed)


async def due_of_debts(scene: Scene, owed: list[OwedDebt], subject: Subject) -> Due | None:
    """What is owed on these debts, as far as they are in one currency; None for nothing."""
    same = [o for o in owed if o.debt.currency == owed[0].debt.currency and o.total]
    if not same:
        return None
    total = total_of((o.total for o in same), same[0].debt.currency)
    return await _due(scene, subject, total, min(o.debt.due_date for o in same), same)


async def _due(
    scene: Scene, subject: Subject, amount: Money, day: date, owed: list[OwedDebt]
) -> Due:
    whole = subject.kind == "account"
    first = next((o.debt.reference for o in owed if o.total), owed[0].debt.reference)
    reference = scene.account.reference if whole else first
    onto = f"{ACCOUNT}{reference}" if whole else first
    moved = [
        await scene.work.ledger.find(debt_id=o.debt.id, kind=MOVES) for o in await scene.debts()
    ]
    state = f"{subject}|{amount}|{sum(map(len, moved))}"
    stand = hashlib.sha256(state.encode()).hexdigest()[:32]
    return Due(subject, amount, day, onto, reference, stand, subject.kind == "instalment")


def pix_code(creditor: Creditor, due: Due) -> str | None:
    """Pix "copia e cola" for this; None where Pix is not a way to pay."""
    if due.amount.currency != "BRL" or not creditor.pix_key:
        return None
    charge = PixCharge(creditor.pix_key, creditor.name, creditor.city, due.amount, due.reference)
    return br_code(charge)


def link_request(scene: Scene, due: Due) -> LinkRequest:
    """What is asked of whoever makes the link."""
    return LinkRequest(
        amount=due.amount,
        reference=due.onto,
        subject=str(due.subject),
        description=f"{scene.tools.creditor.name} · {due.reference}",
        language=scene.conversation.language,
        expires=_expires(scene),
        idempotency_key=f"{due.stand}:{scene.now.date()}",
    )


async def page_address(scene: Scene, due: Due) -> str:
    """Our own page for this: nothing is asked of a provider, so it is there at once."""
    return await scene.tools.pages.link(link_request(scene, due))


def _expires(scene: Scene) -> datetime:
    return scene.now + timedelta(days=scene.tools.link_days)


async def agreement_address(scene: Scene) -> str | None:
    """Where the person reads the agreement of the plan that runs; None without one.

    Whoever is verified gets the tries back that were used up on its page.
    """
    plan = await running_plan(scene)
    if plan is None:
        return None
    if scene.verified:
        await forget_wrong_on_page(scene)
    return scene.tools.pages.agreement(plan.id, scene.conversation.language, _expires(scene))


async def how_to_pay_line(scene: Scene) -> Say | None:
    """The line after an agreement: what comes first, where it can be paid, and where what was
    agreed can be read. None for nothing."""
    due, agreement = await due_now(scene), await agreement_address(scene)
    if due is None or agreement is None:
        return None
    link = await page_address(scene, due)
    facts = {"amount": due.amount, "due_date": due.due_date, "link": link}
    return say("how_to_pay", **facts, agreement=agreement)


async def find_due(scene: Scene, subject: Subject) -> Due | None:
    """What is open on that which a link names; None when nothing is, or a plan has taken over."""
    if subject.kind == "instalment":
        part = await scene.work.instalments.get(id=subject.id)
        plan = await scene.work.plans.get(id=part.plan_id) if part else None
        if part is None or plan is None or plan.state not in RUNNING:
            return None
        return await due_of_instalment(scene, plan, part)
    owed = await scene.owed()
    if subject.kind == "debt":
        owed = [o for o in owed if o.debt.id == subject.id]
    coming = await _next_instalment(scene)
    if coming and any(o.debt.reference in coming[0].offer["debts"] for o in owed):
        return None
    return await due_of_debts(scene, owed, subject)
