"""What figures, dates and wishes did the person write, and in which language?

`read` is the one door: a text and the reference date in, the entities out, in order and without
overlaps. Pure: standard library only, no clock, no I/O, no float. Nothing read here is a
decision: amounts and dates are always confirmed back to the person and checked by the rules.
"""

from __future__ import annotations

from datetime import date

from bot.reading.answers.counts import counts
from bot.reading.days.dates import dates
from bot.reading.days.in_a_row import in_a_row
from bot.reading.entity import Entity, Found, as_date, settle
from bot.reading.language.detect import LanguageGuess, detect, next_language
from bot.reading.letters.fold import Folded, fold
from bot.reading.letters.spelling import spell_out
from bot.reading.money.amounts import amounts
from bot.reading.noise import gone_by, noise
from bot.reading.wishes.preferences import preferences

__all__ = [
    "Entity",
    "LanguageGuess",
    "as_date",
    "detect",
    "is_portuguese",
    "next_language",
    "read",
]


def read(
    text: str, today: date, language: str | None = None, country: str | None = None
) -> tuple[Entity, ...]:
    """Every entity in the text, in order; overlapping readings are settled."""
    folded = spell_out(fold(text))
    days = [*gone_by(folded), *dates(folded, today, country, language)]
    found: list[Found] = [
        *noise(folded),
        *days,
        *amounts(folded, country, days),
        *counts(folded),
        *preferences(folded, is_portuguese(text, language)),
    ]
    return tuple(_entity(folded, one) for one in in_a_row(folded, settle(found)))


def _entity(folded: Folded, found: Found) -> Entity:
    start, end = folded.span(found.start, found.end)
    text = folded.original[start:end]
    return Entity(found.entity, found.value, text, start, end, found.currency, found.latest)


def is_portuguese(text: str, language: str | None) -> bool:
    """What the text shows clearly comes before what the conversation is in."""
    guess = detect(text)
    return (guess.language if guess.strength > 1 else language or guess.language) == "pt"
