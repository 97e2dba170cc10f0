"""Where do Rasa's trackers live? Only as long as the request that brought them.

A conversation's state comes with each request and goes back with the answer (state.py);
the service commits it together with the replies. An engine can be killed at any moment
and nothing is lost, and any number of them can serve the same conversations.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Optional

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

from engine import turn


class RequestStore(TrackerStore):
    """Hands Rasa the tracker of the request at hand."""

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The tracker of this turn, whatever it is called."""
        return turn.current().tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker until the answer is made."""
        turn.current().tracker = tracker

    async def keys(self) -> Iterable[str]:
        """No conversation outlives its request."""
        return []
