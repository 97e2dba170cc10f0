"""Is the language recognised, and changed only on clear evidence?"""

from __future__ import annotations

import pytest

from bot.reading import detect, next_language
from bot.reading.language.detect import clearly_foreign

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
    "maria silva",
    "luiza prado sampaio",
    "Grace Hollis",
    "Rua das Flores 123",
    "221B Baker Street",
    "R$ 50",
    "3x",
    "ok 👍",
    "300 ok",
    "ok pix",
    "boleto",
    "link",
    "sorry",
    "hmm",
    "haha",
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


TURNS = [
    ("en", "pode ser", "pt"),
    ("en", "quanto devo", "pt"),
    ("en", "valeu", "pt"),
    ("en", "nao sei", "pt"),
    ("en", "to sem grana", "pt"),
    ("en", "me manda o link", "pt"),
    ("en", "how much", "en"),
    ("en", "ok", "en"),
    ("en", "boleto", "en"),
    ("pt", "how much", "en"),
    ("pt", "thanks mate", "en"),
    ("pt", "i cant", "en"),
    ("pt", "im broke", "en"),
    ("pt", "send me the link", "en"),
    ("pt", "quanto devo", "pt"),
    ("pt", "ok", "pt"),
    ("pt", "sorry", "pt"),
]


@pytest.mark.parametrize(("current", "text", "expected"), TURNS)
def test_a_short_message_in_the_other_language_turns(
    current: str, text: str, expected: str
) -> None:
    assert next_language(current, text) == expected


FOREIGN = [
    ("no puedo pagar este mes", "", True),
    ("no hablo inglés", "", True),
    ("do you speak Spanish?", "", True),
    ("vocês falam espanhol?", "", True),
    ("我现在付不起", "", True),
    ("no tengo dinero", "", False),
    ("no tengo dinero", "hola", True),
    ("no tengo dinero", "how much", False),
    ("gracias", "hola", False),
    ("Juan de la Cruz Martínez", "hola", False),
    ("I don't speak Spanish", "", False),
    ("não falo espanhol", "", False),
    ("posso pagar só uma parte este mês", "", False),
    ("mi cyaan manage dat pon mi wage", "", False),
    ("gracias for the help mate", "", False),
    ("\ufdfa" * 300, "", False),
]


@pytest.mark.parametrize(("text", "before", "expected"), FOREIGN)
def test_clearly_foreign(text: str, before: str, expected: bool) -> None:
    assert clearly_foreign(text, before) is expected
