"""How much can this person pay each time without going short?

What they say they can pay is a wish that offers start from; what their income leaves is a limit
that no plan passes. Money in the currency of the limits, rounded down to a minor unit. Months are
brought to weeks by 12/52 and to fortnights by 12/26.

The ceiling of a month is the smaller of two: `income_share` of what is left of the income after
outgoings, and what is left of it above the country's minimum income. The minimum is read as what
must stay after the instalment, whatever the other outgoings are (mínimo existencial: Lei
14.181/2021, CDC 54-A §1 and 104-A; Decreto 11.567/2023 sets the sum).
"""

from __future__ import annotations

from fractions import Fraction

from bot.rules.money import Money
from bot.rules.offers.terms import Situation
from bot.rules.plan import A_YEAR, Frequency, PlanLimits


def ceiling(situation: Situation, limits: PlanLimits, frequency: Frequency) -> Money | None:
    """The most that one payment at this frequency may be by the person's income; zero when
    nothing is left, None when nothing is known that would bound it.

    CurrencyMismatch when income, outgoings or minimum have different currencies.
    """
    month = _month(situation, limits)
    if month is None:
        return None
    return _at(month, Frequency.MONTHLY, frequency, limits.currency)


def wished(situation: Situation, limits: PlanLimits, frequency: Frequency) -> Money | None:
    """What offers may take of what the person says they can pay each time; None: not said.

    Said with another frequency than the plan's, it is converted; said with none, it is each time.
    """
    said = situation.affordable
    if said is None:
        return None
    exact = max(0, said.minor) * limits.affordable_share
    return _at(exact, situation.frequency or frequency, frequency, said.currency)


def comfortable(situation: Situation, limits: PlanLimits, frequency: Frequency) -> Money | None:
    """What an offer that nobody asked for may take each time: the wish, never above the ceiling."""
    both = (wished(situation, limits, frequency), ceiling(situation, limits, frequency))
    return min((sum_ for sum_ in both if sum_ is not None), key=lambda m: m.minor, default=None)


def tightest(situation: Situation, limits: PlanLimits) -> str:
    """Which of the two bounds makes the ceiling: "income_share" or "minimum_income"; "" for none.
    The policy's sources have the same names."""
    bounds = _bounds(situation, limits)
    return min(bounds, key=lambda name: bounds[name], default="")


def _month(situation: Situation, limits: PlanLimits) -> Fraction | None:
    """The ceiling of a month in minor units."""
    bounds = _bounds(situation, limits)
    return max(Fraction(0), min(bounds.values())) if bounds else None


def _bounds(situation: Situation, limits: PlanLimits) -> dict[str, Fraction]:
    """What each rule leaves of a month's income, in minor units; below zero when it is short."""
    income, outgoings = situation.income, situation.outgoings
    if income is None:
        return {}
    income += Money.zero(limits.currency)
    bounds = {}
    if outgoings is not None:
        bounds["income_share"] = (income - outgoings).minor * limits.income_share
    if situation.minimum_income is not None:
        bounds["minimum_income"] = Fraction((income - situation.minimum_income).minor)
    return bounds


def _at(exact: Fraction, said: Frequency, wanted: Frequency, currency: str) -> Money:
    """So many minor units at one frequency, brought to another and rounded down."""
    return Money(int(exact * A_YEAR[said] / A_YEAR[wanted]), currency)
