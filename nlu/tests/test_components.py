"""Do our parts of the model keep their promises on their own?"""

from __future__ import annotations

import numpy as np
import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from engine.components import encoder
from engine.components.intent import IntentModel, Model, decide, fold

SETTINGS = IntentModel.get_default_config()
TEXTS = ["i will pay friday", "vou pagar sexta", "stop writing", "pare de escrever"] * 3
INTENTS = ["promise", "promise", "stop", "stop"] * 3


class Random:
    """An encoder that counts."""

    def __init__(self):
        self.asked: list[str] = []

    def query(self, texts):
        self.asked += texts
        return np.asarray([np.full(4, len(text), dtype=np.float32) for text in texts])


@pytest.fixture
def counted(monkeypatch):
    model = Random()
    monkeypatch.setattr(encoder, "_model", lambda variant: model)
    return model


def test_each_text_is_encoded_once(counted):
    sentences = encoder.SentenceEncoder({"variant": "enpt"}, "e")
    first = sentences.encode(["a", "bb", "a"])
    again = sentences.encode(["bb", "ccc"])
    assert counted.asked == ["a", "bb", "ccc"]
    assert [v[0] for v in first] == [1, 2, 1]
    assert [v[0] for v in again] == [2, 3]


def test_the_cache_has_an_end(counted, monkeypatch):
    monkeypatch.setattr(encoder, "_CACHED", 3)
    sentences = encoder.SentenceEncoder({"variant": "enpt"}, "e")
    found = sentences.encode([str(n) for n in range(10)])
    assert len(found) == 10
    assert len(sentences._cache) == 3


def test_a_message_gets_a_sentence_feature(counted):
    message = Message({TEXT: "hello"})
    encoder.SentenceEncoder({"variant": "enpt"}, "e").process([message, Message({TEXT: ""})])
    _, sentence = message.get_dense_features(TEXT)
    assert sentence.features.shape == (1, 4)


@pytest.mark.parametrize("width", [0, 5])
def test_a_stored_model_says_what_the_trained_one_said(tmp_path, width):
    dense = np.random.default_rng(0).normal(size=(len(TEXTS), width)).astype(np.float32)
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
    model.fit(texts, np.zeros((3, 0), np.float32), texts)
    best = model.probabilities(texts, np.zeros((3, 0), np.float32)).argmax(axis=1)
    assert [model.intents[i] for i in best] == texts


def test_folding_forgives_accents_and_capitals():
    assert fold("NÃO, Você") == "nao, voce"


@pytest.mark.parametrize(
    ("name", "confidence", "acted_on"),
    [
        ("ask_balance", 0.9, "ask_balance"),
        ("ask_balance", 0.1, "out_of_scope"),
        ("crisis", 0.16, "crisis"),
        ("crisis", 0.01, "out_of_scope"),
    ],
)
def test_doubt_is_out_of_scope_but_careful_intents_need_less(name, confidence, acted_on):
    settings = {**SETTINGS, "threshold": 0.25, "careful_threshold": 0.15}
    assert decide([(name, confidence)], settings) == (acted_on, confidence)


def test_the_classifier_labels_messages():
    model = Model(SETTINGS)
    model.fit(TEXTS, np.zeros((len(TEXTS), 0), np.float32), INTENTS)
    message = Message({TEXT: "vou pagar sexta"})
    IntentModel(SETTINGS, None, None, model).process([message, Message({TEXT: ""})])
    assert message.get(INTENT)["name"] == "promise"
    assert [r["name"] for r in message.get("intent_ranking")] == ["promise", "stop"]
