"""Is every sum read as it was meant, and nothing else taken for money?"""

from __future__ import annotations

from datetime import date

import pytest

from bot.reading import read

TODAY = date(2026, 3, 4)

SUMS = [
    ("300 conto", "300.00", "BRL"),
    ("mil e duzentos", "1200.00", None),
    ("R$ 1.250,00", "1250.00", "BRL"),
    ("80 quid", "80.00", "GBP"),
    ("could do two fifty", "250.00", None),
    ("1.5k", "1500.00", None),
    ("2 mil", "2000.00", None),
    ("2 mil e quinhentos", "2500.00", None),
    ("2 mil e 500", "2500.00", None),
    ("1,5 mil", "1500.00", None),
    ("cinquenta reais", "50.00", "BRL"),
    ("a hundred and twenty", "120.00", None),
    ("uns 200", "200.00", None),
    ("$80.50", "80.50", "USD"),
    ("80,50", "80.50", None),
    ("50 pila", "50.00", "BRL"),
    ("50$", "50.00", "USD"),
    ("R$50", "50.00", "BRL"),
    ("rs 50", "50.00", "BRL"),
    ("rs50", "50.00", "BRL"),
    ("£1,234.56", "1234.56", "GBP"),
    ("1.234,56", "1234.56", None),
    ("US$ 20", "20.00", "USD"),
    ("€75", "75.00", "EUR"),
    ("75 euros", "75.00", "EUR"),
    ("twelve pounds a week, dear", "12.00", "GBP"),
    ("five dollars and fifty cents", "5.50", "USD"),
    ("50 reais e 30 centavos", "50.30", "BRL"),
    ("5 pound 50", "5.50", "GBP"),
    ("a couple hundred bucks", "200.00", "USD"),
    ("can spare a fiver", "5.00", "GBP"),
    ("funeral cost us 6 grand", "6000.00", None),
    ("take 620ish and we finish there", "620.00", None),
    ("meu limite é cinquentinha", "50.00", None),
    ("make it 35 and we're good", "35.00", None),
    ("e 65?", "65.00", None),
    ("£50pm", "50.00", "GBP"),
    ("could pay u 5 now", "5.00", None),
    ("I can pay 2000", "2000.00", None),
    ("uma parcela de 60 eu aguento", "60.00", None),
    ("got 120 in my hand now", "120.00", None),
    ("um real", "1.00", "BRL"),
    ("duzentos e cinquenta e cinco reais", "255.00", "BRL"),
    ("twenty-five hundred dollars", "2500.00", "USD"),
    ("chegando em 500 eu pago na hora", "500.00", None),
    ("thirty-two pounds fifty", "32.50", "GBP"),
    ("sete conto e cinquenta", "7.50", "BRL"),
    ("fifty pence", "0.50", "GBP"),
    ("twenty-two fifty a week", "22.50", None),
    ("oitenta e nove e noventa", "89.90", None),
    ("hundred twenty", "120.00", None),
    ("seven hundred n fifty", "750.00", None),
    ("three and a half grand", "3500.00", None),
    ("um e quinhentos", "1500.00", None),
    ("a hunnid", "100.00", None),
    ("50zão", "50.00", None),
    ("cem pratas", "100.00", "BRL"),
    ("70 real", "70.00", "BRL"),
    ("reais 120", "120.00", "BRL"),
    ("eighty-odd pounds", "80.00", "GBP"),
    ("12 months @ 22.50", "22.50", None),
    ("paguei 89,90 mês passado", "89.90", None),
    ("dia 15/12 cento e oitenta", "180.00", None),
    ("the refund is 300", "300.00", None),
]


@pytest.mark.parametrize(("text", "value", "currency"), SUMS)
def test_sum(text: str, value: str, currency: str | None) -> None:
    found = [one for one in read(text, TODAY) if one.entity == "amount"]
    assert [(one.value, one.currency) for one in found] == [(value, currency)]


SEVERAL = [
    ("vcs querem 900, eu posso 650", ["900.00", "650.00"]),
    ("60 on the 1st and 60 on the 15th", ["60.00", "60.00"]),
    ("20 hj 20 semana q vem", ["20.00", "20.00"]),
    ("cem agora e cem dia dez", ["100.00", "100.00"]),
    ("450-500", ["450.00", "500.00"]),
    ("mum's bill jumped from 75 to 110", ["75.00", "110.00"]),
    ("o que eu posso é 45 no dia 5 e 45 no dia 20", ["45.00", "45.00"]),
]


@pytest.mark.parametrize(("text", "values"), SEVERAL)
def test_several_sums(text: str, values: list[str]) -> None:
    assert [one.value for one in read(text, TODAY) if one.entity == "amount"] == values


def test_both_ends_of_a_range_have_its_currency() -> None:
    found = read("between 50 and 60 quid", TODAY)
    assert [(one.value, one.currency) for one in found] == [("50.00", "GBP"), ("60.00", "GBP")]
    assert [one.currency for one in read("R$ 50 a 60", TODAY)] == ["BRL", "BRL"]


def test_a_dollar_sign_is_the_real_for_a_brazilian() -> None:
    assert read("$ 50", TODAY, country="BR")[0].currency == "BRL"
    assert read("US$ 50", TODAY, country="BR")[0].currency == "USD"


NO_SUM = [
    "call me on 07911 123456",
    "+44 7911 123456",
    "(11) 98765-4321",
    "555-123-4567",
    "my account is 12345678",
    "cpf 123.456.789-00",
    "4111 1111 1111 1111",
    "A fatura 0418 foi compensada",
    "in 2019",
    "wasn't this struck off in my bankruptcy in 2019",
    "born in 99, not 1969, so it's not me",
    "I'm 81 and I can't follow this",
    "my eldest turned 18",
    "depois das 18h",
    "at 7",
    "do you ever sleep? its 11pm",
    "24 hours",
    "1 of my kids",
    "400 of us got sent home",
    "20% off?",
    "100%",
    "ten percent",
    "24/7",
    "it's been 3 weeks",
    "after 19 years",
    "isso é assédio, me mandaram 6 mensagens",
    "apto 302",
    "bus 42",
    "i can pay 1/3 now",
    "mil desculpas",
    "thanks a million love",
    "that's grand",
    "tô sem um real",
    "0",
    "invoice 88",
    "INV-2044",
    "art. 18 da LGPD",
    "plantão 12x36",
    "They cut my hours at the warehouse from 40 to 16",
    "me empresta por cento",
    "cep 01310-100",
    "maria22@mail.com",
    "two of you",
    "liguei no 151",
    "one more thing",
    "a few hundred letters",
    "my wife is 71",
    "minha vó tem 83",
    "to com 38 de febre",
    "moro no 302",
    "house number is 118",
    "my card ends 8841",
    "her number is 555 0142",
    "it's 20 past 5",
]


@pytest.mark.parametrize("text", NO_SUM)
def test_no_sum(text: str) -> None:
    assert [one for one in read(text, TODAY) if one.entity == "amount"] == []
