"""Figures by hand: what is counted, which texts, and which part of the examples."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from engine.measure import asking, compare, scores
from engine.measure.curve import part
from engine.measure.scores import Answer
from engine.measure.texts import Labelled, contrasts, examples, plain


def answer(truth: str, read: str, sure: float = 0.9, language: str = "en") -> Answer:
    """`truth` may be several intents, with a stroke between them."""
    asked = Labelled(f"{truth} as {read}", language, tuple(truth.split("|")))
    return Answer(asked, read, ((read, sure), ("other", 1 - sure)))


BY_HAND = [
    *[answer("pay", "pay")] * 3,
    answer("pay", "stop"),
    *[answer("stop", "stop")] * 2,
    answer("bye", "stop"),
    answer("bye", "never_true"),
]


def test_precision_recall_and_f1_by_hand() -> None:
    found = scores.per_intent(BY_HAND)
    assert found["pay"] == pytest.approx(
        {"precision": 1.0, "recall": 0.75, "f1": 6 / 7, "texts": 4}
    )
    assert found["stop"] == pytest.approx({"precision": 0.5, "recall": 1, "f1": 2 / 3, "texts": 2})
    assert found["bye"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "texts": 2}
    assert set(found) == {"pay", "stop", "bye"}


def test_macro_counts_every_intent_alike() -> None:
    found = scores.summary(BY_HAND)
    assert (found["texts"], found["accuracy"]) == (8, 5 / 8)
    assert found["macro_f1"] == pytest.approx((6 / 7 + 2 / 3 + 0) / 3)
    assert found["macro_precision"] == pytest.approx(0.5)
    assert found["macro_recall"] == pytest.approx(1.75 / 3)
    assert scores.summary([])["macro_f1"] == 0.0


def test_any_of_several_intents_is_right_and_a_miss_counts_for_the_first() -> None:
    second, wrong = answer("upset|complain", "complain"), answer("upset|complain", "greet")
    assert (second.right, second.truth) == (True, "complain")
    assert (wrong.right, wrong.truth) == (False, "upset")
    found = scores.per_intent([second, wrong])
    assert found["complain"]["f1"] == 1.0
    assert (found["upset"]["recall"], found["upset"]["texts"]) == (0.0, 1)


def test_confusion_names_only_what_occurs() -> None:
    found = {(row["truth"], row["read"]): row["texts"] for row in scores.confusion(BY_HAND)}
    assert found == {
        ("pay", "pay"): 3, ("pay", "stop"): 1, ("stop", "stop"): 2,
        ("bye", "stop"): 1, ("bye", "never_true"): 1,
    }  # fmt: skip


def test_calibration_is_the_distance_between_sure_and_right() -> None:
    sure = [answer("a", "a", 0.95)] * 3 + [answer("a", "b", 0.95)]
    unsure = [answer("a", "a", 0.55)] * 2 + [answer("a", "b", 0.55)] * 2
    found = scores.calibration([*sure, *unsure])
    assert [(row["texts"], row["right"]) for row in found["bins"]] == [(4, 0.5), (4, 0.75)]
    assert found["error"] == pytest.approx(0.5 * 0.05 + 0.5 * 0.2)


def test_calibration_looks_at_the_first_choice_and_not_at_the_careful_one() -> None:
    careful = Answer(Labelled("t", "en", ("greet",)), "crisis", (("greet", 0.6), ("crisis", 0.4)))
    (row,) = scores.calibration([careful])["bins"]
    assert (row["confidence"], row["right"]) == (0.6, 1.0)
    assert scores.calibration([answer("a", "a", 1.0)])["bins"][0]["confidence"] == 1.0
    assert scores.calibration([]) == {"bins": [], "error": 0.0}


def test_the_worst_are_those_of_which_it_was_surest() -> None:
    found = scores.worst([answer("a", "a"), answer("a", "b", 0.6), answer("a", "c", 0.8)], 5)
    assert [(row["read"], row["confidence"]) for row in found] == [("c", 0.8), ("b", 0.6)]
    assert len(scores.worst([answer("a", "b")] * 3, 2)) == 2


def test_who_is_asked_instead_is_not_sure() -> None:
    gave_up = Answer(Labelled("t", "en", ("a",)), "out_of_scope", (("b", 0.2),))
    assert scores.told(gave_up)["confidence"] == 0.0


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "rights.yml").write_text(
        "nlu:\n- synonym: cash\n  examples: |\n    - money\n"
        "- intent: opt_out\n  examples: |\n    - stop\n    - no more  \n"
    )
    (tmp_path / "pt.yml").write_text(
        "cases:\n- {text: pare, intent: [opt_out, upset], not: deny}\n- {text: oi, intent: greet}\n"
    )
    return tmp_path


def test_texts_and_their_language(folder) -> None:
    assert examples(folder) == [
        Labelled("stop", "en", ("opt_out",)),
        Labelled("no more", "en", ("opt_out",)),
    ]
    assert contrasts(folder) == [
        Labelled("pare", "pt", ("opt_out", "upset"), "deny"),
        Labelled("oi", "pt", ("greet",), None),
    ]


def test_texts_alike_but_for_signs_are_the_same() -> None:
    assert plain("Não, OBRIGADO!") == plain("nao obrigado")


@pytest.mark.parametrize(("percent", "kept"), [(25, 10), (50, 20), (75, 30), (100, 40)])
def test_a_part_has_the_same_share_of_every_intent_and_language(percent, kept) -> None:
    known = [
        Labelled(f"{intent} {n}", language, (intent,))
        for intent in ("pay", "stop")
        for language in ("en", "pt")
        for n in range(40)
    ]
    kept_of_each = part(known, percent)
    counts = Counter((each.intents[0], each.language) for each in kept_of_each)
    assert set(counts.values()) == {kept}
    assert len(counts) == 4
    assert len(set(kept_of_each)) == len(kept_of_each)


def test_a_part_is_spread_over_all_that_was_written() -> None:
    known = [Labelled(str(n), "en", ("pay",)) for n in range(8)]
    assert [each.text for each in part(known, 25)] == ["3", "7"]
    assert [each.text for each in part(known, 75)] == ["1", "2", "3", "5", "6", "7"]


def fake_trial(monkeypatch, tmp_path, script: str) -> None:
    path = tmp_path / "python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr(asking.sys, "executable", str(path))


def test_a_trial_says_how_far_it_is(monkeypatch, tmp_path) -> None:
    answers = json.dumps([["greet", [["greet", 0.8]]]])
    last = "for told; do :; done"
    script = (
        f"{last}\necho '{answers}' > $told\necho '{{\"asked\": 20}}'\necho '{{\"megabytes\": 5}}'"
    )
    fake_trial(monkeypatch, tmp_path, script)
    heard: list[int] = []
    asked = [Labelled("hello", "en", ("greet",))]
    answers, costs = asking.ask(tmp_path / "m.tar.gz", asked, heard=heard.append)
    assert (heard, costs) == ([20], {"megabytes": 5})
    assert answers == [Answer(asked[0], "greet", (("greet", 0.8),))]


def test_a_trial_that_fails_is_an_error(monkeypatch, tmp_path) -> None:
    fake_trial(monkeypatch, tmp_path, "exit 3")
    with pytest.raises(subprocess.CalledProcessError):
        asking.run("ask")


def test_a_comparison_keeps_what_it_does_not_measure_again(monkeypatch, tmp_path) -> None:
    kept = tmp_path / "deep" / "pipelines.json"
    diet = {"accuracy": 0.5, "examples": 9}
    compare.write(kept, {"diet": diet, "sparse-use": {"examples": 4}, "gone": {}})
    seen = []

    def measured(config, trained):
        seen.append(json.loads(kept.read_text()))
        return {"accuracy": trained["seconds"], "examples": 9}

    monkeypatch.setattr(compare, "_train", lambda name, *_: {"seconds": len(name), "examples": 9})
    monkeypatch.setattr(compare, "_measure", measured)
    found = compare.compare(kept, tmp_path, ["sparse", "config.yml"], 100, lambda *_: None)
    assert {name: row["accuracy"] for name, row in found.items()} == {
        "diet": 0.5, "sparse": 6, "config.yml": 10
    }, "and what learned from another number of examples is no row of the same table"  # fmt: skip
    assert "sparse" in seen[1], "each is written when it is measured"
    assert json.loads(kept.read_text()) == found


def test_what_was_learned_for_a_comparison_is_not_learned_again(monkeypatch, tmp_path) -> None:
    learned = []

    def trial(verb, *arguments):
        learned.append(arguments)
        model = Path(arguments[-1]) / "nlu.tar.gz"
        model.write_bytes(b"a model")
        return {"model": str(model), "seconds": 3.0, "megabytes": 5}

    monkeypatch.setattr(compare, "run", trial)
    config = compare.pipelines()["sparse"]
    first = compare._train("sparse", config, tmp_path / "models", tmp_path)
    again = compare._train("sparse", config, tmp_path / "models", tmp_path)
    assert first == again
    assert len(learned) == 1
    assert Path(first["model"]).read_bytes() == b"a model"
