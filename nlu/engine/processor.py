"""How does one turn run through Rasa, all of it or nothing?

Stock Rasa logs an action's failure and goes on ("the actions events are lost"). Here a
failure ends the turn with an error, nothing is committed, and the service tries again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from engine import turn
from engine.actions import ActionEndpoint
from engine.errors import ActionFailedError, TurnError
from engine.nlg import KeysOnly
from engine.store import RequestStore


class _Watched(Action):
    """An action whose errors are noted, and whose events must be known to the domain."""

    def __init__(self, inner: Action) -> None:
        self.inner = inner

    def name(self) -> str:
        return self.inner.name()

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> Event:
        return self.inner.event_for_successful_execution(prediction)

    async def run(
        self, output_channel: Any, nlg: Any, tracker: DialogueStateTracker, domain: Domain
    ) -> list[Event]:
        try:
            events = await self.inner.run(output_channel, nlg, tracker, domain)
            self._check(events or [], tracker)
            return events
        except ActionExecutionRejection:
            raise
        except Exception as error:
            turn.note_failure(error)
            raise

    def _check(self, events: list[Event], tracker: DialogueStateTracker) -> None:
        """Rasa only logs a slot that it does not know; then its value is lost."""
        lost = [e.key for e in events if isinstance(e, SlotSet) and e.key not in tracker.slots]
        if lost:
            raise ActionFailedError(f"{self.name()} sets slots that are not in the domain: {lost}")


class Processor(MessageProcessor):
    """Rasa's message processor, without memory and without silence."""

    async def _update_tracker_session(
        self,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        metadata: Optional[dict] = None,
    ) -> None:
        """Start a session as stock does, but keep the message's metadata out of the slots."""
        await super()._update_tracker_session(tracker, output_channel, None)

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        """Fill slots from the message; fail if an action asked to help has failed."""
        result = await super().run_action_extract_slots(output_channel, tracker)
        _raise_if_failed()
        return result

    async def _run_action(self, action: Action, *args: Any, **kwargs: Any) -> bool:
        """Run one action; fail the turn if the action failed."""
        more = await super()._run_action(_Watched(action), *args, **kwargs)
        _raise_if_failed()
        return more

    def _predict_next_with_tracker(self, tracker: DialogueStateTracker) -> PolicyPrediction:
        """Stock Rasa only logs a follow-up action that does not exist."""
        wanted = tracker.followup_action
        if wanted and wanted not in self.domain.action_names_or_texts:
            raise ActionFailedError(f"follow-up action {wanted!r} is not in the domain")
        return super()._predict_next_with_tracker(tracker)


def _raise_if_failed() -> None:
    failure = turn.current().failure
    if failure is None:
        return
    if isinstance(failure, TurnError):
        raise failure
    raise ActionFailedError(repr(failure)) from failure


def _too_many_actions(*_: Any) -> None:
    raise ActionFailedError("more than the allowed number of actions in one turn")


def load(model: Path, endpoint: Optional[ActionEndpoint]) -> Processor:
    """A processor for the model in the archive `model`."""
    store = RequestStore(Domain.empty())
    processor = Processor(
        str(model),
        store,
        InMemoryLockStore(),
        KeysOnly(),
        action_endpoint=endpoint,
        on_circuit_break=_too_many_actions,
    )
    store.domain = processor.domain
    return processor


async def parse(processor: Processor, text: str) -> dict[str, Any]:
    """What the model reads in `text`. A leading slash is only a slash, never an intent."""
    harmless = text.strip().lstrip("/").strip() or "."
    data = await processor.parse_message(UserMessage(harmless))
    data["text"] = text
    return data
