"""Does a wish to stop mean every channel, or the one it was written on?"""

from __future__ import annotations

import re
from typing import Final

_ALL: Final = re.compile(
    r"\b(all|any|every|everywhere|anywhere|any way|at all|ever again|whatsoever|"
    r"tod[ao]s?|qualquer|nenhum|nenhuma|nunca mais|em lugar nenhum|de jeito nenhum)\b",
    re.IGNORECASE,
)
_OF_TIME: Final = re.compile(
    r"\b(any ?(?:more|longer)|(?:all|every) (?:(?:the|single|few|other) )*"
    r"(?:time|day|days|night|nights|morning|week|weeks|weekend|month|hour|hours|minute|minutes)|"
    r"tod[ao]s? (?:(?:o|os|a|as|santo) )*"
    r"(?:dias?|tempo|horas?|noites?|manh[ãa]s?|tardes?|semanas?|m[êe]s|meses))\b",
    re.IGNORECASE,
)
"""How often, or till when: "not any more", "every single day", "toda hora"."""


def means_every_channel(text: str) -> bool:
    """True when the words leave no channel out (47 CFR 64.1200(a)(10): all, when all are meant)."""
    return bool(_ALL.search(_OF_TIME.sub(" ", text)))
