"""What is not open to this person, and which limit closes it?

The other half of the offers: whoever asks why something was not offered finds the row here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.rules.offers import Offer, OfferKind, PlanLimits, Situation, owed_in_all
from bot.rules.offers.affordability import tightest
from bot.rules.offers.amounts import most_parts, plan_total
from bot.rules.offers.dates import first_date, frequency_of


@dataclass(frozen=True, slots=True)
class Closed:
    """Something that is not offered: `what`, the code `why`, and the `limits` that say so.

    What: a kind of offer, principal_waiver, charges_waiver. Why: policy_none (the limit is
    nothing), care_only (hardship or vulnerability only), too_small (less than two of the smallest
    instalments), above_affordable (more than the person can pay), does_not_fit (the time allowed),
    charges_only (no principal is owed), renegotiation (a changed plan waives nothing further).
    """

    what: str
    why: str
    limits: tuple[str, ...] = ()


def closed(
    situation: Situation, limits: PlanLimits, offers: Iterable[Offer], today: date
) -> tuple[Closed, ...]:
    """All that is not open, in a fixed order; `today` is the day where the person lives.

    CurrencyMismatch when debts differ in currency.
    """
    kinds = {offer.kind for offer in offers}
    found = [*_arrangements(situation, limits, kinds, today), *_waivers(situation, limits)]
    return tuple(found)


def _arrangements(
    situation: Situation, limits: PlanLimits, kinds: set[OfferKind], today: date
) -> Iterator[Closed]:
    if OfferKind.INSTALMENTS not in kinds:
        yield _no_plan(situation, limits, today)
    if OfferKind.MORE_TIME not in kinds:
        yield Closed(OfferKind.MORE_TIME, "policy_none", ("more_time_days",))
    gentle = (
        (OfferKind.TOKEN, limits.token_payment is not None, "token_payment"),
        (OfferKind.PAUSE, limits.pause_days > 0, "pause_days"),
    )
    for kind, given, limit in gentle:
        if kind not in kinds:
            why = "does_not_fit" if given else "policy_none"
            yield Closed(kind, why if situation.needs_care else "care_only", (limit,))


def _no_plan(situation: Situation, limits: PlanLimits, today: date) -> Closed:
    """Why there is no plan in parts: the limits leave no room, or none is as small as needed."""
    if not limits.frequencies:
        return Closed(OfferKind.INSTALMENTS, "policy_none", ("frequencies",))
    total, *_ = plan_total(owed_in_all(situation.owed, limits.currency), limits, situation)
    frequency = frequency_of(situation, limits)
    first = first_date(situation, limits, today)
    if most_parts(total, first, frequency, limits, today, situation.payday) > 1:
        bound = tightest(situation, limits) or "affordable_share"
        return Closed(OfferKind.INSTALMENTS, "above_affordable", (bound, "max_instalments"))
    if total.minor < 2 * limits.smallest_instalment.minor:
        return Closed(OfferKind.INSTALMENTS, "too_small", ("smallest_instalment",))
    return Closed(OfferKind.INSTALMENTS, "does_not_fit", ("max_instalments", "longest_days"))


def _waivers(situation: Situation, limits: PlanLimits) -> Iterator[Closed]:
    owed = owed_in_all(situation.owed, limits.currency)
    if situation.renegotiations and not situation.needs_care:
        yield Closed("charges_waiver", "renegotiation", ("renegotiations",))
    elif (owed.interest or owed.fees) and not owed.principal:
        yield Closed("charges_waiver", "charges_only")
    if not limits.full_payment_principal_waiver:
        yield Closed("principal_waiver", "policy_none", ("full_payment_principal_waiver",))
