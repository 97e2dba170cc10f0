"""Do the readers stand together: whole messages, places in the text, and any text at all?"""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import Entity, detect, next_language, read
from bot.reading.letters.number_words import number_runs

TODAY = date(2026, 3, 4)

WHOLE = [
    (
        "300 now and the rest in January",
        [("amount", "300.00", "300"), ("date", "2027-01-01", "in January")],
    ),
    ("2x de 150", [("instalments", 2, "2x"), ("amount", "150.00", "150")]),
    ("pago mais 100 dia 28", [("amount", "100.00", "100"), ("date", "2026-03-28", "dia 28")]),
    (
        "dou 1.250,00 no dia 5",
        [("amount", "1250.00", "1.250,00"), ("date", "2026-03-05", "dia 5")],
    ),
    (
        "Consigo R$ 80,50 todo dia 10, me chama no zap de noite",
        [
            ("amount", "80.50", "R$ 80,50"),
            ("day_of_month", 10, "todo dia 10"),
            ("channel", "whatsapp", "zap"),
            ("time_window", "evenings", "de noite"),
        ],
    ),
    (
        "100 a month from aug?",
        [
            ("amount", "100.00", "100"),
            ("frequency", "monthly", "a month"),
            ("date", "2026-08-01", "from aug"),
        ],
    ),
    ("text me after 6", [("channel", "sms", "text me"), ("time_window", "after 18:00", "after 6")]),
    ("thanks, will do", []),
]


@pytest.mark.parametrize(("text", "expected"), WHOLE)
def test_whole_message(text: str, expected: list[tuple[str, str | int, str]]) -> None:
    assert [(one.entity, one.value, one.text) for one in read(text, TODAY)] == expected


def test_places_are_those_of_the_original_text() -> None:
    text = "Ame\u0301lia paga\u00a0R$ 50 amanha\u0303"
    for one in read(text, TODAY):
        assert text[one.start : one.end] == one.text
    assert [one.text for one in read(text, TODAY)] == ["R$ 50", "amanha\u0303"]


def test_json_leaves_out_what_was_not_said() -> None:
    (amount, period) = read("£50 next week", TODAY)
    assert amount.as_json() == {
        "entity": "amount", "value": "50.00", "text": "£50", "start": 0, "end": 3,
        "currency": "GBP",
    }  # fmt: skip
    assert period.as_json()["latest"] == "2026-03-15"
    assert Entity("rating", 5, "5", 0, 1).as_json().keys() == {
        "entity", "value", "text", "start", "end",
    }  # fmt: skip


NUMBERS = [
    ("two fifty", [250]),
    ("three twenty-five", [325]),
    ("a hundred and twenty", [120]),
    ("two thousand and fifty", [2050]),
    ("fifty and twenty", [50, 20]),
    ("dois mil e quinhentos", [2500]),
    ("cento e vinte e um", [121]),
    ("vinte e trinta", [20, 30]),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_numbers_in_words(text: str, expected: list[int]) -> None:
    assert [run.value for run in number_runs(text)] == expected


_SNIPPETS = """
R$ £ $ 50 1.250,00 12/03 99/99 dia 31 next friday week of the mês que vem semana a e and mil
hundred two cinquenta 3x de payments every after 25:99 6pm às 18h zap não text me nota ⭐ 5 /10
in end beginning 99999999999999999999 , . ? % - \u0301 \u200d ² ½ Ⅷ ٣ İ ß
"""
PARTS = st.sampled_from(_SNIPPETS.split())


@given(
    st.one_of(st.text(), st.lists(PARTS, max_size=12).map(" ".join), st.lists(PARTS).map("".join)),
    st.dates(),
    st.sampled_from([None, "US", "GB", "BR"]),
)
def test_any_text_can_be_read(text: str, today: date, country: str | None) -> None:
    last = 0
    for one in read(text, today, country=country):
        assert last <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        if one.entity == "date":
            assert date.fromisoformat(str(one.value)) >= today
        last = one.end


@given(st.text())
def test_any_text_has_a_language_or_none(text: str) -> None:
    assert detect(text).language in (None, "en", "pt", "other")
    assert 0 <= detect(text).strength <= 3
    assert next_language("en", text) in ("en", "pt", "other")


@pytest.mark.parametrize(
    "part", ["1 ", "two ", "a ", "nota ", "in ", "12/", "1.", "vinte e ", "x", " ", "not ", "$"]
)
def test_long_texts_are_read_in_time(part: str) -> None:
    start = time.process_time()
    read(part * (4096 // len(part)), TODAY)
    assert time.process_time() - start < 2
