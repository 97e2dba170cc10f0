"""On which day does this person say that their money comes?

A day counts when it stands by a word for wages or benefits ("my wages land on the 28th"), or when
a returning day is the whole message ("5º dia útil", as the answer to our question).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from bot.reading import as_date, read
from bot.reading.days.dayrules import DayRule, day_rules
from bot.reading.letters.shorthand import plain

_COMES: Final = (
    r"(?:comes?|coming|lands?|landing|arrives?|drops?|goes in|go in|hits?|is|are|gets?|usually"
    r"|always|normally|paid|clears?|shows? up)"
)
_INCOME: Final = re.compile(
    r"(?<!you )(?<!u )(?<!they )\b(?:get|gets|gettin|getting|got|am|are|is|be|being|i'?m|we'?re"
    r"|he'?s|she'?s)"
    r"(?: (?:always|usually|normally|only|not|all|then|just))? paid\b"
    r"|(?<!i )(?<!got )(?<!have )(?<!already )(?<!was )(?<!we )(?<!ve )\bpaid (?=on|every|each"
    r"|weekly"
    r"|monthly|fortnightly|the)"
    r"|\bpay ?(?:days?|checks?|cheques?|slips?|packets?)\b|\bwages?\b|\bsalary\b"
    r"|\bmy pay\b|\bpay (?=comes|lands|arrives|is on|goes in|hits)"
    r"|\b(?:benefits?|pension|universal credit|uc|giro|money|income|cash|allowance|esa|pip|dla"
    r"|disability|ssi|social security|tax credits?|child benefit|credits?|tips|stipend|grant)"
    rf" {_COMES}\b"
    r"|\b(?:they|work|boss|employer|company|job|firm|agency) pays?\b(?! you)"
    r"|\b(?:recebo|recebe|recebemos|receber)\b|\b(?:salario|ordenado|contracheque|holerite)\b"
    r"|\b(?:me )?pagam\b|\bsou pag[oa]\b"
    r"|\b(?:patrao|empresa|firma|trabalho|chefe|patroa|prefeitura) (?:me )?paga\b"
    r"|\b(?:aposentadoria|beneficio|bolsa|inss|pensao|auxilio|adiantamento|bpc|diaria)\b"
    r"|\bmeu pagamento\b|\bpagamento (?=(?:sempre )?(?:cai|sai|e |entra|vem))"
    r"|\bdia d[eo] (?:pagamento|receber)\b|\b(?:meu|o) (?:dinheiro|vale) (?=cai|sai|entra|vem)"
    r"|\b(?:cai|entra) (?:meu|o|minha|na (?:minha )?conta)\b"
)
_PAYS: Final = re.compile(
    r"\b(?:(?:i|we) (?:can|could|will|would|might|shall)|i'?ll|we'?ll|i'?d|can i|could i|pay"
    r"|paying|manage|afford|send|give|posso|pago|pagar|pagaria|consigo|vou|mando|deposito|dou"
    r"|transfiro|acerto|quito)\b"
)
_BREAK: Final = re.compile(r"[.;!?\n](?=\s|$)|\b(?:but|so|then|mas|entao|ai)\b")
_FAR: Final = 48
_WHEN: Final = re.compile(
    r"[ ,]*(?:(?:that'?s|which is|is|que e|e)? ?(?:when|quando|the day)|that|que)(?: \w+){0,2}[ ]*"
)
_SHORT: Final = re.compile(
    r"[ ,]*(?!after|before|once|if|so|depois|antes|apos|assim|se |or|ou|and|e )(?:[\w']+ ){0,3}"
)
_FILLERS: Final = re.compile(
    r"[^\w]|\b(?:it'?s|its|is|on|the|of|by|always|usually|every|each|month|my|mine|yes|please|pls"
    r"|normally|about|around|e|eh|no|o|sempre|do|mes|todo|cada|sim|por|favor|geralmente|la|pelo"
    r"|la pelo|weekly|fortnightly|at)\b"
)


def payday(
    text: str, today: date, country: str | None = None, *, asked: bool = False
) -> str | None:
    """The payday as bot.rules.payday writes it: "day:5", "business_day:5", "last_business_day",
    "weekday:4" (Monday 0). None when no payday is told; a day to pay on is not one.

    With `asked` (we asked for it just now) a bare "the 28th" counts too. Who is paid by the week
    and names the next day ("fortnightly, next on the 27th", counted from `today`, written in the
    order of `country`) is paid on that weekday.
    """
    folded = plain(text)
    days = _days(folded, today, country)
    if not days:
        return None
    if len(days) == 1 and not _rest(folded, days[0]):
        day = days[0]
        sure = day.recurring or not day.rule.startswith("day:")
        return day.rule if sure or asked else None
    incomes = [match.span() for match in _INCOME.finditer(folded)]
    near = [pair for day in days if (pair := _nearness(folded, day, incomes)) is not None]
    return min(near)[1] if near else None


def speaks_of_income(text: str) -> bool:
    """Does the folded text say when money comes in?"""
    return bool(_INCOME.search(text))


def _days(text: str, today: date, country: str | None) -> list[DayRule]:
    """The days named; single dates stand for their weekday where pay comes by the week."""
    days = day_rules(text)
    entities = read(text, today, country=country)
    rhythms = {one.value for one in entities if one.entity == "frequency"}
    if not rhythms & {"weekly", "fortnightly"} or any(one.recurring for one in days):
        return days
    return [
        DayRule(f"weekday:{as_date(one).weekday()}", one.start, one.end, recurring=False)
        for one in entities
        if one.entity == "date" and one.latest is None
    ]


def _rest(text: str, day: DayRule) -> str:
    """What the message says beside the day."""
    return _FILLERS.sub("", text[: day.start]) + _FILLERS.sub("", text[day.end :])


def _nearness(text: str, day: DayRule, incomes: list[tuple[int, int]]) -> tuple[int, str] | None:
    """How far the day stands from a word for income that it belongs to; None if from none."""
    gaps = []
    for start, end in incomes:
        if start < day.end and day.start < end:
            gaps.append(0)
        elif day.start - _FAR <= end <= day.start:
            between = text[end : day.start]
            if not _BREAK.search(between) and not _PAYS.search(between):
                gaps.append(len(between))
        elif day.end <= start <= day.end + _FAR and _leads_to(text, day, start):
            gaps.append(start - day.end + 1)
    return (min(gaps), day.rule) if gaps else None


def _leads_to(text: str, day: DayRule, start: int) -> bool:
    """ "Every Friday when I get paid", "dia 5 eu recebo"; not "I pay on the 5th after payday"."""
    between = text[day.end : start]
    if _WHEN.fullmatch(between):
        return True
    clause = re.split(r"[.,;!?]", text[: day.start])[-1]
    return bool(_SHORT.fullmatch(between)) and not _PAYS.search(clause)
