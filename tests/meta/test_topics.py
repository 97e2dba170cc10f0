"""One list of intents and topics: the same in training data, domain and flows."""

import pytest

from tests.meta.house import INTENTS, LANGUAGES, ROOT, TOPICS, WRITTEN, domain, examples


def stems(folder):
    return {path.stem for path in (ROOT / folder).glob("*.yml")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_has_examples_in_its_topic(language):
    found = examples(language)
    assert {topic: set(intents) for topic, intents in found.items()} == {
        topic: set(names.split()) for topic, names in INTENTS.items()
    }


def test_topics_are_spelt_the_same_everywhere():
    assert stems("bot/dialogs/domain") == TOPICS | WRITTEN
    assert stems("bot/dialogs/flows") == TOPICS
    for language in LANGUAGES:
        assert stems(f"nlu/data/{language}") == set(INTENTS)


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_the_domain_names_the_same_intents(topic):
    named = domain(topic).get("intents", [])
    names = [name if isinstance(name, str) else next(iter(name)) for name in named]
    assert sorted(names) == sorted(INTENTS.get(topic, "").split())
