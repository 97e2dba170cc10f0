"""How is a pipeline of ours learned again on other examples, without packing a model?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import yaml

from engine.components.choice import decide
from engine.components.encoder import SentenceEncoder
from engine.components.intent import IntentModel
from engine.components.linear import Model
from engine.measure.curve import Reads
from engine.measure.scores import Answer
from engine.measure.texts import Labelled


def learner(config: Path) -> Reads:
    """Trains as `config` says, on the examples given; answers the texts given."""
    parts = yaml.safe_load(config.read_text("utf-8"))["pipeline"]
    encoders = [_encoder(part) for part in parts if part["name"].endswith("SentenceEncoder")]
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


def _encoder(part: dict[str, Any]) -> SentenceEncoder:
    return SentenceEncoder({**SentenceEncoder.get_default_config(), **part}, part["name"])


def _vectors(encoders: list[SentenceEncoder], texts: list[str]) -> list[np.ndarray]:
    return [np.asarray(encoder.encode(texts), dtype=np.float32) for encoder in encoders]
