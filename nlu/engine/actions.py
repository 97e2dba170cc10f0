"""How does the engine call the service's actions? Leanly, and never silent about failure.

Parts of `RemoteAction` (rasa/core/actions/action.py) that replacements.py puts in force.
Stock Rasa sends the whole domain and every event; here go the slots, the latest message,
the form and this turn's events (and for a form's validation, its slots). Stock Rasa checks
each answer with jsonschema, and the schema itself again each time (some 50 ms); here the
shape is checked by hand. A failed call is noted, so that the turn fails as a whole
(processor.py), and connections are reused.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, Optional

import aiohttp
import rasa
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from engine import turn
from engine.errors import ActionFailedError, ActionsUnreachableError, TurnError

TIMEOUT = aiohttp.ClientTimeout(total=12, connect=2)  # less than the service waits for us
_stock_run = RemoteAction.run


class ActionEndpoint(EndpointConfig):
    """The service's action route, over connections that stay open."""

    _session: Optional[aiohttp.ClientSession] = None

    async def request(self, *_: Any, json: Any = None, **__: Any) -> Any:  # type: ignore[override]
        """Post one call and return the answer; errors as stock Rasa expects them."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        async with self._session.post(self.url, json=json, headers=self.headers) as response:
            if response.status >= 400:
                raise ClientResponseError(
                    response.status, response.reason, await response.content.read()
                )
            return await response.json()

    async def close(self) -> None:
        """Close what is open."""
        if self._session is not None:
            await self._session.close()


def lean_call(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """The request for one action: what an action may need, and no more."""
    return {
        "next_action": self.name(),
        "sender_id": tracker.sender_id,
        "version": rasa.__version__,
        "domain": _form_of(self.name(), domain),
        "tracker": {
            "sender_id": tracker.sender_id,
            "slots": tracker.current_slot_values(),
            "latest_message": _latest_message(tracker),
            "active_loop": _active_loop(tracker),
            "latest_action_name": tracker.latest_action_name,
            "latest_action": tracker.latest_action,
            "followup_action": tracker.followup_action,
            "latest_input_channel": tracker.get_latest_input_channel(),
            "paused": False,
            "events": _events_of_this_turn(tracker),
        },
    }


def _form_of(action: str, domain: Domain) -> dict[str, Any]:
    """rasa-sdk's FormValidationAction reads the form's slots from the domain."""
    form = action.replace("validate_", "", 1)
    if action == form or form not in domain.form_names:
        return {}
    return {"forms": {form: {"required_slots": domain.required_slots_for_form(form)}}}


def _latest_message(tracker: DialogueStateTracker) -> dict[str, Any]:
    message = tracker.latest_message
    if message is None:
        return {}
    return {
        "text": message.text,
        "intent": message.intent,
        "entities": message.entities,
        "intent_ranking": message.parse_data.get("intent_ranking", [])[:3],
        "message_id": message.message_id,
        "metadata": message.metadata,
    }


def _active_loop(tracker: DialogueStateTracker) -> dict[str, Any]:
    loop = tracker.active_loop
    return {} if loop is None else {"name": loop.name, "rejected": loop.rejected}


def _events_of_this_turn(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    """From the user's message on; a form's slot candidates come last, as rasa-sdk wants."""
    recent: list[Event] = []
    for event in reversed(tracker.events):
        recent.append(event)
        if isinstance(event, UserUttered):
            break
    return [
        {k: v for k, v in event.as_dict().items() if v is not None} | _value(event)
        for event in reversed(recent)
    ]


def _value(event: Event) -> dict[str, Any]:
    """A slot that is set to nothing must still say so."""
    return {"value": event.value} if event.type_name == "slot" else {}


def light_check(self: RemoteAction, result: Any) -> bool:
    """The shape of an action's answer, checked by hand."""
    events = result.get("events", []) if isinstance(result, dict) else None
    responses = result.get("responses", []) if isinstance(result, dict) else None
    if not isinstance(events, list) or not isinstance(responses, list):
        raise ActionFailedError(f"{self.name()}: the answer is not {{events: [], responses: []}}")
    if not all(isinstance(e, dict) and isinstance(e.get("event"), str) for e in events):
        raise ActionFailedError(f"{self.name()}: an event without a type")
    if not all(isinstance(r, dict) for r in responses):
        raise ActionFailedError(f"{self.name()}: a response that is not an object")
    return True


async def watched_run(self: RemoteAction, *args: Any, **kwargs: Any) -> list[Event]:
    """Stock run, but what goes wrong is noted before anybody swallows it."""
    try:
        return await _stock_run(self, *args, **kwargs)
    except ActionExecutionRejection:
        raise
    except Exception as error:
        turn.note_failure(_as_turn_error(self, error))
        raise


def _as_turn_error(action: RemoteAction, error: Exception) -> TurnError:
    """What the service hears: its route is out of reach, or the action failed."""
    if isinstance(error, TurnError):
        return error
    causes = (error, error.__cause__, error.__context__)
    gone = (aiohttp.ClientConnectionError, asyncio.TimeoutError)
    unreachable = any(isinstance(cause, gone) for cause in causes)
    kind = ActionsUnreachableError if unreachable else ActionFailedError
    return kind(_why(action, error))


def _why(action: RemoteAction, error: BaseException) -> str:
    """One line on a failed call, with the cause if there is one."""
    cause = error.__cause__ or error
    detail = getattr(cause, "text", None)
    if isinstance(detail, (bytes, str)) and detail:
        detail = detail.decode(errors="replace") if isinstance(detail, bytes) else detail
    return f"{action.name()}: {cause!r}"[:300] + (f" {json.dumps(detail[:200])}" if detail else "")
