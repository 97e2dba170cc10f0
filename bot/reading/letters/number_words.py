"""Which number do these words say, in English or in Portuguese?

Shared by every reader. `number_runs` finds numbers written in words inside folded text;
`count` reads a small number written either way ("3", "three", "três", "duas").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

EN_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50,
    "fivty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "ninty": 90,
}  # fmt: skip
PT_SMALL = {
    "zero": 0, "um": 1, "uma": 1, "dois": 2, "duas": 2, "tres": 3, "treis": 3, "quatro": 4,
    "cinco": 5, "seis": 6, "sete": 7, "oito": 8, "nove": 9, "dez": 10, "onze": 11, "doze": 12,
    "treze": 13, "quatorze": 14, "catorze": 14, "quinze": 15, "dezesseis": 16,
    "dezasseis": 16, "dezessete": 17, "dezoito": 18, "dezenove": 19, "vinte": 20,
    "trinta": 30, "quarenta": 40, "cinquenta": 50, "cincoenta": 50, "sinquenta": 50,
    "sessenta": 60, "setenta": 70, "oitenta": 80, "noventa": 90,
}  # fmt: skip
_PT_ROUND = {
    "dez": 10, "vint": 20, "trint": 30, "quarent": 40, "cinquent": 50, "sessent": 60,
    "setent": 70, "oitent": 80, "novent": 90, "cenz": 100, "cemz": 100, "duzent": 200,
    "trezent": 300, "quatrocent": 400, "quinhent": 500, "seiscent": 600, "setecent": 700,
    "oitocent": 800, "novecent": 900, "milz": 1000,
}  # fmt: skip
PT_SLANG = {
    **{
        stem + ending: value
        for stem, value in _PT_ROUND.items()
        for ending in ("inho", "inhos", "inha", "inhas", "ao")
    },
    "milao": 1000,
}
_PT_HUNDREDS = {
    "cem": 100, "cento": 100, "duzent": 200, "trezent": 300, "quatrocent": 400,
    "quinhent": 500, "seiscent": 600, "seissent": 600, "setecent": 700, "oitocent": 800,
    "novecent": 900,
}  # fmt: skip
PT_HUNDREDS = {
    name: value
    for stem, value in _PT_HUNDREDS.items()
    for name in ((stem,) if value == 100 else (stem + "os", stem + "as"))
}
EN_SCALES = {"hundred": 100, "thousand": 1000, "grand": 1000, "million": 1_000_000}
PT_SCALES = {"mil": 1000, "milhao": 1_000_000, "milhoes": 1_000_000}
EN_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "twenty-first": 21, "twenty first": 21,
    "twenty-second": 22, "twenty second": 22, "twenty-third": 23, "twenty third": 23,
    "twenty-fourth": 24, "twenty fourth": 24, "twenty-fifth": 25, "twenty fifth": 25,
    "twenty-sixth": 26, "twenty sixth": 26, "twenty-seventh": 27, "twenty seventh": 27,
    "twenty-eighth": 28, "twenty eighth": 28, "twenty-ninth": 29, "twenty ninth": 29,
    "thirtieth": 30, "thirty-first": 31, "thirty first": 31,
}  # fmt: skip
PT_ORDINALS = {
    "primeiro": 1, "primeira": 1, "segundo": 2, "terceiro": 3, "quarto": 4, "quinto": 5,
    "sexto": 6, "setimo": 7, "oitavo": 8, "nono": 9, "decimo": 10,
}  # fmt: skip
_MASCULINE = {
    name: value for name, value in PT_SMALL.items() if value and name not in ("uma", "duas")
}
PT_DAYS = {
    **{name: value for name, value in _MASCULINE.items() if value <= 30},
    **{f"vinte e {name}": 20 + value for name, value in _MASCULINE.items() if value <= 9},
    "primeiro": 1, "trinta e um": 31,
}  # fmt: skip
"""The days of a month as they are spoken."""


def either(names: Iterator[str] | list[str] | dict[str, int] | tuple[str, ...]) -> str:
    """A pattern for any of the names, the longest first."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_ALONE = {**EN_SMALL, **PT_SMALL, "a": 1, "an": 1}
COUNT = rf"(?:\d{{1,2}}(?![\d]|[.,]\d)|(?:{either(_ALONE)})\b)"


