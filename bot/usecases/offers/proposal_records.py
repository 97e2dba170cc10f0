"""What does a text propose, and what has been said and offered in this negotiation so far?

A negotiation begins with the first offer or proposal and ends when an offer is accepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from bot.reading.proposals import proposals
from bot.reading.proposals.proposals import Said
from bot.rules.dates import holidays_of
from bot.rules.money import Money
from bot.rules.offers import Frequency, Proposal, owed_in_all
from bot.rules.offers.builder import plan_total
from bot.rules.offers.concessions import Burden, Step
from bot.rules.payday import Payday
from bot.usecases.offers.show_offers import Basis
from bot.usecases.scene import Scene

_KINDS = ("offers_made", "counter_offer", "circumstances_told", "offer_accepted")


def from_said(said: Said) -> Proposal:
    """What was read, as the rules judge it."""
    return Proposal(
        amount=said.amount,
        count=said.count,
        frequency=Frequency(said.frequency) if said.frequency else None,
        first_date=said.first_date,
        in_full=said.in_full,
        down_payment=said.down_payment,
        down_date=said.down_date,
        rest_date=said.rest_date,
        payday=Payday.parse(said.payday) if said.payday else None,
    )


def proposal_in(scene: Scene, text: str, basis: Basis) -> Proposal | None:
    """What the text proposes; None when it proposes nothing. A share ("half now") is of what a
    plan comes to."""
    holidays, year = basis.limits.holidays, scene.today.year
    owed = owed_in_all(basis.situation.owed, basis.limits.currency)
    said = proposals.proposal(
        text,
        scene.today,
        basis.limits.currency,
        total=plan_total(owed, basis.limits, basis.situation)[0],
        country=scene.account.country,
        holidays=holidays_of(year, holidays) | holidays_of(year + 1, holidays),
    )
    return None if said is None else from_said(said)


def names_figures(proposal: Proposal) -> bool:
    """Is it a proposal by itself, whatever else was asked for? A lone day or sum is not."""
    paid = proposal.amount is not None and (proposal.frequency is not None or proposal.in_full)
    return paid or proposal.count is not None or proposal.down_payment is not None


def continued(now: Proposal, before: Proposal | None) -> Proposal:
    """A lone sum, day or rhythm goes on from what was proposed before: "800 final" after "700 to
    settle it all" settles it all; "but from January" after "50 a week" is still 50 a week."""
    if before is None or now.in_full or now.count or now.down_payment or before.down_payment:
        return now
    if now.amount is not None and now.frequency is None and now.payday is None:
        return replace(
            now,
            in_full=before.in_full,
            frequency=before.frequency,
            payday=before.payday,
            first_date=now.first_date or before.first_date,
        )
    if now.amount is not None or before.in_full:
        return now
    frequency = now.frequency or before.frequency
    return replace(now, amount=before.amount, count=before.count, frequency=frequency)


def to_json(proposal: Proposal) -> dict[str, Any]:
    """What the person named, and nothing else: amounts as decimal strings, dates as ISO."""
    named = {field.name: getattr(proposal, field.name) for field in fields(proposal)}
    said = {name: value for name, value in named.items() if value is not None}
    kept = {name: _plain(value) for name, value in said.items() if value is not False}
    money = proposal.down_payment if proposal.amount is None else proposal.amount
    return kept | ({} if money is None else {"currency": money.currency})


def from_json(kept: Mapping[str, Any]) -> Proposal:
    """The proposal as it was kept."""

    def day(name: str) -> date | None:
        return date.fromisoformat(kept[name]) if name in kept else None

    def sum_(name: str) -> Money | None:
        return Money.parse(kept[name], kept["currency"]) if name in kept else None

    return Proposal(
        amount=sum_("amount"),
        count=kept.get("count"),
        frequency=Frequency(kept["frequency"]) if "frequency" in kept else None,
        first_date=day("first_date"),
        in_full=kept.get("in_full", False),
        down_payment=sum_("down_payment"),
        down_date=day("down_date"),
        rest_date=day("rest_date"),
        payday=Payday.parse(kept["payday"]) if "payday" in kept else None,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return value.decimal()
    return value if isinstance(value, (bool, int)) else str(value)


async def negotiation(scene: Scene) -> tuple[list[Step], list[Burden]]:
    """(proposals that were answered, what was offered) since the last acceptance, oldest first."""
    steps: list[Step] = []
    shown: list[Burden] = []
    for event in await scene.work.events.find(account_id=scene.account.id, kind=_KINDS):
        if event.kind == "offer_accepted":
            steps, shown = [], []
        elif event.kind == "offers_made":
            shown += [Burden.from_json(each) for each in event.data.get("burdens", [])]
        elif event.kind == "counter_offer":
            proposal = from_json(event.data.get("proposal", {}))
            steps.append(Step(proposal, bool(event.data.get("conceded"))))
        elif steps:
            steps[-1] = replace(steps[-1], told=True)
    return steps, shown
