"""What do all answers to proposals share? The best that is open, token payments, and the rhythm.

Money in the currency of the limits; dates are calendar days where the person lives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.rules.money import Money
from bot.rules.offers.affordability import ceiling, tightest
from bot.rules.offers.builder import (
    compute_offers,
    full_payment,
    largest,
    limit_reason,
    more_time,
    pause,
    token_payments,
)
from bot.rules.offers.terms import (
    CounterAnswer,
    Offer,
    OfferKind,
    Outcome,
    Proposal,
    Reason,
    Situation,
)
from bot.rules.payday import Payday, PaydayKind
from bot.rules.plan import A_YEAR, Frequency, Instalment, PlanLimits


def nearest(offer: Offer, *reasons: Reason) -> CounterAnswer:
    """The nearest that is allowed, and what stood in the way."""
    return CounterAnswer(Outcome.NEAREST, offer, reasons)


def best(situation: Situation, limits: PlanLimits, today: date, *reasons: Reason) -> CounterAnswer:
    """The best offer open to the person, a plan in parts before others; else a person decides."""
    offers = compute_offers(situation, limits, today)
    plans = [o for o in offers if o.kind is OfferKind.INSTALMENTS]
    first = next(iter((*plans, *offers)), None)
    outcome = Outcome.PERSON if first is None else Outcome.NEAREST
    return CounterAnswer(outcome, first, reasons)


def relief(
    situation: Situation, limits: PlanLimits, today: date, *reasons: Reason
) -> CounterAnswer:
    """Who can pay nothing, or no plan, gets a pause or token payments where they are open; else a
    person decides."""
    offer = pause(situation, limits, today) or token_payments(situation, limits, today, None)
    if offer is not None:
        return nearest(offer, *reasons)
    return CounterAnswer(Outcome.PERSON, None, reasons)


def too_small(
    situation: Situation,
    limits: PlanLimits,
    today: date,
    wanted: date | None,
    reasons: Sequence[Reason],
) -> CounterAnswer:
    """The whole sum is too small for two instalments: all of it, on the day they named if it can
    be."""
    reason = limit_reason("no_plan_this_small", "smallest_instalment", limits)
    if limits.more_time_days < 1:
        return nearest(full_payment(situation, limits, today), *reasons, reason)
    later = more_time(situation, limits, today, None)
    if wanted is not None and today <= wanted <= later.until:
        later = more_time(situation, limits, today, wanted)
    return nearest(later, *reasons, reason)


def judged(
    offer: Offer, limits: PlanLimits, reasons: Sequence[Reason], *pairs: tuple[Money | None, Money]
) -> CounterAnswer:
    """Accepted when nothing stood in the way; for a person when what they named is far below what
    is asked. `pairs` are (named, asked)."""
    if not reasons:
        return CounterAnswer(Outcome.ACCEPTED, offer)
    share = limits.person_below_share
    far = any(named is not None and named.minor < share * asked.minor for named, asked in pairs)
    outcome = Outcome.PERSON if far else Outcome.NEAREST
    return CounterAnswer(outcome, offer, tuple(reasons))


_SHAPES: Final = {
    "above_affordable": ("count", "amount"),
    "below_smallest_instalment": ("count", "amount"),
    "count_not_positive": ("count", "amount"),
    "date_in_past": ("first_date", "dates", "until"),
    "does_not_cover_total": ("count", "amount"),
    "first_payment_too_late": ("first_date", "dates", "until"),
    "first_payment_too_small": ("amount",),
    "frequency_not_allowed": ("frequency", "dates", "until"),
    "payday_not_allowed": ("first_date", "dates", "until"),
    "rest_too_late": ("dates", "until"),
    "too_many_instalments": ("count", "amount"),
}
"""What stood in the way, and which numbers of the offer it changed."""


def said(proposal: Proposal, obstacles: Sequence[Reason] = ()) -> tuple[Reason, ...]:
    """What the person said that shaped the offer, and what stood in its way."""
    p, codes = proposal, {reason.rule for reason in obstacles}
    days = ("first_date", "dates", "until")
    words = (
        ("amount", p.amount and p.amount.decimal(), ("amount", "count")),
        ("count", p.count, ("count", "amount")),
        ("frequency", p.frequency, ("frequency", "dates", "until")),
        ("first_date", p.first_date, days),
        ("payday", None if "payday_not_allowed" in codes else p.payday, days),
        ("down_payment", p.down_payment and p.down_payment.decimal(), ("amount", "count")),
        ("down_date", p.down_date, ("first_date", "dates")),
        ("rest_date", p.rest_date, ("dates", "until")),
    )
    told = (Reason(n, str(v), "person", shapes) for n, v, shapes in words if v is not None)
    return (*told, *(replace(r, shapes=_SHAPES.get(r.rule, ())) for r in obstacles))


def rhythm_of(proposal: Proposal) -> Frequency | None:
    """The rhythm that was named, or that the payday means: Fridays are weekly, the 5th monthly."""
    if proposal.frequency is not None or proposal.payday is None:
        return proposal.frequency
    weekly = proposal.payday.kind is PaydayKind.WEEKDAY
    return Frequency.WEEKLY if weekly else Frequency.MONTHLY


def as_proposed(proposal: Proposal, situation: Situation, limits: PlanLimits) -> Situation:
    """The situation with the payday and the rhythm of the proposal in the place of those told
    before; a payday of a kind that the limits do not follow stays as it was."""
    payday, frequency = proposal.payday, rhythm_of(proposal)
    return replace(
        situation,
        payday=payday if may_follow(payday, limits) else situation.payday,
        frequency=frequency or situation.frequency,
    )


def may_follow(payday: Payday | None, limits: PlanLimits) -> bool:
    """May instalments follow this payday?"""
    return payday is not None and payday.kind in limits.alignments


def converted(amount: Money, frm: Frequency, to: Frequency) -> Money:
    """The same burden in another rhythm, rounded down to the minor unit (52, 26, 12 a year)."""
    return Money(amount.minor * A_YEAR[frm] // A_YEAR[to], amount.currency)


def count_in(count: int, frm: Frequency, to: Frequency) -> int:
    """So many payments in another rhythm, begun ones counted."""
    return -(-count * A_YEAR[to] // A_YEAR[frm])


_MANY: Final = 5_000
"""More parts than any plan has: no need to write out a cent a week for a fortune."""


def by_amount(
    total: Money, amount: Money, smallest: Money, head: tuple[Money, ...] = ()
) -> tuple[Money, ...]:
    """`head`, then the amount as often as it fits and the rest last; where the rest would be below
    the smallest instalment, equal parts instead, none above the amount."""
    left = Money(total.minor - sum(m.minor for m in head), total.currency)
    whole, rest = divmod(left.minor, amount.minor)
    if whole > _MANY:
        return (*head, *left.split(_MANY))
    if 0 < rest < smallest.minor:
        return (*head, *left.split(whole + 1))
    last = (Money(rest, total.currency),) if rest else ()
    return (*head, *([amount] * whole), *last)


def above_affordable(situation: Situation, limits: PlanLimits, frequency: Frequency) -> Reason:
    """More than the income leaves: the most that it does, and the rule that says so."""
    most = ceiling(situation, limits, frequency) or Money.zero(limits.currency)
    source = limits.source(tightest(situation, limits)) or "income told by the person"
    return Reason("above_affordable", most.decimal(), source)


def within(parts: Sequence[Instalment], ceiling: Money | None) -> bool:
    """Is the largest instalment no more than the ceiling?"""
    return ceiling is None or largest(parts) <= ceiling
