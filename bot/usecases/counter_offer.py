"""The person names what they can do: yes, the nearest that is allowed, or a person decides."""

from __future__ import annotations

from bot.reading.budgets import budget
from bot.usecases.answer import Answer, Need, say
from bot.usecases.answer_proposal import answer_proposal, frozen
from bot.usecases.proposal_records import proposal_in
from bot.usecases.propose_plan import what_is_missing
from bot.usecases.scene import OwedDebt, Scene
from bot.usecases.show_offers import Basis
from bot.usecases.situation import negotiable
from bot.usecases.tell_circumstances import HARDSHIP, known
from bot.usecases.tell_circumstances import keep as keep_circumstance


async def counter_offer(scene: Scene, text: str) -> Answer:
    """Compare what the person says they can do with the rules. Never a bare refusal.

    With a plan running, figures are an answer to what is left of it.
    """
    owed = await negotiable(scene) if scene.verified else []
    basis = await Basis.of(scene, owed) if owed else None
    proposal = proposal_in(scene, text, basis) if basis else None
    missing = await what_is_missing(scene, changing=proposal is not None)
    if missing is not None:
        return missing
    if basis is None:
        return await frozen(scene)
    if proposal is None:
        return Answer((say("counter_unclear"),))
    return await answer_proposal(scene, proposal, basis)


async def tell_affordable(scene: Scene, text: str) -> Answer:
    """What the person can manage, asked by us: kept, then compared like any counter-offer.

    Who does not know is asked, once, what comes in and goes out, where that could help.
    """
    owed = await negotiable(scene)
    if not owed:
        return Answer()
    if await _keep_what_is_told(scene, text, owed):
        return Answer()
    if await _a_budget_helps(scene):
        scene.log("budget_asked")
        return Answer(need=Need.BUDGET)
    return Answer()


async def tell_budget(scene: Scene, text: str) -> Answer:
    """What comes in and goes out in a month, as far as the person wants to say."""
    owed = await negotiable(scene)
    if owed:
        await _keep_what_is_told(scene, text, owed)
    return Answer()


async def _keep_what_is_told(scene: Scene, text: str, owed: list[OwedDebt]) -> bool:
    """Keep it when the text names an amount or a budget."""
    basis = await Basis.of(scene, owed)
    read = budget(text, scene.today, basis.limits.currency, scene.account.country)
    if read is None and proposal_in(scene, text, basis) is None:
        return False
    told = await known(scene)
    await keep_circumstance(scene, told[0].kind if told else "general", text, asked=True)
    return True


async def _a_budget_helps(scene: Scene) -> bool:
    """In hardship, where no amount is known; never a second time."""
    told = await known(scene)
    if any(c.affordable is not None or c.income is not None for c in told):
        return False
    if not any(c.kind in HARDSHIP for c in told):
        return False
    return await scene.work.events.get(account_id=scene.account.id, kind="budget_asked") is None
