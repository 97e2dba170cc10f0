"""Does the person ask for a language by its name?"""

from __future__ import annotations

import re

from bot.reading.letters.fold import fold

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
_OTHERS = (
    r"(?:spanish|french|italian|german|polish|romanian|creole|dutch|russian|chinese|arabic"
    r"|espanhol|frances|italiano|alemao|polones|espanol|castellano|francais|deutsch|polski)"
)
_ASKS_OTHER = re.compile(
    rf"\b(?:do you|does any(?:one|body)|can (?:you|we|i)|any(?:one|body)|some(?:one|body)|who"
    rf"|i only) (?:\w+ )??(?:speak|talk|write|text)s? (?:to me )?(?:in )?{_OTHERS}\b"
    rf"|\b{_OTHERS},? (?:please|pls|plz|por favor|pfv)\b|\A\W*{_OTHERS}\W*\Z"
    rf"|\b(?:voces?|vcs?|alguem|so) fal(?:a|am|o) (?:em )?{_OTHERS}\b"
    r"|\b(?:hablan?|hablo|en|solo|habla usted) (?:espanol|castellano)\b"
    r"|\bno (?:hablo|entiendo|leo) (?:nada de )?(?:ingles|portugues)\b"
    r"|\b(?:parle|comprends) pas (?:l')?(?:anglais|portugais)\b|\bnon (?:parlo|capisco) inglese\b"
    r"|\b(?:kein|geen) (?:englisch|engels)\b|\bpo angielsku\b|\bpa pale angle\b"
)


def wished_language(text: str) -> str | None:
    """Which of ours the person asks for."""
    plain = fold(text).text
    if _ASKS_PT.search(plain):
        return "pt"
    return "en" if _ASKS_EN.search(plain) else None


def wishes_another(text: str) -> bool:
    """Does the person ask for a language that we do not have?"""
    return wished_language(text) is None and bool(_ASKS_OTHER.search(fold(text).text))
