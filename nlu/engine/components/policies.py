"""What happens when no rule says what comes next? The turn ends, but never in silence.

Rasa would run its fallback action and take the person's message back. This policy speaks
only where no other does (its confidence is lower than any of theirs), and says:

1. nothing has been done yet since the person spoke: run `unhandled_action`, if the domain
   has it, so that every message gets an answer;
2. something was done and a form is open: return to the form, which asks again;
3. otherwise: listen. So a FollowupAction with no rule after it ends the turn.
"""

from __future__ import annotations

from typing import Any, Optional

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False
)
class ListenWhenDone(Policy):
    """The last word where no rule applies."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`priority` below all others; `confidence` below all others' too."""
        return {"priority": 0, "confidence": 0.01, "unhandled_action": "action_unhandled"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> ListenWhenDone:
        """Nothing is trained."""
        return cls(config, model_storage, resource, execution_context)

    @classmethod
    def load(cls, *args: Any, **kwargs: Any) -> ListenWhenDone:
        """Nothing was stored."""
        return cls.create(*args, **kwargs)

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **_: Any
    ) -> Resource:
        """Nothing is trained."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[dict[str, Any]] = None,
        **_: Any,
    ) -> PolicyPrediction:
        """One action, with a confidence that any rule beats."""
        probabilities = [0.0] * domain.num_actions
        action = self._next(tracker, domain)
        probabilities[domain.index_for_action(action)] = self.config["confidence"]
        return self._prediction(probabilities)

    def _next(self, tracker: DialogueStateTracker, domain: Domain) -> str:
        unhandled = self.config["unhandled_action"]
        done = _done_since_message(tracker)
        if done is None:
            return ACTION_LISTEN_NAME
        if not done:
            return unhandled if unhandled in domain.action_names_or_texts else ACTION_LISTEN_NAME
        loop = tracker.active_loop_name
        return loop if loop and loop not in done else ACTION_LISTEN_NAME


def _done_since_message(tracker: DialogueStateTracker) -> Optional[list[str]]:
    """The actions run since the person's last message; None before the first message."""
    done: list[str] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return done
        if isinstance(event, ActionExecuted) and event.action_name:
            done.append(event.action_name)
    return None
