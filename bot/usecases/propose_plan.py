"""The person wants to pay differently: hear why, then offer what the rules allow."""

from __future__ import annotations

from enum import StrEnum

from bot import reading
from bot.reading.entity import as_last_date
from bot.rules.offers import Offer, OfferKind, answer_more_time, compute_offers
from bot.rules.plan import PlanState
from bot.usecases import offer_records
from bot.usecases.answer import Answer, Button, Need, Question, say, with_buttons
from bot.usecases.escalate import escalate
from bot.usecases.ports import Say
from bot.usecases.records import OfferRecord, Plan
from bot.usecases.scene import OwedDebt, Scene
from bot.usecases.situation import limits_for, negotiable, situation_of
from bot.usecases.tell_circumstances import known

SHOWN = 3
"""No more choices than a person takes in at a glance (choice of the product)."""


LINES = 6
"""A schedule longer than this is shown by its beginning and its end (choice of the product)."""


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


async def propose_plan(scene: Scene, wish: Wish, text: str) -> Answer:
    """Offers for this wish; or what has to be known first: identity, then circumstances."""
    stop = await what_is_missing(scene)
    if stop is not None:
        return stop
    owed = await negotiable(scene)
    offers = await _offers(scene, owed, wish, text) if owed else []
    if not offers:
        await escalate(scene, "no_offer")
        return Answer((say("no_offer_person"),), ends_form=True)
    return await present(scene, offers)


async def ask_affordable(scene: Scene) -> Answer:
    """What could the person manage? Offers at once when that was said, or cannot matter."""
    told = await known(scene)
    if scene.verified and await scene.owed() and not any(c.affordable for c in told):
        return Answer(need=Need.AFFORDABLE)
    return await propose_plan(scene, Wish.PLAN, "")


async def what_is_missing(scene: Scene) -> Answer | None:
    """Why no offer can be made yet, or None.

    The circumstances are asked before any terms are offered (CONC 7.3; humane collection).
    """
    if not scene.verified:
        return Answer(need=Need.IDENTITY)
    plan = await active_plan(scene)
    if plan is not None:
        return _already(plan)
    if not await scene.owed():
        return Answer((say("nothing_owed"),))
    if not await known(scene):
        return Answer(need=Need.CIRCUMSTANCES)
    return None


async def active_plan(scene: Scene) -> Plan | None:
    """The plan that is running, if one is."""
    return await scene.work.plans.get(account_id=scene.account.id, state=PlanState.ACTIVE)


def _already(plan: Plan) -> Answer:
    offer = offer_records.from_json(plan.offer)
    return Answer((say("plan_already", lines=schedule_lines(offer)),), question=Question.PERSON)


async def _offers(scene: Scene, owed: list[OwedDebt], wish: Wish, text: str) -> list[Offer]:
    situation = await situation_of(scene, owed)
    limits = limits_for(scene, situation)
    offers = list(compute_offers(situation, limits, scene.today))
    if wish is Wish.MORE_TIME:
        read = reading.read(text, scene.today, country=scene.account.country)
        dates = [e for e in read if e.entity == "date"]
        wanted = as_last_date(dates[0]) if dates else None
        answer = answer_more_time(wanted, situation, limits, scene.today)
        if answer.offer is not None and answer.offer.kind is OfferKind.MORE_TIME:
            rest = [o for o in offers if o.kind is not OfferKind.MORE_TIME]
            offers = [answer.offer, *rest]
    order = _FIRST[wish]
    return sorted(offers, key=lambda o: order.index(o.kind) if o.kind in order else len(order))


async def present(scene: Scene, offers: list[Offer], *, key: str = "offers") -> Answer:
    """Keep the offers with their reasons, and show them with a button each."""
    shown = offers[:SHOWN]
    await keep(scene, shown)
    lines = offer_records.numbered(shown)
    if len(shown) == 1 and key == "offers":
        key = "offer_single"
    return Answer((with_buttons(say(key, lines=lines), choices(shown)),), question=Question.OFFERS)


def choices(offers: list[Offer]) -> list[Button]:
    """A button for each offer, and one for a person."""
    buttons = [offer_records.button(o, n) for n, o in enumerate(offers, start=1)]
    return [*buttons, Button(say("button_person"), "request_human")]


async def keep(scene: Scene, offers: list[Offer]) -> None:
    """Store these offers as the open ones; earlier ones can no longer be accepted."""
    for old in await scene.work.offers.find(account_id=scene.account.id, state="open"):
        old.state = "replaced"
    for position, offer in enumerate(offers, start=1):
        record = OfferRecord(
            account_id=scene.account.id,
            position=position,
            made_at=scene.now,
            offer=offer_records.to_json(offer),
        )
        scene.work.offers.add(record)
    scene.log("offers_made", kinds=[o.kind for o in offers])
    await scene.work.flush()


def schedule_lines(offer: Offer) -> list[Say]:
    """The instalments, a line each; of a long plan the first ones and the last."""
    parts = offer.instalments
    shown = parts if len(parts) <= LINES else parts[: LINES - 1]
    lines = [
        say("line_instalment", number=n, amount=i.amount, due_date=i.due_date)
        for n, i in enumerate(shown, start=1)
    ]
    if len(shown) < len(parts):
        lines.append(say("line_until", amount=parts[-1].amount, due_date=parts[-1].due_date))
    return lines
