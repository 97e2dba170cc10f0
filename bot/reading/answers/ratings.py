"""Which rating from 1 to 5 did the person give?

"4", "nota 4", "five stars", "⭐⭐⭐⭐", "4/5"; marks out of ten are halved, rounding up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.entity import Found
from bot.reading.letters.fold import Folded
from bot.reading.letters.number_words import count

_WORD = (
    r"zero|one|two|three|four|five|six|seven|eight|nine|ten|uma?|dois|duas|tres|quatro|cinco|seis"
    r"|sete|oito|nove|dez"
)
_N = rf"(?P<n>(?:10|\d)(?![\d/:%])(?:[.,]\d(?!\d))?|(?:{_WORD})\b)"
_NO_SUM = (
    r"(?![ ]?(?:[\d$£€%x]|reais|conto|quid|pounds|dollars|bucks|mil|k\b|por "
    r"|a (?:week|month)|per |hundred|grand|vezes|parcelas|payments|e "
    r"(?:cinquenta|meio)))"
)
_OPINION = (
    r"very|great|good|excel\w*|amazing|perfect|bad|awful|terrible|because|cos|cuz|cause|coz|bc|pq"
    r"|porque|pois|muito|otim\w*|bom|boa|pessim\w*|ruim|thanks|thank"
    r"|obrigad\w*|thx|for the|for your"
    r"|pelo|pela|from me|service|atendimento|ok"
)
_STAR = re.compile(r"[⭐★🌟](?:[ ]?[⭐★🌟☆✩])*")
_TOP = re.compile(r"\bnota maxima\b|\b(?:top|full) marks\b|\bnota mil\b|\bmil estrelas\b")
_ONE_TO_FIVE = (
    rf"\b{_N}(?: e mei[ao]| and a half)?[ -]?(?:stars?|estrelas?|estrelinhas?)\b",
    r"(?<![\w/])(?P<n>[0-5])[ ]?/[ ]?5(?![\d/])",
    (
        r"(?<!dia )\b(?P<n>[0-5]|zero|one|two|three|four|five|um|dois|tres|quatro|cinco)"
        r" (?:out of|de|em) (?:5|five|cinco)\b"
        r"(?! ?\d| (?:parcelas|payments|reais|vezes|jan|fev|mar|abr"
        r"|mai|jun|jul|ago|set|out|nov|dez))"
    ),
    (
        rf"\b(?:nota|rating|rate|score|note|avaliacao)\b"
        r"(?: that i give| que (?:eu )?dou| i'?d give)?"
        r"[ ]?(?:[:=-]|is|of|e|era|seria|it|you(?: guys)?|u|this|them|the"
        rf" service|a|an|as|um|vcs| )*[ ]?{_N}(?!\w){_NO_SUM}"
    ),
    (
        r"\b(?:nota|rating|score|mark) (?:pra|para|pro|do|da|d?esse|d?essa|d?este|d?esta|for|of)"
        r"(?: \w+){1,3} (?:e|seria|vai ser|is|would be) (?P<n>[0-5])(?![\w/:]|[.,]\d)"
        rf"{_NO_SUM}"
    ),
    (
        rf"\b(?:dou|daria|dei|doy)(?: (?:um|uma|nota|a|pra (?:vcs?|voces)|so|apenas))*[ ]"
        rf"(?P<n>[0-5](?:[.,]\d(?!\d))?|zero|um|dois|tres|quatro|cinco)(?![\w/:]){_NO_SUM}"
        r"(?! (?:jeito|tempo|retorno|toque|alo|sinal|pulo|pouco))"
    ),
    (
        r"\b(?:give|gave|giving)(?: (?:it|you|u|this|them|ya|that|the service"
        r"|you guys|y'all|her|him))+"
        r" (?:a |an )?(?P<n>[0-5]|one|two|three|four|five)(?![\w/:]"
        rf"|[.,]\d){_NO_SUM}(?! (?:now|today|week|on|tomorrow))"
    ),
    (
        r"\bwould(?:'ve| have)? be(?:en)? (?:a )?(?P<n>[0-5])(?![\w/:]"
        rf"|[.,]\d){_NO_SUM}(?= (?:but|if|stars))"
    ),
    (
        r"\ba (?:solid|strong|firm|easy) (?P<n>[1-5]|two|three|four|five)\b"
        r"(?![ ]?[\d£$%]| (?:hundred|quid|pounds|dollars|bucks|weeks?|months?|days?|years?))"
    ),
    rf"\A[ ]*(?P<n>[1-5])(?=[ ]*(?:[,.!;:)-]+[ ]*(?:{_OPINION})|[ ](?:{_OPINION})\b))",
    (
        r"\A[ ]*(?:an? |um |uma )?(?P<n>[1-5]|one|two|three|four|five|um|dois|tres|quatro|cinco)"
        r"[ ]*[.!]*[ ]*\Z"
    ),
)
_TO_TEN = (
    r"(?<![\w/])(?P<n>10|\d)[ ]?/[ ]?10(?![\d/])",
    (
        rf"(?<!dia )\b(?P<n>10|\d|{_WORD}) (?:out of|de|em) (?:10|ten|dez)\b"
        r"(?! ?[\d/]| (?:parcelas|reais|de|vezes|jan|fev|mar|abr|mai|jun|jul|ago"
        r"|set|out|nov|dez))"
    ),
)
_FIVES = tuple(re.compile(pattern) for pattern in _ONE_TO_FIVE)
_TENS = tuple(re.compile(pattern) for pattern in _TO_TEN)


def ratings(folded: Folded) -> Iterator[Found]:
    """Every rating."""
    said = list(_said(folded))
    yield from said
    for match in _STAR.finditer(folded.text) if not said else ():
        stars = sum(match[0].count(star) for star in "⭐★🌟")
        yield Found("rating", min(stars, 5), match.start(), match.end())


def _said(folded: Folded) -> Iterator[Found]:
    for match in _TOP.finditer(folded.text):
        yield Found("rating", 5, match.start(), match.end())
    for patterns, scale in ((_FIVES, 5), (_TENS, 10)):
        for pattern in patterns:
            for match in pattern.finditer(folded.text):
                yield from _rating(match, scale)


def _rating(match: re.Match[str], scale: int) -> Iterator[Found]:
    tenths = _tenths(match["n"])
    if tenths is None or tenths > 100:
        return
    halved = scale == 10 or tenths > 50
    rounded = (tenths + 10) // 20 if halved else (tenths + 5) // 10
    yield Found("rating", min(5, max(1, rounded)), match.start(), match.end())


def _tenths(text: str) -> int | None:
    """The mark in tenths: "4,5" is 45."""
    whole, *rest = text.replace(",", ".").split(".")
    number = count(whole)
    if number is None:
        return None
    return number * 10 + (int(rest[0]) if rest else 0)
