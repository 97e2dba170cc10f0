"""What does a text mean: language, intent, entities? The `parse` command's answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

from bot import reading
from bot.usecases.ports import Engine

BATCH = 16
"""So few that even a busy machine answers long before the time limit."""
WITHOUT_WORDS = "en"
"""The language of a text in which no letter tells one: figures, pictures."""


async def understand(
    engine: Engine, texts: list[str], today: date
) -> AsyncIterator[dict[str, Any]]:
    """One answer a text, in order; dates are read as of `today`."""
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        for text, understood in zip(batch, await engine.parse(batch), strict=True):
            guess = reading.detect(text)
            yield {
                "text": text,
                "language": guess.language or WITHOUT_WORDS,
                "intent": understood.intent,
                "confidence": round(understood.confidence, 4),
                "entities": [e.as_json() for e in reading.read(text, today, guess.language)],
            }
