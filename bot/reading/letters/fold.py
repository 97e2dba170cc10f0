"""How is messy typing made comparable, and where does each letter stand in the original?

Folding lowers the case, drops accents and invisible characters, and straightens quotes, dashes
and spaces, so that every grammar is written once, in plain letters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_PLAIN = {
    "\u2018": "'",
    "\u2019": "'",
    "\u00b4": "'",
    "`": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u2044": "/",
    "\uff04": "$",
    "\uffe1": "£",
}
_SUM_THEN_DAY = re.compile(r"(?<=\d)[ ](?=(?:no )?dia \d)")
"""The gap in "100 dia 28": a sum and a day, no stretch of a hundred days."""
_CLAUSE_END = re.compile(r"[.;!?\n](?=\s|$)")


@dataclass(frozen=True)
class Folded:
    """Plain text with, for every character, its place in the original."""

    text: str
    places: tuple[int, ...]
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a stretch of the folded text."""
        first = self.places[start]
        last = self.places[end] if end < len(self.places) else len(self.original)
        while last > first and self.original[last - 1].isspace():
            last -= 1
        return first, last

    def before(self, start: int, width: int = 48) -> str:
        """What stands shortly before, within the same sentence."""
        near = self.text[max(0, start - width) : start]
        return _CLAUSE_END.split(near)[-1]

    def after(self, end: int, width: int = 36) -> str:
        """What stands shortly after."""
        return self.text[end : end + width]


def _plain(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    if character.isspace():
        return "\n" if character == "\n" else " "
    if character.isdigit() and character.isdecimal():
        return str(unicodedata.decimal(character))
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return ""
    base = unicodedata.normalize("NFD", character)[0]
    return base.lower()[:1]


def fold(text: str) -> Folded:
    """The text in plain letters, with the way back."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = _plain(character)
        if plain:
            letters.append(plain)
            places.append(place)
    return Folded(_SUM_THEN_DAY.sub(";", "".join(letters)), tuple(places), text)
