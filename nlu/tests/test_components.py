"""Do our parts of the model keep their promises on their own?"""

from __future__ import annotations

import numpy as np
import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from engine.components import encoder
from engine.components.choice import decide
from engine.components.intent import IntentModel
from engine.components.linear import Model, fold

SETTINGS = IntentModel.get_default_config()
ENCODER = encoder.SentenceEncoder.get_default_config()
TEXTS = ["i will pay friday", "vou pagar sexta", "stop writing", "pare de escrever"] * 3
INTENTS = ["promise", "promise", "stop", "stop"] * 3


class Random:
    """An encoder that counts."""

    def __init__(self):
        self.asked: list[str] = []

    def __call__(self, texts):
        self.asked += texts
        return np.asarray([np.full(4, len(text), dtype=np.float32) for text in texts])


@pytest.fixture
def counted(monkeypatch):
    model = Random()
    monkeypatch.setattr(encoder, "_encode", lambda name: model)
    return model


def test_each_text_is_encoded_once(counted):
    sentences = encoder.SentenceEncoder(ENCODER, "e")
    first = sentences.encode(["a", "bb", "a"])
    again = sentences.encode(["bb", "ccc"])
    assert counted.asked == ["a", "bb", "ccc"]
    assert [v[0] for v in first] == [1, 2, 1]
    assert [v[0] for v in again] == [2, 3]


def test_the_cache_has_an_end(counted, monkeypatch):
    monkeypatch.setattr(encoder, "_CACHED", 3)
    sentences = encoder.SentenceEncoder(ENCODER, "e")
    found = sentences.encode([str(n) for n in range(10)])
    assert len(found) == 10
    assert len(sentences._cache) == 3


def test_a_message_gets_a_sentence_feature(counted):
    message = Message({TEXT: "hello"})
    encoder.SentenceEncoder(ENCODER, "e").process([message, Message({TEXT: ""})])
    _, sentence = message.get_dense_features(TEXT)
    assert sentence.features.shape == (1, 4)


@pytest.mark.parametrize("widths", [(), (5,), (5, 3)])
def test_a_stored_model_says_what_the_trained_one_said(tmp_path, widths):
    random = np.random.default_rng(0)
    dense = [random.normal(size=(len(TEXTS), width)).astype(np.float32) for width in widths]
    model = Model(SETTINGS)
    model.fit(TEXTS, dense, INTENTS)
    model.save(tmp_path)
    again = Model.read(tmp_path, SETTINGS)
    before, after = model.probabilities(TEXTS, dense), again.probabilities(TEXTS, dense)
    assert np.allclose(before, after, atol=1e-6)
    assert np.allclose(after.sum(axis=1), 1)
    assert [again.intents[i] for i in after.argmax(axis=1)] == INTENTS
    assert not list(tmp_path.glob("*.pkl"))


def test_a_handful_of_examples_is_enough():
    texts = ["hello there", "bye now", "i pay"]
    model = Model(SETTINGS)
    model.fit(texts, [], texts)
    best = model.probabilities(texts, []).argmax(axis=1)
    assert [model.intents[i] for i in best] == texts


def test_folding_forgives_accents_and_capitals():
    assert fold("NÃO, Você") == "nao, voce"


def test_confidence_is_as_high_as_it_is_right():
    random = np.random.default_rng(1)
    truth = random.integers(0, 4, 600)
    dense = [(np.eye(4)[truth] + random.normal(scale=0.9, size=(600, 4))).astype(np.float32)]
    texts, names = ["x y"] * 600, [f"intent_{n}" for n in truth]
    sure = {}
    for calibrate in (False, True):
        model = Model({**SETTINGS, "C": 1e4, "calibrate": calibrate})
        model.fit(texts[:400], [dense[0][:400]], names[:400])
        rows = model.probabilities(texts[400:], [dense[0][400:]])
        right = (np.asarray(model.intents)[rows.argmax(axis=1)] == names[400:]).mean()
        sure[calibrate] = abs(rows.max(axis=1).mean() - right)
    assert model.arrays["temperature"] != 1
    assert sure[True] < sure[False] + 0.02
    assert sure[True] < 0.08


@pytest.mark.parametrize(
    ("ranking", "acted_on"),
    [
        ([("ask_balance", 0.9), ("crisis", 0.05)], ("ask_balance", 0.9)),
        ([("ask_balance", 0.5), ("crisis", 0.4)], ("crisis", 0.4)),
        ([("ask_balance", 0.2), ("greet", 0.1)], ("out_of_scope", 0.2)),
        ([("crisis", 0.13), ("greet", 0.1)], ("crisis", 0.13)),
        ([("crisis", 0.05), ("greet", 0.04)], ("out_of_scope", 0.05)),
    ],
)
def test_what_costs_most_to_miss_is_acted_on_and_doubt_is_asked(ranking, acted_on):
    settings = {**SETTINGS, "threshold": 0.25, "misses": {"crisis": 2.0}}
    assert decide(ranking, settings) == acted_on


@pytest.mark.parametrize(
    ("ranking", "acted_on"),
    [
        ([("crisis", 0.41), ("greet", 0.3)], ("crisis", 0.41)),
        ([("crisis", 0.39), ("greet", 0.3)], ("greet", 0.3)),
        ([("crisis", 0.39), ("greet", 0.1)], ("out_of_scope", 0.1)),
        ([("greet", 0.5), ("crisis", 0.39)], ("greet", 0.5)),
    ],
)
def test_an_alarm_needs_a_likelihood_of_its_own(ranking, acted_on):
    settings = {**SETTINGS, "threshold": 0.25, "floors": {"crisis": 0.4}}
    assert decide(ranking, settings) == acted_on


def test_a_sure_intent_spares_the_encoder(counted):
    sure, unsure = Message({TEXT: "a"}), Message({TEXT: "b"})
    sure.set(INTENT, {"name": "greet", "confidence": 0.95})
    unsure.set(INTENT, {"name": "greet", "confidence": 0.5})
    encoder.SentenceEncoder({**ENCODER, "unless": 0.9}, "e").process([sure, unsure])
    assert counted.asked == ["b"]
    model = IntentModel({**SETTINGS, "keep": 0.9}, None, None, None)
    model.process([sure])
    assert sure.get(INTENT) == {"name": "greet", "confidence": 0.95}


def test_the_classifier_labels_messages():
    model = Model(SETTINGS)
    model.fit(TEXTS, [], INTENTS)
    message = Message({TEXT: "vou pagar sexta"})
    IntentModel(SETTINGS, None, None, model).process([message, Message({TEXT: ""})])
    assert message.get(INTENT)["name"] == "promise"
    assert [r["name"] for r in message.get("intent_ranking")] == ["promise", "stop"]
