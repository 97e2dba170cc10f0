"""Are there enough examples, from different lives, and is the evaluation honest?"""

import re
import unicodedata
from collections import Counter

import pytest
import yaml

from tests.meta.house import INTENTS, LANGUAGES, ROOT, examples

FEWEST = 120
FEWEST_WHERE_A_MISS_HURTS = 200
HURTS = {
    *("opt_out", "request_human", "upset", "crisis", "dispute_debt", "wrong_person"),
    *("identity_theft", "has_representative", "promise_to_pay", "counter_offer", "already_paid"),
    *("hardship_income", "hardship_health", "hardship_bereavement", "hardship_general"),
}
FEWEST_ASKED = 15
MOST_ALIKE = 0.05
EVALUATION = ROOT / "nlu" / "evaluation"


def plain(text):
    folded = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in folded if c.isalnum())


def known(language):
    return {name: texts for topic in examples(language).values() for name, texts in topic.items()}


def asked(language, folder="intents"):
    found = yaml.safe_load((EVALUATION / folder / f"{language}.yml").read_text("utf-8"))["nlu"]
    return {
        block["intent"]: [line[2:] for line in block["examples"].splitlines() if line[:2] == "- "]
        for block in found
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_examples(language):
    few = {
        name: len(texts)
        for name, texts in known(language).items()
        if len(texts) < (FEWEST_WHERE_A_MISS_HURTS if name in HURTS else FEWEST)
    }
    assert few == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_example_stands_twice(language):
    texts = Counter(plain(text) or text for texts in known(language).values() for text in texts)
    assert sum(texts.values()) > 1000
    assert [text for text, times in texts.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_way_to_begin_is_worn_out(language):
    for name, texts in known(language).items():
        begins = Counter(
            " ".join(words[:3])
            for words in (re.findall(r"\w+", text.lower()) for text in texts)
            if len(words) > 3
        )
        words, times = begins.most_common(1)[0]
        assert times <= max(4, MOST_ALIKE * len(texts)), (name, words, times)


@pytest.mark.parametrize("folder", ["intents", "development"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_asked_was_never_learned(language, folder):
    learned = {plain(text) for texts in known(language).values() for text in texts} - {""}
    seen = [text for texts in asked(language, folder).values() for text in texts
            if plain(text) in learned]  # fmt: skip
    assert seen == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_is_asked_often_enough(language):
    found = asked(language)
    assert set(found) == {name for names in INTENTS.values() for name in names.split()}
    assert {name: len(texts) for name, texts in found.items() if len(texts) < FEWEST_ASKED} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_contrast_cases_name_what_they_are_and_what_they_are_not(language):
    cases = yaml.safe_load((EVALUATION / "contrast" / f"{language}.yml").read_text("utf-8"))[
        "cases"
    ]
    names = {name for names in INTENTS.values() for name in names.split()}
    assert len(cases) >= 60
    for case in cases:
        right = case["intent"] if isinstance(case["intent"], list) else [case["intent"]]
        assert set(right) <= names, case
        assert case["not"] in names - set(right), case
    learned = {plain(text) for texts in known(language).values() for text in texts}
    assert [case["text"] for case in cases if plain(case["text"]) in learned] == []
