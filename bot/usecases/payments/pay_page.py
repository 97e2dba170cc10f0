"""Somebody opens the address that we sent: what is there to pay, and who is it paid to?

Whoever has the address sees the creditor, a sum and a reference, and nothing about a person.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.paying.page import Subject, Ticket
from bot.rules.plan import PlanState
from bot.usecases.payments.hear_of_payment import take_payment
from bot.usecases.payments.ways_to_pay import Due, find_due, link_request, pix_code
from bot.usecases.ports import LinkRequest, Tools, Work
from bot.usecases.scene import Scene

METHOD = "page"


class PageState(StrEnum):
    """What the page can say."""

    DUE = "due"
    PAID = "paid"
    CHANGED = "changed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class PayView:
    """What the page shows. `due` is there when the state is DUE; `locale` such as pt_BR."""

    state: PageState
    locale: str
    due: Due | None = None
    pix: str | None = None
    request: LinkRequest | None = None


async def view_payment(tools: Tools, ticket: Ticket) -> PayView | None:
    """What there is to pay now; None when there is no such thing (any more)."""
    async with tools.open_work() as work:
        account_id = await _whose(work, ticket.subject)
        thread = await work.conversations.get(account_id=account_id) if account_id else None
        if thread is None:
            return None
        scene = await Scene.open(work, tools, thread.id)
        return await _view(scene, ticket, work.now)


async def _view(scene: Scene, ticket: Ticket, now: datetime) -> PayView:
    locale = f"{ticket.language}_{scene.account.country}"
    if ticket.expires <= now:
        return PayView(PageState.EXPIRED, locale)
    due = await find_due(scene, ticket.subject)
    if due is None:
        return PayView(await _why_nothing(scene, ticket.subject), locale)
    code = pix_code(scene.tools.creditor, due)
    return PayView(PageState.DUE, locale, due, code, link_request(scene, due))


async def _why_nothing(scene: Scene, subject: Subject) -> PageState:
    """Paid; or another agreement holds than when the address was made."""
    if subject.kind != "instalment":
        owed = [
            o for o in await scene.owed() if subject.kind == "account" or o.debt.id == subject.id
        ]
        return PageState.CHANGED if owed else PageState.PAID
    part = await scene.work.instalments.get(id=subject.id)
    plan = await scene.work.plans.get(id=part.plan_id) if part else None
    if part is None or plan is None:
        return PageState.CHANGED
    paid = part.paid + part.credited >= part.amount
    return PageState.PAID if paid or plan.state == PlanState.COMPLETED else PageState.CHANGED


async def _whose(work: Work, subject: Subject) -> uuid.UUID | None:
    if subject.kind == "account":
        return subject.id
    if subject.kind == "debt":
        debt = await work.debts.get(id=subject.id)
        return debt.account_id if debt else None
    part = await work.instalments.get(id=subject.id)
    plan = await work.plans.get(id=part.plan_id) if part else None
    return plan.account_id if plan else None


async def pay_on_page(tools: Tools, ticket: Ticket, stand: str) -> bool:
    """The demonstration's payment of all that the page shows; False when nothing was booked.

    `stand` is that of the page which the payer saw: when money has moved since, nothing happens.
    """
    view = await view_payment(tools, ticket)
    if view is None or view.due is None or view.due.stand != stand:
        return False
    due = view.due
    source = f"{METHOD}:{stand}"
    return await take_payment(tools, due.onto, due.amount, source, method=METHOD)
