"""Does a text with sums, shares or days in it mean to pay at all?

"Is it still 240?", "half nine" and "call me on Friday" do not; "half now" and "on Friday" do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.reading.income.paydays import speaks_of_income
from bot.reading.money.sum_words import CLAUSE_END, OFFER_AFTER, OFFER_BEFORE, TOLD_BEFORE
from bot.reading.money.sums import Part, clause_before, is_refused
from bot.reading.proposals.legs import Leg

_ALL: Final = re.compile(
    r"\b(?:pay|paying|clear|clearing|settle|send|do)(?: (?:you|it|this|that|them|off))* "
    r"(?:all|everything|the (?:lot|whole|full))\b(?! (?:i|we|that)\b)"
    r"|\ball of it\b|\b(?:it|them) all\b|\bthe lot\b|\bfull (?:amount|balance|payment|sum|whack)\b"
    r"|\bthe (?:whole|full|entire) (?:lot|thing|amount|balance|sum|bill|debt|total|invoice)\b"
    r"|\bin full\b|\b(?:in|as) (?:one|a single) (?:go|payment|hit|sum)\b|\blump sum\b"
    r"|\ball (?:at once|in one)\b|\bfull and final\b"
    r"|\bsettlement\b(?! (?:figure|company|agency|letter|quote))|\bsettle (?:at|for|with)\b"
    r"|\b(?:clear|settle|close|finish)(?:ing)? (?:it|this|that|everything|(?:the|my) (?:\w+ ){0,2}"
    r"(?:debt|balance|bill|account|invoice|matter))\b|\bpay (?:it|this|that|everything) off\b"
    r"|\bpay off (?:it|everything|the \w+)\b"
    r"|\b(?:pag(?:o|ar|aria|amos|ando)|quit(?:o|ar|aria)|acert(?:o|ar)|liquid(?:o|ar)|mand(?:o|ar)"
    r"|zer(?:o|ar)|deposit(?:o|ar)|resolv(?:o|er)) (?:\w+ )?(?:de )?tudo\b"
    r"|\btudo (?:de uma|a vista|junto|hoje|agora)\b|\ba vista\b|\bde uma (?:so )?vez\b"
    r"|\b(?:valor|pago|pagar|quantia|o) (?:o )?(?:valor )?(?:total|integral|inteiro|cheio)\b"
    r"|\b(?<!ate )(?:quit(?:o|ar|aria|amos)|liquid(?:o|ar))\b|\bparcela unica\b"
)
_ALL_WITH_SUM: Final = re.compile(
    r"\bcall it (?:quits|settled|done|even|a day)\b|\bwe'?re (?:done|even|square)\b"
    r"|\b(?:we )?finish there\b|\bmorre o assunto\b|\bacab(?:a|ou|amos)\b|\bnao se fala mais\b"
    r"|\bfecha(?:r|mos)? (?:nisso|em|por)\b|\bfecho (?:em|por)\b|\bzer(?:a|o|ar|amos) (?:a|tudo)\b"
    r"|\b(?:pra|para) (?:fechar|matar|acabar|encerrar)\b|\bencerr(?:o|ar|amos)\b"
    r"|\be (?:a gente |nos )?fech(?:a|amos|ou|o)\b|\be (?:ta|fica|esta) (?:quitad|pag|zerad)[oa]\b"
    r"|\be (?:pronto|ponto final)\b|\bse (?:(?:vc|vcs|voces?|me|der pra) )?fize(?:r|rem)\b"
    r"|\b(?:faz(?:er|em)?|quita(?:mos)?|liquida) por\b"
)
_NOT_ALL: Final = re.compile(
    r"\b(?:not|can'?t|cannot|cant|couldn'?t|won'?t|don'?t|nao|never|nem|unable|until|till?|ate"
    r"|paid|paguei|pagou|already|quitei|instead of|rather than|em vez de)\b[^,;.]{0,24}$"
)
_PAYS_ALL: Final = re.compile(
    r"\b(?:pay|paying|clear|clearing|settle|settling|pago|pagar|pagaria|quito|quitar|quitaria"
    r"|acerto|acertar|liquido|liquidar|deposito|mando|transfer\w*)\b"
)
_ASKS: Final = re.compile(
    r"\b(?:how much|what would|what'?s|what is|which|where|quanto|qual|falta|como|onde|saber)\b"
)
_PAYS: Final = re.compile(
    r"\b(?:pay|paying|manage|afford|settle|send|start|starting|pago|pagar|pagaria|pagando|posso"
    r"|consigo|quito|deposito|mando|passo|envio|acerto|parcel\w*|instal\w*|transfer\w*"
    r"|can do|could do|i'?ll do"
    r"|spread|split|pode ser|serve|works|suits|what about|how about|que tal|could it be"
    r"|comecar|comecando|payments?)\b"
)
_NO_PAYMENT: Final = re.compile(
    r"\b(?:call|ring|text|phone|write|remind|letter|dated|born|birthday|appointment|speak|talk|dob"
    r"|liga\w*|ligue|chama\w*|lembr\w+|carta|nasc\w+|aniversario|consulta|fal\w+|due|venc\w+"
    r"|payment made|pagamento (?:feito|efetuado)|terminei|que horas|what time|see (?:you|ya))\b"
    r"|\A\W*(?:not|nao|ate)\b"
)
_QUESTIONS: Final = re.compile(
    r"\b(?:how'?s|how did|why(?! (?:not|don'?t))|(?<!that's )what(?:'s| is| are| was)|whats"
    r"|where'?s|wheres"
    r"|explain|is it still|o que (?:e|foi|aconteceu)|como (?:virou|viraram|chegou|assim|que virou)"
    r"|por que|explica|referente|do que mano|de onde|lend me|empresta|show me why)\b"
)
_GIVES: Final = re.compile(
    r"\b(?:pay|paying|do|can|could|manage|give|offer|put|afford|send|pago|pagar|posso|consigo|dou"
    r"|dar|daria|mando|ofereco|adianto|settle|take|accept|quitar)\b"
)
_MATTER: Final = re.compile(r"[a-z']{2,}")
_FEW: Final = 4


def all_at_once(text: str) -> bool:
    """Do the words speak of everything at once, and not to rule it out or as done?"""
    found = (*_ALL.finditer(text), *_ALL_WITH_SUM.finditer(text))
    return any(
        not _NOT_ALL.search(clause_before(text, match.start()))
        and not is_refused(text, match.start(), match.end())
        for match in found
    )


def means_to_pay(text: str, leg: Leg, *, whole: bool) -> bool:
    """Is a count, a rhythm, a day or "everything" without any sum a proposal?"""
    if leg.count is not None:
        return True
    if whole:
        return bool(_pays_all(text, leg)) and not _ASKS.search(text)
    if leg.empty or _NO_PAYMENT.search(text):
        return False
    return bool(_PAYS.search(text)) or (not speaks_of_income(text) and _words(text) < _FEW)


def means(text: str, told: Sequence[Leg], found: Sequence[Leg], *, whole: bool) -> bool:
    """Are sums, shares and the rest offered? Alone they need a word that offers."""
    returning = any(day.recurring for leg in told for day in leg.days)
    if returning or any(leg.many or leg.count or (leg.down and leg.money) for leg in told):
        return True
    sums = [leg for leg in told if leg.money is not None]
    if sums:
        refused = any(leg.part is Part.REFUSED for leg in found)
        return whole or refused or len(told) > len(sums) or _offered(text, sums)
    if all(leg.rest for leg in told):
        return told[0].first is not None and bool(_PAYS.search(text))
    if len(told) > 1 and any(leg.dated for leg in told):
        return True
    return whole or _gives(text, told[0])


def _pays_all(text: str, leg: Leg) -> bool:
    """ "I'll pay it all", "pago tudo"; "the whole amount next Friday"."""
    for match in _ALL.finditer(text):
        if _PAYS_ALL.search(clause_before(text, match.start()) + match[0]):
            return True
    return leg.first is not None and bool(_ALL.search(text)) and not _NO_PAYMENT.search(text)


def _offered(text: str, sums: Sequence[Leg]) -> bool:
    """Is one of the sums in a sentence that offers, or alone in a few words?"""
    if _QUESTIONS.search(text) and not _PAYS.search(text):
        return False
    if len(sums) > 1 and all(leg.dated for leg in sums):
        return True
    return any(_in_offer(text, leg) for leg in sums)


def _in_offer(text: str, leg: Leg) -> bool:
    start = max(text.rfind(mark, 0, leg.start) for mark in (". ", "! ", "? ", "; ", "\n")) + 1
    rest = re.split(r"[.!?;](?=\s|$)|\n", text[leg.end :])[0]
    sentence = text[start : leg.end] + rest
    if OFFER_BEFORE.search(sentence) or OFFER_AFTER.match(rest):
        return True
    if TOLD_BEFORE.search(text[start : leg.start]):
        return False
    clause = clause_before(text, leg.start) + " " + CLAUSE_END.split(rest)[0]
    return _words(clause) <= _FEW


def _gives(text: str, leg: Leg) -> bool:
    """A share alone: "I can do half", "half now"."""
    before = clause_before(text, leg.start)
    return bool(_GIVES.search(before)) or (leg.dated and _words(text) <= _FEW)


def _words(text: str) -> int:
    return len(_MATTER.findall(text))
