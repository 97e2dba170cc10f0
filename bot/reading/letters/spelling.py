"""Which word was meant: "hj", "nxt", "satuday", "half a dozen", "50-60 quid"?

Spells out shorthand and slips of the finger before the grammars of figures and days read a text,
keeping for every letter its place in the original. A slip is one letter missing, added, changed
or two swapped in a long word of the calendar or of counting.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from bot.reading.letters.fold import Folded
from bot.reading.letters.shorthand import EVERY, MONEY_RANGE, RANGE, WORDS

_MORE: Final = {
    "bout": "about", "startin": "starting", "n a half": "and a half", "nd a half": "and a half",
    "nxt": "next", "2nite": "tonight", "tonite": "tonight", "2morro": "tomorrow",
    "tomoz": "tomorrow", "tmro": "tomorrow", "tmoro": "tomorrow", "2mrow": "tomorrow",
    "tomora": "tomorrow", "2mro": "tomorrow",
    "wk": "week", "wks": "weeks", "fortnite": "fortnight",
    "yr": "year", "hunnid": "hundred", "hunned": "hundred", "hundo": "hundred", "hunid": "hundred",
    "thou": "thousand", "half a dozen": "six", "half dozen": "six", "a dozen": "twelve",
    "meia duzia de": "seis", "meia duzia": "seis", "uma duzia de": "doze", "uma duzia": "doze",
    "wensday": "wednesday", "wedensday": "wednesday", "xmas": "christmas",
    "chrimbo": "christmas", "crimbo": "christmas", "finde": "fim de semana",
    "amnha": "amanha", "amanhan": "amanha", "proxmo": "proximo",
    "prox": "proximo", "semna": "semana", "tersa": "terca",
    "sesta": "sexta", "dezoto": "dezoito", "hoj": "hoje", "hje": "hoje", "oje": "hoje",
    "depoiz": "depois", "depos": "depois", "prestassoes": "prestacoes",
}  # fmt: skip
_SHORT: Final = {**WORDS, **_MORE}
_SHORTHAND: Final = re.compile(
    r"\b(?:" + "|".join(sorted(_SHORT, key=len, reverse=True)) + r")\b(?!')"
)
_TARGETS: Final = """
    monday sunday tuesday wednesday thursday friday saturday tomorrow january february september
    october november december fortnight weekend monthly fortnightly hundred thousand twelve fifteen
    sixteen seventeen eighteen nineteen seventy twelfth fifteenth thirtieth twentieth payments
    instalments christmas
    sabado domingo segunda janeiro fevereiro setembro outubro novembro dezembro amanha semana
    quinzena prestacoes cinquenta quarenta sessenta setenta oitenta noventa
    duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos
    quatorze dezesseis dezessete dezoito dezenove
    """
_LONG: Final = frozenset(_TARGETS.split())
_LOOKALIKES: Final = """
    segundo segundas sabadao sabadinho domingao salarios salarial semanal semanas amanhas oitentao
    oitavo monthly month seventh sevens seventeenth eighteenth sixteenth sixteens nineteenth
    fifteens hundredth thousandth payment pavements instalment
    installment installments twelves weekends weekender octopus quinzenal quinzenas setentao
    sessentao quarentao quarentena cinquentao cinquentona noventao christmassy sabados mondays
    fridays saturdays sundays sundry frida novena novenas
    duzentas trezentas quinhentas seiscentas
    """
_OTHERS: Final = frozenset(_LOOKALIKES.split())
_WORD: Final = re.compile(r"\b[a-z]{5,13}\b")
_HYPHEN: Final = re.compile(r"(?<=\d)[ ]?-[ ]?(?=(?:r\$|rs|£|\$|€)?[ ]?\d)")
_TENS: Final = "twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|ninety"
_UNITS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_GLUED: Final = re.compile(rf"\b(?:{_TENS})(?={'|'.join(_UNITS)})(?!\w+th\b)")
_HALF_SPELT: Final = re.compile(
    rf"(?<![\w.,/$£€:-])(?<![\d.,/$£€:-] )(?<!dia )[1-9](?= (?:{_TENS})\b"
    r"(?! (?:quid|pounds|dollars)))"
)
"""In "give 2 fifty" the digit is a word of the number."""
_ROUND_RANGE: Final = re.compile(
    r"(?<![\w.,/$£€-])(?:[1-9]\d[05]-[1-9]\d[05]|[4-9][05]-[4-9][05]|[1-9]\d?00-[1-9]\d?00)(?![\w/-]|[.,]\d)"
)


def spell_out(folded: Folded) -> Folded:
    """The text with shorthand, slips and ranges of sums written out."""
    spelt = _swap(folded, EVERY, lambda _: "todo ")
    spelt = _swap(spelt, _SHORTHAND, lambda word: _SHORT[word])
    spelt = _swap(spelt, _WORD, meant)
    spelt = _swap(spelt, _GLUED, lambda tens: f"{tens} ")
    spelt = _swap(spelt, _HALF_SPELT, lambda digit: _UNITS[int(digit) - 1])
    for pattern in (RANGE, MONEY_RANGE, _ROUND_RANGE):
        spelt = _swap(spelt, pattern, lambda words: _HYPHEN.sub(" to ", words))
    return spelt


@lru_cache(maxsize=4096)
def meant(word: str) -> str:
    """The long word of which this one is a slip, or the word itself."""
    if word in _LONG or word in _OTHERS:
        return word
    for right in _LONG:
        if word[0] == right[0] and word != f"{right}s" and _is_slip(word, right):
            return right
    return word


def _is_slip(typed: str, right: str) -> bool:
    if abs(len(typed) - len(right)) > 1:
        return False
    start = next(
        (n for n, pair in enumerate(zip(typed, right, strict=False)) if len(set(pair)) > 1), -1
    )
    if start < 0:
        return len(typed) != len(right)
    here, there = typed[start:], right[start:]
    return (
        here[1:] == there
        or here == there[1:]
        or here[1:] == there[1:]
        or (here[:2] == there[1::-1] and here[2:] == there[2:])
    )


def _swap(folded: Folded, pattern: re.Pattern[str], word: Callable[[str], str]) -> Folded:
    """Other words for what the pattern finds; their letters stand where the old ones stood."""
    letters: list[str] = []
    places: list[int] = []
    last = 0
    for match in pattern.finditer(folded.text):
        new = word(match[0])
        if new == match[0]:
            continue
        start, end = match.span()
        letters += [folded.text[last:start], new]
        places += folded.places[last:start]
        places += _spread(folded.places[start:end], match[0], new)
        last = end
    if not last:
        return folded
    letters.append(folded.text[last:])
    return Folded("".join(letters), (*places, *folded.places[last:]), folded.original)


def _spread(places: tuple[int, ...], old: str, new: str) -> list[int]:
    """A place for each new letter: those that start and end alike keep theirs."""
    tail = 0
    while tail < min(len(old), len(new)) and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    ends = list(places[len(places) - tail :]) if tail else []
    head = (
        [places[min(n, len(places) - tail - 1)] for n in range(len(new) - tail)]
        if tail < len(places)
        else [places[0]] * (len(new) - tail)
    )
    return head + ends