def count(text: str) -> int | None:
    """A small number in digits or in one or two words."""
    bare = text.strip()
    if bare.isascii() and bare.isdigit():
        return int(bare) if len(bare) < 7 else None
    if bare in _ALONE:
        return _ALONE[bare]
    runs = list(number_runs(bare))
    if len(runs) == 1 and (runs[0].start, runs[0].end) == (0, len(bare)):
        return runs[0].value
    return None


@dataclass(frozen=True)
class Run:
    """A number in words: its value, its place, and whether it was said short ("two fifty")."""

    value: int
    start: int
    end: int
    short: bool = False


@dataclass
class _Sum:
    """A number as it grows word by word; `add` says no to a word that cannot follow."""

    total: int = 0
    current: int = 0
    joined: bool = False
    short: bool = False

    @property
    def value(self) -> int:
        return self.total + self.current

    def english(self, word: str) -> bool:
        if word in EN_SCALES:
            return self._scale(EN_SCALES[word], alone=word in ("hundred", "thousand"))
        if word == "a":
            return self._begin(1)
        return self._small(EN_SMALL[word], shorthand=not self.joined)

    def portuguese(self, word: str) -> bool:
        if word in PT_SCALES:
            return self._scale(PT_SCALES[word], alone=word == "mil")
        if word in PT_SLANG:
            return self._begin(PT_SLANG[word])
        if word in PT_HUNDREDS:
            if self.current:
                return False
            self.current = PT_HUNDREDS[word]
            return True
        return self._small(PT_SMALL[word], shorthand=False)

    def _begin(self, value: int) -> bool:
        if self.total or self.current:
            return False
        self.current = value
        return True

    def _small(self, value: int, *, shorthand: bool) -> bool:
        room = self.current % 100
        if room == 0 or (0 < value < 10 and room >= 20 and room % 10 == 0):
            if value == 0 and self.current:
                return False
            self.current += value
            return True
        if shorthand and value >= 10 and 0 < self.current < 100 and not self.total:
            self.current, self.short = self.current * 100 + value, True
            return True
        return False

    def _scale(self, value: int, *, alone: bool) -> bool:
        if value == 100:
            if not (self.current < 100 and (self.current or not self.total)):
                return False
            self.current = (self.current or 1) * 100
            return True
        if self.total or not (self.current or alone):
            return False
        self.total, self.current = (self.current or 1) * value, 0
        return True


_EN_WORD = either({**EN_SMALL, **EN_SCALES})
_PT_WORD = either({**PT_SMALL, **PT_SLANG, **PT_HUNDREDS, **PT_SCALES})
_EN_RUN = re.compile(
    rf"(?<!few )(?<!several )(?<!many )(?<!couple"
    rf" )\b(?:a[ ](?={either(EN_SCALES)}))?(?:{_EN_WORD})\b"
    rf"(?:(?:-|[ ]{{1,3}}|[ ](?:and|n|&)[ ](?:a[ ])?)(?:{_EN_WORD})\b)*"
)
_PT_RUN = re.compile(rf"\b(?:{_PT_WORD})\b(?:(?:[ ]{{1,3}}|[ ]e[ ]|-)(?:{_PT_WORD})\b)*")
_WORD = re.compile(r"[a-z]+")


def _split(run: str, base: int, joiner: str, add: Callable[[_Sum, str], bool]) -> Iterator[Run]:
    """The longest numbers, one after another, that a run of number words can be read as."""
    growing, first, last = _Sum(), -1, -1
    for match in _WORD.finditer(run):
        word = match.group()
        if word in (joiner, "n"):
            growing.joined = True
            continue
        if first >= 0 and not add(growing, word):
            yield Run(growing.value, base + first, base + last, growing.short)
            growing, first = _Sum(), -1
        if first < 0:
            first = match.start()
            if not add(growing, word):
                growing, first = _Sum(), -1
                continue
        growing.joined, last = False, match.end()
    if first >= 0:
        yield Run(growing.value, base + first, base + last, growing.short)


def number_runs(text: str) -> Iterator[Run]:
    """Every number written in words, in either language."""
    for match in _EN_RUN.finditer(text):
        yield from _split(match.group(), match.start(), "and", _Sum.english)
    for match in _PT_RUN.finditer(text):
        yield from _split(match.group(), match.start(), "e", _Sum.portuguese)
