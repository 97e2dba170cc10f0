"""Can the templates that the settings name be sent? What no provider can know of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from bot.settings import WhatsAppTemplate
from bot.usecases.outbox.templates import OPENER
from channels.message import Aside, Finding

LANGUAGES = {"en": "English", "pt": "Portuguese"}


class Words(Protocol):
    """The response keys, and the facts that each can tell."""

    def says(self, key: str) -> bool:
        """Is there such a key?"""
        ...

    def names(self, key: str, language: str) -> frozenset[str]:
        """The facts that can be told with a key."""
        ...


def check_templates(named: Sequence[WhatsAppTemplate], words: Words) -> list[Finding]:
    """One finding for each template, and one for each language without an opener."""
    times: Counter[tuple[str, str]] = Counter((each.key, each.language) for each in named)
    found = [_finding(each, words, times[each.key, each.language]) for each in named]
    lacking = [n for code, n in LANGUAGES.items() if not times[OPENER, code]]
    return [*found, *(_no_opener(language) for language in lacking)]


def _finding(each: WhatsAppTemplate, words: Words, times: int) -> Finding:
    what = f"setting of {each.id}"
    if not words.says(each.key):
        return Finding(what, False, f"there is no response key {each.key}; correct it")
    unknown = [gap for gap in each.gaps if gap not in words.names(each.key, each.language)]
    if unknown:
        told = f"{each.key} does not tell {', '.join(unknown)}; name facts that it has in braces"
        return Finding(what, False, told)
    if times > 1:
        told = f"{each.key} is named {times} times in {each.language}, and the first one is sent"
        return Finding(what, False, f"{told}; leave one")
    gaps = ", ".join(each.gaps) or "nothing"
    return Finding(what, True, f"sends {each.key} in {each.language} with {gaps}")


def _no_opener(language: str) -> Finding:
    told = (
        f"no opener ({OPENER}) in {language} is named: outside of 24 hours no reminder in it "
        "leaves on WhatsApp (docs/connect-whatsapp.md)"
    )
    return Finding("opener", True, told, Aside.LOOK)
