"""Is this figure without a currency money?

People who write about a debt say "make it 35" and "consigo cem por mês": a bare figure is money
unless its neighbours say that it counts, dates, measures or names something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_UNITS = (
    r"years?|yrs?|yo|y/o|anos?|aninhos|months?|mths?|mos|mes(?:es)?|weeks?|wks?|semanas?|days?"
    r"|dias?|hours?|hrs?|hs?|horas?|min|mins|minutes?|minutos?|sec|secs|seconds?|segundos?|am|pm"
    r"|o'?clock|in the (?:morning|afternoon|evening)|at night|da (?:manha|tarde|noite)|kids?"
    r"|children|filhos?|people|pessoas|men|women|person|pessoa|miles?|km|kms|kg|quilos?|g|lbs?|oz"
    r"|ml|litros?|gb|mb|megas?|gigas?|percent|per ?cent|por cento|pct|off\b"
    r"(?! the (?:bill|debt))|degrees|graus"
    r"|payments?|instal\w*|parcel\w*|prestac\w*|goes|chunks?|parts?|partes?|bits|lots|vez(?:es)?"
    r"|times?|stars?|estrelas?|via|nd|st|rd|th|da?y|payslips?|half|and a half|e meia"
    r"|(?:de |of )?(?:febre|fever)|de (?:casa|firma|empresa|profissao|estrada)|missed"
    r"|reminders?|invoice|fatura|bedroom|quartos?|sized"
    r"|week|month|year"
)
_NOT_AFTER = re.compile(
    rf"(?:[ -]?(?:%|º|ª|°|'s\b|(?:{_UNITS})\b)|[ ]?[x*](?:\b|\d)|[a-z]|[ ]?/[ ]?\d|[:-]\d|-[a-z]"
    r"|[ ](?:more |other |outras )?(?:people|pessoas|folks)\b|[ ](?:straight|whole|full|long"
    r"|more|other|mais|outr[oa]s|further"
    r"|different|missed|working|business"
    r"|extra|good|bad|full)[ ]\w+s\b"
    r"|[ ](?:the |[a-z]+ )?(?:street|road|crescent|lane|avenue|terrace)\b"
    r"|[ ](?:of|out of|d[aeo]s?)[ ](?:my|us|you|them|the|your|our|those|these|meus|minhas"
    r"|nos|voces)\b|[ ](?:out of|em cada)[ ]\d|[ ](?:or|ou|to|a)[ ]\w+[ ](?:min\w*|years?"
    r"|days?|weeks?"
    r"|months?|hours?|times|dias|semanas|meses|anos|horas|vezes)\b)"
)
_TIMES_AFTER = re.compile(r"[ ]?[x×][ ]?\d{1,2}(?![\w.,:/%]*\d|[ ]?[x×])")
_ENDS_IN_S = """
    abs across always antes aos apenas apos arrives as because besides bjs bucks buys cada
    clears comes cos covers das depois does dos drops faz feels fixos gets goes has helps
    hes hits is it's its kkks lands leaves less lets looks los mais makes mas max means
    mensais mensalmente mes minus nas needs nos obs os ours outras outros pays pelas pelos
    perhaps pls plus plz pras pros ps reais rs seems seis settles shes simples sits
    sometimes sos sounds ss starts stays suits thanks that's thats theirs these this thus
    thx todas todos tops towards tres unless us vcs voces wants was whats works yes yours
