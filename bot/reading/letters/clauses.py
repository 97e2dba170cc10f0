"""Where does one matter of a message end and another begin? At marks, and at "and" and its like.

Only borders are found here, not matters: whether two pieces mean two things is for the model to
say. A piece of one word is none ("interest and fees").
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from bot.reading.letters.fold import fold

_BORDER: Final = re.compile(
    r"(?<=[.?!;])\s+|,\s+|\s+(?:-+)\s+"
    r"|\s+(?=(?:and|but|also|plus|e|mas|tambem|alem disso)\s)"
)
_JOINT: Final = re.compile(
    r"^(?:(?:and|but|also|plus|then|so|e|mas|tambem|entao|alem disso)[\s,]+)+(?=\S)"
)
FEWEST_WORDS: Final = 2


def clauses(text: str) -> list[str]:
    """The pieces of a text between its borders, in order, none left out."""
    folded = fold(text)
    cuts = [0, *(folded.places[m.end()] for m in _borders(folded.text)), len(text)]
    pieces: list[str] = []
    for start, end in pairwise(cuts):
        piece = text[start:end].strip()
        if pieces and not (_stands(piece) and _stands(pieces[-1])):
            pieces[-1] = f"{pieces[-1]} {piece}"
        elif piece:
            pieces.append(piece)
    return pieces


def bare(piece: str) -> str:
    """The piece without what joined it to the one before."""
    folded = fold(piece)
    joint = _JOINT.match(folded.text)
    return piece[folded.places[joint.end()] :] if joint else piece


def _borders(text: str) -> list[re.Match[str]]:
    return [m for m in _BORDER.finditer(text) if 0 < m.end() < len(text)]


def _stands(piece: str) -> bool:
    """Can it mean something by itself: figures alone (a code, a date), or words enough?"""
    words = bare(piece).split()
    if not any(c.isalpha() for c in piece):
        return any(c.isdigit() for c in piece)
    return sum(1 for word in words if any(c.isalpha() for c in word)) >= FEWEST_WORDS
