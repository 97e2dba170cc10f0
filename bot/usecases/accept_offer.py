"""The person says yes: the offer is checked once more, now, and becomes a plan."""

from __future__ import annotations

from bot.rules.account import Component, EntryKind
from bot.rules.holds import HoldReason
from bot.rules.money import Money
from bot.rules.offers import Offer, OfferKind, violations
from bot.rules.plan import PlanState
from bot.usecases import offer_records
from bot.usecases.answer import Answer, Need, say
from bot.usecases.ports import Say
from bot.usecases.propose_plan import Wish, propose_plan, schedule_lines
from bot.usecases.records import HoldRecord, LedgerEntry, OfferRecord, Plan, PlanInstalment
from bot.usecases.scene import OwedDebt, Scene
from bot.usecases.situation import limits_for, negotiable, situation_of

WAIVED_AT_ONCE = frozenset({OfferKind.INSTALMENTS})
"""What a plan waives is waived when it is agreed; paying in full earns its waiver by paying."""


async def accept_offer(scene: Scene, option: int | None) -> Answer:
    """Make the offer (the first, unless another was chosen) a plan; ask how the talk was."""
    if not scene.verified:
        return Answer(need=Need.IDENTITY)
    open_offers = await scene.work.offers.find(account_id=scene.account.id, state="open")
    chosen = next((o for o in open_offers if o.position == (option or 1)), None)
    if chosen is None:
        return Answer((say("nothing_open"),))
    owed = await negotiable(scene)
    offer = offer_records.from_json(chosen.offer)
    if not owed or not await _still_allowed(scene, offer, owed):
        chosen.state = "expired"
        again = await propose_plan(scene, Wish.PLAN, "")
        return Answer((say("offers_expired"), *again.says), again.need, again.question)
    for other in open_offers:
        other.state = "accepted" if other is chosen else "declined"
    return Answer(tuple(await _agree(scene, chosen, offer, owed)), need=Need.RATING)


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
    )
    scene.work.plans.add(plan)
    await scene.work.flush()
    for position, part in enumerate(offer.instalments, start=1):
        instalment = PlanInstalment(
            plan_id=plan.id, position=position, amount=part.amount.minor, due_date=part.due_date
        )
        scene.work.instalments.add(instalment)
    if offer.kind in WAIVED_AT_ONCE:
        waive(scene, offer, plan, owed)
    return [_confirmation(offer)]


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


def waive(scene: Scene, offer: Offer, plan: Plan, owed: list[OwedDebt]) -> None:
    """Write what the plan waives into the ledger, debt by debt, oldest first.

    It counts from the agreement on: what was paid since pays for the rest.
    """
    left = {Component.INTEREST: offer.waived_interest, Component.FEES: offer.waived_fees}
    for one in owed:
        if one.debt.reference not in offer.debts:
            continue
        due = {Component.INTEREST: one.balance.interest, Component.FEES: one.balance.fees}
        for component, outstanding in due.items():
            part: Money = min(left[component], outstanding)
            if not part:
                continue
            left[component] -= part
            entry = LedgerEntry(
                debt_id=one.debt.id,
                kind=EntryKind.WAIVER,
                amount=part.minor,
                at=plan.agreed_at,
                source=f"plan:{plan.id}:{component}:{one.debt.reference}",
                component=component,
            )
            scene.work.ledger.add(entry)


def _confirmation(offer: Offer) -> Say:
    if offer.kind is OfferKind.PAY_IN_FULL:
        first = offer.instalments[0]
        return say("pay_in_full_accepted", total=offer.total, due_date=first.due_date)
    if offer.kind is OfferKind.MORE_TIME:
        first = offer.instalments[0]
        return say("more_time_accepted", total=offer.total, due_date=first.due_date)
    return say("plan_accepted", lines=schedule_lines(offer), total=offer.total)
