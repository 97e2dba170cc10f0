"""What can be asked of the engine? One turn, or what a text means."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.constants import DEFAULT_INTENTS, DEFAULT_SLOT_NAMES, REQUESTED_SLOT
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from engine import processor as rasa_processor
from engine import state, turn
from engine.actions import ActionEndpoint
from engine.errors import BadTurnError
from engine.nlg import CHANNEL, Replies

HEADER = "X-Goodfaith-Secret"
_OPEN_DEFAULTS = {"out_of_scope", "nlu_fallback"}  # the others steer Rasa itself


class Engine:
    """A loaded model. Holds no conversation."""

    def __init__(
        self,
        model: Path,
        actions_url: Optional[str],
        secret: str,
        window: int = state.WINDOW,
    ) -> None:
        self.window = window
        self.fingerprint = model.name.replace(".tar.gz", "")
        self.endpoint = None
        if actions_url:
            self.endpoint = ActionEndpoint(actions_url, headers={HEADER: secret})
        self.processor = rasa_processor.load(model, self.endpoint)
        self.domain = self.processor.domain

    async def turn(self, request: dict[str, Any]) -> dict[str, Any]:
        """Run one turn and answer with replies and the new state."""
        parsed = await self._understand(request)
        tracker = state.restore(request["conversation"], request.get("state"), self.domain)
        with turn.begin(tracker) as running:
            await self._set_slots(request.get("slots") or {}, tracker)
            await self.processor.handle_message(self._message(request, parsed))
        return self._answer(running, parsed)

    async def parse(self, texts: list[str]) -> list[dict[str, Any]]:
        """What the model reads in each of `texts`, outside any conversation."""
        found = []
        for text in texts:
            parsed = await rasa_processor.parse(self.processor, text)
            found.append({"text": text, **_reading(parsed)})
        return found

    async def close(self) -> None:
        """Close the connections to the service."""
        if self.endpoint is not None:
            await self.endpoint.close()

    async def _understand(self, request: dict[str, Any]) -> dict[str, Any]:
        """Rasa's parse data, from the model or from a typed intent."""
        typed = request.get("intent")
        if typed is None:
            return await rasa_processor.parse(self.processor, request["text"])
        name = typed["name"]
        usable = set(self.domain.intents) - (set(DEFAULT_INTENTS) - _OPEN_DEFAULTS)
        if name not in usable:
            raise BadTurnError(f"intent: {name!r} is not in the domain")
        entities = [{"entity": k, "value": v} for k, v in (typed.get("entities") or {}).items()]
        read = {"name": name, "confidence": 1.0}
        text = request.get("text") or ""
        return {"text": text, "intent": read, "entities": entities, "intent_ranking": [read]}

    async def _set_slots(self, slots: dict[str, Any], tracker: DialogueStateTracker) -> None:
        """What the service knows of the person now, before the message is read."""
        unknown = sorted(set(slots) - set(tracker.slots))
        if unknown:
            raise BadTurnError(f"slots: not in the domain: {unknown}")
        if not slots:
            return
        await self.processor.fetch_tracker_and_update_session(tracker.sender_id, Replies())
        changed = {k: v for k, v in slots.items() if tracker.get_slot(k) != v}
        tracker.update_with_events([SlotSet(k, v) for k, v in changed.items()], self.domain)

    def _message(self, request: dict[str, Any], parsed: dict[str, Any]) -> UserMessage:
        return UserMessage(
            text=parsed["text"],
            output_channel=Replies(),
            sender_id=request["conversation"],
            parse_data=parsed,
            input_channel=CHANNEL,
            message_id=request["message_id"],
            metadata=request.get("metadata") or {},
        )

    def _answer(self, running: turn.Turn, parsed: dict[str, Any]) -> dict[str, Any]:
        tracker = running.tracker
        slots = {
            k: v
            for k, v in tracker.current_slot_values().items()
            if k not in DEFAULT_SLOT_NAMES and v is not None
        }
        return {
            "replies": running.replies,
            "state": state.capture(tracker, self.domain, self.window),
            **_reading(parsed),
            "slots": slots,
            "active_loop": tracker.active_loop_name,
            "requested_slot": tracker.get_slot(REQUESTED_SLOT),
        }


def _reading(parsed: dict[str, Any]) -> dict[str, Any]:
    """Intent, confidence and the three best candidates."""
    intent = parsed.get("intent") or {}
    ranking = [[r["name"], r["confidence"]] for r in parsed.get("intent_ranking", [])[:3]]
    confidence = float(intent.get("confidence") or 0.0)
    return {"intent": intent.get("name"), "confidence": confidence, "ranking": ranking}
