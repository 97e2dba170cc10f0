"""Does a text say, beyond doubt, why money is short: a job lost, a death; or that there is none?

A few exact words for where a reason stands beside figures and the model hears only the figures
("I lost my job, 5 a month is all I can do"). Whatever is less clear is the model's to understand.
"""

from __future__ import annotations

import re
from typing import Final

from bot.reading.letters.shorthand import plain

_INCOME: Final = re.compile(
    r"\b(?:lost|losing) (?:my|his|her|the|both) (?:\w+ )?jobs?\b|\blaid off\b"
    r"|\b(?:made|being made|been) redundant\b|\bredundancy\b|\bunemployed\b"
    r"|\bout of (?:work|a job)\b(?! hours)|\bbetween jobs\b|\b(?:no|without a) job\b"
    r"|\b(?:got|been|was) (?:fired|sacked|furloughed)\b"
    r"|\bon (?:benefits|universal credit|the dole)\b"
    r"|\b(?:hours|shifts|wages?|pay|salary) (?:got |were |was |have been |has been |been )?"
    r"(?:cut|reduced|halved|slashed)\b|\bcut my (?:hours|shifts|pay)\b"
    r"|\bperdi (?:o |meu |o meu )?(?:emprego|trampo|servico)\b|\bseguro desemprego\b"
    r"|\bdesempregad[oa]\b|\b(?:fui |me )(?:demitid[oa]"
    r"|mandad[oa] embora|demitiram|mandaram embora)\b|\bsem (?:emprego|trabalho|trampo|servico)\b"
    r"|\b(?:fui|me) (?:dispensad[oa]|dispensaram)\b"
)
_NOT_SO: Final = re.compile(
    r"\b(?:not|never|no longer|wasn'?t|haven'?t|hasn'?t|nao|nunca)\b[^,.;]{0,16}$"
)
_KIN: Final = (
    r"(?:husband|wife|partner|mother|mum|mom|father|dad|son|daughter|brother|sister|grandmother"
    r"|grandfather|gran|nan|grandma|grandpa|marido|esposa|mae|pai|filh[oa]|irma[o]?|avo)"
)
_DEATH: Final = re.compile(
    rf"\b{_KIN} (?:just |recently |has |had |sadly )*(?:died|passed away|morreu|faleceu)\b"
    rf"|\b(?:lost|perdi) (?:my|o meu|a minha|meu|minha) {_KIN}\b"
)
_THING: Final = (
    r"(?:car|van|truck|bike|motorbike|engine|transmission|battery|boiler|heater|heating|furnace"
    r"|water heater|fridge|freezer|refrigerator|washer|washing machine|dryer|dishwasher|oven|cooker"
    r"|stove|phone|mobile|cell|laptop|computer|pc|tablet|charger|router|internet|wifi|tv|telly"
    r"|air con|ac|carro|moto|motor|bateria|geladeira|celular|notebook|computador|maquina)"
)
_THING_DIED: Final = re.compile(
    rf"\b{_THING} (?:just |has |have |had |suddenly |also |de lavar )*"
    r"(?:died|is dead|morreu|pifou)\b"
)
_NOTHING: Final = re.compile(
    r"(?:(?:well|sorry|honestly|probably|i(?:'d| would)? say|um|uh|hm+|basically) )*"
    r"(?:nothing|zero|0|none|nada|zilch|not a (?:penny|cent|dime)|nothing at all"
    r"|i(?:'ve| have)? (?:got )?(?:nothing|no money)|i do ?n'?t have any(?:thing| money)?"
    r"|nao (?:tenho|posso|consigo)(?: pagar)? nada|nenhum (?:real|centavo)|zero reais)"
    r"(?: (?:really|right now|now|at all|at the moment|for now|this month|sorry|i'?m afraid|to give"
    r"|you|to spare|left|spare|either|mesmo|agora|no momento|por enquanto|este mes|esse mes))*"
)

_UNPAID: Final = re.compile(
    r"\besque(?:ci|cemos) (?:de|d) pag\w+\b|\b(?:nao|n|nunca) (?:paguei|pagamos|consegui pagar)\b"
    r"|\bdeixei de pagar\b|\bforgot (?:to pay|about (?:it|this))\b"
    r"|\b(?:haven'?t|have not|hasn'?t been|not) paid\b|\b(?:didn'?t|couldn'?t|can'?t|not) pay\b"
)
_PAID: Final = re.compile(
    r"\bja (?:paguei|pagamos|foi pag[oa]|esta pag[oa])\b|\balready (?:paid|sent|settled)\b"
    r"|\b(?:i|we) (?:have )?paid\b|\bpaguei (?:ontem|hoje|sim|dia|no|em)\b"
    r"|\bcomprovante\b|\breceipt\b"
)


def unpaid(text: str) -> bool:
    """Is it said in plain words that this was not paid ("I forgot to pay")?"""
    folded = plain(text)
    return bool(_UNPAID.search(folded)) and not _PAID.search(folded)


def lost_income(text: str) -> bool:
    """Is it said in plain words that work or pay was lost? "I haven't lost my job" is not."""
    folded = plain(text)
    return any(not _NOT_SO.search(folded[: m.start()]) for m in _INCOME.finditer(folded))


def death_in_family(text: str) -> bool:
    """Is it said in plain words that someone of the family died?"""
    return bool(_DEATH.search(plain(text)))


def a_thing_died(text: str) -> bool:
    """Did a thing give out ("the boiler died on us"), and nobody of the family die?"""
    folded = plain(text)
    return bool(_THING_DIED.search(folded)) and not re.search(rf"\b{_KIN}\b", folded)


def nothing_at_all(text: str) -> bool:
    """Is "nothing" the whole answer to how much one could pay?"""
    return bool(_NOTHING.fullmatch(re.sub(r"[\s,.!?;:…]+", " ", plain(text)).strip()))
