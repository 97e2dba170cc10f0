"""How do offers reach the person? Kept with what they were computed from, in lines with buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.offers import Offer, PlanLimits, Situation
from bot.rules.offers.concessions import burden
from bot.rules.plan import Instalment
from bot.usecases.answer import Answer, Button, Question, say, with_buttons
from bot.usecases.offers import offer_records
from bot.usecases.offers.offer_inputs import inputs_to_json
from bot.usecases.offers.situation import limits_for, situation_of
from bot.usecases.ports import Say
from bot.usecases.records import OfferRecord
from bot.usecases.scene import OwedDebt, Scene

SHOWN = 3
"""No more choices than a person takes in at a glance (choice of the product)."""
LINES = 6
"""A schedule longer than this is shown by its beginning and its end (choice of the product)."""


@dataclass(frozen=True, slots=True)
class Basis:
    """From what offers are computed: the situation, the limits that bound it, and the day."""

    situation: Situation
    limits: PlanLimits
    today: date

    @classmethod
    async def of(cls, scene: Scene, owed: list[OwedDebt]) -> Basis:
        """The person's own, today. `owed` must not be empty."""
        situation = await situation_of(scene, owed)
        return cls(situation, limits_for(scene, situation), scene.today)


async def present(
    scene: Scene, offers: list[Offer], basis: Basis, *, key: str = "offers"
) -> Answer:
    """Keep the offers with their reasons, and show them with a button each."""
    shown = offers[:SHOWN]
    await keep(scene, shown, basis)
    lines = offer_records.numbered(shown)
    if len(shown) == 1 and key == "offers":
        key = "offer_single"
    return Answer((with_buttons(say(key, lines=lines), choices(shown)),), question=Question.OFFERS)


async def show_again(scene: Scene) -> Answer | None:
    """The open offers once more, as they were; None when there are none."""
    records = await scene.work.offers.find(account_id=scene.account.id, state="open")
    if not records:
        return None
    records = sorted(records, key=lambda record: record.position)
    offers = [offer_records.from_json(record.offer) for record in records]
    key = "offer_single" if len(offers) == 1 else "offers"
    message = say(key, lines=offer_records.numbered(offers))
    return Answer((with_buttons(message, choices(offers)),), question=Question.OFFERS)


def choices(offers: list[Offer]) -> list[Button]:
    """A button for each offer, and one for a person."""
    buttons = [offer_records.button(o, n) for n, o in enumerate(offers, start=1)]
    return [*buttons, Button(say("button_person"), "request_human")]


async def keep(scene: Scene, offers: list[Offer], basis: Basis) -> None:
    """Store these offers as the open ones; earlier ones can no longer be accepted."""
    for old in await scene.work.offers.find(account_id=scene.account.id, state="open"):
        old.state = "replaced"
    inputs = inputs_to_json(basis.situation, basis.limits, basis.today)
    for position, offer in enumerate(offers, start=1):
        record = OfferRecord(
            account_id=scene.account.id,
            position=position,
            made_at=scene.now,
            offer=offer_records.to_json(offer),
            inputs=inputs,
        )
        scene.work.offers.add(record)
    burdens = [burden(offer).as_json() for offer in offers]
    scene.log("offers_made", kinds=[o.kind for o in offers], burdens=burdens)
    await scene.work.flush()


def schedule_lines(offer: Offer) -> list[Say]:
    """The instalments, a line each; of a long plan the first ones and the last."""
    return instalment_lines(offer.instalments)


def instalment_lines(parts: Sequence[Instalment]) -> list[Say]:
    """The same for these instalments."""
    shown = parts if len(parts) <= LINES else parts[: LINES - 1]
    lines = [
        say("line_instalment", number=n, amount=i.amount, due_date=i.due_date)
        for n, i in enumerate(shown, start=1)
    ]
    if len(shown) < len(parts):
        lines.append(say("line_until", amount=parts[-1].amount, due_date=parts[-1].due_date))
    return lines
