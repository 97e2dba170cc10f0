"""Where may a text be cut that is too long for one message? After a sentence, else after a word.

Telegram counts 4,096 characters. We count UTF-16 units, of which a character may need two: so it
is never more, and never a half.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 4096

BREAKS = (
    re.compile(r"\n\s*"),
    re.compile(r"[.!?…][\"'”’»)\]]*\s+|[。！？]"),
    re.compile(r"\s+"),
)
"""Ends of a line, of a sentence and of a word, in the order in which we like them."""
JOINERS = "\u200d\ufe0e\ufe0f"  # they tie what comes before to what comes after


def split(text: str, longest: int = LONGEST) -> list[str]:
    """The messages that a text becomes, each within the limit; none for a text without words."""
    rest, parts = text.strip(), []
    while units(rest) > longest:
        cut = _cut(rest, _fitting(rest, longest))
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [part for part in (*parts, rest) if part]


def units(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def _fitting(text: str, longest: int) -> int:
    """How many characters of a text are within the limit."""
    left = longest
    for place, character in enumerate(text):
        left -= 2 if character > "\uffff" else 1
        if left < 0:
            return place
    return len(text)


def _cut(text: str, most: int) -> int:
    """The last good place up to `most`; a line or a sentence only where the part is half full."""
    for number, wanted in enumerate(BREAKS):
        ends = [found.end() for found in wanted.finditer(text[: most + 1])]
        fitting = [end for end in ends if len(text[:end].rstrip()) <= most]
        if fitting and (number == len(BREAKS) - 1 or fitting[-1] >= most // 2):
            return fitting[-1]
    return _between_characters(text, most)


def _between_characters(text: str, most: int) -> int:
    """In a word without end: not between a letter and its accent, nor inside an emoji."""
    for cut in range(most, max(most - 32, 0), -1):
        before, after = text[cut - 1], text[cut]
        if not unicodedata.combining(after) and not {before, after} & set(JOINERS):
            return cut
    return most
