"""In which language did the person write, and is that reason to change the conversation's?

Guessed from function words and letters. The conversation's language is sticky: figures, names,
"ok" and borrowed words never change it, clear evidence or a plain request ("em inglês, por
favor") does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reading.fold import fold
from bot.reading.language_words import ACCENTED, CLEAR, COMMON, MARKS

OTHER = "other"
_OURS = ("en", "pt")
_CLEAR_ENOUGH = 2

_CLEAR_WORDS = {
    language: {fold(word).text for word in words.split()} for language, words in CLEAR.items()
}
_COMMON_WORDS = {
    language: {fold(word).text for word in words.split()} for language, words in COMMON.items()
}
_ACCENTED_WORDS = {language: set(words.split()) for language, words in ACCENTED.items()}
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_IGNORED = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_LETTERS = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[a-zA-Z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]")
_SPEAK = (
    r"(?:speak|talk|write|reply|answer|continue|switch to|change to|chat|message me|text me)"
    r"(?: \w+){0,3}? "
)
_ASKS_PT = re.compile(
    rf"\b(?:{_SPEAK}(?:in )?|in )(?:brazilian )?portuguese\b"
    r"|\b(?:back|switch|change) to portuguese\b|\bportugu(?:es|ese),? (?:please|por favor)\b"
    r"|\b(?:voltar?|volta|mudar?|muda) (?:pro|para o?|pra) ?portugues\b"
    r"|\b(?:em|fala[rm]?|falam|fale) (?:em )?portugues\b|\A\W*(?:portugues|portuguese)\W*\Z"
)
_ASKS_EN = re.compile(
    rf"\b(?:{_SPEAK}(?:in )?|in )english\b(?! is\b)"
    r"|\b(?:back|switch|change) to english\b|\b(?:english|ingles),? (?:please|por favor)\b"
    r"|\b(?:voltar?|volta|mudar?|muda) (?:pro|para o?|pra) ?ingles\b"
    r"|\b(?:em|fala[rm]?|falam|fale) (?:em )?ingles\b|\A\W*(?:english|ingles)\W*\Z"
)


@dataclass(frozen=True)
class LanguageGuess:
    """The likeliest language and how sure that is: 0 not at all, 1 weak, 2 clear, 3 very."""

    language: str | None
    strength: int


def detect(text: str) -> LanguageGuess:
    """The language a text is written in, as far as it shows."""
    bare = _IGNORED.sub(" ", text)
    if _foreign_script(bare):
        return LanguageGuess(OTHER, 3)
    points = sorted(_points(bare).items(), key=lambda item: -item[1])
    (best, most), (second, next_most) = points[0], points[1]
    margin = most - next_most
    if best not in _OURS and second not in _OURS:
        rival = max(value for name, value in points if name in _OURS)
        margin = most - rival
    if most == 0 or margin <= 0:
        return LanguageGuess(None, 0)
    strength = 3 if margin >= 5 else 2 if margin >= 2 else 1
    if best not in _OURS:
        return LanguageGuess(OTHER, strength if most >= 3 else 1)
    return LanguageGuess(best, strength)


def asks_for_language(text: str) -> bool:
    """Does the person ask for one of our languages by name?"""
    plain = fold(text).text
    return bool(_ASKS_PT.search(plain) or _ASKS_EN.search(plain))


def next_language(current: str, text: str) -> str:
    """The language to go on in."""
    plain = fold(text).text
    if _ASKS_PT.search(plain):
        return "pt"
    if _ASKS_EN.search(plain):
        return "en"
    guess = detect(text)
    if guess.language is None or guess.strength < _CLEAR_ENOUGH:
        return current
    return guess.language


def _foreign_script(text: str) -> bool:
    """Whether most letters are of another script than ours."""
    letters = _LETTERS.findall(text)
    latin = sum(1 for letter in letters if _LATIN.match(letter))
    return len(letters) >= 2 and latin * 2 < len(letters)


def _points(text: str) -> dict[str, int]:
    words = _WORD.findall(fold(text).text)
    lowered = text.lower()
    accented = set(re.findall(r"[^\W\d_]+", lowered))
    points = {}
    for language in CLEAR:
        clear = sum(word in _CLEAR_WORDS[language] for word in words)
        common = sum(word in _COMMON_WORDS[language] for word in words)
        clear += len(_ACCENTED_WORDS.get(language, set()) & accented)
        marked = any(mark in lowered for mark in MARKS.get(language, ()))
        points[language] = 2 * clear + common + marked if clear else min(1, common + marked)
    return points
