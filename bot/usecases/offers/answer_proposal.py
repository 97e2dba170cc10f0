"""What do we answer to figures that a person named? Yes, the nearest, or a prepared case.

Two concessions never follow each other without something in return: then what is on the table is
repeated and a person decides. Never a bare refusal.
"""

from __future__ import annotations

from typing import Any

from bot.rules.offers import (
    CounterAnswer,
    Offer,
    OfferKind,
    Outcome,
    Proposal,
    Reason,
    answer_counter_offer,
)
from bot.rules.offers.builder import full_payment
from bot.rules.offers.concessions import TWO_IN_A_ROW, weigh
from bot.rules.offers.counter_answers import as_proposed
from bot.usecases.answer import Answer, Question, say, with_buttons
from bot.usecases.offers import offer_records, proposal_records
from bot.usecases.offers.show_offers import Basis, choices, keep
from bot.usecases.people.escalate import escalate
from bot.usecases.people.tell_circumstances import known
from bot.usecases.ports import Say
from bot.usecases.records import Circumstance
from bot.usecases.scene import Scene

RELIEF = frozenset({OfferKind.TOKEN, OfferKind.PAUSE})


async def answer_proposal(scene: Scene, proposal: Proposal, basis: Basis) -> Answer:
    """Compare the proposal with the rules and with what was conceded before."""
    if basis.situation.renegotiations > basis.limits.renegotiations:
        return await change_by_a_person(scene, basis, proposal)
    answer = answer_counter_offer(proposal, basis.situation, basis.limits, scene.today)
    steps, shown = await proposal_records.negotiation(scene)
    standing = await _standing(scene)
    answer, conceded = weigh(answer, proposal, steps, shown, standing)
    scene.log(
        "counter_offer",
        outcome=answer.outcome,
        reasons=list(answer.codes),
        proposal=proposal_records.to_json(proposal),
        conceded=conceded,
    )
    if answer.outcome is Outcome.PERSON or answer.offer is None:
        return await _for_a_person(scene, proposal, answer, basis)
    await _keep_payday(scene, proposal)
    situation = as_proposed(proposal, basis.situation, basis.limits)
    return await _present(scene, answer, answer.offer, Basis(situation, basis.limits, scene.today))


async def frozen(scene: Scene) -> Answer:
    """About debts that are disputed or frozen a person decides, and it is no refusal."""
    await escalate(scene, "counter_offer", {"reasons": ["debts_on_hold"]} | await _told(scene))
    return Answer((say("counter_person"),), ends_form=True)


async def change_by_a_person(scene: Scene, basis: Basis, proposal: Proposal | None) -> Answer:
    """The plan was changed as often as the rules allow: the next change is a person's to decide."""
    code = f"renegotiations:{basis.limits.renegotiations}"
    said = proposal_records.to_json(proposal) if proposal else {}
    case = {"proposal": said, "reasons": [code], "approver": basis.limits.approver}
    await escalate(scene, "renegotiations", case | await _told(scene))
    return Answer((say("change_person"),), ends_form=True)


async def _standing(scene: Scene) -> Offer | None:
    """What is on the table: the first of the open offers."""
    record = await scene.work.offers.get(account_id=scene.account.id, state="open")
    return offer_records.from_json(record.offer) if record else None


async def _for_a_person(
    scene: Scene, proposal: Proposal, answer: CounterAnswer, basis: Basis
) -> Answer:
    """Prepare the case for whoever decides; repeat what stands, where something does."""
    case = {
        "proposal": proposal_records.to_json(proposal),
        "nearest": offer_records.to_json(answer.offer) if answer.offer else None,
        "reasons": list(answer.codes),
        "approver": basis.limits.approver,
    }
    await escalate(scene, "counter_offer", case | await _told(scene))
    if TWO_IN_A_ROW in answer.codes and answer.offer is not None:
        lines = [offer_records.line(answer.offer)]
        return Answer((say("counter_person_standing", lines=lines),), ends_form=True)
    return Answer((say("counter_person"),), ends_form=True)


