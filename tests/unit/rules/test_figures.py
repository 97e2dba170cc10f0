"""Is every sum of money in a text seen, and nothing else taken for one?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.figures import money_in, unbacked
from bot.rules.money import Money


@pytest.mark.parametrize(
    ("text", "decimal", "currency"),
    [
        ("$1,250.00", "1250.00", "USD"), ("US$ 300", "300", "USD"), ("£80", "80", "GBP"),
        ("80 pounds", "80", "GBP"), ("R$ 1.250,00", "1250", "BRL"), ("R$80", "80", "BRL"),
        ("R$\u00a01.250,00", "1250", "BRL"), ("300 reais", "300", "BRL"), ("80 quid", "80", "GBP"),
        ("300 dollars", "300", "USD"), ("CA$30.50", "30.50", "CAD"), ("30 €", "30", "EUR"),
        ("¥1,200", "1200", "JPY"), ("2 mil reais", "2000", "BRL"), ("$1.5k", "1500", "USD"),
        ("USD 100.50", "100.50", "USD"), ("1,250.00", "1250", "USD"), ("50p", "0.50", "GBP"),
        ("You owe $300.", "300", "USD"), ("R$ 1.250", "1250", "BRL"), ("50 centavos", "0.5", "BRL"),
        ("3 x R$ 83,34", "83.34", "BRL"), ("300 dólares", "300", "USD"),
    ],
)  # fmt: skip
def test_money(text: str, decimal: str, currency: str) -> None:
    figures = money_in(text)
    assert len(figures) == 1
    assert Money.parse(decimal, currency) in figures[0].readings


@pytest.mark.parametrize(
    "text",
    ["3 instalments", "1 a 5", "12/03/1985", "12.03.2025", "2025-05-14", "call +1 415 555 2671",
     "0800 138 1111", "(11) 98765-4321", "at 9.30 or 18:00", "30%", "reference 20931", "988",
     "em 3 parcelas", "24 meses", "2 real options", "article 42-A", "line 116 123"],
)  # fmt: skip
def test_no_money(text: str) -> None:
    assert money_in(text) == ()


def test_what_is_not_allowed_is_named() -> None:
    allowed = [Money(30000, "USD"), Money(2500, "USD")]
    assert unbacked("You owe $300.00; 12 payments of $25 from 2025-06-01", allowed) == ()
    assert unbacked("You owe $300.00, or $250 today", allowed) == ("$250",)
    assert unbacked("£300", allowed) == ("£300",)
    assert unbacked("$1,2500 and -", allowed) == ("$1,2500",)


@given(st.integers(0, 10_000_000))
def test_rendered_sums_are_read_back(minor: int) -> None:
    whole, part = divmod(minor, 100)
    english = f"${whole:,}.{part:02d}"
    brazilian = "R$\u00a0" + f"{whole:,}".replace(",", ".") + f",{part:02d}"
    assert unbacked(english, [Money(minor, "USD")]) == ()
    assert unbacked(brazilian, [Money(minor, "BRL")]) == ()


PIX = (
    "00020126580014br.gov.bcb.pix0136123e4567-cad2-12d1-a456-426655440000520400005303986540512.34"
    "5802BR5913Loja 100 reais6008BRASILIA62070503***63041D3D"
)


def test_of_a_pix_code_it_is_the_sum_that_it_carries():
    (figure,) = money_in(f"Pix copia e cola:\n{PIX}\nR$ 1,00")[:1]
    assert figure.readings == (Money(1234, "BRL"),)
    assert [f.text for f in money_in(f"{PIX}\nR$ 1,00")] == ["12.34", "R$ 1,00"]
    assert unbacked(PIX, {Money(1234, "BRL")}) == ()
    assert unbacked(PIX, {Money(1235, "BRL")}) == ("12.34",)


def test_a_pix_code_without_a_sum_names_none():
    assert money_in(PIX.replace("540512.34", "")) == ()
