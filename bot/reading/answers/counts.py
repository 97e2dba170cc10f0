"""How many instalments, how often, on which payday, and which rating?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.answers import ratings
from bot.reading.days.every_month import month_days
from bot.reading.days.weekdays import EN_DAY, PT_DAY
from bot.reading.entity import Found
from bot.reading.letters.fold import Folded
from bot.reading.letters.number_words import COUNT, PT_HUNDREDS, PT_SMALL, count, either

_N = rf"(?P<n>{COUNT})"
_NOUN = (
    r"(?:(?:equal|smaller|small|iguais|pequenas|suaves|fixas) )?"
    r"(?:payments?|pymts?|instal\w*|goes|chunks|lots|parcelas|parcelinhas|prestacoes|pagamentos"
    r"|pagtos|equal ones)"
)
_SPLIT = r"\b(?:split|chop|divide|break|cut|spread)\w*\b(?: [\w£$.,]+){0,4}?"
_SPLIT_PT = r"\b(?:parcel|divid|fati|fracion|repart|racha|quebra)\w*\b(?: \w+){0,4}?"
_DONE_BEFORE = re.compile(
    r"\b(?:missed|miss|made|paid|late|behind|paguei|pagou|devo|faltam?|atras\w+|already|ja|called"
    r"|call|texted|rang|phoned|lig\w+|toc\w+|cham\w+|avis\w+|mand\w+|tent\w+|tried|last|past"
    r"|ultim[ao]s|those|these|as"
    r"|essas|minhas|my|outras|(?<!\be )mais|the|charged|cobr\w+|de|repeat\w*|repet\w*|asked|other"
    r"|said|falei|disse)(?: it| me| you| u| vcs| ja| already)?[ ]$"
)
_NOT_TIMES = (
    r"(?![ ](?:hoje|today|a day|a week|a month|por|ao|no mes|na semana|this"
    r"|esta|que|ja|in a row|already|mais|more|as|o valor)\b)"
)

_INSTALMENTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\w.,$£€/])(?P<n>\d{{1,2}})[ ]?x(?![\w])(?![ ]?\d(?!\d)){_NOT_TIMES}",
        r"(?<![\w.,$£€/])(?P<n>\d{1,2})x(?=(?:r\$|£|\$)?\d{2})",
        rf"\b(?P<s>{_N})[ ](?:equal )?(?:monthly|weekly|fortnightly) {_NOUN}\b",
        rf"\b(?P<s>{_N})[ ]{_NOUN} (?:mensais|semanais|quinzenais)\b",
        (
            rf"\b{_N}[ ]{_NOUN}\b(?! (?:mensais|semanais|quinzenais))(?! (?:late|behind|overdue"
            rf"|atrasad|left|already|vencid|em atraso))"
        ),
        (
            rf"\b(?:em|in)[ ](?:ate |umas )?{_N}[ ](?:vezes|parts|partes|bits|equal"
            r" parts|times|halves)\b"
            rf"{_NOT_TIMES}"
        ),
        rf"\b{_N}[ ]vezes\b(?=:|[ ]?(?:(?:de|iguais|sem|fixas|da|fica|no cart|com|e|pode|rola)\b))",
        rf"\A[ ]*(?:e |umas )?{_N}[ ]vezes(?=[ ]*[?!.]*\Z)",
        (
            rf"{_SPLIT}[ ](?P<s>(?:in|into|over|by)[ ]{_N})\b(?![.,:/]?\d|[ ](?:days?"
            r"|weeks?|hours?|minutes?|year|month)\b|%|(?:st|nd|rd|th|am|pm)\b|[ ]?"
            r"(?:am|pm))"
        ),
        rf"{_SPLIT_PT}[ ](?P<s>(?:em|por)[ ]{_N})\b(?![.,:/]?\d|[ ](?:dias?|semanas?|horas?)\b|%)",
        (
            rf"\bpay(?:ing)?(?: it| this| that| off| the \w+){{0,3}}[ ](?P<s>(?:in"
            rf"|over)[ ]{_N})(?=[ ]*(?:$|[?!.]))"
        ),
        rf"\bmonth\b[^.]{{0,24}}[ ](?P<s>over[ ]{_N})(?=[ ]*(?:$|[?!.]))",
        r"\b(?P<s>em[ ](?P<n>\d{1,2}))(?=[ ](?:fica|sai|da|daria)\b)",
        r"\bparcela\w*[^.]{0,24}\b(?P<s>em[ ](?P<n>\d{1,2}))(?=[ ]?(?:$|[?!.,]))",
        (
            rf"\b(?:over|across|for)[ ](?:the next |maybe |about )?{_N}[ ](?:monthly "
            r"|weekly )?(?:payments|instal\w*)\b"
        ),
        rf"\b(?:over|across)[ ](?:the next |maybe |about )?{_N}[ ]months\b",
        rf"(?:a|per|each|every)[ ]month[ ](?P<s>(?:for|over)[ ]{_N}[ ]months)\b",
        rf"\b{_N}[ ](?:months|meses)(?=[ ](?:(?:at|of|de|a)[ ]|@[ ]?)(?:£|\$|r\$)?[ ]?\d)",
        rf"\bem[ ](?:ate )?{_N}[ ]meses\b",
        (
            rf"\b(?:would|could|is|are|how about|what about)[ ]{_N}[ ]months(?=[ ]*(?:be |ok|work"
            rf"|possible|[?]))"
        ),
        (
            rf"\A(?:how'?s |how about |what about |em |e |e se for )?{_N}[ ](?:months|meses)"
            r"(?=[ ]*(?:[?]|(?:sound|ta bom|da\b|rola|pode ser|ok|work|fica|seria)))"
        ),
        rf"\b{_N}[ ]parcela(?=[ ]de[ ])",
        rf"(?:mes|mensais|reais|\d)[ ](?P<s>(?:por|durante)[ ]{_N}[ ]meses)\b",
        (
            r"(?<![\w.,$£€/-])(?P<n>\d{1,2})[ ](?:of|de)(?=[ ](?:r\$[ ]?|£"
            r"|\$)?\d{2,4}(?![\d/%]|[ ]de\b))"
        ),
        (
            rf"\b(?P<n>{either(PT_SMALL)})[ ]de[ ](?=(?:{either(PT_HUNDREDS)}"
            r"|vinte|trinta|quarenta|cinquenta|sessenta|setenta|oitenta|noventa)\b)"
        ),
        (
            r"\b(?:resto|restante|diferenca|saldo|rest|remainder)\b[^.,;]{0,16}?[ ]"
            r"(?P<s>(?:em|in|over)[ ](?P<n>\d{1,2}))(?=[ ]*(?:$|[?!.,;]))"
        ),
        (
            r"\b(?P<n>two|three|four|five|six|duas|tres|quatro|cinco|seis)[ ](?:of"
            r"|de)(?=[ ](?:r\$[ ]?|£|\$)?\d{2,4}(?![\d/%]))"
        ),
    )
)
_OF_SO_MUCH = re.compile(
    rf"[ ]?(?:de|of)[ ]?(?:(?:r\$|£|\$)?[ ]?\d{{2}}|(?:{either(PT_HUNDREDS)}|\w+enta)\b)"
)
_TIMES = re.compile(
    r"(?:[£$€][ ]?\d+(?:[.,]\d\d)?|(?<![\d.,:/])(?:\d{3,4}|\d{2,}[.,]\d\d))[ ]?"
    r"(?P<s>[x×][ ]?(?P<n>\d{1,2}))(?![\w.,:/%]*\d|[ ]?[x×])"
)
_YEAR_LONG = re.compile(
    r"\b(?:over|(?<=month )for|(?<=mes )(?:por|durante))"
    r" (?:a|one|the|um) (?:whole |full )?(?:year|ano)\b"
)
_SHARES = {"halves": 2, "thirds": 3, "quarters": 4, "metades": 2, "tercos": 3}
_IN_SHARES = re.compile(
    r"\b(?:in|into|em|two|duas)[ ](?P<n>halves|thirds|quarters|metades|tercos)\b"
)
_COUPLE = re.compile(r"\b(?:in )?(?:a )?couple (?:of )?(?:payments|instal\w+|goes)\b")

_MONEY_LEAD = (
    r"(?:\d|\bquid|pounds?|dollars?|bucks?|dollas?|\beach|\bonce|hundred|\w+ty|\w+teen|\bten"
    r"|grand|thousand|\bsomething|\bbit|\blittle|\bpayments?|instal\w+|\bish|\d ?ish|fiver"
    r"|tenner|\bmuch|\bwhat|\bk|[£$€]|reais|\bbe|one|two|three|four|five|six|seven|eight|nine)"
)
_TAIL = r"(?! (?:ago|late|behind|old|overdue))"
_FREQUENCIES: tuple[tuple[str, str], ...] = (
    ("weekly", r"\b(?:weekly|per week|(?:every|each) (?:single )?(?:week|wk)|week by week)\b"),
    ("weekly", rf"{_MONEY_LEAD}[ ]?(?P<s>\ba (?:week|wk)\b){_TAIL}"),
    ("weekly", r"(?:\d|quid|pounds?|dollars|bucks)[ ]?(?P<s>(?:/|p/?)[ ]?(?:week|wk|w)\b)"),
    ("weekly", rf"\b(?:every|each) (?:{EN_DAY})\b|\btod[ao]s? (?:as |os )?(?:{PT_DAY})"),
    (
        "weekly",
        (
            r"\bde semana em semana\b|\b(?:toda|cada|por|a cada|p/) ?semana\b|\bsemana(?:l|is"
            r"|lmente)\b|(?P<s>/ ?semana\b)"
        ),
    ),
    ("fortnightly", r"\b(?:fortnightly|bi-?weekly|(?:every|each|per) fortnight)\b"),
    ("fortnightly", rf"{_MONEY_LEAD}[ ](?P<s>a fortnight\b){_TAIL}"),
    ("fortnightly", rf"\bevery (?:two|2|other|second|2nd) (?:weeks?|wks?|{EN_DAY})\b"),
    (
        "fortnightly",
        r"\b(?:twice|2 times|2x|two times) (?:a|per|every|each) month\b|\btwice monthly\b",
    ),
    ("fortnightly", r"\b(?:2|duas) vezes (?:por|no|ao) mes\b|\bquinzena(?:l|is|lmente)\b"),
    (
        "fortnightly",
        (
            r"\b(?:toda|cada|por|a cada|p/|(?<=\d )a) ?quinzena\b"
            r"|\bna quinzena\b(?! (?:que|q|de|do|seguinte|passada))"
        ),
    ),
    (
        "fortnightly",
        r"\b(?:a )?cada (?:14|15|quinze) dias\b|\bde (?:15|quinze) em (?:15|quinze)(?: dias)?\b",
    ),
    (
        "fortnightly",
        (
            r"\ba cada (?:duas|2) semanas\b|\bde (?:duas|2) em (?:duas|2) semanas\b"
            r"|\bsemana sim,? (?:e )?(?:outra|semana) nao\b"
        ),
    ),
    (
        "monthly",
        r"\b(?:monthly|per month|(?:every|each) (?:single )?(?:month|mth)|month by month|pcm)\b",
    ),
    ("monthly", rf"{_MONEY_LEAD}[ ]?(?P<s>\ba (?:month|mth|mo)\b){_TAIL}"),
    (
        "monthly",
        r"(?:\d|quid|pounds?|dollars|bucks)[ ]?(?P<s>(?:/[ ]?(?:month|mth|mo|m)|p/m|pcm)\b)",
    ),
    ("monthly", r"(?:[£$€]\d+|\b(?:1[3-9]|[2-9]\d|\d{3,}))[ ]?(?P<s>pm)\b"),
    (
        "monthly",
        (
            r"\bde mes em mes\b|\b(?:todo|cada|por|a cada|p/) ?mes\b|\btodos os meses\b"
            r"|\bao mes\b(?! de)"
        ),
    ),
    ("monthly", r"\bmensa(?:l|is|lmente)\b|(?P<s>/ ?mes\b)"),
)
_COMPILED = tuple((value, re.compile(pattern)) for value, pattern in _FREQUENCIES)


def counts(folded: Folded) -> Iterator[Found]:
    """Every count, rhythm, payday and rating."""
    yield from _instalments(folded)
    yield from _frequencies(folded)
    yield from month_days(folded)
    yield from ratings.ratings(folded)


def _part(match: re.Match[str]) -> tuple[int, int]:
    """The stretch that speaks for itself, without the words that only led to it."""
    return match.span("s" if match.re.groupindex.get("s") and match["s"] else 0)


def _done(folded: Folded, start: int, end: int) -> bool:
    """Are these payments told as made or missed? "Mais 3x de 100" is an offer all the same."""
    before = folded.before(start)
    offered = before.endswith(("mais ", "de ")) and _OF_SO_MUCH.match(folded.text, end)
    return not offered and bool(_DONE_BEFORE.search(before))


def _instalments(folded: Folded) -> Iterator[Found]:
    for pattern in _INSTALMENTS:
        for match in pattern.finditer(folded.text):
            start, end = _part(match)
            number = count(match["n"])
            lowest = 1 if match[0].rstrip().endswith("x") else 2
            if number and lowest <= number <= 60 and not _done(folded, start, end):
                yield Found("instalments", number, start, end)
    for match in _TIMES.finditer(folded.text):
        if 1 < int(match["n"]) <= 60:
            yield Found("instalments", int(match["n"]), *match.span("s"))
    for match in _YEAR_LONG.finditer(folded.text):
        yield Found("instalments", 12, match.start(), match.end())
    for match in _IN_SHARES.finditer(folded.text):
        yield Found("instalments", _SHARES[match["n"]], match.start(), match.end())
    for match in _COUPLE.finditer(folded.text):
        yield Found("instalments", 2, match.start(), match.end())


def _frequencies(folded: Folded) -> Iterator[Found]:
    for value, pattern in _COMPILED:
        for match in pattern.finditer(folded.text):
            yield Found("frequency", value, *_part(match))
