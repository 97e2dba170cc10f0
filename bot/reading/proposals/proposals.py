"""What does this person propose to pay, in which rhythm and from which day?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil

from bot.reading import read
from bot.reading.income.paydays import payday as told_payday
from bot.reading.letters.shorthand import plain
from bot.reading.money.sums import Part
from bot.reading.proposals.legs import Leg, legs
from bot.reading.proposals.meant import all_at_once, means, means_to_pay
from bot.reading.proposals.schedules import Days, Said, compose
from bot.rules.money import Money

_NOTHING = re.compile(
    r"\b(?:can(?:'t| ?not)?|could|able to|will|i'll) (?:only )?(?:pay|afford|manage|do|give)"
    r"(?: you)? (?:nothing|zero|anything|a (?:cent|penny|dime)|0(?![.,]?\d))\b"
    r"|\b(?:0|zero|nothing) (?:a|per|every|each) (?:week|fortnight|month)\b"
    r"|\b(?:pagar|dar|pago|dou|consigo|posso)(?: com)? "
    r"(?:nada|zero|0(?![.,]?\d)|nenhum (?:real|centavo))\b"
    r"|\b(?:0|zero|nada) por (?:semana|quinzena|mes)\b"
)
"""Nothing at all, where no other sum is named: an answer like any other."""

__all__ = ["Said", "proposal"]


def proposal(
    text: str,
    today: date,
    currency: str,
    *,
    total: Money | None = None,
    country: str | None = None,
    holidays: Iterable[date] = (),
) -> Said | None:
    """What the text proposes, in `currency`; None when it proposes nothing.

    `total` is what is due: shares ("half now") are of it, rounded up to the minor unit, and say
    nothing without it. A lump sum "in January" is due on the last day of it. `holidays` are days
    on which banks are shut, for "the fifth working day". A sum told in another currency keeps it.
    """
    folded = plain(text)
    if _NOTHING.search(folded) and not any(c in "123456789" for c in folded):
        return Said(amount=Money.zero(currency))
    entities = read(folded, today, country=country)
    found = legs(folded, entities, today, currency)
    told = [leg for leg in found if leg.part is Part.OFFERED and not leg.empty]
    whole = all_at_once(folded)
    bare = not told or told == [found[-1]]
    if bare:
        told = [found[-1]]
    elif told[-1] is found[-1]:
        told.pop()
    if bare and not means_to_pay(folded, told[0], whole=whole):
        return None
    if not bare and not means(folded, told, found, whole=whole):
        return None
    days = Days(folded, today, frozenset(holidays))
    if any(leg.share is not None for leg in told) and not _shares(told, total):
        return None
    said = compose(told, days, whole=whole)
    said = _rhythm_of_the_refused(said, found)
    said = _with_payday(said, told_payday(text, today, country))
    return None if said == Said() else said


def _shares(told: list[Leg], total: Money | None) -> bool:
    """Turns shares into sums of the total; those that make up the whole end with the rest."""
    if total is None:
        return False
    parts = [leg.share for leg in told if leg.share is not None]
    if len(parts) == len(told) == 2 and sum(parts, Fraction(0)) == 1:
        told[-1].rest, told[-1].share = True, None
    for leg in told:
        if leg.share is not None:
            leg.money = Money(ceil(total.minor * leg.share), total.currency)
    return True


def _rhythm_of_the_refused(said: Said, found: list[Leg]) -> Said:
    """ "85 a month is too much, 60": the rhythm of what is refused goes on."""
    lone = Said(amount=said.amount)
    refused = [leg.frequency for leg in found if leg.part is Part.REFUSED and leg.frequency]
    if said == lone and said.amount is not None and refused:
        return replace(said, frequency=refused[0])
    return said


def _with_payday(said: Said, told: str | None) -> Said:
    """The payday told beside a rhythm that fits it."""
    if told is None or said.payday is not None:
        return said
    if "business" in told and _alone(said):
        return replace(said, first_date=None, frequency="monthly", payday=told)
    if said.first_date is not None:
        return said
    weekly = said.frequency in ("weekly", "fortnightly")
    fits = weekly if told.startswith("weekday") else said.frequency == "monthly"
    return replace(said, payday=told) if fits else said


def _alone(said: Said) -> bool:
    """ "I'm paid on the last working day, I can do 120": a sum for each payday."""
    return said.amount is not None and said == Said(amount=said.amount, first_date=said.first_date)
