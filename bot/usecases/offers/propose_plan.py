"""The person wants to pay differently: hear why, then offer what the rules allow."""

from __future__ import annotations

from enum import StrEnum

from bot import reading
from bot.reading.entity import as_last_date
from bot.rules.money import Money
from bot.rules.offers import Offer, OfferKind, Proposal, answer_more_time, compute_offers
from bot.rules.plan import Instalment
from bot.usecases.answer import Answer, Button, Need, Question, say, with_buttons
from bot.usecases.offers.answer_proposal import answer_proposal, change_by_a_person
from bot.usecases.offers.proposal_records import names_figures, proposal_in
from bot.usecases.offers.show_offers import (
    SHOWN,
    Basis,
    instalment_lines,
    present,
    schedule_lines,
)
from bot.usecases.offers.situation import negotiable
from bot.usecases.people.escalate import escalate
from bot.usecases.people.tell_circumstances import known
from bot.usecases.plans.running_plan import active_plan
from bot.usecases.records import Plan
from bot.usecases.scene import Scene

__all__ = [
    "SHOWN",
    "Wish",
    "active_plan",
    "change_plan",
    "keep_plan",
    "propose_plan",
    "schedule_lines",
]


class Wish(StrEnum):
    """What the person asked for: it decides which of the allowed offers is named first."""

    PLAN = "plan"
    MORE_TIME = "more_time"
    DISCOUNT = "discount"


_FIRST = {
    Wish.PLAN: (OfferKind.INSTALMENTS, OfferKind.TOKEN, OfferKind.PAUSE),
    Wish.MORE_TIME: (OfferKind.MORE_TIME, OfferKind.PAUSE, OfferKind.INSTALMENTS),
    Wish.DISCOUNT: (OfferKind.PAY_IN_FULL,),
}


async def propose_plan(scene: Scene, wish: Wish, text: str, *, changing: bool = False) -> Answer:
    """Offers for this wish; or what has to be known first: identity, then circumstances.

    Figures that the text names are answered as a proposal. `changing`: the person wants another
    plan than the one that runs; figures about it say so too.
    """
    owed = await negotiable(scene) if scene.verified else []
    basis = await Basis.of(scene, owed) if owed else None
    said = proposal_in(scene, text, basis) if basis else None
    figures = said if said is not None and names_figures(said) else None
    stop = await what_is_missing(scene, changing=changing or figures is not None)
    if stop is not None:
        return stop
    if basis is None:
        return await _nothing_of_our_own(scene)
    if figures is not None:
        return await answer_proposal(scene, figures, basis)
    if basis.situation.renegotiations > basis.limits.renegotiations:
        return await change_by_a_person(scene, basis, None)
    offers = _offers(scene, basis, wish, text)
    if wish is Wish.PLAN and _no_plan_fits(basis, offers):
        able = Proposal(amount=basis.situation.affordable, frequency=basis.situation.frequency)
        return await answer_proposal(scene, able, basis)
    return await present(scene, offers, basis) if offers else await _nothing_of_our_own(scene)


async def change_plan(scene: Scene) -> Answer:
    """Another plan for what is left: the person asked for it, and needs to ask nobody."""
    return await propose_plan(scene, Wish.PLAN, "", changing=True)


def keep_plan() -> Answer:
    """The plan stays as it is."""
    return Answer((say("plan_kept"),), ends_form=True)


async def _nothing_of_our_own(scene: Scene) -> Answer:
    """All of it is frozen, or nothing is open: a person decides."""
    await escalate(scene, "no_offer")
    return Answer((say("no_offer_person"),), ends_form=True)


def _no_plan_fits(basis: Basis, offers: list[Offer]) -> bool:
    """Did the person name an amount that no plan is low enough for? Then that is what we answer,
    and no plan above it."""
    able = basis.situation.affordable
    return able is not None and all(o.kind is not OfferKind.INSTALMENTS for o in offers)


async def ask_affordable(scene: Scene) -> Answer:
    """What could the person manage? Offers at once when that was said, or cannot matter."""
    told = await known(scene)
    if scene.verified and await scene.owed() and all(c.affordable is None for c in told):
        return Answer(need=Need.AFFORDABLE)
    return await propose_plan(scene, Wish.PLAN, "")


async def what_is_missing(scene: Scene, *, changing: bool = False) -> Answer | None:
    """Why no offer can be made yet, or None.

    The circumstances are asked before any terms are offered (CONC 7.3; humane collection). A plan
    that runs is shown first, unless the person is `changing` it.
    """
    if not scene.verified:
        return Answer(need=Need.IDENTITY)
    plan = None if changing else await active_plan(scene)
    if plan is not None:
        return await _already(scene, plan)
    if not await scene.owed():
        return Answer((say("nothing_owed"),))
    if not await known(scene):
        return Answer(need=Need.CIRCUMSTANCES)
    return None


async def _already(scene: Scene, plan: Plan) -> Answer:
    """What is left of the plan: what was paid or credited is not asked for again."""
    parts = [
        Instalment(Money(left, plan.currency), part.due_date)
        for part in await scene.work.instalments.find(plan_id=plan.id)
        if (left := part.amount - part.paid - part.credited) > 0
    ]
    buttons = (Button(say("button_change"), "affirm"), Button(say("button_keep"), "deny"))
    message = with_buttons(say("plan_already", lines=instalment_lines(parts)), buttons)
    return Answer((message,), question=Question.CHANGE_PLAN)


def _offers(scene: Scene, basis: Basis, wish: Wish, text: str) -> list[Offer]:
    situation, limits = basis.situation, basis.limits
    offers = list(compute_offers(situation, limits, scene.today))
    if wish is Wish.MORE_TIME:
        read = reading.read(text, scene.today, country=scene.account.country)
        dates = [e for e in read if e.entity == "date"]
        dates.sort(key=lambda e: e.latest is not None)  # "a few days, till the 28th": the 28th
        wanted = as_last_date(dates[0]) if dates else None
        answer = answer_more_time(wanted, situation, limits, scene.today)
        if answer.offer is not None and answer.offer.kind is OfferKind.MORE_TIME:
            rest = [o for o in offers if o.kind is not OfferKind.MORE_TIME]
            offers = [answer.offer, *rest]
    order = _FIRST[wish]
    return sorted(offers, key=lambda o: order.index(o.kind) if o.kind in order else len(order))
