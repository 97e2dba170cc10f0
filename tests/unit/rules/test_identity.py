"""Are birth dates and codes read out of what people write, and guesses turned away?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.identity import (
    Asked,
    IdentityPolicy,
    IdentityVerdict,
    code_matches,
    judge,
    judge_on_page,
    page_asks,
    page_tries,
    read_birth_dates,
    read_codes,
    still_verified,
)

BIRTH = date(1985, 3, 12)
POLICY = IdentityPolicy(3, timedelta(minutes=60), "product choice")


@pytest.mark.parametrize(
    "text",
    ["12/03/1985", "12-3-85", "1985-03-12", "12.03.1985", "12031985", "120385", "19850312",
     "March 12, 1985", "12th of march 1985", "12 de março de 1985", "12 mar 85", "12MAR1985",
     "I was born on the 12th of March 1985, ok?", "nasci em 12/03/1985.", "12 03 1985",
     "mar/12/85", "DOB: 12/03/1985 postcode SW1A 1AA", "1985 march 12"],
)  # fmt: skip
def test_birth_dates(text: str) -> None:
    assert read_birth_dates(text, day_first=True)[0] == BIRTH


def test_both_orders_the_preferred_first() -> None:
    other = date(1985, 12, 3)
    assert read_birth_dates("12/03/1985", day_first=True) == (BIRTH, other)
    assert read_birth_dates("12/03/1985", day_first=False) == (other, BIRTH)
    assert read_birth_dates("25/03/1985", day_first=False) == (date(1985, 3, 25),)
    assert read_birth_dates("1º de maio de 1990", day_first=True) == (date(1990, 5, 1),)


def test_two_digit_years_are_never_in_the_future() -> None:
    today = date(2026, 2, 1)
    assert read_birth_dates("01/02/03", True, today)[0] == date(2003, 2, 1)
    assert read_birth_dates("03/02/26", True, today)[0] == date(1926, 2, 3)
    assert all(d <= today for d in read_birth_dates("5/6/70 e 3.4.2031", True, today))


@pytest.mark.parametrize(
    "text", ["", "no idea", "31/02/1985", "99/99/1985", "SW1A 1AA", "I owe 300"]
)
def test_no_birth_date(text: str) -> None:
    assert read_birth_dates(text, day_first=True) == ()


def test_guessing_reads_as_nothing() -> None:
    assert read_birth_dates("1/1/80 2/1/80 3/1/80", day_first=True) == ()
    assert not code_matches("1111 1112 1113 1114 1115 1116", "1114", None)


@given(st.dates(date(1900, 1, 1), date(2024, 12, 31)), st.booleans())
def test_written_dates_are_read_back(day: date, day_first: bool) -> None:
    today = date(2025, 1, 1)
    shape = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    for text in (day.isoformat(), day.strftime(shape), day.strftime("%d %b %Y")):
        assert read_birth_dates(text, day_first, today)[0] == day


@pytest.mark.parametrize(
    ("text", "code"),
    [("it's sw1a1aa", "SW1A 1AA"), ("SW1A  1AA", "SW1A 1AA"), ("m1 1ae", "M1 1AE"),
     ("zip 10001", "10001"), ("10001-1234", "10001-1234"), ("01310100", "01310-100"),
     ("cep 01310-100", "01310-100"), ("last four: 1 2 3 4", "1234"),
     ("123.456.789-09", "12345678909"), ("12/03/1985 1234", "1234")],
)  # fmt: skip
def test_codes(text: str, code: str) -> None:
    assert code in read_codes(text)


@pytest.mark.parametrize(
    ("given_text", "document", "postcode", "matches"),
    [
        ("1234", "1234", None, True), ("my number ends in 1234.", "1234", "SW1A 1AA", True),
        ("sw1a1aa", "1234", "SW1A 1AA", True), ("SW1A 1AB", "1234", "SW1A 1AA", False),
        ("10001", None, "10001-1234", True), ("10001-1234", None, "10001", True),
        ("10002", None, "10001", False), ("01310100", None, "01310-100", True),
        ("123.456.789-09", "8909", None, True), ("51234", "1234", None, False),
        ("123.456.789-09 01310-100", None, "01310-100", True),
        ("12/03/1985", "1985", None, False), ("nino ends 56c", "56C", None, True),
        ("1234", None, None, False), ("", "1234", "10001", False), ("anything", "", "", False),
    ],
)  # fmt: skip
def test_code_matches(
    given_text: str, document: str | None, postcode: str | None, matches: bool
) -> None:
    assert code_matches(given_text, document, postcode) is matches


@pytest.mark.parametrize(
    ("tries", "birth", "code", "verdict"),
    [(0, True, True, (True, 3, False)), (0, True, False, (False, 2, False)),
     (1, False, True, (False, 1, False)), (2, False, False, (False, 0, True)),
     (2, True, True, (True, 1, False)), (3, True, True, (False, 0, True))],
)  # fmt: skip
def test_judge(tries: int, birth: bool, code: bool, verdict: tuple[bool, int, bool]) -> None:
    assert judge(tries, birth, code, POLICY) == IdentityVerdict(*verdict)


@pytest.mark.parametrize(
    ("born", "document", "postcode", "individual", "asked"),
    [(BIRTH, "1234", "10001", True, Asked.BIRTH_DATE), (BIRTH, None, None, True, Asked.BIRTH_DATE),
     (None, "1234", None, True, Asked.CODE), (None, None, "10001", True, Asked.CODE),
     (BIRTH, "1234", None, False, Asked.CODE), (BIRTH, None, "10001", False, Asked.CODE),
     (BIRTH, None, None, False, None), (None, "", "", True, None)],
)  # fmt: skip
def test_what_a_page_asks(
    born: date | None,
    document: str | None,
    postcode: str | None,
    individual: bool,
    asked: Asked | None,
) -> None:
    assert page_asks(born, document, postcode, individual=individual) is asked


@pytest.mark.parametrize(
    ("tries", "left", "right", "wrong"),
    [(0, 2, (True, 2, False), (False, 1, False)), (1, 1, (True, 1, False), (False, 0, False)),
     (2, 0, (False, 0, False), (False, 0, False)), (9, 0, (False, 0, False), (False, 0, False))],
)  # fmt: skip
def test_a_page_leaves_the_last_try_to_the_conversation(
    tries: int, left: int, right: tuple[bool, int, bool], wrong: tuple[bool, int, bool]
) -> None:
    assert page_tries(tries, POLICY) == left
    assert judge_on_page(tries, True, POLICY) == IdentityVerdict(*right)
    assert judge_on_page(tries, False, POLICY) == IdentityVerdict(*wrong)


def test_with_a_single_try_only_the_conversation_asks() -> None:
    once = IdentityPolicy(1, timedelta(minutes=60), "product choice")
    assert page_tries(0, once) == 0
    assert not judge_on_page(0, True, once).verified


def test_verification_runs_out() -> None:
    at = datetime(2025, 5, 1, 12, tzinfo=UTC)
    assert still_verified(at, at + timedelta(minutes=59), POLICY)
    assert not still_verified(at, at + timedelta(minutes=60), POLICY)
    assert not still_verified(None, at, POLICY)
    assert not still_verified(at, at - timedelta(minutes=1), POLICY)
