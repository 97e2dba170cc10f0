"""The person says yes: the offer is checked once more, now, and becomes a plan."""

from __future__ import annotations

from typing import Final

from bot.rules.holds import HoldReason
from bot.rules.offers import Offer, OfferKind, violations
from bot.rules.plan import PlanEvent, PlanState
from bot.usecases.answer import Answer, Need, say
from bot.usecases.offers import offer_records, quote
from bot.usecases.offers.propose_plan import Wish, propose_plan, schedule_lines
from bot.usecases.offers.show_offers import show_again
from bot.usecases.offers.situation import limits_for, negotiable, situation_of
from bot.usecases.payments.ways_to_pay import how_to_pay_line
from bot.usecases.plans.accrue_charges import accrue
from bot.usecases.plans.cancel_plan import end_plan
from bot.usecases.plans.plan_terms import freeze, terms_of
from bot.usecases.plans.plan_waivers import WAIVED_AT_ONCE, waive
from bot.usecases.plans.running_plan import RUNNING
from bot.usecases.ports import Say
from bot.usecases.records import HoldRecord, OfferRecord, Plan, PlanInstalment
from bot.usecases.scene import OwedDebt, Scene

CHOSEN: Final = "offer:"
"""Begins what is remembered of a choice while identity is asked; the offer's own id follows."""


async def accept_offer(scene: Scene, option: int | None) -> Answer:
    """Make the offer (the first, unless another was chosen) a plan; ask how the talk was."""
    open_offers = await scene.work.offers.find(account_id=scene.account.id, state="open")
    chosen = next((o for o in open_offers if o.position == (option or 1)), None)
    if not scene.verified:
        return Answer(need=Need.IDENTITY, wish=f"{CHOSEN}{chosen.id}" if chosen else None)
    if chosen is None:
        return Answer((say("nothing_open"),))
    return await _accept(scene, chosen, open_offers)


def was_chosen(wish: str) -> bool:
    """Is this a choice that was made before identity was asked?"""
    return wish.startswith(CHOSEN)


async def accept_chosen(scene: Scene, wish: str) -> Answer:
    """The choice that was made before identity was asked: nobody chooses twice. Where other offers
    have taken its place, they are shown, and none of them is accepted."""
    if not scene.verified:
        return Answer(need=Need.IDENTITY, wish=wish)
    open_offers = await scene.work.offers.find(account_id=scene.account.id, state="open")
    chosen = next((o for o in open_offers if wish == f"{CHOSEN}{o.id}"), None)
    if chosen is None:
        return await show_again(scene) or Answer((say("nothing_open"),))
    return await _accept(scene, chosen, open_offers)


async def _accept(scene: Scene, chosen: OfferRecord, open_offers: list[OfferRecord]) -> Answer:
    """Checked once more, by today's figures."""
    await accrue(scene)
    owed = await quote.as_shown(scene, await negotiable(scene), chosen.made_at)
    offer = offer_records.from_json(chosen.offer)
    if not owed or not await _still_allowed(scene, offer, owed):
        chosen.state = "expired"
        again = await propose_plan(scene, Wish.PLAN, "")
        return Answer((say("offers_expired"), *again.says), again.need, again.question)
    await quote.keep(scene, owed, chosen)
    for other in open_offers:
        other.state = "accepted" if other is chosen else "declined"
    says = tuple(await _agree(scene, chosen, offer, owed))
    rated = await scene.work.feedback.find(account_id=scene.account.id)
    return Answer(says, need=None if rated else Need.RATING)


async def decline_offers(scene: Scene) -> Answer:
    """No to what was offered: nothing changes, and another amount may be named."""
    for offer in await scene.work.offers.find(account_id=scene.account.id, state="open"):
        offer.state = "declined"
    scene.log("offers_declined")
    return Answer((say("offer_declined"),))


async def _still_allowed(scene: Scene, offer: Offer, owed: list[OwedDebt]) -> bool:
    situation = await situation_of(scene, owed)
    found = violations(offer, situation, limits_for(scene, situation), scene.today)
    if found:
        scene.log("offer_outside_rules", violations=list(found))
    return not found


async def _agree(
    scene: Scene, record: OfferRecord, offer: Offer, owed: list[OwedDebt]
) -> list[Say]:
    scene.log("offer_accepted", offer=record.offer)
    if offer.kind is OfferKind.PAUSE:
        _pause(scene, offer)
        return [say("pause_accepted", date=offer.until)]
    await write_plan(scene, record, offer, owed)
    await scene.work.flush()
    first_payment = await how_to_pay_line(scene)
    return [_confirmation(offer), *([first_payment] if first_payment else [])]


async def write_plan(scene: Scene, record: OfferRecord, offer: Offer, owed: list[OwedDebt]) -> None:
    """Write down the plan that this offer becomes, with the terms that go on to count; a plan that
    runs over the same debts gives way to it."""
    limits = limits_for(scene, await situation_of(scene, owed))
    old = await _renegotiated(scene, offer)
    plan = Plan(
        account_id=scene.account.id,
        state=PlanState.ACTIVE,
        currency=offer.total.currency,
        total=offer.total.minor,
        frequency=offer.frequency,
        policy_version=offer.policy_version,
        offer=record.offer,
        agreed_at=scene.now,
        offer_id=record.id,
        terms=await freeze(scene, offer, owed, limits),
        renegotiates=old.id if old else None,
    )
    scene.work.plans.add(plan)
    await scene.work.flush()
    for position, part in enumerate(offer.instalments, start=1):
        instalment = PlanInstalment(
            plan_id=plan.id, position=position, amount=part.amount.minor, due_date=part.due_date
        )
        scene.work.instalments.add(instalment)
    terms = terms_of(plan)
    if offer.kind in WAIVED_AT_ONCE and terms is not None:
        await waive(scene, plan, terms)


async def _renegotiated(scene: Scene, offer: Offer) -> Plan | None:
    """The plan that this one takes the place of: the newest that runs over the same debts."""
    old: Plan | None = None
    for plan in await scene.work.plans.find(account_id=scene.account.id, state=RUNNING):
        if set(plan.offer["debts"]) & set(offer.debts):
            end_plan(scene, plan, PlanEvent.RENEGOTIATE)
            scene.log("plan_renegotiated", plan=str(plan.id))
            old = plan
    return old


def _pause(scene: Scene, offer: Offer) -> None:
    until = scene.now + (offer.until - scene.today)
    scene.work.holds.add(
        HoldRecord(
            account_id=scene.account.id,
            reason=HoldReason.HARDSHIP,
            starts=scene.now,
            until=until,
            set_by="agreement",
        )
    )


def _confirmation(offer: Offer) -> Say:
    if offer.kind is OfferKind.PAY_IN_FULL:
        first = offer.instalments[0]
        return say("pay_in_full_accepted", total=offer.total, due_date=first.due_date)
    if offer.kind is OfferKind.MORE_TIME:
        first = offer.instalments[0]
        return say("more_time_accepted", total=offer.total, due_date=first.due_date)
    return say("plan_accepted", lines=schedule_lines(offer), total=offer.total)
