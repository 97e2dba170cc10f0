"""What do people propose in Portuguese?"""

from __future__ import annotations

from datetime import date

import pytest

from bot.reading.proposals.proposals import Said, proposal
from bot.rules.money import Money

TODAY = date(2026, 11, 22)  # a Sunday
TOTAL = Money(90001, "BRL")


def brl(amount: str) -> Money:
    return Money.parse(amount, "BRL")


PROPOSALS = [
    ("consigo 80 toda sexta", Said(amount=brl("80.00"), frequency="weekly", payday="weekday:4")),
    (
        "300 agora e o resto em janeiro",
        Said(down_payment=brl("300.00"), down_date=date(2026, 11, 22), rest_date=date(2027, 1, 31)),
    ),
    (
        "metade agora, metade mês que vem",
        Said(
            down_payment=brl("450.01"), down_date=date(2026, 11, 22), rest_date=date(2026, 12, 31)
        ),
    ),
    ("2x de 150", Said(amount=brl("150.00"), count=2)),
    ("duas de 150", Said(amount=brl("150.00"), count=2)),
    ("3 vezes de 100", Said(amount=brl("100.00"), count=3)),
    ("em 4 vezes", Said(count=4)),
    (
        "entrada de 200 e mais 3x de 100",
        Said(amount=brl("100.00"), count=3, down_payment=brl("200.00")),
    ),
    (
        "entrada de 200 mais 3x de 100",
        Said(amount=brl("100.00"), count=3, down_payment=brl("200.00")),
    ),
    ("dou 200 de entrada e o resto em 3x", Said(count=3, down_payment=brl("200.00"))),
    (
        "200 por mês no quinto dia útil",
        Said(amount=brl("200.00"), frequency="monthly", payday="business_day:5"),
    ),
    ("60 a cada 15 dias", Said(amount=brl("60.00"), frequency="fortnightly")),
    ("todo dia 10", Said(frequency="monthly", payday="day:10")),
    ("50 conto por semana", Said(amount=brl("50.00"), frequency="weekly")),
    ("pago tudo se tirar os juros", Said(in_full=True)),
    ("entre 50 e 60 por mês", Said(amount=brl("50.00"), frequency="monthly")),
    ("de 80 a 100 por mês", Said(amount=brl("80.00"), frequency="monthly")),
    ("consigo chegar a 90", Said(amount=brl("90.00"))),
    ("R$ 120 todo mês dia 10", Said(amount=brl("120.00"), frequency="monthly", payday="day:10")),
    (
        "Proponho entrada de R$ 500,00 e o saldo em quatro parcelas.",
        Said(count=4, down_payment=brl("500.00")),
    ),
    ("dou 300 à vista e morre o assunto", Said(amount=brl("300.00"), in_full=True)),
    ("150 eu não consigo, 90 dá", Said(amount=brl("90.00"))),
    ("só tenho 200 agora, aceita?", Said(amount=brl("200.00"), first_date=date(2026, 11, 22))),
    (
        "posso dar 100 hoje e o resto dia 20",
        Said(
            down_payment=brl("100.00"), down_date=date(2026, 11, 22), rest_date=date(2026, 12, 20)
        ),
    ),
    ("tenho 600 na mão, fecha nisso?", Said(amount=brl("600.00"), in_full=True)),
    ("faço 5 de 80, topa?", Said(amount=brl("80.00"), count=5)),
    ("em vez de 6 parcelas de 100 faz 12 de 50", Said(amount=brl("50.00"), count=12)),
    ("ofereço 70% do valor pra encerrar", Said(amount=brl("630.01"), in_full=True)),
    (
        "Nossa contraproposta: três pagamentos de R$ 1.800 nos dias 10.",
        Said(amount=brl("1800.00"), count=3, frequency="monthly", payday="day:10"),
    ),
    (
        "o que eu posso é 45 no dia 5 e 45 no dia 20",
        Said(
            amount=brl("45.00"),
            count=1,
            down_payment=brl("45.00"),
            down_date=date(2026, 12, 5),
            rest_date=date(2026, 12, 20),
        ),
    ),
    ("vcs querem 900, eu posso 650. e aí?", Said(amount=brl("650.00"))),
    (
        "com o salário de professora dá pra pagar 130 por mês, começando em março",
        Said(amount=brl("130.00"), frequency="monthly", first_date=date(2027, 3, 1)),
    ),
    (
        "35 por semana toda sexta quando recebo a diária",
        Said(amount=brl("35.00"), frequency="weekly", payday="weekday:4"),
    ),
    (
        "deixa eu pagar 90 esse mês q é mais fraco e 150 nos outros",
        Said(
            amount=brl("150.00"),
            frequency="monthly",
            down_payment=brl("90.00"),
            down_date=date(2026, 11, 30),
        ),
    ),
    ("12x de 99 fica bom pra mim, vcs topam?", Said(amount=brl("99.00"), count=12)),
    (
        "pago 500 hoje ou 700 parcelado, vocês escolhem",
        Said(amount=brl("500.00"), first_date=date(2026, 11, 22)),
    ),
    ("recebo 2 vezes no mês, daria 60 em cada", Said(amount=brl("60.00"), frequency="fortnightly")),
    (
        "aceitaria quitar por 1.200 se for até sexta",
        Said(amount=brl("1200.00"), first_date=date(2026, 11, 27), in_full=True),
    ),
    ("não posso 4x, posso 7x", Said(count=7)),
    (
        "consigo dar 15% de entrada, o resto em 10 meses",
        Said(count=10, frequency="monthly", down_payment=brl("135.01")),
    ),
    (
        "daria uns quatrocentos no começo de dezembro e o restante em janeiro",
        Said(down_payment=brl("400.00"), down_date=date(2026, 12, 10), rest_date=date(2027, 1, 31)),
    ),
    (
        "aqui no café a gente consegue 250 por quinzena, quando entra o repasse do cartão",
        Said(amount=brl("250.00"), frequency="fortnightly"),
    ),
    (
        "eu pagava uns 55 todo dia 8, tem jeito?",
        Said(amount=brl("55.00"), frequency="monthly", payday="day:8"),
    ),
    ("nem 100 nem 50, vamos em 75 q eu garanto", Said(amount=brl("75.00"))),
    (
        "300 hoje, 200 em janeiro e 200 em fevereiro",
        Said(
            amount=brl("200.00"),
            count=2,
            frequency="monthly",
            first_date=date(2027, 1, 31),
            down_payment=brl("300.00"),
            down_date=date(2026, 11, 22),
        ),
    ),
    (
        "250 hj e 250 dia 20",
        Said(
            amount=brl("250.00"),
            count=1,
            down_payment=brl("250.00"),
            down_date=date(2026, 11, 22),
            rest_date=date(2026, 12, 20),
        ),
    ),
    (
        "50 agora 50 mês que vem",
        Said(
            amount=brl("50.00"),
            count=1,
            down_payment=brl("50.00"),
            down_date=date(2026, 11, 22),
            rest_date=date(2026, 12, 31),
        ),
    ),
    ("uns 70 por mês, quer dizer, 60", Said(amount=brl("60.00"), frequency="monthly")),
    (
        "um terço hoje, um terço em dezembro e um terço em janeiro",
        Said(amount=brl("300.01"), count=3, frequency="monthly", first_date=date(2026, 11, 22)),
    ),
    (
        "R$ 100 dia 10 de dezembro e depois R$ 50 por mês",
        Said(
            amount=brl("50.00"),
            frequency="monthly",
            down_payment=brl("100.00"),
            down_date=date(2026, 12, 10),
        ),
    ),
    (
        "R$50 toda sexta sim sexta não",
        Said(amount=brl("50.00"), frequency="fortnightly", payday="weekday:4"),
    ),
    ("80 reais às sextas", Said(amount=brl("80.00"), frequency="weekly", payday="weekday:4")),
    (
        "70 no quinto dia útil de cada mês",
        Said(amount=brl("70.00"), frequency="monthly", payday="business_day:5"),
    ),
    ("pago tudo no quinto dia útil", Said(first_date=date(2026, 12, 7), in_full=True)),
    ("o valor total na sexta", Said(first_date=date(2026, 11, 27), in_full=True)),
    ("R$ 1.500,00 em 10 vezes de R$ 150,00", Said(amount=brl("150.00"), count=10)),
    ("1500 em 10x", Said(amount=brl("150.00"), count=10)),
    ("uma entrada de 20% e 8 parcelas", Said(count=8, down_payment=brl("180.01"))),
    ("tudo de uma vez não consigo, mas 5x de 100 sim", Said(amount=brl("100.00"), count=5)),
    (
        "Só consigo 120 por mês, mais que isso não dá",
        Said(amount=brl("120.00"), frequency="monthly"),
    ),
    (
        "me deixa pagar 110 todo dia 5 do mês",
        Said(amount=brl("110.00"), frequency="monthly", payday="day:5"),
    ),
    ("pode parcelar em 6 com entrada de 150?", Said(count=6, down_payment=brl("150.00"))),
    ("não tenho 500, só 150", Said(amount=brl("150.00"))),
    (
        "150 por mês no último dia útil",
        Said(amount=brl("150.00"), frequency="monthly", payday="last_business_day"),
    ),
    ("quero pagar em 5x com a primeira em janeiro", Said(count=5, first_date=date(2027, 1, 1))),
    (
        "consigo R$ 60 toda terça-feira",
        Said(amount=brl("60.00"), frequency="weekly", payday="weekday:1"),
    ),
    ("no lugar de 200 eu pago 140 por mês", Said(amount=brl("140.00"), frequency="monthly")),
    ("topo 6x de 95 sem entrada", Said(amount=brl("95.00"), count=6)),
    ("3 parcelas, uma por mês, de 180", Said(amount=brl("180.00"), count=3, frequency="monthly")),
    (
        "90 reais todo quinto dia útil",
        Said(amount=brl("90.00"), frequency="monthly", payday="business_day:5"),
    ),
    (
        "consigo quitar com 650 até dia 30",
        Said(amount=brl("650.00"), first_date=date(2026, 11, 30), in_full=True),
    ),
    (
        "100 hoje, 100 semana que vem e o resto em janeiro",
        Said(down_payment=brl("200.00"), down_date=date(2026, 11, 29), rest_date=date(2027, 1, 31)),
    ),
    (
        "100 hoje, 200 dia 10 e 300 dia 20",
        Said(
            amount=brl("500.00"),
            count=1,
            down_payment=brl("100.00"),
            down_date=date(2026, 11, 22),
            rest_date=date(2026, 12, 20),
        ),
    ),
    (
        "pago 150 agora e 150 mes q vem",
        Said(
            amount=brl("150.00"),
            count=1,
            down_payment=brl("150.00"),
            down_date=date(2026, 11, 22),
            rest_date=date(2026, 12, 31),
        ),
    ),
    ("120 sim, 150 nao", Said(amount=brl("120.00"))),
    ("150? nao. 120 sim", Said(amount=brl("120.00"))),
    (
        "ultima sexta de cada mes 150",
        Said(amount=brl("150.00"), frequency="monthly", payday="last_business_day"),
    ),
    (
        "120 todo ultimo dia util",
        Said(amount=brl("120.00"), frequency="monthly", payday="last_business_day"),
    ),
    (
        "recebo no último dia útil do mês, consigo 120",
        Said(amount=brl("120.00"), frequency="monthly", payday="last_business_day"),
    ),
    (
        "eu recebo toda quinta aí tava pensando assim uns cinquenta por semana dá pra ser",
        Said(amount=brl("50.00"), frequency="weekly", payday="weekday:3"),
    ),
    (
        "semana que vem eu te passo 200",
        Said(amount=brl("200.00"), first_date=date(2026, 11, 29)),
    ),
    ("400 e fechamos?", Said(amount=brl("400.00"), in_full=True)),
    ("quita por 450?", Said(amount=brl("450.00"), in_full=True)),
    (
        "se fizer 450 pago agora no pix",
        Said(amount=brl("450.00"), first_date=date(2026, 11, 22), in_full=True),
    ),
    ("50tinha por mes", Said(amount=brl("50.00"), frequency="monthly")),
    ("120 e 50 centavos por mes", Said(amount=brl("120.50"), frequency="monthly")),
    ("dez de cento e vinte", Said(amount=brl("120.00"), count=10)),
    ("uns 70, 80 por mes", Said(amount=brl("70.00"), frequency="monthly")),
    ("mil reais de entrada e o resto em 5", Said(count=5, down_payment=brl("1000.00"))),
    (
        "qro pgar 100 td quinto dia util",
        Said(amount=brl("100.00"), frequency="monthly", payday="business_day:5"),
    ),
    ("pd ser 100 pr mes?", Said(amount=brl("100.00"), frequency="monthly")),
]


@pytest.mark.parametrize(("text", "expected"), PROPOSALS)
def test_proposal(text: str, expected: Said) -> None:
    assert proposal(text, TODAY, "BRL", total=TOTAL, country="BR") == expected
