"""How much does each piece of a text speak for a language?

Pieces are whole words and stretches of one to four letters, so that typing errors, text speak and
missing accents still count. The weights are whole numbers, learnt once from example messages by
`scripts/learn_language.py`; nothing is learnt while the service runs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from math import isqrt
from pathlib import Path

from bot.reading.letters.fold import fold

CLASSES = ("en", "pt", "es", "else")
"""`else`: French, Italian, German, Polish, Romanian, Haitian Creole, Dutch and the like."""
UNIT = 30
"""A weight of 1 in the table's whole numbers."""
LONGEST_PIECE = 4
LONGEST_WORD = 24
MOST_WORDS = 40
TABLE = Path(__file__).with_name("table.json")

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
_STRETCHED = re.compile(r"(.)\1{2,}")


def words_of(text: str) -> list[str]:
    """The words in plain letters; "oiiiii" is "oii"."""
    return _WORD.findall(_STRETCHED.sub(r"\1\1", fold(text).text))


def marks_of(text: str) -> set[str]:
    """The letters that plain letters lack, for example ã, ñ and ß."""
    return {letter for letter in text.lower() if letter > "\x7f" and letter.isalpha()}


def pieces(words: Iterable[str], marks: Iterable[str] = ()) -> set[str]:
    """What is weighed: `=word`, stretches of letters with `_` at the word's ends, `^mark`."""
    found = {f"^{mark}" for mark in marks}
    for word in words:
        if len(word) > LONGEST_WORD:
            continue
        found.add(f"={word}")
        padded = f"_{word}_"
        for size in range(1, LONGEST_PIECE + 1):
            found.update(padded[at : at + size] for at in range(len(padded) - size + 1))
    return found


@cache
def _table() -> dict[str, list[int]]:
    table: dict[str, list[int]] = json.loads(TABLE.read_text(encoding="utf-8"))["pieces"]
    return table


def known(word: str) -> bool:
    """Was the word met often enough to be weighed as a whole?"""
    return f"={word}" in _table()


def scores(words: list[str], marks: set[str]) -> dict[str, int]:
    """A score for each class, in hundredths; all 0 when nothing is known."""
    table = _table()
    weights = [table[piece] for piece in pieces(words[:MOST_WORDS], marks) if piece in table]
    shrink = UNIT * isqrt(10_000 * len(weights)) or 1
    totals = [sum(column) for column in zip(*weights, strict=True)] or [0] * len(CLASSES)
    return {name: total * 10_000 // shrink for name, total in zip(CLASSES, totals, strict=True)}
