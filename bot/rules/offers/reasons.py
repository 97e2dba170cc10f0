"""Why is each number of an offer what it is?

One reason for each rule that shaped a number: its name, its value, and where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from bot.rules.account import Balance
from bot.rules.money import Money, total_of
from bot.rules.offers.affordability import ceiling, comfortable, tightest
from bot.rules.offers.amounts import bounds_of, fewest_parts, first_share
from bot.rules.offers.dates import followed, rhythm_day
from bot.rules.offers.terms import Offer, Reason, Situation, unexplained
from bot.rules.plan import Frequency, Instalment, PlanLimits, due_dates

PERSON: Final = "person"
LEDGER: Final = "ledger"
KIND: Final = "this kind of offer"
DAYS: Final = ("first_date", "dates", "until")
WAIVED: Final = ("total", "waived_principal", "waived_interest", "waived_fees")
_SHAPES: Final = {
    "amount": ("amount", "count"),
    "count": ("count", "amount"),
    "affordable": ("count", "amount"),
    "frequency": ("frequency", "dates", "until"),
    "first_date": DAYS,
    "payday": DAYS,
    "down_payment": ("amount", "count"),
    "down_date": ("first_date", "dates"),
    "rest_date": ("dates", "until"),
}
"""What a wish of the person shapes, when the reason does not say."""


def limit(limits: PlanLimits, rule: str, *shapes: str) -> Reason:
    """The limit, with its value and source, as what shaped these numbers."""
    return Reason(rule, value_text(getattr(limits, rule)), limits.source(rule), shapes)


def limit_reason(code: str, rule: str, limits: PlanLimits) -> Reason:
    """A reason code with the limit that stood in the way."""
    return replace(limit(limits, rule), rule=code)


def value_text(value: object) -> str:
    """A limit's value as text: sums as decimals, parts as fractions, choices with commas."""
    if isinstance(value, Money):
        return value.decimal()
    if isinstance(value, tuple):
        return ",".join(str(each) for each in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def of_waivers(
    owed: Balance, limits: PlanLimits, situation: Situation, *, in_full: bool = False
) -> Iterator[Reason]:
    """What is owed, and what is waived of it, or why nothing is."""
    yield Reason("owed", owed.total.decimal(), LEDGER, ("total",))
    if not owed.principal:
        yield Reason("charges_alone", owed.principal.decimal(), LEDGER, WAIVED)
    elif situation.waives_no_more:
        source = limits.source("renegotiations")
        yield Reason("renegotiation", str(situation.renegotiations), source, WAIVED)
    else:
        prefix = "full_payment_" if in_full else ""
        yield limit(limits, f"{prefix}interest_waiver", "total", "waived_interest")
        yield limit(limits, f"{prefix}fees_waiver", "total", "waived_fees")
        if in_full and limits.full_payment_principal_waiver:
            rule = "full_payment_principal_waiver"
            yield limit(limits, rule, "total", "waived_principal")


def nothing_waived() -> Reason:
    """This kind of offer waives nothing."""
    return Reason("nothing_waived", "0", KIND, ("waived_interest", "waived_fees"))


def of_one_payment(limits: PlanLimits, rule: str, day: date | None) -> list[Reason]:
    """One sum by the last day allowed, or on the day that was asked for."""
    reasons = [
        Reason("one_payment", "1", KIND, ("count", "amount")),
        limit(limits, rule, *DAYS),
    ]
    if day is not None:
        reasons.append(Reason("first_date", day.isoformat(), PERSON, DAYS))
    return reasons


def of_frequency(situation: Situation, limits: PlanLimits, frequency: Frequency) -> Reason:
    """The rhythm that was asked for, or the choice of the limits."""
    if situation.frequency is frequency:
        return Reason("frequency", frequency, PERSON, _SHAPES["frequency"])
    return limit(limits, "frequencies", *_SHAPES["frequency"])


def of_days(situation: Situation, limits: PlanLimits, frequency: Frequency) -> Iterator[Reason]:
    """When a plan begins and goes on, when the person names no first day."""
    payday = situation.payday
    if followed(payday, limits, frequency) is not None:
        yield Reason("payday", str(payday), PERSON, DAYS)
    else:
        if payday is not None:
            source = limits.source("alignments")
            yield Reason("payday_not_followed", str(payday), source, DAYS)
        yield limit(limits, "first_payment_usual_days", *DAYS)


def of_token(
    situation: Situation,
    limits: PlanLimits,
    amount: Money | None,
    first_due: date | None,
    owed: Money,
    count: int,
) -> Iterator[Reason]:
    """What shaped so many token payments of this amount (None: the limits' own)."""
    yield limit(limits, "token_payment", "amount", "total")
    if amount is not None:
        yield Reason("amount", amount.decimal(), PERSON, ("amount", "total"))
    yield limit(limits, "token_instalments", "count", "total", "until")
    if count < limits.token_instalments:
        yield Reason("owed", owed.decimal(), LEDGER, ("count", "total"))
    yield nothing_waived()
    yield Reason("monthly", Frequency.MONTHLY, KIND, ("frequency", "dates"))
    if first_due is None:
        yield from of_days(situation, limits, Frequency.MONTHLY)
    yield limit(limits, "first_payment_within_days", *DAYS)


def of_count(
    situation: Situation,
    limits: PlanLimits,
    parts: tuple[Instalment, ...],
    most: int,
    frequency: Frequency,
    today: date,
) -> Iterator[Reason]:
    """Which rules shaped the number of instalments and their size."""
    count, total = len(parts), total_of((i.amount for i in parts), limits.currency)
    if situation.affordable is not None:
        yield Reason("affordable", situation.affordable.decimal(), PERSON, ("count", "amount"))
    bound = ceiling(situation, limits, frequency)
    if bound is not None:
        source = limits.source(tightest(situation, limits)) or "income told by the person"
        yield Reason("income_ceiling", bound.decimal(), source, ("count", "amount"))
    able = comfortable(situation, limits, frequency)
    by_means = able is not None and fewest_parts(total, count, limits, able) == count
    if count in limits.usual_counts and not by_means:
        yield limit(limits, "usual_counts", "count", "amount")
    if count == most:
        payday = rhythm_day(situation.payday, limits, frequency)
        days = due_dates(most + 1, parts[0].due_date, frequency, payday, limits.holidays)
        for rule in bounds_of(total, most, days[-1], frequency, limits, today):
            yield limit(limits, rule, "count", "amount")
    if first_share(total, limits) > total.split(count)[0]:
        yield limit(limits, "first_payment_share", "amount")


def shaped(reason: Reason) -> Reason:
    """The reason with the numbers that it usually shapes, when it names none."""
    return reason if reason.shapes else replace(reason, shapes=_SHAPES.get(reason.rule, ()))


def completed(offer: Offer, situation: Situation, limits: PlanLimits) -> Offer:
    """A plan with a reason for each number that has none yet."""
    missing = set(unexplained(offer))
    reasons = list(offer.reasons)
    if "frequency" in missing and offer.frequency is not None:
        reasons.append(of_frequency(situation, limits, offer.frequency))
    if missing & {"first_date", "dates", "until"}:
        reasons += of_days(situation, limits, offer.frequency or Frequency.MONTHLY)
    if missing & {"count", "amount"}:
        reasons.append(limit(limits, "max_instalments", "count", "amount"))
    if all(reason.rule != "first_payment_within_days" for reason in reasons):
        reasons.append(limit(limits, "first_payment_within_days", "first_date"))
    return replace(offer, reasons=tuple(reasons))
