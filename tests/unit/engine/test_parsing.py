"""What `goodfaith parse` says of each text, whatever the engine makes of it."""

from datetime import date

import pytest

from bot.parsing import understand
from bot.usecases.fake_engine import FakeEngine

TODAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("can i pay friday", "en"),
        ("posso pagar sexta", "pt"),
        ("no puedo pagar este mes", "other"),
        ("qto", "pt"),
        ("300", "en"),
        ("👍", "en"),
        ("", "en"),
    ],
)
async def test_a_language_is_always_named(text, language):
    (answer,) = [one async for one in understand(FakeEngine(), [text], TODAY)]
    assert answer["language"] == language