"""
_NOT_PLURAL = frozenset(_ENDS_IN_S.split())
_PLURAL = re.compile(r"[ ]([a-z]{3,}s)\b")
_NOT_BEFORE = re.compile(
    r"(?:\b(?:flat|apt\.?|apto\.?|apartamento|apartment|room|quarto|sala"
    r"|unit|number|numero|num|(?<!\? )(?<!\d )(?<!, )no\."
    r"|nr|n[º°]|bus|onibus|linha|line|station|estacao|ward|page|pagina|pag|invoices?|faturas?"
    r"|nota fiscal|nfe?|protocol\w*|ref(?!u)\w*|account|acct|acc|conta|agencia|case|caso|tickets?"
    r"|orders?|pedidos?|contract|contrato|policy|apolice|cpf|cnpj|cep|rg|ssn|zip|postcode|pin|code"
    r"|codigo|senha|phone|tel|cel|celular|telefone|fone|fax|whats\w*|zap|i'?m|i am|im|aged?|turned"
    r"|turning|turns|idade|tenho mais de|version|versao|windows|covid|highway|route|br|rua|street"
    r"|avenida|(?:rua|avenida|av|travessa) d[aeo]s? [a-z]+(?: [a-z]+)?"
    r"|house|casa|bloco|lote|quadra|(?:moro|mora|moramos) n[oa]|level|grade|step|\bo passo"
    r"|no passo"
    r"|section|art\.?|article"
    r"|artigo|lei|law|chapter|capitulo"
    r"|call|calls?|dial|lig\w+ (?:no|pro|para o)|tenis|thanks|vezes|times"
    r"|plus|minus|divided by|ligue|liga|ligar|disque|digits|digitos|ending"
    r"(?: in)?|final|termin(?:ad[ao]|a|am) (?:em|com)|ends?(?: in| with)?"
    r"|since|desde|she'?s|he'?s|ele tem|ela tem|flight|voo|gate|channel|canal|size|tamanho|option"
    r"|opcao|question|station|nurse|top|day|week|under age|born in|nasci em|nascid[ao] em|press"
    r"|room|class|turma|ano de|in year|item|id|doc|documento|matricula|cliente|customer|ramal|ext"
    r"|extension|loja|store|serie|route|form|formulario|platform|pier|dock|interstate)(?:(?:'s"
    r"| is| e| eh)\b)?[ :]*#?"
    r"|#|\b[a-z]{1,4}-|\d[ ]?[-/:.,][ ]?|[-+(*]|\d[ ]|\bi-)[ ]?$"
)
_AGE_BEFORE = re.compile(
    r"\b(?:wife|husband|mum|mom|mother|dad|father|son|daughter|boy|girl|lad|lass|kid|nan|granny"
    r"|grandad|gran\w*|brother|sister|baby|he|she|him|her)(?:'s| is| was| aint| ain't| isn't"
    r"| isnt)[ ]"
    r"(?:only |just |nearly |almost |now )?$"
    r"|\b(?:marido|esposa|mulher|mae|pai|filh[oa]|vo|avo|sogr[oa]|irma[o]?|net[oa]|menin[oa]"
    r"|bebe)[ ]"
    r"(?:(?:tem|com|faz|fez|de|ja|so)[ ])*$"
)
_OLDEST = 110
_CLOCK_BEFORE = re.compile(
    r"\b(?:at|around|about|half|past|after|before|till?|until|by|as|es|antes d[ae]s?|depois d[ae]s?"
    r"|apos(?: as)?|ate(?: as)?|la pelas|umas|pelas|desde as|quarter to|between|entre|from|das?|to"
    r"|the|from \w+ to|since|@)[ ]$"
)
_AT_BEFORE = re.compile(r"(?:\bat[ ]|@[ ]?)$")
_RATE_BEFORE = re.compile(
    r"\b(?:payments?|instal\w+|months?|weeks?|lots|goes|sessions?|parcelas|meses)[ ](?:at[ ]"
    r"|@[ ]?)$"
)
_PERIOD_AFTER = re.compile(
    r"[ ]?(?:an?|per|each|every|por|ao|/|p/|toda?|cada)[ ]?(?:ho?u?rs?\b|hora|pay(?:day|check)"
    r"|other|week|wk|month|mth"
    r"|mo\b|fortnight|mes|sem|quinz|sunday|friday|saturday)|[ ]?(?:pcm|pw|p/?m)\b"
    r"|[ ](?:a pop|apiece|a go)\b|[ ](?:monthly|weekly|fortnightly|mensa(?:l|is|lmente)"
    r"|(?:semana|quinzena)(?:l|is))\b"
)
_PAY_BEFORE = re.compile(
    r"\b(?:pay(?:ing)?|afford|manage|do|give|offer|send(?:ing)?|put(?: (?:in|down|on"
    r"|towards))?|(?:chip|throw|pop|chuck|drop) in|spare|passo|passar|stretch to|take|accept"
    r"|make it|settle (?:at|for)|owe|pago|pagar|pagaria|posso dar|consigo|posso|mando|mandar"
    r"|aceitam?|fech(?:o|a|ar|amos) (?:em|por)|so tenho|tenho so|e se for|got|have)[ ]"
    r"(?:(?:u|you|ya|up to|ate|so|just|only|about|like|maybe|uns|umas|another|extra|even|around"
    r"|at most|no maximo|mais)[ ]){0,2}$"
)
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|em|desde|de|until|ate|till|of|year|ano|during|from|back in|by|before|after|and|"
    r"jan\w*|feb\w*|fev\w*|mar\w*|apr\w*|abr\w*|may|maio|jun\w*|jul\w*|aug\w*|ago\w*|sep\w*|set\w*"
    r"|oct\w*|out\w*|nov\w*|dec\w*|dez\w*)[ ,]*$"
)
_RANGE_AFTER = re.compile(r"[ ]?(?:to|-|ate|a|as|and|e)[ ]?\d{1,2}(?![\d.,])")
_HOURS_NEAR = re.compile(r"\b(?:hours|horas|shifts?)\b.*\bfrom (?:\d+ to )?$")


@dataclass(frozen=True, slots=True)
class Setting:
    """A figure as written, and what stands around it, up to the next day that is named."""

    before: str
    figure: str
    after: str


def is_money(setting: Setting, value: Decimal, plain: bool, short: bool) -> bool:
    """Whether a figure without a currency can be taken for a sum of money."""
    before, after = setting.before, setting.after
    if _NOT_BEFORE.search(before) or (plain and value < _OLDEST and _AGE_BEFORE.search(before)):
        return False
    if _PERIOD_AFTER.match(after):
        return True
    if value >= 100 and plain and _TIMES_AFTER.match(after):
        return _plain_sum(setting.figure)
    if _counts_or_measures(after) or _is_clock(before, after, value, short):
        return False
    if plain and not _plain_sum(setting.figure):
        return False
    return bool(_PAY_BEFORE.search(before)) or _large(setting, value, plain or short)


def _large(setting: Setting, value: Decimal, bare: bool) -> bool:
    """Ten or more, and no year."""
    if _year(setting.figure, value, bare):
        return value == 2000 and not _YEAR_BEFORE.search(setting.before)
    if re.fullmatch(r"\d,\d\d", setting.figure):
        return True
    return value >= 10 and not (value < 100 and re.search(r"\bin[ ]$", setting.before))


def _plain_sum(digits: str) -> bool:
    """Not a number with a leading zero, and not one too long to be money without a currency."""
    figures = re.sub(r"\D", "", digits)
    return not figures.startswith("0") and (len(figures) < 6 or not digits.isdigit())


def _year(text: str, value: Decimal, bare: bool) -> bool:
    return 1900 <= value < 2100 and bare and not re.search(r"[.,]|thousand|grand|\bmil\b", text)


def _counts_or_measures(after: str) -> bool:
    if _NOT_AFTER.match(after):
        return True
    plural = _PLURAL.match(after)
    return bool(plural and plural[1] not in _NOT_PLURAL and not plural[1].endswith("ss"))


def _is_clock(before: str, after: str, value: Decimal, short: bool) -> bool:
    """Whether the figure tells the time: "around 11", "at 58" and "12 to 1" are no sums."""
    if _RATE_BEFORE.search(before):
        return False
    if _HOURS_NEAR.search(before):
        return True
    if _AT_BEFORE.search(before) and value < 100:
        return True
    if value <= 24 and re.search(r"\bd?as[ ]$", before):
        return True
    if value <= 12 and (_RANGE_AFTER.match(after) or _CLOCK_BEFORE.search(before)):
        return True
    return short and bool(_CLOCK_BEFORE.search(before)) and value % 100 < 60 and value < 1300
