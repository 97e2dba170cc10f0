"""What of a message has left already? Telegram knows no idempotency key, so we remember.

In one process only, and for the messages of late: the caller remembers what an error told of the
parts that had left, and after a crash it has to judge.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

REMEMBERED = 10_000


@dataclass(slots=True)
class Sent:
    """The ids of the parts that have left, in order; one try at a time holds the lock."""

    ids: list[int] = field(default_factory=list)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Progress:
    """What has left, by chat and idempotency key."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._sent: OrderedDict[tuple[int, str], Sent] = OrderedDict()
        self._remembered = remembered

    def of(self, chat: int, key: str) -> Sent:
        """What has left of this message."""
        sent = self._sent.setdefault((chat, key), Sent())
        self._sent.move_to_end((chat, key))
        while len(self._sent) > self._remembered:
            self._sent.popitem(last=False)
        return sent
