"""What is particular to this country: currency, the order of a date, who helps?

Names, numbers and addresses are policy rows with their source.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bot.rules.money import Money


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Somebody who helps: the name by which they are known, and how to reach them.

    `audience` None is for everyone, else "company" or "individual".
    """

    name: str
    phone: str | None
    url: str | None
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class MinimumIncome:
    """What must be left to live on each month (Brazil: mínimo existencial), from a day on."""

    amount: Money
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True)
class CountryFacts:
    """What rules and wording need to know of a country.

    `crisis_lines` in danger, `debt_advice` free of charge, both in the order in which they are
    named. `late_fee_cap` is the largest late fee as a part of the debt (None: no cap known).
    """

    code: str
    currency: str
    day_first: bool
    languages: tuple[str, ...]
    emergency_number: str
    crisis_lines: tuple[HelpLine, ...]
    debt_advice: tuple[HelpLine, ...]
    late_fee_cap: Fraction | None = None
    minimum_income: MinimumIncome | None = None


def advice_for(person_type: str, facts: CountryFacts) -> tuple[HelpLine, ...]:
    """Free debt advice for this type of person."""
    return tuple(line for line in facts.debt_advice if line.audience in (None, person_type))


def leaves_minimum(
    income: Money, monthly_instalment: Money, facts: CountryFacts, today: date
) -> bool:
    """Does the instalment leave the minimum income of the country (Lei 14.181/2021)?

    True where no minimum is in force. CurrencyMismatch when currencies differ.
    """
    row = facts.minimum_income
    if row is None or today < row.valid_from:
        return True
    return income - monthly_instalment >= row.amount
