"""Which offers are open to this person, the best for them first?

Interest and fees are cut before a term is stretched. No plan asks for more each time than the
person can pay. Each offer says which rule shaped which number. Money in the currency of the limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bot.rules.money import Money, total_of
from bot.rules.offers.affordability import ceiling, comfortable
from bot.rules.offers.amounts import (
    PARTS,
    Waived,
    fewest_parts,
    first_share,
    largest,
    most_parts,
    parts_of,
    plan_total,
    waived_in,
)
from bot.rules.offers.dates import first_date, frequency_of, rhythm_day
from bot.rules.offers.reasons import (
    LEDGER,
    completed,
    limit,
    limit_reason,
    nothing_waived,
    of_count,
    of_days,
    of_frequency,
    of_one_payment,
    of_token,
    of_waivers,
    shaped,
)
from bot.rules.offers.terms import Offer, OfferKind, Reason, Situation, owed_in_all
from bot.rules.plan import Frequency, Instalment, PlanLimits, on_dates

__all__ = [
    "compute_offers", "down_payment_offer", "first_date", "first_share", "frequency_of",
    "full_payment", "largest", "limit_reason", "more_time", "most_parts", "parts_of", "pause",
    "plan_offer", "plan_total", "token_payments",
]  # fmt: skip


def compute_offers(situation: Situation, limits: PlanLimits, today: date) -> tuple[Offer, ...]:
    """All offers open to the person, the best for them first; none when nothing is owed.

    Without hardship, paying in full comes first when nothing is known of what is affordable, or
    when it is affordable at once; else the plan that fits. In hardship, or for a vulnerable
    person, what asks for the least comes first and paying in one sum comes last (CONC 7.3: no
    pressure to pay in one sum). A plan above what is affordable is never offered: then token
    payments or a pause are what is left in need of care, and else more time or paying in full.
    CurrencyMismatch when a debt has another currency.
    """
    owed = owed_in_all(situation.owed, limits.currency)
    if not owed.total:
        return ()
    full = [full_payment(situation, limits, today)]
    plans = list(_plans(situation, limits, today))
    later = [more_time(situation, limits, today, None)] if limits.more_time_days > 0 else []
    token = _optional(token_payments(situation, limits, today, None))
    rest = _optional(pause(situation, limits, today))
    if situation.needs_care:
        return tuple(plans + token + rest + later + full)
    able = situation.affordable
    if able is None:
        able = ceiling(situation, limits, Frequency.MONTHLY)
    if able is None or full[0].total <= able:
        return tuple(full + plans + later)
    return tuple(plans + later + full)


def _optional(offer: Offer | None) -> list[Offer]:
    return [] if offer is None else [offer]


def full_payment(
    situation: Situation, limits: PlanLimits, today: date, day: date | None = None
) -> Offer:
    """One payment by `day` (by default the last allowed), with the full-payment waivers."""
    owed = owed_in_all(situation.owed, limits.currency)
    waived = waived_in(owed, limits, situation, in_full=True)
    due = day or today + timedelta(days=limits.full_payment_within_days)
    reasons = (
        *of_waivers(owed, limits, situation, in_full=True),
        *of_one_payment(limits, "full_payment_within_days", day),
    )
    parts = (Instalment(waived.total, due),)
    return _offer(OfferKind.PAY_IN_FULL, situation, limits, parts, None, reasons, waived)


def more_time(situation: Situation, limits: PlanLimits, today: date, day: date | None) -> Offer:
    """All that is owed in one payment by `day` (by default the last allowed), nothing waived."""
    total = owed_in_all(situation.owed, limits.currency).total
    due = day or today + timedelta(days=limits.more_time_days)
    reasons = (
        Reason("owed", total.decimal(), LEDGER, ("total", "amount")),
        nothing_waived(),
        *of_one_payment(limits, "more_time_days", day),
    )
    return _offer(OfferKind.MORE_TIME, situation, limits, (Instalment(total, due),), None, reasons)


def token_payments(
    situation: Situation,
    limits: PlanLimits,
    today: date,
    amount: Money | None,
    first_due: date | None = None,
) -> Offer | None:
    """Small monthly payments for a while; the rest stays owed. None when it is not open, or when
    the person's income does not leave so much."""
    token = limits.token_payment if amount is None else amount
    if limits.token_payment is None or token is None or not situation.needs_care:
        return None
    owed = owed_in_all(situation.owed, limits.currency).total
    count = min(limits.token_instalments, owed.minor // token.minor) if token.minor > 0 else 0
    most = ceiling(situation, limits, Frequency.MONTHLY)
    if count < 1 or token < limits.token_payment or (most is not None and token > most):
        return None
    first = first_due or first_date(situation, limits, today, Frequency.MONTHLY)
    payday = rhythm_day(situation.payday, limits, Frequency.MONTHLY)
    parts = on_dates([token] * count, first, Frequency.MONTHLY, payday, limits.holidays)
    reasons = tuple(of_token(situation, limits, amount, first_due, owed, count))
    return _offer(OfferKind.TOKEN, situation, limits, parts, Frequency.MONTHLY, reasons)


def pause(situation: Situation, limits: PlanLimits, today: date) -> Offer | None:
    """No payment for a while. None when it is not open."""
    if limits.pause_days < 1 or not situation.needs_care:
        return None
    until = today + timedelta(days=limits.pause_days)
    none = Money.zero(limits.currency)
    debts = tuple(d.reference for d in situation.owed if d.balance.total)
    reasons = (limit(limits, "pause_days", "total", "until"), nothing_waived())
    return Offer(OfferKind.PAUSE, none, none, none, (), None, debts, limits.version, reasons, until)


def plan_offer(
    situation: Situation,
    limits: PlanLimits,
    parts: tuple[Instalment, ...],
    frequency: Frequency,
    reasons: tuple[Reason, ...],
) -> Offer:
    """An instalments offer with these parts and the plan's waivers. `reasons` say what shaped the
    parts; numbers that they leave open are explained by the limits."""
    return _in_parts(situation, limits, parts, frequency, reasons, down=False)


def down_payment_offer(
    situation: Situation,
    limits: PlanLimits,
    today: date,
    first: Instalment,
    rest: tuple[Instalment, ...],
    frequency: Frequency | None,
    reasons: tuple[Reason, ...] = (),
) -> Offer:
    """An instalments offer that begins with a payment outside the rhythm of the rest; frequency
    None: the rest is one sum. ValueError when the parts do not sum to what a plan asks for, or
    when the first does not come first, or is due before today."""
    total, _, _ = plan_total(owed_in_all(situation.owed, limits.currency), limits, situation)
    parts = (first, *rest)
    if total_of((i.amount for i in parts), limits.currency) != total:
        raise ValueError(f"the parts do not sum to {total}")
    if not rest or not today <= first.due_date < rest[0].due_date:
        raise ValueError("a down payment comes first, and something is left after it")
    until = limit(limits, "rest_within_days", *(("dates", "until")[: 1 if frequency else 2]))
    return _in_parts(situation, limits, parts, frequency, (*reasons, until), down=True)


def _in_parts(
    situation: Situation,
    limits: PlanLimits,
    parts: tuple[Instalment, ...],
    frequency: Frequency | None,
    reasons: tuple[Reason, ...],
    *,
    down: bool,
) -> Offer:
    owed = owed_in_all(situation.owed, limits.currency)
    why = (*of_waivers(owed, limits, situation), *(shaped(reason) for reason in reasons))
    offer = _offer(
        OfferKind.INSTALMENTS, situation, limits, parts, frequency, why,
        waived_in(owed, limits, situation), down=down,
    )  # fmt: skip
    return completed(offer, situation, limits)


def _plans(situation: Situation, limits: PlanLimits, today: date) -> Iterator[Offer]:
    """Plans in equal parts, the ones to suggest first."""
    if not limits.frequencies:
        return
    owed = owed_in_all(situation.owed, limits.currency)
    total, _, _ = plan_total(owed, limits, situation)
    frequency = frequency_of(situation, limits)
    first = first_date(situation, limits, today, frequency)
    payday = rhythm_day(situation.payday, limits, frequency)
    most = most_parts(total, first, frequency, limits, today, payday)
    for count in _counts(total, most, frequency, situation, limits):
        parts = parts_of(total, count, first, frequency, limits, payday)
        reasons = (
            *of_count(situation, limits, parts, most, frequency, today),
            of_frequency(situation, limits, frequency),
            *of_days(situation, limits, frequency),
        )
        yield plan_offer(situation, limits, parts, frequency, reasons)


def _counts(
    total: Money, most: int, frequency: Frequency, situation: Situation, limits: PlanLimits
) -> list[int]:
    """How many instalments to offer: the fewest that the person can afford, then longer ones;
    none when no plan is that low."""
    if most < PARTS:
        return []
    able = comfortable(situation, limits, frequency)
    fewest = PARTS if able is None else fewest_parts(total, most, limits, able)
    if not fewest:
        return []
    usual = sorted({n for n in limits.usual_counts if fewest <= n <= most})
    if situation.affordable is not None:
        return [fewest, *(n for n in usual if n > fewest)][:PARTS]
    if situation.needs_care:
        return sorted({*usual, most}, reverse=True)
    return usual or [most if able is None else fewest]


def _offer(
    kind: OfferKind,
    situation: Situation,
    limits: PlanLimits,
    parts: tuple[Instalment, ...],
    frequency: Frequency | None,
    reasons: tuple[Reason, ...],
    waived: Waived | None = None,
    *,
    down: bool = False,
) -> Offer:
    none = Money.zero(limits.currency)
    waived = waived or Waived(none, none, none, none)
    total = total_of((i.amount for i in parts), limits.currency)
    debts = tuple(d.reference for d in situation.owed if d.balance.total)
    return Offer(
        kind, total, waived.interest, waived.fees, parts, frequency, debts, limits.version,
        reasons, parts[-1].due_date, waived.principal or None, down,
    )  # fmt: skip
