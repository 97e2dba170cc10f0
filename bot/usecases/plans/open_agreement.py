"""Somebody opens the address of an agreement: are they the person, and what do they get to read?

The address reached a person who had proved who they are; it is asked for one of the two answers
again, since addresses are passed on and phones are lent. Wrong answers count with the
conversation's tries, but for the last one, which stays the conversation's; none of them says or
does anything there. The right one proves less than the conversation asks for, so it verifies
nobody and gives no tries back. An agreement is a record: it can be read also when the plan was
changed or has ended.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum

from bot.paying.page import AgreementTicket
from bot.rules import identity
from bot.rules.identity import Asked
from bot.usecases.people.identity_tries import REFUSED_ON_PAGE
from bot.usecases.people.verify_identity import born_then, code_fits
from bot.usecases.plans.write_agreement import AgreementFacts, write_agreement
from bot.usecases.ports import Tools, Work
from bot.usecases.scene import Scene

LONGEST = 100
"""Characters of an answer; what is longer is no answer."""


class Opening(StrEnum):
    """How the door stands."""

    ASKED = "asked"
    UNCLEAR = "unclear"
    WRONG = "wrong"
    LOCKED = "locked"
    EXPIRED = "expired"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class AgreementView:
    """What the page shows. `asked` is None when nothing can be asked; `tries_left` is the page's;
    `agreement` is there when the state is OPEN. `locale` such as pt_BR."""

    state: Opening
    locale: str
    asked: Asked | None = None
    tries_left: int = 0
    agreement: AgreementFacts | None = None


async def view_agreement(tools: Tools, ticket: AgreementTicket) -> AgreementView | None:
    """What is asked; None when there is no such agreement."""
    async with tools.open_work() as work:
        scene = await _scene(work, tools, ticket.plan_id)
        return _view(scene, ticket) if scene else None


async def open_agreement(
    tools: Tools, ticket: AgreementTicket, answer: str
) -> AgreementView | None:
    """Judge the answer: the agreement for the right one. None when there is no such agreement."""
    async with tools.open_work() as work:
        scene = await _scene(work, tools, ticket.plan_id)
        view = _view(scene, ticket) if scene else None
        if scene is None or view is None or view.state is not Opening.ASKED:
            return view
        view = _judged(scene, ticket, view, answer)
        reference = scene.account.reference
        await work.commit()
    if view.state is not Opening.OPEN:
        return view
    agreement = await write_agreement(tools, reference, ticket.plan_id)
    return AgreementView(view.state, view.locale, view.asked, view.tries_left, agreement)


async def _scene(work: Work, tools: Tools, plan_id: uuid.UUID) -> Scene | None:
    """The person whose plan this is, if it was agreed and has payments."""
    plan = await work.plans.get(id=plan_id)
    parts = await work.instalments.find(plan_id=plan_id, limit=1)
    if plan is None or not parts:
        return None
    thread = await work.conversations.get(account_id=plan.account_id)
    return await Scene.open(work, tools, thread.id) if thread else None


def _view(scene: Scene, ticket: AgreementTicket) -> AgreementView:
    account, locale = scene.account, f"{ticket.language}_{scene.account.country}"
    if ticket.expires <= scene.now:
        return AgreementView(Opening.EXPIRED, locale)
    asked = identity.page_asks(
        account.birth_date,
        account.document_last,
        account.postcode,
        individual=account.person_type == "individual",
    )
    left = identity.page_tries(scene.conversation.identity_tries, scene.policy.identity)
    state = Opening.ASKED if asked and left else Opening.LOCKED
    return AgreementView(state, locale, asked, left)


def _judged(
    scene: Scene, ticket: AgreementTicket, view: AgreementView, answer: str
) -> AgreementView:
    """The view after this answer; a wrong one is counted, each is written down without its words.

    What cannot be read is no try, as in the conversation.
    """
    text = answer if len(answer) <= LONGEST else ""
    if view.asked is Asked.BIRTH_DATE:
        day_first = scene.policy.facts.day_first
        right = born_then(scene, text)
        readable = right or bool(identity.read_birth_dates(text, day_first, scene.today))
    else:
        right = code_fits(scene, text)
        readable = right or bool(identity.read_codes(text))
    if not readable:
        return AgreementView(Opening.UNCLEAR, view.locale, view.asked, view.tries_left)
    thread = scene.conversation
    verdict = identity.judge_on_page(thread.identity_tries, right, scene.policy.identity)
    plan = str(ticket.plan_id)
    if verdict.verified:
        scene.log("agreement_opened", plan=plan)
        return AgreementView(Opening.OPEN, view.locale, view.asked, verdict.tries_left)
    thread.identity_tries += 1
    scene.log(REFUSED_ON_PAGE, plan=plan, tries_left=verdict.tries_left)
    state = Opening.WRONG if verdict.tries_left else Opening.LOCKED
    return AgreementView(state, view.locale, view.asked, verdict.tries_left)
