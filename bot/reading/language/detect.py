"""In which language did the person write, and is that reason to change the conversation's?

Letters and words are weighed (`table`), and clear words count besides. The
conversation's language is sticky: figures, names, "ok" and borrowed words never change it, clear
evidence or a plain request ("em inglês, por favor") does.
"""

from __future__ import annotations

import re

from bot.reading.language.evidence import (
    OTHER,
    OURS,
    LanguageGuess,
    clear_words,
    is_courtesy,
    only_names,
    telling,
    word_evidence,
)
from bot.reading.language.table import known, marks_of, scores, words_of
from bot.reading.language.wishes import wished_language, wishes_another

__all__ = [
    "OTHER",
    "LanguageGuess",
    "asks_for_language",
    "clearly_foreign",
    "detect",
    "next_language",
    "word_evidence",
]

_CLEAR_ENOUGH, _SURE = 2, 3
_FOREIGN_WORDS = 4
_FOREIGN_LEAD, _FOREIGN_LEAD_SHORT = 50, 100
"""So far, in hundredths, another language must be ahead of both of ours, from four words on and
in fewer."""
_GAP, _GAP_SURE = 300, 600
"""So far one of ours must be ahead of the other one; a single word that is not listed, surely."""
_LONG_WORD = 5

_IGNORED = re.compile(
    r"\S+@\S+|https?://\S+|www\.\S+|R\$|\S*\d{3,}\S*|\b\d+[a-z]{0,2}\b", re.IGNORECASE
)
"""Addresses, codes and figures, with what is written on them: "3x", "10h", "R$ 50"."""
_LETTERS = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[a-zA-Z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]")


def detect(text: str) -> LanguageGuess:
    """The language a text is written in, as far as it shows; None when there are no letters."""
    bare = _IGNORED.sub(" ", text)
    if _foreign_script(bare):
        return LanguageGuess(OTHER, _SURE)
    words = words_of(bare)
    if not words:
        return LanguageGuess(None, 0)
    deciding = telling(words)
    if len(deciding) == 1 and clear_words("es", deciding):
        return LanguageGuess(OTHER, 1)
    found = scores(deciding or words, marks_of(bare))
    ours = max(OURS, key=lambda name: found[name])
    lead = max(found[name] for name in found if name not in OURS) - found[ours]
    if lead >= (_FOREIGN_LEAD if len(deciding) >= _FOREIGN_WORDS else _FOREIGN_LEAD_SHORT):
        guess = LanguageGuess(OTHER, _foreign_strength(deciding))
    else:
        gap = max(found[name] for name in OURS) - min(found[name] for name in OURS)
        guess = _of_ours(deciding, ours, gap)
    decides = deciding and not only_names(bare)
    return guess if decides else LanguageGuess(guess.language, min(guess.strength, 1))


def asks_for_language(text: str) -> bool:
    """Does the person ask for one of our languages by name?"""
    return wished_language(text) is not None


def next_language(current: str, text: str) -> str:
    """The language to go on in."""
    wished = wished_language(text)
    if wished:
        return wished
    guess = detect(text)
    if guess.language is None or guess.strength < _CLEAR_ENOUGH:
        return current
    return guess.language


def clearly_foreign(text: str, before: str = "") -> bool:
    """Does the person need another language than ours: one clear message of four words, or two?

    `before` is the person's message before this one. A plain wish ("en español") is clear too.
    """
    if wishes_another(text):
        return True
    guess = detect(text)
    if guess.language != OTHER or guess.strength < _CLEAR_ENOUGH or wished_language(text):
        return False
    return guess.strength == _SURE or detect(before).language == OTHER


def _of_ours(words: list[str], language: str, gap: int) -> LanguageGuess:
    """By the words that are listed as clear, or by a gap between the two that is wide enough."""
    rival = next(name for name in OURS if name != language)
    clear, against = clear_words(language, words), clear_words(rival, words)
    if len(words) == 1 and is_courtesy(words[0]):
        return LanguageGuess(language, 1)
    if len(words) == 1 and against:
        return LanguageGuess(rival, _CLEAR_ENOUGH)
    if gap >= _GAP_SURE and len(words) > 2:
        return LanguageGuess(language, _SURE)
    decides = clear > against or _wide(words, gap)
    return LanguageGuess(language, _CLEAR_ENOUGH if decides else 1)


def _wide(words: list[str], gap: int) -> bool:
    """A gap between words of which one was met before; a single word has to be a long one."""
    if len(words) == 1:
        return gap >= _GAP_SURE and known(words[0]) and len(words[0]) >= _LONG_WORD
    return gap >= _GAP and any(known(word) for word in words)


def _foreign_strength(words: list[str]) -> int:
    if len(words) >= _FOREIGN_WORDS:
        return _SURE
    return _CLEAR_ENOUGH if len(words) > 1 else 1


def _foreign_script(text: str) -> bool:
    """Whether most letters are of another script than ours."""
    letters = _LETTERS.findall(text)
    latin = sum(1 for letter in letters if _LATIN.match(letter))
    return len(set(letters)) >= 2 and latin * 2 < len(letters)
