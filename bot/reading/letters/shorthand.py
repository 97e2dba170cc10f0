"""What do hurried fingers mean: "hj", "2day", "fortnite", "50-60 a month"?

Spells out what is shortened or mistyped in texts about money, in folded letters, so that the
grammars of proposals, paydays and budgets are written once.
"""

from __future__ import annotations

import re
from typing import Final

from bot.reading.letters.fold import fold

WORDS: Final = {
    "q": "que", "pd": "pode", "pr": "por",
    "hj": "hoje", "agr": "agora", "agra": "agora", "dps": "depois", "dpois": "depois",
    "qnd": "quando", "qdo": "quando", "tds": "todos", "td": "tudo", "tda": "toda",
    "tdo": "todo", "entrda": "entrada", "enterada": "entrada", "vzs": "vezes", "vezez": "vezes",
    "salrio": "salario", "salaro": "salario", "ultmo": "ultimo", "ultil": "util",
    "qinto": "quinto", "smana": "semana", "janero": "janeiro", "fevreiro": "fevereiro",
    "dezenbro": "dezembro", "novenbro": "novembro", "setenbro": "setembro", "aluguer": "aluguel",
    "evry": "every", "evrey": "every", "eveyr": "every", "ev": "every",
    "fortnite": "fortnight", "fornight": "fortnight", "fortnigt": "fortnight",
    "fortnights": "fortnight", "mnth": "month", "mnths": "months", "mth": "month", "mths": "months",
    "wkly": "weekly", "mthly": "monthly", "montly": "monthly", "monthy": "monthly",
    "frm": "from", "tomoro": "tomorrow", "janurary": "january", "januray": "january",
    "decmber": "december", "febraury": "february", "fryday": "friday", "thirsday": "thursday",
    "cld": "could", "wld": "would", "upfornt": "upfront", "upfrnt": "upfront",
    "depsoit": "deposit", "remaning": "remaining",
    "remainig": "remaining", "reminder of it": "remainder of it", "recieve": "receive",
    "paymnt": "payment", "paymnts": "payments", "pymt": "payment", "pymts": "payments",
    "instalmnts": "instalments", "biz day": "business day", "wrking": "working",
}  # fmt: skip
_WORD: Final = re.compile(r"\b(?:" + "|".join(sorted(WORDS, key=len, reverse=True)) + r")\b")
EVERY: Final = re.compile(
    r"\btd (?=(?:santo |santa |o |a )?(?:dia|mes|semana|quinzena|primeir|ultim|quint|\d|segunda"
    r"|terca|quarta|sexta|sabado|domingo))"
)
_MONTH_I: Final = re.compile(
    r"\b(january|february|april|june|july|august|september|october|november|december) "
    r"(?=(?:i|we)\b)"
)
_BARE_PERIOD: Final = re.compile(r"(?<=\d) ((?:mes|semana) que vem\b|dia \d)")
_ABOUT: Final = re.compile(r"\b(?P<about>uns|umas) (?P<a>\d{2,4}), ?(?P<b>\d{2,4})(?![\d.,])")
_LISTED: Final = re.compile(r"(?<=\d), (?=(?:r\$|£|\$)?\d)")
_AND: Final = re.compile(r" (?:n|nd|&) (?=(?:r\$|£|\$)?\d|the\b|then\b)")
_SUM: Final = r"(?:(?:r\$|rs|£|\$|€)[ ]?)?\d{2,4}"
RANGE: Final = re.compile(
    rf"(?<![\w.,/-])({_SUM})[ ]?-[ ]?({_SUM})(?=[ ]?(?:/|p/|p[wm]\b|a |per |each |every |por |ao "
    r"|quid|pounds?|dollars?|bucks|reais|conto|weekly|monthly|mensa|semana))"
)
MONEY_RANGE: Final = re.compile(
    rf"(?<![\w.,/-])((?:r\$|£|\$|€)[ ]?\d{{2,4}})[ ]?-[ ]?({_SUM})(?![\d/-])"
)


def plain(text: str) -> str:
    """The text folded, its shorthand spelt out, and "50-60 a month" as "50 to 60 a month"."""
    folded = EVERY.sub("todo ", fold(text).text)
    folded = _WORD.sub(lambda match: WORDS[match[0]], folded)
    folded = _MONTH_I.sub(r"\1, ", folded)
    folded = re.sub(r"(?<=\d) or so\b", "", folded)
    folded = re.sub(r"(?<=\d)(?:[tz]?inh[ao]|tao|ao)\b", "", folded)
    folded = _ABOUT.sub(_between, folded)
    folded = _LISTED.sub(" ; ", folded)
    folded = _AND.sub(" and ", _BARE_PERIOD.sub(r" no \1", folded))
    return MONEY_RANGE.sub(r"\1 to \2", RANGE.sub(r"\1 to \2", folded))


def _between(match: re.Match[str]) -> str:
    """ "Uns 70, 80": a range, if the second is a little more."""
    low, high = int(match["a"]), int(match["b"])
    return f"{match['about']} {low} a {high}" if low < high <= 2 * low else match[0]
