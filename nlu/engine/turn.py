"""What belongs to one turn, and to no other? Its tracker, its replies and its failure.

The engine keeps nothing between requests. What Rasa's parts must share during a request
hangs on a context variable, so turns of different conversations can run at once.
"""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Optional

if TYPE_CHECKING:
    from rasa.shared.core.trackers import DialogueStateTracker


@dataclass
class Turn:
    """One request on its way through Rasa."""

    tracker: DialogueStateTracker
    replies: list[dict[str, Any]] = field(default_factory=list)
    failure: Optional[BaseException] = None


_current: contextvars.ContextVar[Turn] = contextvars.ContextVar("turn")


def current() -> Turn:
    """The turn this task is working on."""
    return _current.get()


def note_failure(error: BaseException) -> None:
    """Remember an error that Rasa is about to swallow; the first one counts."""
    turn = _current.get(None)
    if turn is not None and turn.failure is None:
        turn.failure = error


@contextmanager
def begin(tracker: DialogueStateTracker) -> Iterator[Turn]:
    """Make `tracker` the one that Rasa finds during this request."""
    turn = Turn(tracker)
    token = _current.set(turn)
    try:
        yield turn
    finally:
        _current.reset(token)
