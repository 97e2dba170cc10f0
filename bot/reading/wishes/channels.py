"""Which channels does a text name, and is each of them wanted, refused, or only spoken of?

Refused is what the person turns away ("no telegram", "não me mande mensagem no zap"). What they
cannot use, or like less than another one ("I don't use telegram", "rather than sms"), is only
spoken of: no wish, and no wish to stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from bot.reading.letters.fold import Folded

_CHANNELS = {
    "whatsapp": (
        r"\bwhats ?app?s?\b|\bwats ?app?\b|\b(?:on|via|by|use|my|pelo|no|meu|so"
        r"|o) whats\b|\bwpp\b|\bzap(?:zap|inho)?\b|\bzap zap\b"
    ),
    "telegram": r"\btelegrams?\b|\btele ?gram\b",
    "email": (
        r"\be-?mails?\b(?! ?@)|\bgmail\b|\bhotmail\b|\boutlook\b|\bcorreio"
        r" eletronico\b|\bmy inbox\b"
    ),
    "sms": (
        r"\bsms\b|\btorpedos?\b|(?<!you )(?<!u )(?<!are )\btext (?:me|us"
        r"|messages?|msgs?|is|only|instead|please|pls)\b"
        r"|\b(?:by|via|over|through|prefer|only|send|just) texts?\b"
        r"|\btxt (?:me|us)\b|\btexts? (?:are|work|is)\b|\bmensage(?:m|ns) de texto\b"
        r"|(?:(?<=[,-][ ])|\b(?:or|and|me) )text\b(?=[ ]?(?:$|[.!]))|\btexting (?:is|works|me"
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
BY_NAME: Final = re.compile(r"whats|wats|wpp|zap|tele ?gram|sms|torpedo|mensage(?:m|ns) de texto")
"""Names of the channels that we write on. "Texts" are on whichever channel they come by."""
_WRITING_ON = re.compile(
    r"[ ](?:(?:any ?more|again|please|ever|me|us)[ ])*(?:on|via|through|over|in|by)"
    r"[ ](?:my |the )?(?:whats|wats|wpp|zap|tele ?gram|sms)"
)
"""After "text me": the channel is the one that is named next."""

_NEW_WISH = r"manda\b|mande\b|prefer|prefir|so\b|only|but{mas}|somente|chama|send"
_NEXT = rf"(?!{_NEW_WISH}|use\b|usa\b|usem\b|try\b)"
_REFUSAL = (
    r"{no}not|don'?t|dont|do not|does not|doesn'?t|never|stop|quit|without|can'?t|cannot|cant"
    r"|won'?t|hate|rather than|instead of|no more|nao|n|nem|sem|nunca|jamais|parem?|paren|pare"
    r"|parar|chega|cease|cansei|odeio|em vez|em lugar|ao inves|invez|nada|detesto"
    r"|withdraw my consent|except|menos|enough"
)
_ASIDE = (
    r"(?:me|us|nos|mim|pra|to|de|a|ever|please|por|favor|mais|again|you|u|vcs?|voces|que|want"
    r"|wanna|wish|need|quero|queria|queremos|preciso|gostaria|autorizo|aceito|would|like|any|more"
    r"|get|getting|receive|receiving|receber|it|dare)"
)
_WRITING = (
    r"(?:send(?:ing)?|text(?:ing)?|messag(?:e|es|ing)|msgs?|msging|writ(?:e|ing)|contact(?:ing)?"
    r"|chas(?:e|ing)|ping(?:ing)?|bother(?:ing)?|spam(?:ming)?|hassl(?:e|ing)|remind(?:ing)?"
    r"|hear(?:ing)?|hit(?:ting)?|us(?:e|ing)|mand\w*|envi\w*|escr[ei][vb]\w*|llam\w*"
    r"|cham\w*|fal[ae]\w*|contat\w*|procur\w*"
    r"|notific\w*|avis\w*|cobr\w*|perturb\w*|incomod\w*|us(?:a|ar|em)|mensage\w*|cobranc\w*)"
)
_REFUSED = (
    rf"(?P<said>\b(?:{_REFUSAL})\b)"
    rf"(?:(?:[ ]{_ASIDE}){{0,5}}[ ]{_WRITING}(?:[ ]{_NEXT}[\w']+){{0,6}}"
    rf"|(?:[ ](?!{_NEW_WISH}|via\b)[\w']+){{0,3}})[ ]$"
)
_REFUSED_EN = re.compile(_REFUSED.replace("{no}", "no|").replace("{mas}", ""))
_REFUSED_PT = re.compile(_REFUSED.replace("{no}", "").replace("{mas}", "|mas"))
_LEFT = re.compile(
    r"\b(?:(?:get|keep|stay|switch\w*|turn\w*|take \w+(?: \w+)?) off|(?:get|stay|opt\w*(?: me)?)"
    r" out(?: of)?|leave|lose|forget|esquec\w+|larg(?:a|ue|uem)"
    r"|(?:unsubscribe|remove|delete)(?: me| us| my number| this number)?(?: from)?"
    r"|(?:vaza|vazem|sai|saiam?|sair|fora|longe|descadastr\w+|cancel\w*"
    r"|(?:tir(?:a|e|ar?em|ar)|remov(?:a|am|er)|apag(?:a|ue|uem|ar)|exclua?m?)(?: \w+){0,3}?)"
    r"(?: d[eo]s?)?|unsub|cancel|(?:withdr[ae]w\w*|revok\w+|terminat\w+|revog\w+)"
    r"(?: (?!use\b|but\b)[\w']+){0,7})[ ](?:my |meu |the |this |o |esse |d[eo] )?$"
)
"""Out of it, off it: "take me off whatsapp", "me tira do telegram"."""
_TURNS_AWAY = re.compile(
    r"\b(?:stop|quit|never|don'?t|not|no|nothing|remove|nao|parem?|parar|nada|nunca|cancel\w*)\b"
)
_EXCEPT = re.compile(
    r"\b(?:except|apart from|other than|besides|menos|exceto|tirando)"
    r"(?: for| by| on| via| o| no| por| pelo)?[ ]$"
)
_LOST = re.compile(
    r"[ ]?(?:is|are|e|nao|doesn'?t|don'?t|esta|ta)[ ]?(?:not|nao|no good"
    r"|full|work|broken|ruim|funciona)"
)
_NO_AFTER = re.compile(
    r",?[ ](?:nao|no|nope|never|nunca)(?:[ ]?[,.;!)]|$|[ ](?:por favor|pf|pls|please))"
    r"|,?[ ](?:(?:eu )?nao (?:quero|queremos|autorizo|aceito)|(?:i|we) (?:don'?t|do not) want)\b"
    r"|(?:[ ](?:messages?|msgs?|stuff|reminders?|mensage(?:m|ns)|avisos?))?[ ]"
    r"(?:must|should|has to|have to|needs? to|tem que|precisam?) (?:now )?(?:stop|end|go|parar)\b"
)
_MILD = re.compile(
    r"doesn'?t|does not|without|can'?t|cannot|won'?t|hate|rather than|instead of|odeio|detesto"
    r"|em vez|em lugar|ao inves|invez|except|menos"
)
_CANNOT = re.compile(
    r"\b(?:uso|usamos|tenho|temos|abro|vejo|leio|olho|entro|acesso|consigo|sei|recebo|funciona|ha"
    r"|confio|gosto|even|work\w*)\b"
)
_TELLS = re.compile(
    r"\b(?:i|we|i've|ive|there'?s?|there is|have|has|got|tenho|tem|ha|eu)[ ]"
    r"(?:really[ ]|ainda[ ])?$"
)
"""Before a "don't" that tells, and asks nothing: "I don't use it", "there's no telegram here"."""
_WANTS = re.compile(
    r"\b(?:want|wanna|wish|need|consent|agreed?|accept|signed|asked|subscrib\w+|authori[sz]e"
    r"|quero|queria)\b"
)
_AND = (
    r"[ ]?(?:messages?|msgs?|mensage(?:m|ns)|texts?)?[ ]?{link}[ ]?"
    r"(?:(?:my|the|meu|o|a|on|no|na|por|pelo|via|by|from|in|do|de|messages?|mensagens|msgs?)[ ])*"
)
_LINKED = re.compile(_AND.format(link=r"(?:\b(?:and|or|nor|e|ou|nem|and/or|e/ou)\b|[/&+])"))
_LISTED = re.compile(_AND.format(link=","))
_MORE = re.compile(r",[ ]?(?!please|pls|por favor|pf)\w")
_GOOD = re.compile(
    r"[ ](?:(?:is|are|e|ta|esta|fica)[ ](?:fine|ok|okay|better|best|good|bom|boa|melhor|certo)"
    r"|works?|sim|pode|instead|better|melhor"
    r"|(?:(?:and|but|e|mas)[ ])?(?:not|nao)[ ](?:o |no |por )?(?:whats\w*|wpp|zap|telegram|sms))\b"
)
_CUE = re.compile(
    r"\b(?:us[ea]|usem|prefer|prefiro|only|so|somente|apenas|just|try|via|pelo|by|mand[ae]m?|send"
    r"|writ\w+|escrev\w+|fal[ae]m?|cham[ae]m?|switch to|move to|troc\w+)[ ](?:[\w']+[ ]){0,3}$"
)
"""What makes a channel one to be used from now on, also in a text that says stop."""
_ONLY = re.compile(r"[ ](?:only|apenas|somente)\b")


class Stand(StrEnum):
    """How the person stands to a channel that they name. Kept: the one that is not turned away
    where all others are."""

    WANTED = "wanted"
    KEPT = "kept"
    REFUSED = "refused"
    MENTIONED = "mentioned"


WISHED: Final = (Stand.WANTED, Stand.KEPT)


@dataclass(frozen=True, slots=True)
class Named:
    """A channel in a text. `by_name`: so that no other one can be meant; `asked`: a word says that
    it is to be used from now on."""

    channel: str
    start: int
    end: int
    stand: Stand
    by_name: bool
    asked: bool


def named(folded: Folded, portuguese: bool) -> Iterator[Named]:
    """Every channel that is named, in order; in Portuguese "no" is no refusal ("no zap")."""
    found = sorted(_found(folded, portuguese), key=lambda one: one.start)
    for place, one in enumerate(found):
        if place and _goes_on(folded, found, place):
            found[place] = replace(one, stand=found[place - 1].stand)
    yield from found


def _found(folded: Folded, portuguese: bool) -> Iterator[Named]:
    refused = _REFUSED_PT if portuguese else _REFUSED_EN
    patterns = [*_COMPILED.items(), *([("whatsapp", _WHATS)] if portuguese else [])]
    for channel, pattern in patterns:
        for match in pattern.finditer(folded.text):
            if match[0].startswith(("text", "txt")) and _WRITING_ON.match(
                folded.after(match.end())
            ):
                continue
            stand = _stand(folded, match, refused)
            asked = bool(
                _CUE.search(folded.before(match.start()))
                or _ONLY.match(folded.after(match.end()))
                or _said_good(folded, match)
            )
            by_name = bool(BY_NAME.search(match[0]))
            yield Named(channel, match.start(), match.end(), stand, by_name, asked)


def _said_good(folded: Folded, match: re.Match[str]) -> bool:
    return bool(_GOOD.match(folded.after(match.end())))


def _stand(folded: Folded, match: re.Match[str], refused: re.Pattern[str]) -> Stand:
    if match[0] in ("zap", "zapzap", "wpp"):
        refused = _REFUSED_PT
    clause = re.split(r"[,:(]", folded.before(match.start(), width=96))[-1]
    after = folded.after(match.end())
    if (but := _EXCEPT.search(clause)) and _TURNS_AWAY.search(clause[: but.start()]):
        return Stand.KEPT
    if _said_good(folded, match):
        return Stand.WANTED
    if _NO_AFTER.match(after) or _LEFT.search(clause):
        return Stand.REFUSED
    said = refused.search(clause)
    if said is None:
        return Stand.MENTIONED if _LOST.match(after) else Stand.WANTED
    return Stand.MENTIONED if _is_mild(clause, said) else Stand.REFUSED


def _is_mild(clause: str, said: re.Match[str]) -> bool:
    """Do the words tell of a channel rather than turn it away?"""
    if _MILD.fullmatch(said["said"]) or _CANNOT.search(said[0]):
        return True
    return bool(_TELLS.search(clause[: said.start()]) and not _WANTS.search(said[0]))


def _goes_on(folded: Folded, found: list[Named], place: int) -> bool:
    """Is it one of a list of which the one before is not wanted ("no sms or whatsapp")? Two alone
    with a comma between them are no list: "no sms, whatsapp"."""
    before, one = found[place - 1], found[place]
    if before.stand in WISHED or one.stand not in WISHED or _GOOD.match(folded.after(one.end)):
        return False
    if _between(folded, before, one, _LINKED):
        return True
    after = found[place + 1] if place + 1 < len(found) else None
    listed = after is not None and _between(folded, one, after, _LINKED)
    third = place > 1 and _between(folded, found[place - 2], before, _LISTED)
    goes_on = listed or third or _MORE.match(folded.after(one.end))
    return bool(goes_on) and _between(folded, before, one, _LISTED)


def _between(folded: Folded, one: Named, other: Named, link: re.Pattern[str]) -> bool:
    return link.fullmatch(folded.text[one.end : other.start]) is not None
