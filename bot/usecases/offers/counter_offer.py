"""The person names what they can do: yes, the nearest that is allowed, or a person decides."""

from __future__ import annotations

from bot.reading.answers.reasons import nothing_at_all
from bot.reading.income.budgets import budget
from bot.rules.offers import Proposal
from bot.usecases.answer import Answer, Need, say
from bot.usecases.offers.answer_proposal import answer_proposal, frozen
from bot.usecases.offers.proposal_records import (
    continued,
    names_figures,
    negotiation,
    proposal_in,
)
from bot.usecases.offers.propose_plan import what_is_missing
from bot.usecases.offers.show_offers import Basis
from bot.usecases.offers.situation import negotiable
from bot.usecases.people.tell_circumstances import HARDSHIP, known
from bot.usecases.people.tell_circumstances import keep as keep_circumstance
from bot.usecases.scene import OwedDebt, Scene


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
    steps, _ = await negotiation(scene)
    before = steps[-1].proposal if steps else None
    return await answer_proposal(scene, continued(proposal, before), basis)


async def counter_instead(scene: Scene, text: str, *, days: bool = False) -> Answer | None:
    """The answer to figures in a text that seemed to say something else ("yes, but 40 a month");
    None when it names none. `days`: a day, or a sum, alone is enough."""
    proposal = await _proposed(scene, text)
    if proposal is None or not (days or names_figures(proposal)):
        return None
    return await counter_offer(scene, text)


async def counter_several(scene: Scene, text: str) -> Answer | None:
    """The answer to several payments of one sum that sounded like a promise ("paying 30 on
    Fridays"); None when it is one payment."""
    proposal = await _proposed(scene, text)
    if proposal is None or proposal.amount is None or proposal.frequency is None:
        return None
    return await counter_offer(scene, text)


async def _proposed(scene: Scene, text: str) -> Proposal | None:
    owed = await negotiable(scene) if scene.verified else []
    return proposal_in(scene, text, await Basis.of(scene, owed)) if owed else None


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
    named = read is not None or nothing_at_all(text)
    if not named and proposal_in(scene, text, basis) is None:
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
