"""Every response speaks both languages, and says the same facts in both."""

import string

import pytest

from tests.meta.house import LANGUAGES, TOPICS, WRITTEN, domain, python_files, short

RESPONSES = {
    key: (topic, variants)
    for topic in sorted(TOPICS | WRITTEN)
    for key, variants in domain(topic).get("responses", {}).items()
}


def languages(variant):
    return [rule["value"] for rule in variant.get("condition", []) if rule["name"] == "language"]


def facts(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_there_are_responses_and_each_stands_once():
    keys = [key for topic in sorted(TOPICS | WRITTEN) for key in domain(topic).get("responses", {})]
    assert len(keys) > 50
    assert len(keys) == len(set(keys))
    assert [key for key in keys if not key.startswith("utter_")] == []


@pytest.mark.parametrize("key", sorted(RESPONSES))
def test_each_key_speaks_both_languages_with_the_same_facts(key):
    _, variants = RESPONSES[key]
    said = {language: set() for language in LANGUAGES}
    for variant in variants:
        assert len(languages(variant)) == 1, "each variant is for one language"
        assert variant["text"].strip()
        if "channel" not in variant:
            said[languages(variant)[0]] |= facts(variant["text"])
            said[f"{languages(variant)[0]} is there"] = True
    assert [language for language in LANGUAGES if f"{language} is there" not in said] == []
    assert said["en"] == said["pt"]


def test_keys_that_code_names_exist():
    named = {
        word
        for path in python_files("bot")
        for word in _words(path.read_text(encoding="utf-8"))
        if word.startswith("utter_") and not word.endswith("_")
    } - {"utter_message"}
    assert len(named) > 5
    assert sorted(named - set(RESPONSES)) == []


def _words(text):
    kept = string.ascii_lowercase + string.digits + "_"
    return "".join(letter if letter in kept else " " for letter in text).split()


def test_wording_lives_in_responses_only():
    files = python_files("bot/actions")
    assert files
    assert [short(path) for path in files if "utter_message(text" in path.read_text()] == []
