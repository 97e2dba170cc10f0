"""What does the person want? The intent classifier as a component of Rasa's graph.

The features and weights are in linear.py, the choice that follows from them in choice.py.
"""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.components.choice import decide
from engine.components.linear import Model

_RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentModel(GraphComponent):
    """Reads all sentence vectors that stand before it in the pipeline, and the text itself."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See config.yml for what each is for."""
        return {
            "C": 40.0,
            "dense_weight": 0.5,
            "calibrate": True,
            "threshold": 0.25,
            "misses": {},
            "floors": {},
            "otherwise": "out_of_scope",
            "keep": 1.0,
        }

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        model: Optional[Model] = None,
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model or Model(config)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - Rasa passes it by name
    ) -> IntentModel:
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - Rasa passes it by name
        **_: Any,
    ) -> IntentModel:
        """The trained classifier."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, Model.read(folder, config))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples that have a text and an intent."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        texts = [example.get(TEXT) for example in examples]
        self._model.fit(texts, _dense(examples), [example.get(INTENT) for example in examples])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """No later component learns from predicted intents."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add intent, confidence and ranking to each message."""
        spoken = [message for message in messages if message.get(TEXT) and not self._kept(message)]
        if spoken:
            texts = [message.get(TEXT) for message in spoken]
            rows = self._model.probabilities(texts, _dense(spoken))
            for message, row in zip(spoken, rows, strict=True):
                self._label(message, row)
        return messages

    def _kept(self, message: Message) -> bool:
        """Was an earlier part of the pipeline so sure that the encoder was not asked?"""
        return float((message.get(INTENT) or {}).get("confidence") or 0) > self._config["keep"]

    def _label(self, message: Message, row: np.ndarray) -> None:
        ranking = self._model.ranking(row)
        name, confidence = decide(ranking, self._config)
        message.set(INTENT, {"name": name, "confidence": confidence}, add_to_output=True)
        listed = [{"name": n, "confidence": c} for n, c in ranking[:_RANKED]]
        message.set("intent_ranking", listed, add_to_output=True)


def _dense(messages: list[Message]) -> list[np.ndarray]:
    """The sentence vectors: for each encoder one array with one row a message."""
    rows: dict[str, list[np.ndarray]] = {}
    for message in messages:
        for feature in message.features:
            if feature.is_dense() and feature.type == FEATURE_TYPE_SENTENCE:
                rows.setdefault(feature.origin, []).append(feature.features[0])
    return [np.asarray(rows[origin], dtype=np.float32) for origin in sorted(rows)]
