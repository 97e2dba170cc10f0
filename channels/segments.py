"""How many messages does the network count for a text, and how are they kept few?

A text in the GSM-7 alphabet fits 160 characters in one segment, any other text 70. One "ã" makes
the whole text one of the others, so that it may cost twice; letters and signs that have a plain
twin are therefore written plainly, but only where that saves a segment: accents are part of what
is said. What has no twin, such as an emoji, stays, and the text with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# 3GPP TS 23.038: the default alphabet, and the table that is reached with an escape.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")

# The same document: what fits in one message, and in each part of a longer one.
GSM7_ALONE, GSM7_PART = 160, 153
UCS2_ALONE, UCS2_PART = 70, 67

LAST_OF_ONE_UNIT = "\uffff"  # characters beyond take two units of UTF-16

TWINS = {
    **dict.fromkeys("‘’‚‛′´`", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("•‣◦▪", "*"),  # no dash: in front of a sum it would be a minus
    **dict.fromkeys("\t\u00a0\u2002\u2003\u2007\u2009\u200a\u202f", " "),
    **dict.fromkeys("\u00ad\u200b\u200e\u200f\u2060\ufeff", ""),
    "…": "...",
    "×": "x",
    "œ": "oe",
    "Œ": "OE",
}
ORDINAL = re.compile(r"(?<=\d)[ªº]")  # "1ª" is "1a"
NUMBER = re.compile(r"(?<!\w)([nN])\.?[º°](?![^\W\d])")  # "nº 7" is "n. 7": "no 7" is another word
COUNT = re.compile("[0-9]{1,4}")  # the longest text that anybody takes has a few dozen
FIRST_LETTER, LAST_LETTER = "À", "ÿ"  # the accented letters of western Europe


def is_gsm7(text: str) -> bool:
    """Can it be written in the network's own alphabet?"""
    return all(char in BASIC or char in EXTENDED for char in text)


def told(value: object) -> int | None:
    """The segments that a provider counts; None as long as it has not counted, or where what it
    says can be no count."""
    counted = str(value) if isinstance(value, int | str) else ""
    return int(counted) or None if COUNT.fullmatch(counted) else None


def count(text: str) -> int:
    """The segments that the network counts, and that are paid for."""
    if is_gsm7(text):
        return _parts((2 if char in EXTENDED else 1 for char in text), GSM7_ALONE, GSM7_PART)
    return _parts((2 if char > LAST_OF_ONE_UNIT else 1 for char in text), UCS2_ALONE, UCS2_PART)


def _parts(widths: Iterable[int], alone: int, part: int) -> int:
    """No character is cut in two: what does not fit goes to the next part as a whole."""
    sizes = list(widths)
    if sum(sizes) <= alone:
        return 1
    parts, used = 1, 0
    for size in sizes:
        if used + size > part:
            parts, used = parts + 1, 0
        used += size
    return parts


def plain(text: str) -> str:
    """With plain twins for letters and signs that have one; everything else stays."""
    whole = unicodedata.normalize("NFC", text)
    whole = NUMBER.sub(r"\1.", whole)
    whole = ORDINAL.sub(lambda found: "a" if found[0] == "ª" else "o", whole)
    return "".join(_twin(char) for char in whole)


def _twin(char: str) -> str:
    if char in BASIC or char in EXTENDED:
        return char
    if FIRST_LETTER <= char <= LAST_LETTER:
        return TWINS.get(char) or unicodedata.normalize("NFD", char)[0]
    return TWINS.get(char, char)


def thrifty(text: str) -> str:
    """The text as it is sent: plain where that brings all of it into GSM-7 and costs less."""
    if is_gsm7(text):
        return text
    written = plain(text)
    return written if is_gsm7(written) and count(written) < count(text) else text
