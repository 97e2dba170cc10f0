"""How much does an offer ask for in all, and in how many parts of which size?

Interest and fees are cut before a term is stretched. Money in the currency of the limits, sums to
the minor unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from bot.rules.account import Balance
from bot.rules.money import Money
from bot.rules.offers.terms import Situation
from bot.rules.payday import Payday
from bot.rules.plan import Frequency, Instalment, PlanLimits, due_dates, on_dates

PARTS: Final = 2
"""A plan in parts has at least two."""


@dataclass(frozen=True, slots=True)
class Waived:
    """What an offer waives of each component, and what is left to pay."""

    principal: Money
    interest: Money
    fees: Money
    total: Money


def waived_in(
    owed: Balance, limits: PlanLimits, situation: Situation | None, *, in_full: bool = False
) -> Waived:
    """What paying in full, or else a plan, waives of what is owed.

    A waiver goes with paying principal; a debt of charges alone is not waived by machine, in any
    segment. Only paying in full may cut principal, rounded down. A changed plan waives nothing
    further (`Situation.waives_no_more`).
    """
    none = Money.zero(owed.currency)
    if not owed.principal or (situation is not None and situation.waives_no_more):
        return Waived(none, none, none, owed.total)
    principal, interest, fees = none, limits.interest_waiver, limits.fees_waiver
    if in_full:
        principal = share_down(owed.principal, limits.full_payment_principal_waiver)
        interest = limits.full_payment_interest_waiver
        fees = limits.full_payment_fees_waiver
    cut = owed.interest.share(interest), owed.fees.share(fees)
    return Waived(principal, *cut, owed.total - principal - cut[0] - cut[1])


def share_down(amount: Money, part: Fraction) -> Money:
    """That part of an amount that is not negative, rounded down to a minor unit."""
    return Money(int(amount.minor * part), amount.currency)


def plan_total(
    owed: Balance, limits: PlanLimits, situation: Situation | None = None
) -> tuple[Money, Money, Money]:
    """(total, waived interest, waived fees) when a plan is agreed."""
    waived = waived_in(owed, limits, situation)
    return waived.total, waived.interest, waived.fees


def largest(instalments: Sequence[Instalment]) -> Money:
    """The largest instalment."""
    return max((i.amount for i in instalments), key=lambda m: m.minor)


def first_share(total: Money, limits: PlanLimits) -> Money:
    """The least first payment, rounded up to a minor unit."""
    exact = total.minor * limits.first_payment_share
    return Money(-(-exact.numerator // exact.denominator), total.currency)


def parts_of(
    total: Money,
    count: int,
    first: date,
    frequency: Frequency,
    limits: PlanLimits,
    payday: Payday | None,
) -> tuple[Instalment, ...]:
    """`count` equal instalments; the first is larger where the limits ask for a first share.

    ValueError when there is less than one minor unit for each.
    """
    if total.minor < count:
        raise ValueError("less than one minor unit for each instalment")
    least = first_share(total, limits)
    amounts = total.split(count)
    if count > 1 and amounts[0] < least:
        amounts = (least, *(total - least).split(count - 1))
    return on_dates(amounts, first, frequency, _allowed(payday, limits), limits.holidays)


def most_parts(
    total: Money,
    first: date,
    frequency: Frequency,
    limits: PlanLimits,
    today: date,
    payday: Payday | None,
) -> int:
    """The largest number of instalments inside the limits; 0 when not even two are."""
    smallest = max(1, limits.smallest_instalment.minor)
    most = min(limits.most_instalments(frequency), total.minor // smallest)
    if most < PARTS:
        return 0
    last = today + timedelta(days=limits.longest_days)
    days = due_dates(most, first, frequency, _allowed(payday, limits), limits.holidays)
    most = sum(day <= last for day in days)
    least = first_share(total, limits).minor
    while most >= PARTS and _sizes(total.minor, least, most)[0] < smallest:
        most -= 1
    return most if most >= PARTS else 0


def fewest_parts(total: Money, most: int, limits: PlanLimits, able: Money) -> int:
    """The fewest instalments, up to `most`, of which none is above `able`; 0 when there are none.
    CurrencyMismatch when the currencies differ."""
    least, top = first_share(total, limits).minor, (able + Money.zero(total.currency)).minor
    fitting = (n for n in range(PARTS, most + 1) if _sizes(total.minor, least, n)[1] <= top)
    return next(fitting, 0)


def bounds_of(
    total: Money, most: int, last_day: date, frequency: Frequency, limits: PlanLimits, today: date
) -> Iterator[str]:
    """Which limits allow no instalment more than `most`; `last_day` is when one more would be
    due."""
    more, least = most + 1, first_share(total, limits).minor
    if more > limits.most_instalments(frequency):
        yield "max_instalments"
    if _sizes(total.minor, least, more)[0] < limits.smallest_instalment.minor:
        yield "smallest_instalment"
    if last_day > today + timedelta(days=limits.longest_days):
        yield "longest_days"


def _sizes(total: int, least: int, count: int) -> tuple[int, int]:
    """(smallest, largest) of so many parts in minor units, as `parts_of` makes them."""
    small, large = total // count, -(-total // count)
    if count == 1 or large >= least:
        return small, large
    rest = total - least
    return min(least, rest // (count - 1)), max(least, -(-rest // (count - 1)))


def _allowed(payday: Payday | None, limits: PlanLimits) -> Payday | None:
    return payday if payday is not None and payday.kind in limits.alignments else None
