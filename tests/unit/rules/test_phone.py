"""The ninth digit of Brazilian mobile numbers, and whom it must not confuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.phone import is_same_number, other_form


@pytest.mark.parametrize(
    ("with_nine", "without"),
    [
        ("+5511987654321", "+551187654321"),
        ("+5531961234567", "+553161234567"),
        ("+5599999999999", "+559999999999"),
    ],
)
def test_one_number_in_two_forms(with_nine, without):
    assert other_form(with_nine) == without
    assert other_form(without) == with_nine
    assert is_same_number(with_nine, without)
    assert is_same_number(without, without)


@pytest.mark.parametrize(
    "number",
    [
        "+551132654321",  # a landline
        "+5511932654321",  # a mobile number that never had eight digits
        "+551177654321",  # trunked radio
        "+5511977654321",
        "+5501987654321",  # no area
        "+5510987654321",
        "+55119876543210",
        "+5511 98765 4321",
        "5511987654321",
        "+12025550100",
        "+5491187654321",  # Argentina
        "+351987654321",
        "+5511٩87654321",
        "sms:A-1",
        "7001002003",
        "",
    ],
)
def test_all_others_have_one_form(number):
    assert other_form(number) is None


@given(st.from_regex(r"\+55[0-9]{10,11}", fullmatch=True))
def test_there_and_back(number):
    other = other_form(number)
    assert other is None or (other != number and other_form(other) == number)
