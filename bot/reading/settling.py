"""Does a proposal mean to settle everything with one payment?"""

from __future__ import annotations

import re
from typing import Final

from bot.reading.fold import fold

_ALL_AT_ONCE: Final = re.compile(
    r"\b(?:to|and|it would|that) (?:close|settle|clear|finish|end) (?:it|this|that|everything|all"
    r"|(?:the|my) (?:whole )?(?:account|debt|bill|balance|matter|thing))\b"
    r"|\b(?:in|as) (?:one|a single) (?:go|payment)\b|\blump sum\b|\b(?:all )?at once\b"
    r"|\bfull and final\b|\bin full(?: settlement)?\b|\bsettlement\b"
    r"|\ba vista\b|\bde uma (?:so )?vez\b|"
    r"\b(?:pra|para) (?:quitar|encerrar|liquidar|fechar|matar)\b"
    r"|\bquit(?:ar|o) tudo\b|\bmorre o assunto\b"
)
_NOT: Final = re.compile(r"\b(?:not|can'?t|cannot|couldn'?t|nao|sem)\b")


def means_all_at_once(text: str) -> bool:
    """True when the words speak of one payment that ends the matter, and do not rule it out."""
    plain = fold(text).text
    return bool(_ALL_AT_ONCE.search(plain)) and not _NOT.search(plain)
