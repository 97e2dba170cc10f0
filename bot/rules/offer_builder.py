"""Which offers are open to this person, the best for them first?

Interest and fees are cut before a term is stretched; principal never is. Each offer records which
rule shaped which number. Money in the currency of the limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from bot.rules.account import Balance
from bot.rules.money import Money, total_of
from bot.rules.offer_terms import Offer, OfferKind, Reason, Situation, owed_in_all
from bot.rules.payday import Payday
from bot.rules.plan import Frequency, Instalment, PlanLimits, on_dates, schedule

_PARTS = 2
"""A plan in parts has at least two."""


def compute_offers(situation: Situation, limits: PlanLimits, today: date) -> tuple[Offer, ...]:
    """All offers open to the person, the best for them first; none when nothing is owed.

    Without hardship, paying in full comes first when nothing is known of what is affordable, or
    when it is affordable at once; else the plan that fits. In hardship, or for a vulnerable
    person, what asks for the least comes first and paying in one sum comes last (CONC 7.3: no
    pressure to pay in one sum). CurrencyMismatch when a debt has another currency.
    """
    owed = owed_in_all(situation.owed, limits.currency)
    if not owed.total:
        return ()
    full = [full_payment(situation, limits, today)]
    plans = list(_instalment_offers(situation, limits, today))
    later = [more_time(situation, limits, today, None)] if limits.more_time_days > 0 else []
    token = _optional(token_payments(situation, limits, today, None))
    rest = _optional(pause(situation, limits, today))
    if situation.needs_care:
        return tuple(_gentle_first(plans, token, situation) + rest + later + full)
    able = situation.affordable
    if able is None or full[0].total <= able:
        return tuple(full + plans + later)
    return tuple(plans + later + full)


def _optional(offer: Offer | None) -> list[Offer]:
    return [] if offer is None else [offer]


def _gentle_first(plans: list[Offer], token: list[Offer], situation: Situation) -> list[Offer]:
    """A plan that fits comes first; one that does not comes after the token payment."""
    able = situation.affordable
    if able is not None and plans and largest(plans[0].instalments) > able:
        return token + plans
    return plans + token


def largest(instalments: Sequence[Instalment]) -> Money:
    """The largest instalment."""
    return max((i.amount for i in instalments), key=lambda m: m.minor)


def plan_total(owed: Balance, limits: PlanLimits) -> tuple[Money, Money, Money]:
    """(total, waived interest, waived fees) when a plan is agreed."""
    return _after_waivers(owed, limits.interest_waiver, limits.fees_waiver)


def _after_waivers(
    owed: Balance, interest_part: Fraction, fees_part: Fraction
) -> tuple[Money, Money, Money]:
    """(total, waived interest, waived fees). A waiver goes with paying principal; a debt of
    charges alone is not waived by machine, in any segment."""
    none = Money.zero(owed.currency)
    if not owed.principal:
        return owed.total, none, none
    interest, fees = owed.interest.share(interest_part), owed.fees.share(fees_part)
    return owed.total - interest - fees, interest, fees


def full_payment(
    situation: Situation, limits: PlanLimits, today: date, day: date | None = None
) -> Offer:
    """One payment by `day` (by default the last allowed), with the full-payment waivers."""
    owed = owed_in_all(situation.owed, limits.currency)
    total, interest, fees = _after_waivers(
        owed, limits.full_payment_interest_waiver, limits.full_payment_fees_waiver
    )
    due = day or today + timedelta(days=limits.full_payment_within_days)
    rules = ("interest_waiver", "fees_waiver", "within_days")
    return _offer(
        OfferKind.PAY_IN_FULL, situation, limits, (Instalment(total, due),), None,
        tuple(_limit(limits, f"full_payment_{rule}") for rule in rules), (interest, fees),
    )  # fmt: skip


def more_time(situation: Situation, limits: PlanLimits, today: date, day: date | None) -> Offer:
    """All that is owed in one payment by `day` (by default the last allowed), nothing waived."""
    total = owed_in_all(situation.owed, limits.currency).total
    due = day or today + timedelta(days=limits.more_time_days)
    reasons = (_limit(limits, "more_time_days"),)
    return _offer(OfferKind.MORE_TIME, situation, limits, (Instalment(total, due),), None, reasons)


def token_payments(
    situation: Situation,
    limits: PlanLimits,
    today: date,
    amount: Money | None,
    first_due: date | None = None,
) -> Offer | None:
    """Small monthly payments for a while; the rest stays owed. None when it is not open."""
    token = limits.token_payment if amount is None else amount
    if limits.token_payment is None or token is None or not situation.needs_care:
        return None
    owed = owed_in_all(situation.owed, limits.currency).total
    count = min(limits.token_instalments, owed.minor // token.minor) if token.minor > 0 else 0
    if count < 1 or token < limits.token_payment:
        return None
    first = first_due or first_date(situation, limits, today)
    parts = on_dates([token] * count, first, Frequency.MONTHLY, situation.payday, limits.holidays)
    reasons = (_limit(limits, "token_payment"), _limit(limits, "token_instalments"))
    return _offer(OfferKind.TOKEN, situation, limits, parts, Frequency.MONTHLY, reasons)


def pause(situation: Situation, limits: PlanLimits, today: date) -> Offer | None:
    """No payment for a while. None when it is not open."""
    if limits.pause_days < 1 or not situation.needs_care:
        return None
    until = today + timedelta(days=limits.pause_days)
    none = Money.zero(limits.currency)
    debts = tuple(d.reference for d in situation.owed if d.balance.total)
    reasons = (_limit(limits, "pause_days"),)
    return Offer(OfferKind.PAUSE, none, none, none, (), None, debts, limits.version, reasons, until)


def first_date(situation: Situation, limits: PlanLimits, today: date) -> date:
    """When the first instalment falls due unless the person says: on payday, or the usual days
    from today, and never later than the limit."""
    latest = today + timedelta(days=limits.first_payment_within_days)
    if situation.payday is None:
        usual = min(limits.first_payment_usual_days, limits.first_payment_within_days)
        return today + timedelta(days=usual)
    payday = situation.payday.next_after(today, limits.holidays)
    if payday <= latest:
        return payday
    return today if situation.payday.falls_on(today, limits.holidays) else latest


def frequency_of(
    situation: Situation, limits: PlanLimits, wanted: Frequency | None = None
) -> Frequency:
    """The frequency asked for where it is allowed, else monthly, else the first allowed."""
    for each in (wanted, situation.frequency, Frequency.MONTHLY):
        if each in limits.frequencies and each is not None:
            return each
    return limits.frequencies[0]


def parts_of(
    total: Money,
    count: int,
    first: date,
    frequency: Frequency,
    limits: PlanLimits,
    payday: Payday | None,
) -> tuple[Instalment, ...]:
    """`count` equal instalments; the first is larger where the limits ask for a first share."""
    least = first_share(total, limits)
    equal = schedule(total, count, first, frequency, payday, limits.holidays)
    if count == 1 or equal[0].amount >= least:
        return equal
    rest = (total - least).split(count - 1)
    return on_dates((least, *rest), first, frequency, payday, limits.holidays)


def first_share(total: Money, limits: PlanLimits) -> Money:
    """The least first payment, rounded up to a minor unit."""
    exact = total.minor * limits.first_payment_share
    return Money(-(-exact.numerator // exact.denominator), total.currency)


def most_parts(
    total: Money,
    first: date,
    frequency: Frequency,
    limits: PlanLimits,
    today: date,
    payday: Payday | None,
) -> int:
    """The largest number of instalments inside the limits; 0 when not even two are."""
    by_size = total.minor // max(1, limits.smallest_instalment.minor)
    last = today + timedelta(days=limits.longest_days)
    for count in range(min(limits.most_instalments(frequency), by_size), _PARTS - 1, -1):
        parts = parts_of(total, count, first, frequency, limits, payday)
        small = min(i.amount.minor for i in parts) < limits.smallest_instalment.minor
        if parts[-1].due_date <= last and not small:
            return count
    return 0


def plan_offer(
    situation: Situation,
    limits: PlanLimits,
    parts: tuple[Instalment, ...],
    frequency: Frequency,
    reasons: tuple[Reason, ...],
) -> Offer:
    """An instalments offer with these parts and the plan's waivers."""
    owed = owed_in_all(situation.owed, limits.currency)
    _, interest, fees = plan_total(owed, limits)
    waivers = (_limit(limits, "interest_waiver"), _limit(limits, "fees_waiver"))
    return _offer(
        OfferKind.INSTALMENTS, situation, limits, parts, frequency, waivers + reasons,
        (interest, fees),
    )  # fmt: skip


