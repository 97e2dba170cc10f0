"""What must the service keep of a conversation, so that any engine can go on with it?

The slots, the active form and the events of the last turns, as plain JSON. What lies
before the window is folded into a base: the values as they stood there. So turn 200
costs as much as turn 1. Texts and entities of past turns are not kept: the service has
its own record, the policies need only intents and actions.
"""

from __future__ import annotations

from typing import Any, Optional

from rasa.shared.core.constants import ACTION_LISTEN_NAME, DEFAULT_SLOT_NAMES, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker

from engine.errors import BadTurnError

VERSION = 1
WINDOW = 6  # user turns; more than the history of any policy in config.yml
_NEEDLESS = {"timestamp", "policy", "confidence", "action_text", "metadata"}


def restore(conversation: str, state: Optional[dict[str, Any]], domain: Domain) -> Any:
    """The tracker that `state` describes; an empty one for a new conversation."""
    if state is None:
        return DialogueStateTracker(conversation, domain.slots)
    if not isinstance(state, dict) or state.get("version") != VERSION:
        raise BadTurnError("state: of a version this engine does not know")
    try:
        base = _base_events(state["base"]) if state["base"] else []
        events = [*base, *deserialise_events(state["events"])]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadTurnError(f"state: malformed ({error!r})") from error
    known = [event for event in events if _known(event, domain)]
    return DialogueStateTracker.from_events(conversation, known, domain.slots, domain=domain)


def capture(tracker: DialogueStateTracker, domain: Domain, window: int = WINDOW) -> dict[str, Any]:
    """The state of `tracker` after a turn."""
    events = list(tracker.events_after_latest_restart())
    starts = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    cut = starts[-window] if len(starts) > window else 0
    base = _fold(events[:cut], domain) if cut else None
    kept = [_compact(event) for event in _without_old_answers(events[cut:], domain)]
    return {"version": VERSION, "base": base, "events": kept}


def _without_old_answers(events: list[Event], domain: Domain) -> list[Event]:
    """The events without slot values that a later one replaced, where no policy looks at them.

    What a person answered in a form (a birth date, say) is gone once the form has emptied it.
    """
    seen: set[str] = set()
    unseen_by_policies = {s.name for s in domain.slots if not s.influence_conversation}
    kept: list[Event] = []
    for event in reversed(events):
        if isinstance(event, SlotSet) and event.key in unseen_by_policies - DEFAULT_SLOT_NAMES:
            if event.key in seen:
                continue
            seen.add(event.key)
        kept.append(event)
    return kept[::-1]


def _fold(events: list[Event], domain: Domain) -> dict[str, Any]:
    """All that happened before the window, as the values it left behind."""
    past = DialogueStateTracker.from_events("past", events, domain.slots, domain=domain)
    slots = {
        name: slot.value
        for name, slot in past.slots.items()
        if slot.value != slot.initial_value
        and (name not in DEFAULT_SLOT_NAMES or name == REQUESTED_SLOT)
    }
    loop = past.active_loop
    return {
        "slots": slots,
        "active_loop": loop.name if loop else None,
        "rejected": bool(loop and loop.rejected),
    }


def _base_events(base: dict[str, Any]) -> list[Event]:
    """The shortest history which leaves the same values behind."""
    events: list[Event] = []
    loop = base["active_loop"]
    if loop:
        events += [ActionExecuted(loop), ActiveLoop(loop)]
    events += [SlotSet(name, value) for name, value in base["slots"].items()]
    if loop and base["rejected"]:
        events.append(ActionExecutionRejected(loop))
    return [*events, ActionExecuted(ACTION_LISTEN_NAME)]


def _known(event: Event, domain: Domain) -> bool:
    """Whether the model still has what `event` speaks of; it may be newer than the state."""
    if isinstance(event, SlotSet):
        return any(slot.name == event.key for slot in domain.slots)
    if isinstance(event, ActiveLoop):
        return event.name is None or event.name in domain.form_names
    return True


def _compact(event: Event) -> dict[str, Any]:
    """`event` with no more than the policies read."""
    if isinstance(event, UserUttered):
        return _compact_user(event)
    if isinstance(event, BotUttered):
        key = event.metadata.get("utter_action")
        return {"event": "bot", "metadata": {"utter_action": key}}
    plain = event.as_dict()
    return {
        k: v for k, v in plain.items() if (k not in _NEEDLESS and v is not None) or k == "value"
    }


def _compact_user(event: UserUttered) -> dict[str, Any]:
    """A user's turn without its text, entity values and ranking."""
    names = ("entity", "role", "group")
    entities = [{k: e[k] for k in names if e.get(k)} for e in event.entities]
    intent = {"name": event.intent_name, "confidence": event.intent.get("confidence")}
    parsed = {"intent": intent, "entities": entities}
    return {"event": "user", "message_id": event.message_id, "parse_data": parsed}
