"""Does a wish to stop mean every channel, or the one it was written on?

Everything is meant only as what is to stop: what was paid, told or lost is no channel.
"""

from __future__ import annotations

import re
from typing import Final

from bot.reading.letters.fold import fold

_ALL: Final = re.compile(
    r"\b(all|any|every|everywhere|anywhere|any way|at all|ever again|whatsoever|"
    r"tod[ao]s?|qualquer|nenhum|nenhuma|nunca mais|em lugar nenhum|de jeito nenhum)\b"
)
_THE_LOT = r"(?:everything|every thing|the (?:whole |entire )?lot|tudo)\b"
_STOPS = (
    r"(?:stop\w*|cancel\w*|end|quit|cease|remov\w+|delet\w+|unsub\w*|withdraw\w*|revok\w+|drop|cut"
    r"|kill|erase|scrub|strike|object|(?:switch\w*|turn\w*|tak\w+)(?: [\w']+){0,4} off"
    r"|(?:want|opt\w*|get|take|leave|cut|count)(?: [\w']+){0,3} out|out of"
    r"|par[ae]m?|parar(?:em)?|par[ae]n|descadastr\w+|tir[ae]\w*|sair|sai|saiam?|apag\w+|exclu\w+"
    r"|desliga\w*|fora|encerr\w+|suspend\w+|chega|basta|bloque\w+|revog\w+|desinscrev\w+)"
)
_DONE = (
    r"(?:pa(?:id|y|ying|yed)|settled?|settling|cleared?|owed?|lost|lose|told|tell|sorted|did|done"
    r"|sold|bought|sent|gave|give|explain\w*|know|understand|pag\w+|quit(?:ei|amos|ado|ada|ou|ar)"
    r"|acert\w+|perd\w+|cont(?:ei|amos|ou)|dev[eio]\w*|resolv\w+|sei|entend\w+|expliqu\w+|explic\w+"
    r"|mand(?:ei|ado)|envi(?:ei|ado)|vend\w+|compr\w+)"
)
"""What people do with all of something, when they do not stop it."""
_DONE_WITH: Final = re.compile(
    rf"\b{_DONE}(?: (?!{_STOPS}\b)[\w']+){{0,3}}? (?:all|any|every|tod[ao]s?|{_THE_LOT})(?: of)?\b"
    rf"|\b(?:all|tod[ao]s?|{_THE_LOT})(?:'s| (?:is|was|has|had|been|got|esta|foi|ja|bem"
    r"|certo|bom|ok|okay|fine|paid|paga?o?|quitad\w+|resolvid\w+)\b)"
)
_OF_LIFE: Final = re.compile(
    rf"\b(?:about|sobre|of|after|depois de|apesar de|despite|por) {_THE_LOT}"
)
_OUT_OF: Final = re.compile(rf"\bout of {_THE_LOT}")
_STOPS_THE_LOT: Final = re.compile(
    rf"\b{_STOPS}\b[^,.;!?:\n]*?\b{_THE_LOT}|\band {_THE_LOT}(?: else)?[ .!]*$"
)
_OF_TIME: Final = re.compile(
    r"\b(any ?(?:more|longer)|(?:all|every) (?:(?:the|single|few|other) )*"
    r"(?:time|day|days|night|nights|morning|week|weeks|weekend|month|hour|hours|minute|minutes)|"
    r"tod[ao]s? (?:(?:o|os|a|as|santo) )*"
    r"(?:dias?|tempo|horas?|noites?|manhas?|tardes?|semanas?|mes|meses))\b"
)
"""How often, or till when: "not any more", "every single day", "toda hora"."""
_BEYOND: Final = re.compile(
    r"\b(?:(?:all|any|every|other|another)(?: other)? (?:the )?(?:channel|way|means|app|place)s?"
    r"|everywhere|anywhere|(?:everything|anything|anywhere) else|and everything|the (?:whole )?lot"
    r"|(?:todos?(?: os)?|qualquer|nenhum|outros?) (?:canal|canais|meios?|aplicativos?|lugar)"
    r"|lugar nenhum|e tudo|tudo mais|todo o resto|de tudo)\b"
)
"""More than the channels that are named beside it."""


def means_every_channel(text: str) -> bool:
    """True when the words leave no channel out (47 CFR 64.1200(a)(10): all, when all are meant)."""
    said = _DONE_WITH.sub(" ", _OF_TIME.sub(" ", fold(text).text))
    return bool(_ALL.search(said) or _stops_the_lot(said))


def means_more_than_named(text: str) -> bool:
    """The same beside the name of a channel: "all WhatsApp messages" are of one channel."""
    return bool(_BEYOND.search(_DONE_WITH.sub(" ", _OF_TIME.sub(" ", fold(text).text))))


def _stops_the_lot(said: str) -> bool:
    return bool(_STOPS_THE_LOT.search(_OF_LIFE.sub(" ", _OUT_OF.sub("out everything", said))))
