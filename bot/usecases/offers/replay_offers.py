"""Does each offer that was made still come out of what it was made from?

The situation, the limits and the day were kept with it. From these the offers are computed again,
and the independent check judges the one that was made: whoever audits it needs no trust.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.rules.offers import compute_offers, violations
from bot.usecases.find_person import find_person
from bot.usecases.offers import offer_records
from bot.usecases.offers.offer_inputs import inputs_from_json
from bot.usecases.ports import Tools
from bot.usecases.records import OfferRecord


class Verdict(StrEnum):
    """What a replay found."""

    SAME = "same"
    INSIDE = "inside"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Replay:
    """`same`: the rules compute exactly this offer again. `inside`: they do not offer it unasked,
    but allow it (an answer to a proposal). `outside`: they do not allow it, `codes` say why.
    `unknown`: nothing was kept to compute it from."""

    verdict: Verdict
    codes: tuple[str, ...] = ()


async def replay_offers(tools: Tools, reference: str) -> dict[str, Any]:
    """Every offer made to this person, oldest first, each replayed. Raises UnknownAccount."""
    async with tools.open_work() as work:
        scene = await find_person(work, tools, reference)
        made = await work.offers.find(account_id=scene.account.id)
        return {
            "reference": reference,
            "locale": scene.locale,
            "offers": [_as_json(record) for record in made],
        }


def _as_json(record: OfferRecord) -> dict[str, Any]:
    found = replay(record)
    return {
        "made_at": record.made_at.isoformat(),
        "state": record.state,
        "position": record.position,
        **record.offer,
        "replay": {"verdict": found.verdict, "codes": list(found.codes)},
    }


def replay(record: OfferRecord) -> Replay:
    """Compute this offer again from what was kept with it."""
    if not record.inputs:
        return Replay(Verdict.UNKNOWN, ("no_inputs",))
    situation, limits, today = inputs_from_json(record.inputs)
    offer = offer_records.from_json(record.offer)
    if codes := violations(offer, situation, limits, today):
        return Replay(Verdict.OUTSIDE, tuple(codes))
    again = (offer_records.to_json(each) for each in compute_offers(situation, limits, today))
    return Replay(Verdict.SAME if record.offer in again else Verdict.INSIDE)
