"""What does the person want? A linear model over words, character n-grams and meaning.

One model for all languages. Words and characters carry spelling and slang, the sentence
vector (encoder.py) carries paraphrase. Logistic regression, so that its confidence is a
probability. Stored as JSON and plain arrays: no pickles, and quick to load.

Below `threshold` the intent becomes `out_of_scope`, so that the bot asks instead of guessing;
the intents of `careful` need only `careful_threshold`: with those a false alarm costs less
than a miss. The ranking always shows what the model thought.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any, Optional

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer

_WORD = r"(?u)\w+|[^\w\s]"
_FEW = 200  # fewer examples than this and everything is kept
_VIEWS: dict[str, dict[str, Any]] = {
    "words": {"token_pattern": _WORD},
    # What is seen once teaches nothing but costs time: half the columns, the same accuracy.
    "pairs": {"token_pattern": _WORD, "ngram_range": (2, 2), "min_df": 2},
    "characters": {"analyzer": "char_wb", "ngram_range": (2, 4), "min_df": 2},
}


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
    """Features and weights. Knows nothing of Rasa."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.intents: list[str] = []
        self.views: dict[str, TfidfVectorizer] = {}
        self.arrays: dict[str, np.ndarray] = {}

    def fit(self, texts: list[str], dense: np.ndarray, intents: list[str]) -> None:
        """Learn from examples; `dense` has one row a text, perhaps with no columns."""
        from sklearn.linear_model import LogisticRegression

        rare = {} if len(texts) >= _FEW else {"min_df": 1}
        self.views = {v: _vectorizer(v).set_params(**rare).fit(texts) for v in _VIEWS}
        centre = dense.mean(axis=0)
        spread = float(np.sqrt(((dense - centre) ** 2).sum(axis=1).mean())) if dense.size else 1.0
        self.arrays = {
            "centre": centre,
            "scale": np.float32(self.settings["dense_weight"] / spread),
        }
        regression = LogisticRegression(
            C=self.settings["C"], class_weight="balanced", max_iter=300, tol=1e-3, solver="lbfgs"
        )
        regression.fit(self.features(texts, dense), intents)
        self.intents = [str(name) for name in regression.classes_]
        weights, bias = regression.coef_, regression.intercept_
        if len(self.intents) == 2:  # scikit-learn then keeps one column for both
            weights, bias = np.vstack([-weights, weights]) / 2, np.hstack([-bias, bias]) / 2
        self.arrays["weights"] = weights.T.astype(np.float32)
        self.arrays["bias"] = bias.astype(np.float32)

    def features(self, texts: list[str], dense: np.ndarray) -> Any:
        """One row a text."""
        close = (dense - self.arrays["centre"]) * self.arrays["scale"]
        blocks = [self.views[view].transform(texts) for view in _VIEWS]
        return scipy.sparse.hstack([*blocks, scipy.sparse.csr_matrix(close)], format="csr")

    def probabilities(self, texts: list[str], dense: np.ndarray) -> np.ndarray:
        """One row a text, one column an intent."""
        scores = self.features(texts, dense) @ self.arrays["weights"] + self.arrays["bias"]
        scores -= scores.max(axis=1, keepdims=True)
        raised = np.exp(scores)
        return raised / raised.sum(axis=1, keepdims=True)

    def ranking(self, row: np.ndarray, length: int) -> list[tuple[str, float]]:
        """The best intents of one row, with their probabilities."""
        return [(self.intents[i], float(row[i])) for i in np.argsort(-row)[:length]]

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
            model.arrays = {k: stored[k] for k in ("centre", "scale", "weights", "bias")}
            for view, vocabulary in plain["vocabulary"].items():
                model.views[view] = _vectorizer(view, vocabulary)
                model.views[view].idf_ = stored[f"idf_{view}"]
        return model


def decide(ranking: list[tuple[str, float]], settings: dict[str, Any]) -> tuple[str, float]:
    """The intent to act on: the best one if it is likely enough, else `out_of_scope`."""
    name, confidence = ranking[0]
    careful = name in settings["careful"]
    needed = settings["careful_threshold"] if careful else settings["threshold"]
    return (name, confidence) if confidence >= needed else (settings["otherwise"], confidence)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentModel(GraphComponent):
    """The model as a component of Rasa's graph."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See config.yml for what each is for."""
        return {
            "C": 100.0,
            "dense_weight": 1.0,
            "threshold": 0.25,
            "careful": ["crisis", "opt_out", "request_human", "upset"],
            "careful_threshold": 0.15,
            "otherwise": "out_of_scope",
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
        spoken = [message for message in messages if message.get(TEXT)]
        if spoken:
            texts = [message.get(TEXT) for message in spoken]
            rows = self._model.probabilities(texts, _dense(spoken))
            for message, row in zip(spoken, rows, strict=True):
                self._label(message, row)
        return messages

    def _label(self, message: Message, row: np.ndarray) -> None:
        ranking = self._model.ranking(row, 10)
        name, confidence = decide(ranking, self._config)
        message.set(INTENT, {"name": name, "confidence": confidence}, add_to_output=True)
        listed = [{"name": n, "confidence": c} for n, c in ranking]
        message.set("intent_ranking", listed, add_to_output=True)


def _dense(messages: list[Message]) -> np.ndarray:
    """The sentence vectors, one row a message; no columns if there is no encoder."""
    rows = []
    for message in messages:
        _, sentence = message.get_dense_features(TEXT)
        rows.append(sentence.features[0] if sentence else np.zeros(0))
    return np.asarray(rows, dtype=np.float32)
