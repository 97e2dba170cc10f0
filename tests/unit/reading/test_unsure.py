"""Is not knowing how much one can pay told from not knowing what one owes?"""

import pytest

from bot.reading.answers.answers import unsure


@pytest.mark.parametrize(
    "text",
    ["not sure", "No idea!", "I really don’t know", "não sei quanto dá", "sei lá", "n sei ainda"],
)
def test_who_does_not_know(text):
    assert unsure(text)


@pytest.mark.parametrize(
    "text", ["I don't know what I owe", "não sei quanto devo", "uns 50", "sure", "I know: 40", ""]
)
def test_who_does(text):
    assert not unsure(text)
