"""Half a proof of identity, given on one channel, is none on the next: both come from one place."""

import pytest

from tests.dialogs.person import World

SAID = [
    ("grace", "how much do I owe?", "whatsapp", "telegram"),
    ("grace", "how much do I owe?", "telegram", "sms"),
    ("luiza", "quanto eu devo?", "sms", "whatsapp"),
]


@pytest.mark.parametrize(("who", "asks", "here", "there"), SAID)
def test_the_second_answer_on_another_channel_opens_nothing(
    world: World, who: str, asks: str, here: str, there: str
):
    person = world.person(who, verified=False)
    born, code = person.facts["birth_date"], person.facts["document_last"]
    person.says(asks, here)
    person.says(born, here)
    moved = person.says(code, there)
    assert not moved["verified"]
    assert not any(sign in reply["text"] for reply in moved["replies"] for sign in "$€£")
    whole = person.says(born, there)
    assert whole["verified"], "both answers from there are a proof"
    assert whole["verified_on"] == [there]
    assert any("$" in reply["text"] for reply in whole["replies"]), "what was asked is answered"
