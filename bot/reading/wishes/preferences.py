"""On which channel and at what times does the person want to be reached?

A channel that is refused ("no calls", "não me liga") is not read as a wish. Hours are written in
one small vocabulary, so that the contact rules need not understand language:
`mornings afternoons evenings nights lunchtime weekends weekdays mondays … sundays`,
`after HH:MM`, `before HH:MM`, `HH:MM-HH:MM`, `work hours`, `outside work hours`, and the same
with `not ` before it for a time that is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.entity import Found
from bot.reading.letters.fold import Folded
from bot.reading.wishes import hours

_CHANNELS = {
    "whatsapp": (
        r"\bwhats ?app?s?\b|\bwats ?app?\b|\b(?:on|via|by|use|my|pelo|no|meu|so"
        r"|o) whats\b|\bwpp\b|\bzap(?:zap|inho)?\b|\bzap zap\b"
    ),
    "telegram": r"\btelegram\b|\btele ?gram\b",
    "email": (
        r"\be-?mails?\b(?! ?@)|\bgmail\b|\bhotmail\b|\boutlook\b|\bcorreio"
        r" eletronico\b|\bmy inbox\b"
    ),
    "sms": (
        r"\bsms\b|\btorpedos?\b|(?<!you )(?<!u )(?<!are )\btext (?:me|us"
        r"|messages?|msgs?|is|only|instead|please|pls)\b"
        r"|\b(?:by|via|over|through|prefer|only|send|just) texts?\b"
        r"|\btexts? (?:are|work|is)\b|\bmensagem de texto\b|(?:(?<=[,-][ ])|\b"
        r"(?:or|and|me) )text\b(?=[ ]?(?:$|[.!]))|\btexting (?:is|works|me"
        r"|please|instead)\b|\Atext[ .!]*\Z"
    ),
    "phone": (
        r"\b(?:call|phone|ring|telephone) (?:me|us|my|the landline)\b|\bgive "
        r"(?:me|us) a (?:call|ring|bell)\b"
        r"|\b(?:phone|voice|telephone) calls?\b|\b(?:by|over the|on the|via) "
        r"(?:tele)?phone\b|\blandline\b"
        r"|\bspeak(?:ing)? on the phone\b|\bring\b(?=[ ]?(?:$|[,.]))|\bcalls (?:are|work|only)\b"
        r"|\bme (?:liga|ligue|ligar|ligarem|liguem|telefona|telefone)\b|\b"
        r"(?:liga|ligue|ligar|liguem) (?:pra|para) mim\b"
        r"|\bligacao\b|\bligacoes\b|\b(?:por|pelo|via|no) telefone\b|\bchamadas?"
        r" de voz\b|\btelefonemas?\b|\bcalling\b"
        r"|\bpor ligacao\b"
    ),
}
_COMPILED = {name: re.compile(pattern) for name, pattern in _CHANNELS.items()}
_WHATS = re.compile(r"\b(?:so|por|via|d[eo]|ess[ea]|uso|use|usa|prefiro) whats\b")
_REFUSED = (
    r"(?:\b(?:{no}not|don'?t|dont|do not|does not|doesn'?t|never|stop|quit"
    r"|without|can'?t|cannot|cant"
    r"|won'?t|hate|rather than|instead of|no more|nao|n|nem|sem|nunca|jamais"
    r"|parem?|pare|chega|odeio"
    r"|em vez|em lugar|ao inves|invez|nada|detesto|withdraw my consent|except|menos|enough)\b)"
    r"(?:[ ](?!manda\b|mande\b|prefer|prefir|so\b|only|but|mas|somente|chama"
    r"|via\b|send)[\w']+){{0,3}}[ ]$"
)
_REFUSED_EN = re.compile(_REFUSED.format(no="no|"))
_REFUSED_PT = re.compile(_REFUSED.format(no=""))
_STOPPED = re.compile(
    r"[ ]?(?:is|are|e|nao|doesn'?t|don'?t|esta|ta)[ ]?(?:not|nao|no good"
    r"|full|work|broken|ruim|funciona)"
)


def preferences(folded: Folded, portuguese: bool) -> Iterator[Found]:
    """Every wish about channel and time; in Portuguese "no" is no refusal ("no zap")."""
    refused = _REFUSED_PT if portuguese else _REFUSED_EN
    if portuguese:
        yield from (Found("channel", "whatsapp", *m.span()) for m in _WHATS.finditer(folded.text))
    for channel, pattern in _COMPILED.items():
        for match in pattern.finditer(folded.text):
            if not _refused(folded, match, refused):
                yield Found("channel", channel, match.start(), match.end())
    yield from hours.windows(folded, portuguese)


def _refused(folded: Folded, match: re.Match[str], refused: re.Pattern[str]) -> bool:
    if match[0] in ("zap", "zapzap", "wpp"):
        refused = _REFUSED_PT
    clause = re.split(r"[,:(]", folded.before(match.start()))[-1]
    return bool(refused.search(clause) or _STOPPED.match(folded.after(match.end())))
