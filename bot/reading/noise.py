"""What looks like a figure or a date and is none?

Phone and account numbers, clock times, fractions, percentages, durations, ages, days gone by.
They are recognised so that nothing inside them is misread, and then dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.reading.entity import NOISE, Found
from bot.reading.letters.fold import Folded
from bot.reading.letters.number_words import COUNT, EN_SMALL, PT_DAYS, PT_SMALL, either

_NUMBER = rf"(?:\d{{1,4}}|{either({**EN_SMALL, **PT_SMALL})})"
_SPOKEN = (
    r"(?:oh|o|zero|one|two|three|four|five|six|seven|eight|nine|um|dois|tres|quatro|cinco|seis"
    r"|meia|sete|oito|nove|(?:double|treble|triple) \w+)"
)
"""A digit as a phone number is told."""
_UNIT = (
    r"years?|yrs?|anos?|months?|mes(?:es)?|weeks?|wks?|semanas?|days?|dias?|hours?|hrs?|horas?"
    r"|min(?:ute)?s?|minutos?"
)
_NO_DAY = rf"(?![ ](?:que|q) vem|(?<=dia)[ ](?:\d|(?:{either(PT_DAYS)})\b))"
"""In "20 semana que vem" and "uma dia 5" the unit belongs to the day that follows."""
_WEEKDAY = (
    r"mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?"
)
_DIA = r"(?:segunda|terca|quarta|quinta|sexta)(?:[- ]feira)?|sabado|domingo"
_MONTHS = (
    r"january|february|march|april|may|june|july|august|september|october|november|december"
    r"|janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\S+@\S+\.\w+|https?://\S+|www\.\S+",
        rf"\b(?:{_SPOKEN}[ ]){{3,}}(?:{_SPOKEN}|\d{{1,6}})(?:[ ]\d+)*\b",
        r"\+[ ]?\d[\d ().-]{5,18}\d",
        r"\(\d{2,4}\)[ ]?\d[\d -]{5,12}\d",
        r"(?<![\d$£€.,])\d{3}[ .-]\d{3}[ .-]\d{4}(?!\d)",
        r"(?<![\d$£€.,])\d{2}[ ]9?\d{4}[ -]?\d{4}(?!\d)",
        r"(?<![\d$£€.,])9?\d{4}-\d{4}(?!\d)",
        r"(?<![\d$£€.,])0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)",
        r"\b\d{3}\.\d{3}\.\d{3}-?\d{2}\b|\b\d{2}\.\d{3}\.\d{3}/\d{4}-?\d{2}\b|\b\d{5}-\d{3}\b",
        r"(?<![\d$£€.,])(?:\d{4}[ -]){2,3}\d{2,4}(?!\d)",
        r"\b\d{2}-\d{2}-\d{2}[ ]\d{6,8}\b",
        r"\b(?!(?:rs|usd|gbp|brl|eur|x|dia)\d)[a-z]{1,6}[-/]?\d[\w/-]*\b",
        (
            r"\b(?:por cento|per ?cent|thanks? (?:you )?a million|(?:sem|nem) um "
            r"(?:real|puto|tostao))\b"
        ),
        r"\b(?:12 ?x ?36|24 ?x ?48|6 ?x ?1|5 ?x ?2|4 ?x ?4)\b",
        r"(?<!\? )(?<!\d )(?<!, )\b(?:art|no|nr|apt|apto|tel|ref|n|num|pag|vol|fig)\. ?\d+",
        rf"\bback in (?:{_MONTHS}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b",
        (
            r"\b\d{1,2} (?:past|pras?|para as) (?:1[0-2]|[1-9])\b"
            r"|\b(?:5|10|20|25) to (?:1[0-2]|[1-9])(?![\d.,])"
        ),
        r"\b(?:expiry|expires?|exp|validade)[ :]*(?:date |on |em )?\d\d/\d\d(?:\d\d)?",
        r"\bpo[ #:]{1,2}\d{4,}",
        r"\b(?:on |a )?(?:24/7|50/50|9/11|7 dias por semana)\b",
        r"\b[1-3]/[2-4]\b(?!/)",
        r"\b\d{1,2}(?::|h)\d{2}(?![\d])(?:[ ]?(?:am|pm))?|\b\d{1,2}[ ]?(?:h|hs|hrs|horas)\b",
        r"(?<![\d$£€.,])(?:1[0-2]|0?\d)(?:\.\d\d)?[ ]?(?:am|pm|a\.m|p\.m)\b",
        rf"\b(?:half|quarter (?:to|past)) {COUNT}",
        r"\b\d+(?:[.,]\d+)?[ ]?(?:%|percent\b|per cent\b|por cento\b)",
        (
            rf"(?!\A[ ]*{_NUMBER}[ ](?:{_UNIT})[ .!]*\Z)\b{_NUMBER}[ -]?(?:{_UNIT})\b{_NO_DAY}"
            r"(?:[ -](?:old|ago|atras|late|overdue|de atraso|de idade)\b)?"
        ),
        rf"\b(?:ha|faz|fazem)[ ]+(?:uns |umas )?{COUNT}[ ](?:{_UNIT})\b",
    )
)
_GONE = tuple(
    re.compile(pattern)
    for pattern in (
        (
            r"\b(?:yesterday|ontem(?: (?:de|a|pela) (?:noite|tarde|manha))?"
            r"|anteontem|the other day|outro dia)\b"
        ),
        (
            rf"\b(?:last|previous|past|since(?: last)?) (?:(?:{_WEEKDAY}|{_MONTHS})\b"
            r"|week\b|month\b|year\b|weekend\b)"
        ),
        rf"\b(?:{_WEEKDAY}) (?:just gone|last|past|before last)\b",
        rf"\bdesde (?:a |o )?(?:{_DIA}|{_MONTHS})\b",
        rf"\b(?:{_DIA}) (?:passad[ao]|retrasad[ao]|ultim[ao])\b|\bultim[ao] (?:{_DIA})\b",
        r"\b(?:semana|mes|ano|fim de semana) (?:passad[ao]|retrasad[ao])\b",
        r"\b(?:dia )?\d{1,2} (?:do|de|da) (?:mes passado|mes retrasado|ultimo mes)\b",
        r"\bdia \d{1,2} passado\b|\b(?:the )?\d{1,2}(?:st|nd|rd|th) (?:of )?(?:last month)\b",
    )
)


def noise(folded: Folded) -> Iterator[Found]:
    """Every stretch in which no figure or date is to be read."""
    yield from _noise(folded, _PATTERNS)


def gone_by(folded: Folded) -> Iterator[Found]:
    """Every day told as past: "yesterday", "last friday", "semana passada"."""
    yield from _noise(folded, _GONE)


def _noise(folded: Folded, patterns: Iterable[re.Pattern[str]]) -> Iterator[Found]:
    for pattern in patterns:
        for match in pattern.finditer(folded.text):
            yield Found(NOISE, "", match.start(), match.end())
