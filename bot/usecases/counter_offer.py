"""The person names what they can do: yes, the nearest that is allowed, or a person decides."""

from __future__ import annotations

from bot import reading
from bot.reading.entity import Entity, as_date
from bot.reading.settling import means_all_at_once
from bot.rules.money import Money
from bot.rules.offers import (
    CounterAnswer,
    Frequency,
    Offer,
    Outcome,
    Proposal,
    Reason,
    answer_counter_offer,
)
from bot.usecases import offer_records
from bot.usecases.answer import Answer, Question, say, with_buttons
from bot.usecases.escalate import escalate
from bot.usecases.ports import Say
from bot.usecases.propose_plan import choices, keep, what_is_missing
from bot.usecases.scene import Scene
from bot.usecases.situation import limits_for, negotiable, situation_of
from bot.usecases.tell_circumstances import keep as keep_circumstance
from bot.usecases.tell_circumstances import known

MANY = frozenset({"instalments", "frequency"})
"""Who says one of these means more than one payment."""


async def counter_offer(scene: Scene, text: str) -> Answer:
    """Compare what the person says they can do with the rules. Never a bare refusal."""
    missing = await what_is_missing(scene)
    if missing is not None:
        return missing
    owed = await negotiable(scene)
    if not owed:
        return await _for_a_person(scene)
    proposal = proposal_in(scene, text, owed[0].debt.currency)
    if proposal is None:
        return Answer((say("counter_unclear"),))
    situation = await situation_of(scene, owed)
    limits = limits_for(scene, situation)
    answer = answer_counter_offer(proposal, situation, limits, scene.today)
    scene.log("counter_offer", outcome=answer.outcome, reasons=list(answer.codes))
    if answer.outcome is Outcome.PERSON or answer.offer is None:
        return await _for_a_person(scene)
    return await _present(scene, answer, answer.offer)


async def _for_a_person(scene: Scene) -> Answer:
    """Outside the rules, or about debts that are frozen: a person decides, and it is no refusal."""
    await escalate(scene, "counter_offer")
    return Answer((say("counter_person"),), ends_form=True)


async def tell_affordable(scene: Scene, text: str) -> Answer:
    """What the person can manage, asked by us: kept, then compared like any counter-offer."""
    owed = await negotiable(scene)
    currency = owed[0].debt.currency if owed else None
    if currency and proposal_in(scene, text, currency) is not None:
        told = await known(scene)
        await keep_circumstance(scene, told[0].kind if told else "general", text)
    return Answer()


def proposal_in(scene: Scene, text: str, currency: str) -> Proposal | None:
    """What the text proposes; None when it names no amount, count, frequency or date."""
    said: dict[str, Entity] = {}
    for entity in reading.read(text, scene.today, country=scene.account.country):
        said.setdefault(entity.entity, entity)
    amount = said.get("amount")
    proposal = Proposal(
        amount=Money.parse(str(amount.value), amount.currency or currency) if amount else None,
        count=int(said["instalments"].value) if "instalments" in said else None,
        frequency=Frequency(str(said["frequency"].value)) if "frequency" in said else None,
        first_date=as_date(said["date"]) if "date" in said else None,
        in_full=amount is not None and not MANY & set(said) and means_all_at_once(text),
    )
    return None if proposal == Proposal() else proposal


async def _present(scene: Scene, answer: CounterAnswer, offer: Offer) -> Answer:
    await keep(scene, [offer])
    lines = offer_records.numbered([offer])
    if answer.outcome is Outcome.ACCEPTED:
        message = say("counter_accepted", lines=lines)
    else:
        message = say("counter_nearest", lines=lines, reason=_because(answer.reasons, offer))
    return Answer((with_buttons(message, choices([offer])),), question=Question.OFFERS)


def _because(reasons: tuple[Reason, ...], offer: Offer) -> Say:
    """The first reason in words. Amounts in it are the offer's own."""
    code = reasons[0].rule if reasons else ""
    if code in {"below_smallest_instalment", "first_payment_too_small"} and offer.instalments:
        return say("reason_first_payment", amount=offer.instalments[0].amount)
    if code == "too_many_instalments":
        return say("reason_too_many", count=len(offer.instalments))
    if code in {"first_payment_too_late", "too_late_for_full_payment"} and offer.instalments:
        return say("reason_too_late", date=offer.instalments[0].due_date)
    if code in {"does_not_cover_total", "below_full_payment_total"}:
        return say("reason_not_enough", total=offer.total)
    if code == "date_in_past":
        return say("reason_date_past")
    return say("reason_rules")
