"""How is a message told from all others, so that none comes twice, and which belong together?

The `turn` of a message is what it came of with its number among the messages of that; behind it
stand the channels that it took in place of earlier ones, and whether it is the opener in front.
"""

from __future__ import annotations

import re
from typing import Final

_OPENER: Final = ":opener"
_NUMBERED: Final = re.compile(r":[0-9]+(?:>[a-z]+|:opener)*$")


def numbered(turn: str, position: int) -> str:
    """The message at this place of all that a turn says."""
    return f"{turn}:{position}"


def elsewhere(turn: str, channel: str) -> str:
    """The same message on another channel."""
    return f"{turn}>{channel}"


def opener_of(turn: str) -> str:
    """The opener that goes in front of a message."""
    return f"{turn}{_OPENER}"


def touch(turn: str) -> str:
    """What the messages of one contact have in common: an introduction, its opener and what was
    to be said are one touch, on whichever channel."""
    return _NUMBERED.sub("", turn)
