"""What does the engine say? Never a text: the response's key, and the facts for it.

Wording, language, channel and figures are the service's business. `KeysOnly` stands where
Rasa would choose a text, `Replies` where it would send one.
"""

from __future__ import annotations

from typing import Any, Optional

from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from engine import turn
from engine.errors import ActionFailedError

CHANNEL = "goodfaith"
# What Rasa and rasa-sdk pass along beside the facts.
_INTERNAL = {"domain_responses", "text", "template", "response", "utter_action"}


class KeysOnly(NaturalLanguageGenerator):
    """Answers each request for a text with the key it was asked for."""

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> Optional[dict[str, Any]]:
        """The draft of a bot message: key and facts."""
        facts = {k: v for k, v in kwargs.items() if k not in _INTERNAL and v not in (None, [], {})}
        return {"text": utter_action, "facts": facts}


class Replies(OutputChannel):
    """Collects the replies of the turn, in order."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in the tracker."""
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Note one reply. One without a key is a text from code: not allowed."""
        key = message.get("utter_action")
        if not key:
            raise ActionFailedError("an action uttered something without a response key")
        turn.current().replies.append({"key": key, "facts": message.get("facts") or {}})
