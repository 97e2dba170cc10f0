"""What comes in and goes out in a month, exactly, and when is a text no budget?"""

from __future__ import annotations

from datetime import date

import pytest

from bot.reading.income.budgets import Budget, budget
from bot.rules.money import Money

TODAY = date(2026, 11, 22)


def told(income: str | None, outgoings: str | None, currency: str) -> Budget:
    return Budget(
        None if income is None else Money.parse(income, currency),
        None if outgoings is None else Money.parse(outgoings, currency),
    )


ENGLISH = [
    ("I earn 2500 a month and spend 2100", "2500.00", "2100.00"),
    ("about 400 a week comes in, rent and food take 350", "1733.33", "1516.67"),
    ("2,300 / 1,900", "2300.00", "1900.00"),
    ("2300/1900", "2300.00", "1900.00"),
    ("2300 and 1900", "2300.00", "1900.00"),
    ("income 1.2k, rent 700, food 250, bills 100", "1200.00", "1050.00"),
    ("700 rent, 250 food, 100 bills", None, "1050.00"),
    ("nothing comes in, bills are 900", "0.00", "900.00"),
    ("my wages are 1900", "1900.00", None),
    ("I get 400 a week and my rent is 900", "1733.33", "900.00"),
    ("I earn 400 and spend 350 a week", "1733.33", "1516.67"),
    ("earn 2000, spend 100 a week on food", "2000.00", "433.34"),
    ("2000 in, 1800 out", "2000.00", "1800.00"),
    ("2000 in 1800 out", "2000.00", "1800.00"),
    ("in: 2000 out: 1900", "2000.00", "1900.00"),
    ("i bring home 1,850 and my outgoings are 1,700", "1850.00", "1700.00"),
    ("700 a fortnight, bills 900 a month", "1516.66", "900.00"),
    ("30k a year, spend 2000 a month", "2500.00", "2000.00"),
    ("i get paid 250 twice a month", "500.00", None),
    ("i used to earn 2500, now 900", "900.00", None),
    ("outgoings are 950: rent 700 and food 250", None, "950.00"),
    ("rent 700, food 250, 950 in total", None, "950.00"),
    ("my wife earns 1200 and I earn 800, rent is 1000", "2000.00", "1000.00"),
    ("I don't earn anything right now", "0.00", None),
    ("no income", "0.00", None),
    ("no income and no outgoings", "0.00", "0.00"),
    ("salary 2000 and tips 300, spend 1900", "2300.00", "1900.00"),
    ("wages 1500 plus 300 from tips", "1800.00", None),
    ("$1,200 universal credit, $650 rent, $300 food and bills", "1200.00", "950.00"),
    ("weekly wage 450, rent 800, shopping 60 a week", "1950.00", "1060.00"),
    ("income: 1800 outgoings: 1750", "1800.00", "1750.00"),
    ("about two thousand in and nineteen hundred out", "2000.00", "1900.00"),
    ("my take home is 1650, bills come to 1500", "1650.00", "1500.00"),
    ("i get 1100 pip and uc, 1050 goes straight out on bills", "1100.00", "1050.00"),
    ("I earn 2000 and can pay 20 a week", "2000.00", None),
    ("I earn 2500 and spend 2100 so I can pay 200 a month", "2500.00", "2100.00"),
    ("I get 400 a week, rent 100 a week and food 50", "1733.33", "650.00"),
]


@pytest.mark.parametrize(("text", "income", "outgoings"), ENGLISH)
def test_english(text: str, income: str | None, outgoings: str | None) -> None:
    assert budget(text, TODAY, "USD", "US") == told(income, outgoings, "USD")


PORTUGUESE = [
    ("ganho 1800 e gasto 1500 por mês", "1800.00", "1500.00"),
    ("recebo um salário mínimo e gasto 1200", None, "1200.00"),
    ("não entra nada", "0.00", None),
    ("ganho 2 mil e gasto mil e quinhentos", "2000.00", "1500.00"),
    ("entra 1800 sai 1500", "1800.00", "1500.00"),
    ("recebo 900 por quinzena e pago 700 de aluguel", "1950.00", "700.00"),
    ("recebo 1.412 de aposentadoria, aluguel 600, luz 120, mercado 450", "1412.00", "1170.00"),
    ("minha renda é de 3.500 e minhas despesas 3.200", "3500.00", "3200.00"),
    ("sem renda, despesas de 800", "0.00", "800.00"),
    ("ganho 1500 no trampo mais 400 de bico", "1900.00", None),
    ("tiro uns 2000, gasto quase tudo", "2000.00", None),
    ("gasto 1500 e ganho 1800", "1800.00", "1500.00"),
    ("minhas contas dão 1300 e eu recebo 1600", "1600.00", "1300.00"),
    ("entram 2500 e saem 2300", "2500.00", "2300.00"),
    ("ganho R$ 450 por semana e gasto R$ 400", "1950.00", "1733.34"),
    ("salário de 2.100, aluguel 800, mercado 600, luz 150, água 80", "2100.00", "1630.00"),
    ("recebo 1.518 do INSS e gasto uns 1.400", "1518.00", "1400.00"),
    ("faço uns 300 por semana de entrega, gasto 250", "1300.00", "1083.34"),
    ("não ganho nada no momento, as contas dão 700", "0.00", "700.00"),
    ("tá entrando 1200 e saindo 1300", "1200.00", "1300.00"),
    ("trabalho por conta, uns 2 mil por mês, e as despesas ficam em 1900", "2000.00", "1900.00"),
    ("ganho mil e quinhentos, aluguel de 600 e comida 500", "1500.00", "1100.00"),
]


@pytest.mark.parametrize(("text", "income", "outgoings"), PORTUGUESE)
def test_portuguese(text: str, income: str | None, outgoings: str | None) -> None:
    assert budget(text, TODAY, "BRL", "BR") == told(income, outgoings, "BRL")


NO_BUDGETS = [
    "rather not say",
    "prefiro não dizer",
    "recebo um salário mínimo",
    "sobram 200 no fim do mês",
    "I have 200 left over",
    "I can do 80 every Friday",
    "300 now and the rest in January",
    "I owe 900",
    "paid 300 in January",
    "I make 15 an hour",
    "100 por dia",
    "I have 2 kids",
    "call me on 07700 900123",
    "10/10",
    "2000",
    "hello",
]


@pytest.mark.parametrize("text", NO_BUDGETS)
def test_no_budget(text: str) -> None:
    assert budget(text, TODAY, "USD", "US") is None


def test_sums_in_another_currency_are_left_out() -> None:
    assert budget("I earn £2000", TODAY, "USD") is None
    assert budget("I earn £2000 and spend $900", TODAY, "USD") == told(None, "900", "USD")


def test_income_is_rounded_down_and_outgoings_up() -> None:
    read = budget("I earn 100 a week and spend 100 a week", TODAY, "GBP", "GB")
    assert read == told("433.33", "433.34", "GBP")
