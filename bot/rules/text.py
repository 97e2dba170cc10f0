"""Are these two texts the same, but for case, accents and punctuation?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache


def unaccented(text: str) -> str:
    """The text in lower case (casefolded) without accents; punctuation stays."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def plain(text: str) -> str:
    """Lower case, no accents, no punctuation or symbols, single spaces.

    Apostrophes vanish ("don't" is "dont"); every other separator becomes a space.
    """
    flat = unaccented(text)
    kept = "".join(c if c.isalnum() else "" if c in "'’`´" else " " for c in flat)
    return " ".join(kept.split())


def is_one_of(text: str, words: Iterable[str]) -> bool:
    """Is the whole text one of these words?"""
    return plain(text) in _all_plain(tuple(words))


@lru_cache
def _all_plain(words: tuple[str, ...]) -> frozenset[str]:
    """Asked of every message, with the same few lists."""
    return frozenset(map(plain, words)) - {""}
