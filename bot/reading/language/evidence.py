"""Which language do the words by themselves give away, by the lists in `words`?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reading.language.words import (
    ACCENTED,
    BORROWED,
    CLEAR,
    COMMON,
    COURTESIES,
    MARKS,
    NAMES,
    PARTICLES,
)
from bot.reading.letters.fold import fold

OTHER = "other"
OURS = ("en", "pt")

_CLEAR_WORDS = {
    language: {fold(word).text for word in words.split()} for language, words in CLEAR.items()
}
_COMMON_WORDS = {
    language: {fold(word).text for word in words.split()} for language, words in COMMON.items()
}
_ACCENTED_WORDS = {language: set(words.split()) for language, words in ACCENTED.items()}
_SILENT = {fold(word).text for word in f"{BORROWED} {NAMES}".split()}
_COURTESIES = set(COURTESIES.split())
_PARTICLES = set(PARTICLES.split())
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_LETTERS = re.compile(r"[^\W\d_]+")
_OURS_CLEAR = frozenset().union(*(_CLEAR_WORDS[language] for language in OURS))


@dataclass(frozen=True)
class LanguageGuess:
    """The likeliest language and how sure that is: 0 not at all, 1 weak, 2 clear, 3 very."""

    language: str | None
    strength: int


def word_evidence(text: str) -> LanguageGuess:
    """The language whose listed words prevail."""
    points = sorted(_points(text).items(), key=lambda item: -item[1])
    (best, most), (second, next_most) = points[0], points[1]
    margin = most - next_most
    if best not in OURS and second not in OURS:
        rival = max(value for name, value in points if name in OURS)
        margin = most - rival
    if most == 0 or margin <= 0:
        return LanguageGuess(None, 0)
    strength = 3 if margin >= 5 else 2 if margin >= 2 else 1
    if best not in OURS:
        return LanguageGuess(OTHER, strength if most >= 3 else 1)
    return LanguageGuess(best, strength)


def clear_words(language: str, words: list[str]) -> int:
    """How many of the words hardly occur in another language than this one."""
    rivals = [name for name in OURS if name != language]
    others = frozenset().union(*(_CLEAR_WORDS[name] for name in rivals))
    return sum(word in _CLEAR_WORDS[language] - others for word in words)


def telling(words: list[str]) -> list[str]:
    """The words that may decide: neither names nor borrowed ones."""
    return [word for word in words if word not in _SILENT]


def is_courtesy(word: str) -> bool:
    """Is it one of the polite words that people borrow?"""
    return word in _COURTESIES


def only_names(text: str) -> bool:
    """Is every word written like a name or between names, and none is a clear word of ours?"""
    words = _LETTERS.findall(text)
    plain = [fold(word).text for word in words]
    if not words or any(word in _OURS_CLEAR for word in plain):
        return False
    return any(word.istitle() for word in words) and all(
        word.istitle() or word in _PARTICLES for word in words
    )


def _points(text: str) -> dict[str, int]:
    words = _WORD.findall(fold(text).text)
    lowered = text.lower()
    accented = set(_LETTERS.findall(lowered))
    points = {}
    for language in CLEAR:
        clear = sum(word in _CLEAR_WORDS[language] for word in words)
        common = sum(word in _COMMON_WORDS[language] for word in words)
        clear += len(_ACCENTED_WORDS.get(language, set()) & accented)
        marked = any(mark in lowered for mark in MARKS.get(language, ()))
        points[language] = 2 * clear + common + marked if clear else min(1, common + marked)
    return points
