"""Which offers are open to this person today, and why these?"""

from __future__ import annotations

from typing import Any

from bot.rules.offers import compute_offers
from bot.usecases import offer_records
from bot.usecases.describe_person import find_person
from bot.usecases.ports import Tools
from bot.usecases.situation import limits_for, negotiable, situation_of


async def explain_offers(tools: Tools, reference: str) -> dict[str, Any]:
    """The offers with the rule behind each number. Nothing is kept and nothing is said."""
    async with tools.open_work() as work:
        scene = await find_person(work, tools, reference)
        owed = await negotiable(scene)
        if not owed:
            return {"reference": reference, "segment": None, "policy_version": None, "offers": []}
        situation = await situation_of(scene, owed)
        limits = limits_for(scene, situation)
        offers = compute_offers(situation, limits, scene.today)
        return {
            "reference": reference,
            "segment": situation.segment,
            "policy_version": limits.version,
            "offers": [offer_records.to_json(offer) for offer in offers],
        }
