"""How far has a message come, when is it tried again, and where does it go if it cannot arrive?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a message in the outbox stands.

    queued: waits for its turn · held: waits for a time, or for the person to write · sending: with
    the provider, no answer yet · unknown: it may have arrived, and the provider cannot be asked ·
    sent, delivered, read: the provider's news · refused: turned away at the door · failed: the
    provider refuses it for good · dead: tried till nobody would wait any longer.
    """

    QUEUED = "queued"
    HELD = "held"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    REFUSED = "refused"
    FAILED = "failed"
    DEAD = "dead"


GONE: Final = (State.SENT, State.DELIVERED, State.READ)
"""The provider has it, in the order in which news of it may follow."""
IN_DOUBT: Final = (State.SENDING, State.UNKNOWN)
"""Handed over, and no answer kept."""
MOST_TRIES: Final = 12
"""With the waits below some 13 hours (a choice of the product): later it would surprise."""
FIRST_WAIT: Final = timedelta(seconds=15)
LONGEST_WAIT: Final = timedelta(hours=2)
_HUNDRED: Final = 100
_SPREAD: Final = 4
"""A wait is up to a quarter longer, so that what failed together does not come back together."""


def moves_on(now: str, news: str) -> bool:
    """Is this news of a message, or an older one that comes late? A message only moves forward;
    what was delivered did not fail, and what arrived need not be sent, whatever we thought."""
    if news == State.FAILED:
        return now in (*IN_DOUBT, State.SENT)
    if news not in GONE:
        return False
    return now not in GONE or GONE.index(State(news)) > GONE.index(State(now))


def wait(tries: int, asked: timedelta, spread: int) -> timedelta:
    """How long to wait after so many tries: doubled each time, never less than what the provider
    asks. `spread` from 0 to 100 tells apart what failed together."""
    doubled = FIRST_WAIT * (1 << min(max(tries - 1, 0), MOST_TRIES))
    least = max(asked, min(doubled, LONGEST_WAIT))
    return least + least * spread // (_SPREAD * _HUNDRED)


def gives_up(tries: int, alike: int, most: int | None) -> bool:
    """Was it tried often enough, however it failed; or did it fail in this way (`alike`) more often
    than `most`, which such a failure is worth? None: as often as any."""
    return tries >= MOST_TRIES or (most is not None and alike > most)


def channel_order(
    wanted: str | None, last: str | None, open_to_us: Collection[str], default: Sequence[str]
) -> list[str]:
    """Where a message of ours goes first and where next: what the person wants, where they wrote
    last, and then the default order; only channels that are open to us."""
    order = dict.fromkeys([wanted, last, *default])
    return [channel for channel in order if channel in open_to_us and channel is not None]