def _instalment_offers(situation: Situation, limits: PlanLimits, today: date) -> list[Offer]:
    total, _, _ = plan_total(owed_in_all(situation.owed, limits.currency), limits)
    frequency = frequency_of(situation, limits)
    first = first_date(situation, limits, today)
    most = most_parts(total, first, frequency, limits, today, situation.payday)
    offers = []
    for count in _counts(total, most, first, frequency, situation, limits):
        parts = parts_of(total, count, first, frequency, limits, situation.payday)
        reasons = _why(count, most, parts, situation, limits)
        offers.append(plan_offer(situation, limits, parts, frequency, reasons))
    return offers


def _counts(
    total: Money,
    most: int,
    first: date,
    frequency: Frequency,
    situation: Situation,
    limits: PlanLimits,
) -> list[int]:
    """How many instalments to offer: the fewest that the person can afford, then longer ones."""
    if most < _PARTS:
        return []
    usual = sorted({n for n in limits.usual_counts if _PARTS <= n <= most} or {most})
    if situation.affordable is None:
        return sorted({*usual, most}, reverse=True) if situation.needs_care else usual
    able = situation.affordable.share(limits.affordable_share)
    for count in range(_PARTS, most + 1):
        parts = parts_of(total, count, first, frequency, limits, situation.payday)
        if largest(parts) <= able:
            return [count, *(n for n in usual if n > count)][:_PARTS]
    return [most]


