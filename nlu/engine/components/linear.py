"""How do words, characters and meaning become probabilities? Features and weights, without Rasa.

One model for all languages. Words and characters carry spelling and slang, the sentence vectors
(encoder.py) carry paraphrase. Logistic regression (regression.py); its scores are divided by a
temperature that makes its confidence as high as it is right on examples it has not learned from
(temperature scaling: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017).
Stored as JSON and plain arrays: no pickles, and quick to load.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from typing import Any, Optional

import numpy as np
import scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from engine.components.regression import regress

_WORD = r"(?u)\w+|[^\w\s]"
_FEW = 200  # fewer examples than this and everything is kept, and nothing is held out
_HELD_OUT = 5  # one example in so many tells the temperature
_TEMPERATURES = np.geomspace(0.3, 4.0, 53)
_VIEWS: dict[str, dict[str, Any]] = {
    "words": {"token_pattern": _WORD},
    # What is seen once teaches nothing but costs time: half the columns, the same accuracy.
    "pairs": {"token_pattern": _WORD, "ngram_range": (2, 2), "min_df": 2},
    "characters": {"analyzer": "char_wb", "ngram_range": (2, 4), "min_df": 2},
}
_ARRAYS = ("centre", "scale", "weights", "temperature")


def fold(text: str) -> str:
    """Lower case without accents: people write both `não` and `nao`."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(character for character in plain if not unicodedata.combining(character))


def _vectorizer(view: str, vocabulary: Optional[dict[str, int]] = None) -> TfidfVectorizer:
    settings = dict(_VIEWS[view])
    if vocabulary is not None:
        settings.pop("min_df", None)
    return TfidfVectorizer(
        preprocessor=fold, sublinear_tf=True, vocabulary=vocabulary, dtype=np.float32, **settings
    )


class Model:
    """Learns from texts, their vectors and their intents; says how likely each intent is."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.intents: list[str] = []
        self.views: dict[str, TfidfVectorizer] = {}
        self.arrays: dict[str, np.ndarray] = {}

    def fit(self, texts: list[str], dense: Sequence[np.ndarray], intents: list[str]) -> None:
        """Learn from examples; `dense` has for each encoder one row a text."""
        rare = {} if len(texts) >= _FEW else {"min_df": 1}
        self.views = {v: _vectorizer(v).set_params(**rare).fit(texts) for v in _VIEWS}
        self._look_at(dense)
        sparse, close = self._sparse(texts), self._close(dense, len(texts))
        self.intents, classes = np.unique(intents, return_inverse=True)
        self.intents = [str(name) for name in self.intents]
        start = self._temperature(sparse, close, classes)
        self.arrays["weights"] = regress(sparse, close, classes, self.settings["C"], start)

    def _look_at(self, dense: Sequence[np.ndarray]) -> None:
        """Each encoder's vectors are moved to their centre and stretched alike."""
        centres, scales = [], []
        for block in dense:
            centre = block.mean(axis=0)
            spread = float(np.sqrt(((block - centre) ** 2).sum(axis=1).mean())) or 1.0
            centres.append(centre)
            scales.append(np.full(block.shape[1], self.settings["dense_weight"] / spread))
        empty = [np.zeros(0)]
        self.arrays["centre"] = np.concatenate(centres or empty).astype(np.float32)
        self.arrays["scale"] = np.concatenate(scales or empty).astype(np.float32)

    def _temperature(
        self, sparse: Any, close: np.ndarray, classes: np.ndarray
    ) -> Optional[np.ndarray]:
        """Find the temperature under which examples left out of learning are likeliest.

        Gives the weights learned on the way, from where learning from all goes on.
        """
        self.arrays["temperature"] = np.float32(1.0)
        held = np.arange(len(classes)) % _HELD_OUT == 0
        whole = len(np.unique(classes[~held])) == len(self.intents)
        if not self.settings["calibrate"] or len(classes) < _FEW or not whole:
            return None
        weights = regress(sparse[~held], close[~held], classes[~held], self.settings["C"])
        scores = _scores(sparse[held], close[held], weights)
        rows = np.arange(held.sum())
        losses = [
            -np.log(_softmax(scores / each)[rows, classes[held]] + 1e-12).mean()
            for each in _TEMPERATURES
        ]
        self.arrays["temperature"] = np.float32(_TEMPERATURES[int(np.argmin(losses))])
        return weights

    def _sparse(self, texts: list[str]) -> Any:
        blocks = [self.views[view].transform(texts) for view in _VIEWS]
        return scipy.sparse.hstack(blocks, format="csr")

    def _close(self, dense: Sequence[np.ndarray], length: int) -> np.ndarray:
        if not dense:
            return np.zeros((length, 0), np.float32)
        return (np.hstack(list(dense)) - self.arrays["centre"]) * self.arrays["scale"]

    def probabilities(self, texts: list[str], dense: Sequence[np.ndarray]) -> np.ndarray:
        """One row a text, one column an intent."""
        close = self._close(dense, len(texts))
        scores = _scores(self._sparse(texts), close, self.arrays["weights"])
        return _softmax(scores / self.arrays["temperature"])

    def ranking(self, row: np.ndarray) -> list[tuple[str, float]]:
        """All intents of one row with their probabilities, the likeliest first."""
        return [(self.intents[i], float(row[i])) for i in np.argsort(-row)]

    def save(self, folder: Any) -> None:
        """Write JSON and arrays into `folder`."""
        words = {v: {k: int(i) for k, i in x.vocabulary_.items()} for v, x in self.views.items()}
        plain = {"intents": self.intents, "vocabulary": words}
        (folder / "intents.json").write_text(json.dumps(plain, ensure_ascii=False), "utf-8")
        rarity = {f"idf_{view}": x.idf_ for view, x in self.views.items()}
        np.savez(folder / "weights.npz", **self.arrays, **rarity)

    @classmethod
    def read(cls, folder: Any, settings: dict[str, Any]) -> Model:
        """What `save` wrote."""
        model = cls(settings)
        plain = json.loads((folder / "intents.json").read_text("utf-8"))
        model.intents = plain["intents"]
        with np.load(folder / "weights.npz", allow_pickle=False) as stored:
            model.arrays = {name: stored[name] for name in _ARRAYS}
            for view, vocabulary in plain["vocabulary"].items():
                model.views[view] = _vectorizer(view, vocabulary)
                model.views[view].idf_ = stored[f"idf_{view}"]
        return model


def _scores(sparse: Any, close: np.ndarray, weights: np.ndarray) -> np.ndarray:
    middle = sparse.shape[1]
    return sparse @ weights[:middle] + close @ weights[middle:-1] + weights[-1]


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
