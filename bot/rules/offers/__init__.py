"""What may we offer, is this offer inside the rules, and how do we answer a proposal?

The one door to the offer rules: terms (`terms`), building (`builder`, with amounts,
dates and reasons beside it), what a person can afford (`affordability`), the independent check
(`checks`) and answers to proposals (`counter_offers`).
"""

from bot.rules.offers.builder import compute_offers
from bot.rules.offers.checks import violations
from bot.rules.offers.counter_offers import answer_counter_offer, answer_more_time
from bot.rules.offers.terms import (
    CounterAnswer,
    DebtOwed,
    Offer,
    OfferKind,
    Outcome,
    Proposal,
    Reason,
    Situation,
    numbers_of,
    owed_in_all,
    unexplained,
)
from bot.rules.plan import Frequency, Instalment, PlanLimits, schedule

__all__ = [
    "CounterAnswer",
    "DebtOwed",
    "Frequency",
    "Instalment",
    "Offer",
    "OfferKind",
    "Outcome",
    "PlanLimits",
    "Proposal",
    "Reason",
    "Situation",
    "answer_counter_offer",
    "answer_more_time",
    "compute_offers",
    "numbers_of",
    "owed_in_all",
    "schedule",
    "unexplained",
    "violations",
]
