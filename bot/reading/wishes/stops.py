"""Which channels does a wish to stop mean: the one it was written on, those it names, or all?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from bot.reading.letters.fold import fold
from bot.reading.letters.spelling import spell_out
from bot.reading.wishes.channels import WISHED, Named, Stand, named
from bot.reading.wishes.everywhere import means_every_channel, means_more_than_named

_NAMES: Final = {
    "sms": "sms",
    "torpedo": "sms",
    "torpedos": "sms",
    "whatsapp": "whatsapp",
    "whatsapps": "whatsapp",
    "whats": "whatsapp",
    "wpp": "whatsapp",
    "zap": "whatsapp",
    "telegram": "telegram",
}
OURS: Final = frozenset(_NAMES.values())
"""The channels that we write on."""
_BESIDE: Final = frozenset(
    {
        *("and", "or", "on", "in", "from", "by", "via", "the", "my", "message", "messages"),
        *("e", "ou", "o", "os", "as", "do", "de", "da", "no", "na", "por", "pelo", "meu"),
        *("mensagem", "mensagens", "y"),
    }
)
"""Words that may stand between a word of the policy and the names, and mean nothing more."""


_SOMETIMES: Final = re.compile(
    r"\b(?:while|when|during|until|till|before|after|today|tonight|tomorrow|weeks?|month|at work"
    r"|at night|mornings?|evenings?|enquanto|quando|durante|hoje|amanha|semana|mes|ate|antes"
    r"|depois|a noite|de noite|de manha|no trabalho|horario|horas?)\b"
)
"""A channel that is refused at some times is not refused."""


@dataclass(frozen=True, slots=True)
class Stop:
    """What is to stop. `here`: the channel that it was written on; `instead`: no stop at all, but
    another channel instead of the one that is refused."""

    here: bool = True
    everywhere: bool = False
    channels: frozenset[str] = field(default_factory=frozenset)
    instead: bool = False


def stop_of(text: str, *, portuguese: bool) -> Stop:
    """What a text means that is known to say stop."""
    channels = list(named(spell_out(fold(text)), portuguese))
    refused = _refused(channels)
    kept = frozenset(_ours(one for one in channels if one.stand is Stand.KEPT))
    if kept:
        return Stop(here=False, channels=OURS - kept)
    if refused and any(one.stand is Stand.WANTED and one.asked for one in channels):
        return Stop(here=False, instead=True)
    if refused >= OURS or (means_more_than_named if refused else means_every_channel)(text):
        return Stop(everywhere=True)
    if refused:
        return Stop(here=False, channels=refused)
    spoken_of = (one for one in channels if one.stand is Stand.MENTIONED or not one.asked)
    return Stop(channels=frozenset(_ours(spoken_of)))


def refused_channels(text: str, *, portuguese: bool) -> frozenset[str]:
    """The channels of ours that a text turns away by name, for good; none if it wants another."""
    folded = spell_out(fold(text))
    channels = list(named(folded, portuguese))
    wants = any(one.stand in WISHED for one in channels)
    return frozenset() if wants or _SOMETIMES.search(folded.text) else _refused(channels)


def channels_after(text: str, words: Iterable[str]) -> frozenset[str]:
    """The channels named by a text that is one of these words, names of channels, and no more
    ("STOP TELEGRAM", "SAIR DO WHATSAPP"); none if it is anything else."""
    said = _plain(text).replace("whats app", "whatsapp")
    for word in map(_plain, words):
        rest = said.removeprefix(word + " ").split() if said.startswith(word + " ") else []
        names = frozenset(_NAMES[each] for each in rest if each in _NAMES)
        if names and all(each in _NAMES or each in _BESIDE for each in rest):
            return names
    return frozenset()


def _refused(channels: Iterable[Named]) -> frozenset[str]:
    return frozenset(_ours(one for one in channels if one.stand is Stand.REFUSED))


def _ours(channels: Iterable[Named]) -> Iterable[str]:
    return (one.channel for one in channels if one.by_name and one.channel in OURS)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text).text))
