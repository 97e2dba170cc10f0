"""On which day of every month: "I get paid on the 15th", "todo dia 10", "meu vale cai dia 20"?

A day by a word for wages or benefits, or for every month, is a day of the month. "When I get paid
on the 15th" and "next payday, the 15th" are one day only: a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.reading.days.past import told_as_past
from bot.reading.days.weekdays import EN_DAY, PT_DAY
from bot.reading.entity import Found
from bot.reading.letters.fold import Folded
from bot.reading.letters.number_words import EN_ORDINALS, PT_DAYS, either

_ORDINALS: Final = either(EN_ORDINALS)
_N_EN: Final = rf"(?:(?P<n>\d{{1,2}})(?:st|nd|rd|th)?|(?P<word>{_ORDINALS}))\b(?![.,/:]\d|%)"
_NTH_EN: Final = rf"(?:(?P<n>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>{_ORDINALS}))\b"
_ON_EN: Final = rf"(?:on )?(?:the |da )?{_N_EN}"
_N_PT: Final = rf"(?:(?P<n>\d{{1,2}})|(?P<word>{either(PT_DAYS)}))\b(?![.,/:]\d|%)"
_ON_PT: Final = rf"(?:no |n?o |todo )?dia {_N_PT}"
_MONTHLY_PT: Final = r"(?:todo (?:santo )?mes|todos os meses|cada mes)"
_NO_MONTH: Final = r"(?! (?:de|do) (?!todo|cada)|/)"
_ONCE: Final = r"(?<!when )(?<!until )(?<!till )(?<!after )(?<!once )(?<!til )(?<!next )(?<!if )"
_ONCE_PT: Final = (
    r"(?<!quando )(?<!quando o )(?<!quando meu )(?<!quando minha )(?<!quando eu )(?<!assim que )"
    r"(?<!assim que o )(?<!assim que meu )(?<!depois que )(?<!se )(?<!proximo )(?<!proxima )"
)
_INCOME_EN: Final = (
    r"(?:wages?|salary|pay ?(?:check|cheque|packet)?|benefits?|pension|universal credit|uc|giro"
    r"|esa|pip|dla|disability|ssi|ssdi|ss|social security|child benefit|tax credits?|allowance"
    r"|stipend|check|cheque|grant|student loan|student finance|child support|maintenance|jsa"
    r"|unemployment|money)"
)
_COMES_EN: Final = (
    r"(?:(?:always |usually |normally )?(?:comes?|lands?|arrives?|drops?|goes|hits?|is|are|r"
    r"|clears?"
    r"|shows up|gets?|posts?|paid)(?: (?:in|out|through|paid|into my account|my account|in my"
    r" account|always|usually|here))*)"
)
_INCOME_PT: Final = (
    r"(?:salario|pagamento|aposentadoria|beneficio|bolsa(?: familia)?|vale|pensao|auxilio(?: \w+)?"
    r"|adiantamento|inss|bpc|loas|seguro(?: desemprego)?|ordenado|dinheiro|quinzena)"
)
_COMES_PT: Final = (
    r"(?:(?:sempre )?(?:cai|sai|e|eh|entra|vem|chega|bate|pinga)(?: (?:na (?:minha )?conta|sempre"
    r"|la|todo mes))*)"
)
_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        (
            rf"{_ONCE}\b(?:pay ?day|(?:pension|giro|benefit|wage|pay) day)"
            rf"(?:'?s| is| falls| comes| being|:)?"
            rf" (?:always |usually |around )?{_ON_EN}"
        ),
        (
            rf"{_ONCE}\b(?:i|we) (?:always |usually )?(?:get|am|are) paid "
            rf"(?:always |usually |monthly )?{_ON_EN}"
        ),
        rf"{_ONCE}\bi'?m (?:always |usually )?paid (?:always |usually |monthly )?{_ON_EN}",
        (
            rf"{_ONCE}(?<!when my )(?<!until my )(?<!once my )(?<!after my )(?<!next )"
            rf"(?<!when the )\b{_INCOME_EN} (?:money "
            rf"|payment )?{_COMES_EN} (?:on )?(?:the )?{_NTH_EN}"
        ),
        (
            rf"\b(?:on )?(?:the )?{_NTH_EN} is (?:when|the day) (?:that )?(?:i|we|my|the)"
            rf"(?: \w+)? (?:get paid|{_COMES_EN})\b"
        ),
        rf"\b(?:on )?(?:the )?{_NTH_EN} is (?:my |the )?(?:pay ?day|pension day|giro day)\b",
        (
            rf"{_ONCE}\b(?:i|we) (?:always |usually )?(?:get|receive) (?:my|our|the) "
            rf"(?:{_INCOME_EN})(?: \w+)? (?:on )?(?:the )?{_NTH_EN}"
        ),
        (
            rf"{_ONCE}\b(?:work|boss|employer|company|job|firm|agency|they) pays?(?: me| us)? "
            rf"(?:on )?(?:the )?{_NTH_EN}"
        ),
        rf"\b{_ON_EN} (?:of )?(?:every|each|the) month\b(?<!the month)",
        rf"\b(?:(?:every|each) month|monthly),? {_ON_EN}",
        rf"\b(?:every|each) {_NTH_EN} of (?:the|each|every) month\b",
        rf"\b(?:todo|sempre|todos os) dias? {_N_PT}{_NO_MONTH}",
        rf"\b{_ON_PT}(?:,? (?:de |d[eo] )?){_MONTHLY_PT}\b",
        rf"\b{_MONTHLY_PT},? (?:sempre )?{_ON_PT}",
        (
            rf"{_ONCE_PT}\b(?:eu )?recebo(?: sempre| todo| mensal| (?:o|a|meu"
            rf"|minha) (?:{_INCOME_PT}))* "
            rf"{_ON_PT}{_NO_MONTH}"
        ),
        (
            r"(?:(?<=quinzenalmente )|(?<=quinzenalmente, )|(?<=mensalmente )|(?<=mensalmente, ))"
            rf"{_ON_PT}{_NO_MONTH}"
        ),
        (
            rf"{_ONCE_PT}\b(?:meu |minha |o |a )?(?:{_INCOME_PT}) {_COMES_PT} (?:sempre |todo )?"
            rf"{_ON_PT}{_NO_MONTH}"
        ),
        (
            rf"{_ONCE_PT}\b(?:patrao|patroa|empresa|firma|prefeitura|chefe) (?:me |nos )?"
            rf"(?:paga|deposita) {_ON_PT}{_NO_MONTH}"
        ),
        rf"{_ONCE_PT}\b(?:cai|entra|pinga) na (?:minha )?conta {_ON_PT}{_NO_MONTH}",
        (
            rf"{_ONCE_PT}\b(?:cai|sai|entra|vem|chega|pinga) (?:o |a |meu |minha )(?:{_INCOME_PT}) "
            rf"{_ON_PT}{_NO_MONTH}"
        ),
        rf"{_ONCE_PT}\b(?:meu|minha) (?:{_INCOME_PT}) {_ON_PT}{_NO_MONTH}",
        (
            rf"\b{_ON_PT}{_NO_MONTH} (?:(?:que )?e quando |e que |que |sempre )?(?:cai|sai"
            rf"|entra|vem|chega|pinga) "
            rf"(?:o |a |meu |minha )?(?:{_INCOME_PT})\b"
        ),
        rf"\b{_ON_PT}{_NO_MONTH} (?:e que |(?:que )?e quando )?eu recebo\b",
    )
)
_EACH_MONTH: Final = re.compile(rf",? (?:(?:of )?(?:each|every) month|(?:de )?{_MONTHLY_PT})\b")
_WEEKDAY: Final = re.compile(rf"\b(?:{EN_DAY}|{PT_DAY}),? (?:on |the )*$")
_ONE_DAY: Final = re.compile(
    r"\b(?:next|this month|this time|late|delayed|atras\w+|so|vou|will|proxim[ao]|esse mes"
    r"|este mes|desse mes|deste mes)\b[^.;!?]*$"
)
_WHEN: Final = re.compile(
    r"\b(?:once|when|until|till?|after|if|quando|assim que|depois que)(?: \w+)*[ ]$"
)


def month_days(folded: Folded) -> Iterator[Found]:
    """Every day that is said of every month."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(folded.text):
            word = match["word"]
            day = {**PT_DAYS, **EN_ORDINALS}[word] if word else int(match["n"])
            every = "month" in match[0] or "mes" in match[0] or match[0].startswith("todo")
            if 1 <= day <= 31 and (every or not _is_once(folded, match)):
                yield Found("day_of_month", day, match.start(), _end(folded, match.end()))


def _end(folded: Folded, end: int) -> int:
    """ "The 19th each month" is no rhythm beside the day."""
    tail = _EACH_MONTH.match(folded.text, end)
    return tail.end() if tail else end


def _is_once(folded: Folded, match: re.Match[str]) -> bool:
    """Is this one payday only: the next one, a late one, one gone by?"""
    near = folded.before(match.start(), 24)
    return bool(
        _WEEKDAY.search(near) or _ONE_DAY.search(near) or _WHEN.search(near)
    ) or told_as_past(folded.before(match.start()))
