"""Is the language recognised, and changed only on clear evidence?"""

from __future__ import annotations

import pytest

from bot.reading import detect, next_language

CLEAR = [
    ("yes", "en"),
    ("can I pay on friday", "en"),
    ("i cant afford it rn", "en"),
    ("thanks", "en"),
    ("sim", "pt"),
    ("não", "pt"),
    ("posso pagar amanha?", "pt"),
    ("vcs parcelam?", "pt"),
    ("obg", "pt"),
    ("tô desempregada", "pt"),
    ("hola, no puedo pagar ahora", "other"),
    ("quiero hablar con alguien", "other"),
    ("je ne peux pas payer", "other"),
    ("ich kann nicht zahlen", "other"),
    ("Не могу заплатить", "other"),
    ("我现在付不起", "other"),
]


@pytest.mark.parametrize(("text", "language"), CLEAR)
def test_clear(text: str, language: str) -> None:
    guess = detect(text)
    assert guess.language == language
    assert guess.strength >= 2
    for current in ("en", "pt", "other"):
        assert next_language(current, text) == language


STICKY = [
    "",
    "ok",
    "OK!",
    "5",
    "300",
    "R$ 50",
    "£80",
    "12/03",
    "👍",
    "John",
    "Maria Silva",
    "João",
    "Conceição",
    "Ana Paula de Souza",
    "Francisco das Dores e Souza",
    "whatsapp",
    "pix",
    "STOP",
    "no",
    "si",
    "kkk",
    "joao@mail.com",
    "gracias",
]


@pytest.mark.parametrize("text", STICKY)
@pytest.mark.parametrize("current", ["en", "pt"])
def test_sticky(text: str, current: str) -> None:
    assert next_language(current, text) == current


WISHES = [
    ("do you speak portuguese?", "en", "pt"),
    ("em português por favor", "en", "pt"),
    ("fala inglês?", "pt", "en"),
    ("can we talk in English please", "pt", "en"),
    ("My english reading is slow", "en", "en"),
]


@pytest.mark.parametrize(("text", "current", "expected"), WISHES)
def test_wish(text: str, current: str, expected: str) -> None:
    assert next_language(current, text) == expected
