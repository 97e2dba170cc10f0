"""Generated accounts, the same in every run: who they are, what they owe, what they told."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.policies import Policies
from bot.rules.account import Balance
from bot.rules.money import Money
from bot.rules.offers import DebtOwed, Frequency, PlanLimits, Proposal, Situation
from bot.rules.payday import Payday

SEED = 20260302
PLACES = (("US", "USD"), ("GB", "GBP"), ("BR", "BRL"))
PAYDAYS = (None, None, "day:5", "day:31", "business_day:5", "last_business_day", "weekday:4")
SEGMENTS = ("standard", "first_time_late", "frequently_late", "high_value", "company", "hardship")


@dataclass(frozen=True, slots=True)
class Case:
    """One account as the offer rules see it, and what its person might propose."""

    situation: Situation
    limits: PlanLimits
    proposal: Proposal


def cases(policies: Policies, today: date, count: int) -> Iterator[Case]:
    """So many accounts: one in three has two debts, one in five a hardship."""
    dice = random.Random(SEED)
    limits = {
        (country, segment): policies.for_country(country).plan_limits(segment, currency)
        for country, currency in PLACES
        for segment in SEGMENTS
    }
    for _ in range(count):
        country, currency = dice.choice(PLACES)
        segment = dice.choice(SEGMENTS)
        situation = _situation(dice, country, currency, segment, today)
        yield Case(situation, limits[country, segment], _proposal(dice, currency, today))


def _situation(
    dice: random.Random, country: str, currency: str, segment: str, today: date
) -> Situation:
    payday = dice.choice(PAYDAYS)
    debts = tuple(_debt(dice, f"D{n}", currency, today) for n in range(dice.choice((1, 1, 2))))
    told = dice.random() < 0.5
    return Situation(
        country=country,
        person_type="company" if segment == "company" else "individual",
        segment=segment,
        owed=debts,
        affordable=Money(dice.randrange(500, 60_000), currency) if told else None,
        frequency=dice.choice(tuple(Frequency)) if told else None,
        payday=Payday.parse(payday) if payday else None,
        hardship=segment == "hardship",
    )


def _debt(dice: random.Random, reference: str, currency: str, today: date) -> DebtOwed:
    none = Money.zero(currency)
    owed = Balance(
        Money(dice.randrange(1_000, 900_000), currency),
        Money(dice.randrange(0, 30_000), currency),
        Money(dice.randrange(0, 5_000), currency),
        none,
    )
    return DebtOwed(reference, owed, today - timedelta(days=dice.randrange(1, 900)))


def _proposal(dice: random.Random, currency: str, today: date) -> Proposal:
    return Proposal(
        amount=Money(dice.randrange(500, 60_000), currency),
        frequency=dice.choice((None, *Frequency)),
        first_date=dice.choice((None, today + timedelta(days=dice.randrange(0, 45)))),
    )