async def _told(scene: Scene) -> dict[str, Any]:
    """What is known of what the person can pay, in minor units as it was kept."""
    told = await known(scene)
    names = ("affordable", "frequency", "income", "outgoings", "payday")
    return {"affordability": {name: _newest(told, name) for name in names}}


def _newest(told: list[Circumstance], name: str) -> Any:
    return next((getattr(c, name) for c in told if getattr(c, name) is not None), None)


async def _keep_payday(scene: Scene, proposal: Proposal) -> None:
    """The days that the person chose are theirs from now on: nobody asks again."""
    if proposal.payday is None:
        return
    told = await known(scene)
    if told and _newest(told, "payday") == str(proposal.payday):
        return
    row = Circumstance(
        account_id=scene.account.id,
        kind=told[0].kind if told else "general",
        told_at=scene.now,
        payday=str(proposal.payday),
    )
    scene.work.circumstances.add(row)
    scene.log("payday_chosen", payday=row.payday)
    await scene.work.flush()


async def _present(scene: Scene, answer: CounterAnswer, offer: Offer, basis: Basis) -> Answer:
    offers = [offer, *_cheaper(offer, basis)]
    await keep(scene, offers, basis)
    lines = offer_records.numbered(offers)
    if answer.outcome is Outcome.ACCEPTED:
        message = say("counter_accepted", lines=lines)
    elif offer.kind in RELIEF:
        message = say("counter_relief", lines=lines)
    elif "nothing_proposed" in answer.codes:
        message = say("offer_single", lines=lines)
    else:
        message = say("counter_nearest", lines=lines, reason=because(answer.reasons, offer))
    return Answer((with_buttons(message, choices(offers)),), question=Question.OFFERS)


def _cheaper(offer: Offer, basis: Basis) -> list[Offer]:
    """Who would pay all of it later is told what paying sooner saves."""
    if offer.kind is not OfferKind.MORE_TIME:
        return []
    sooner = full_payment(basis.situation, basis.limits, basis.today)
    return [sooner] if sooner.total < offer.total else []


def because(reasons: tuple[Reason, ...], offer: Offer) -> Say:
    """The first reason in words. Amounts and days in it are the offer's own."""
    code, parts = (reasons[0].rule if reasons else ""), offer.instalments
    facts: dict[str, dict[str, Any]] = {"reason_not_enough": {"total": offer.total}}
    if parts:
        facts |= {
            "reason_first_payment": {"amount": parts[0].amount},
            "reason_too_many": {"count": len(parts)},
            "reason_too_late": {"date": parts[0].due_date},
            "reason_rest_too_late": {"date": parts[-1].due_date},
        }
    key = _WORDS.get(code, "reason_rules")
    return say(key, **facts.get(key, {})) if parts or key not in _OF_PARTS else say("reason_rules")


_WORDS = {
    "above_affordable": "reason_above_affordable",
    "below_full_payment_total": "reason_not_enough",
    "below_smallest_instalment": "reason_below_smallest",
    "date_in_past": "reason_date_past",
    "does_not_cover_total": "reason_not_enough",
    "first_payment_too_late": "reason_too_late",
    "first_payment_too_small": "reason_first_payment",
    "frequency_not_allowed": "reason_frequency",
    "no_plan_this_small": "reason_no_plan_this_small",
    "other_currency": "reason_other_currency",
    "payday_not_allowed": "reason_payday",
    "rest_too_late": "reason_rest_too_late",
    "too_late_for_full_payment": "reason_too_late",
    "too_many_instalments": "reason_too_many",
}
"""A reason's code to the key of its words."""
_OF_PARTS = frozenset(
    {"reason_first_payment", "reason_too_many", "reason_too_late", "reason_rest_too_late"}
)
"""These name a payment of the offer."""
