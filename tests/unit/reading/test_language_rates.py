"""How often is the language right on messages that the table was not learnt from?"""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
import yaml

from bot.reading.language.detect import OTHER, clearly_foreign, detect, next_language
from bot.reading.language.table import TABLE
from scripts.learn_language import STRAY, digest, examples, messages, table

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
WORDS = re.compile(r"[^\W\d_]+")
OTHERS = yaml.safe_load((HERE / "other_languages.yml").read_text(encoding="utf-8"))
AWAY = {"en": "pt", "pt": "en"}


def unseen(language: str) -> list[str]:
    """Texts of nlu/evaluation, which nothing learns from."""
    texts = []
    for part in ("development", "intents"):
        path = ROOT / "nlu/evaluation" / part / f"{language}.yml"
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            texts += [line[2:] for line in block["examples"].splitlines() if line[:2] == "- "]
    assert len(texts) > 500
    return texts


def rate(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


@pytest.mark.parametrize("language", ["en", "pt"])
def test_texts_of_three_words_are_recognised_and_turn_the_conversation(language: str) -> None:
    texts = [text for text in unseen(language) if len(WORDS.findall(text)) >= 3]
    assert rate([detect(text).language == language for text in texts]) >= 0.98
    turned = [next_language(AWAY[language], text) == language for text in texts]
    assert rate(turned) >= 0.98


@pytest.mark.parametrize("language", ["en", "pt"])
def test_hardly_any_is_taken_for_another_language(language: str) -> None:
    texts = unseen(language)
    assert rate([detect(text).language == OTHER for text in texts]) < 0.01
    assert rate([clearly_foreign(text) for text in texts]) < 0.005


@pytest.mark.parametrize(("language", "least"), [("es", 0.95), *((n, 0.8) for n in OTHERS)])
def test_other_languages_are_recognised(language: str, least: float) -> None:
    texts = [text for text in OTHERS[language] if len(WORDS.findall(text)) >= 4]
    assert len(texts) > 6
    assert rate([detect(text).language == OTHER for text in texts]) >= least
    assert rate([clearly_foreign(text) for text in texts]) >= least - 0.05


def test_they_are_not_learnt_from() -> None:
    folder = ROOT / "scripts/language_lines"
    learnt = {
        line for path in folder.glob("*.txt") for line in path.read_text("utf-8").splitlines()
    }
    assert len(learnt) > 400
    assert learnt.isdisjoint(text for texts in OTHERS.values() for text in texts)


def test_a_message_takes_less_than_a_few_milliseconds() -> None:
    texts = unseen("pt")
    start = time.process_time()
    for text in texts:
        detect(text)
    assert (time.process_time() - start) / len(texts) < 0.005


def test_the_same_messages_give_the_same_table() -> None:
    texts = [("posso pagar amanhã", "pt"), ("can I pay tomorrow", "en"), ("no puedo pagar", "es")]
    first, again = table(texts * 4), table(texts * 4)
    assert first == again
    assert first["=tomorrow"][0] > max(first["=tomorrow"][1:])


def test_the_table_is_what_the_script_writes_from_the_texts_of_today() -> None:
    """If not: `.venv/bin/python scripts/learn_language.py`."""
    assert json.loads(TABLE.read_text("utf-8"))["digest"] == digest(list(messages()))


def test_what_is_no_matter_of_ours_may_be_in_any_language_and_is_not_learnt(tmp_path: Path) -> None:
    file = tmp_path / "some.yml"
    file.write_text(
        f"nlu:\n- intent: {STRAY}\n  examples: |\n    - hola\n"
        "- intent: greet\n  examples: |\n    - oi\n",
        "utf-8",
    )
    assert list(examples(file)) == ["oi"]
