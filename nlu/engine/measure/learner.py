"""How is a pipeline of ours learned again on other examples, without packing a model?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from engine.components import vectors
from engine.components.choice import decide
from engine.components.encoder import SentenceEncoder
from engine.components.intent import IntentModel
from engine.components.linear import Model
from engine.measure.scores import Answer
from engine.measure.texts import Labelled

Reads = Callable[[list[Labelled], list[Labelled]], list[Answer]]
"""What it learnt from the first texts, it reads in the second."""


def learner(config: Path) -> Reads:
    """Trains as `config` says, on the examples given; answers the texts given."""
    parts = yaml.safe_load(config.read_text("utf-8"))["pipeline"]
    encoders = [_Encoder(part) for part in parts if part["name"].endswith("SentenceEncoder")]
    settings = IntentModel.get_default_config()
    for part in parts:
        if part["name"].endswith("IntentModel"):
            settings = {**settings, **part}

    def reads(known: list[Labelled], asked: list[Labelled]) -> list[Answer]:
        model = Model(settings)
        texts = [each.text for each in known]
        model.fit(texts, _vectors(encoders, texts), [each.intents[0] for each in known])
        new = [each.text for each in asked]
        rows = model.probabilities(new, _vectors(encoders, new))
        rankings = [model.ranking(row) for row in rows]
        return [
            Answer(each, decide(ranking, settings)[0], tuple(ranking))
            for each, ranking in zip(asked, rankings, strict=True)
        ]

    return reads


class _Encoder:
    """An encoder that knows the vectors which a training has kept (vectors.py)."""

    def __init__(self, part: dict[str, Any]) -> None:
        settings = {**SentenceEncoder.get_default_config(), **part}
        self._model = settings["model"]
        self._inner = SentenceEncoder(settings, part["name"])
        self._kept = vectors.load(self._model)

    def encode(self, texts: list[str]) -> np.ndarray:
        """One row a text."""
        names = [vectors.key(self._model, text) for text in texts]
        new = [text for text, name in zip(texts, names, strict=True) if name not in self._kept]
        fresh = dict(zip(new, self._inner.encode(new), strict=True))
        rows = [
            fresh[text] if text in fresh else self._kept[name]
            for text, name in zip(texts, names, strict=True)
        ]
        return np.asarray(rows, dtype=np.float32)


def _vectors(encoders: list[_Encoder], texts: list[str]) -> list[np.ndarray]:
    return [encoder.encode(texts) for encoder in encoders]
