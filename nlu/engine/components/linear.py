"""How do words, characters and meaning become probabilities? Features and weights, without Rasa.

One model for all languages. Words and characters carry spelling and slang, the sentence vectors
(encoder.py) carry paraphrase. Multinomial logistic regression; its scores are divided by a
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
_ARRAYS = ("centre", "scale", "weights", "bias", "temperature")


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
        features, truth = self.features(texts, dense), np.asarray(intents)
        temperature = self._temperature(features, truth)
        self._regress(features, truth)
        self.arrays["temperature"] = np.float32(temperature)

    def _look_at(self, dense: Sequence[np.ndarray]) -> None:
        """Each encoder's vectors are moved to their centre and stretched alike."""
        centres, scales = [], []
        for block in dense:
            centre = block.mean(axis=0)
            spread = float(np.sqrt(((block - centre) ** 2).sum(axis=1).mean())) or 1.0
            centres.append(centre)
            scales.append(np.full(len(centre), self.settings["dense_weight"] / spread))
        empty = [np.zeros(0)]
        self.arrays["centre"] = np.concatenate(centres or empty).astype(np.float32)
        self.arrays["scale"] = np.concatenate(scales or empty).astype(np.float32)

    def _regress(self, features: Any, truth: np.ndarray) -> None:
        from sklearn.linear_model import LogisticRegression

        regression = LogisticRegression(
            C=self.settings["C"], class_weight="balanced", max_iter=300, tol=1e-3, solver="lbfgs"
        )
        regression.fit(features, truth)
        self.intents = [str(name) for name in regression.classes_]
        weights, bias = regression.coef_, regression.intercept_
        if len(self.intents) == 2:  # scikit-learn then keeps one column for both
            weights, bias = np.vstack([-weights, weights]) / 2, np.hstack([-bias, bias]) / 2
        self.arrays["weights"] = np.ascontiguousarray(weights.T.astype(np.float32))
        self.arrays["bias"] = bias.astype(np.float32)
        self.arrays["temperature"] = np.float32(1.0)

    def _temperature(self, features: Any, truth: np.ndarray) -> float:
        """The temperature under which examples left out of learning are likeliest."""
        if not self.settings["calibrate"] or len(truth) < _FEW:
            return 1.0
        held = np.arange(len(truth)) % _HELD_OUT == 0
        self._regress(features[~held], truth[~held])
        known = np.isin(truth[held], self.intents)
        scores = self._scores(features[held])[known]
        column = np.searchsorted(self.intents, truth[held][known])
        losses = []
        for temperature in _TEMPERATURES:
            chances = _softmax(scores / temperature)
            losses.append(-np.log(chances[np.arange(len(column)), column] + 1e-12).mean())
        return float(_TEMPERATURES[int(np.argmin(losses))])

    def features(self, texts: list[str], dense: Sequence[np.ndarray]) -> Any:
        """One row a text."""
        blocks = [self.views[view].transform(texts) for view in _VIEWS]
        if dense:
            close = (np.hstack(list(dense)) - self.arrays["centre"]) * self.arrays["scale"]
            blocks.append(scipy.sparse.csr_matrix(close))
        return scipy.sparse.hstack(blocks, format="csr")

    def _scores(self, features: Any) -> np.ndarray:
        return features @ self.arrays["weights"] + self.arrays["bias"]

    def probabilities(self, texts: list[str], dense: Sequence[np.ndarray]) -> np.ndarray:
        """One row a text, one column an intent."""
        return _softmax(self._scores(self.features(texts, dense)) / self.arrays["temperature"])

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


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
