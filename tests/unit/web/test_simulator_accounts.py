"""Which JSON makes a person, and what does a debt's contract say in it?"""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.web.simulator.accounts import DebtIn

DEBT = {
    "reference": "D-1", "description": "Sofa", "principal": "400.00", "currency": "BRL",
    "due_date": "2026-03-03",
}  # fmt: skip


def debt(**given: Any) -> Any:
    return DebtIn(**(DEBT | given)).as_new()


def test_the_contract_may_be_left_out() -> None:
    plain = debt()
    assert (plain.product, plain.terms) == (None, {})


def test_rate_late_fee_and_product() -> None:
    new = debt(product="furniture", annual_rate="12%", late_fee="2%")
    assert (new.product, new.terms) == ("furniture", {"annual_rate": "12%", "late_fee": "2%"})
    assert debt(late_fee="5.00").terms == {"late_fee": {"amount": "5.00"}}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("annual_rate", "12", "annual_rate is a percentage"),
        ("annual_rate", "-1%", "annual_rate is a percentage"),
        ("late_fee", "200%", "late_fee is a percentage"),
        ("late_fee", "five", "not a decimal amount"),
    ],
)
def test_what_cannot_be_read_is_said(name: str, value: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        debt(**{name: value})