def _why(
    count: int, most: int, parts: tuple[Instalment, ...], situation: Situation, limits: PlanLimits
) -> tuple[Reason, ...]:
    """Which rules shaped the number of instalments and the first date."""
    reasons = []
    if situation.affordable is not None:
        reasons.append(Reason("affordable", situation.affordable.decimal(), "person"))
    if count == most:
        reasons += [_limit(limits, "max_instalments"), _limit(limits, "smallest_instalment")]
    if situation.payday is not None:
        reasons.append(Reason("payday", str(situation.payday), "person"))
    if limits.first_payment_share and parts[0].amount > parts[-1].amount:
        reasons.append(_limit(limits, "first_payment_share"))
    return (*reasons, _limit(limits, "first_payment_within_days"))


def _limit(limits: PlanLimits, rule: str) -> Reason:
    value = getattr(limits, rule)
    text = value.decimal() if isinstance(value, Money) else str(value)
    return Reason(rule, text, limits.source(rule))


def limit_reason(code: str, rule: str, limits: PlanLimits) -> Reason:
    """A reason code with the limit that stood in the way."""
    reason = _limit(limits, rule)
    return Reason(code, reason.value, reason.source)


def _offer(
    kind: OfferKind,
    situation: Situation,
    limits: PlanLimits,
    parts: tuple[Instalment, ...],
    frequency: Frequency | None,
    reasons: tuple[Reason, ...],
    waived: tuple[Money, Money] | None = None,
) -> Offer:
    none = Money.zero(limits.currency)
    interest, fees = waived or (none, none)
    total = total_of((i.amount for i in parts), limits.currency)
    debts = tuple(d.reference for d in situation.owed if d.balance.total)
    return Offer(
        kind, total, interest, fees, parts, frequency, debts,
        limits.version, reasons, parts[-1].due_date,
    )  # fmt: skip
