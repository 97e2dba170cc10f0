"""Are instalments, rhythm, payday and rating read, and not taken for one another?"""

from __future__ import annotations

from datetime import date

import pytest

from bot.reading import read

TODAY = date(2026, 3, 4)


def values(text: str, entity: str) -> list[str | int]:
    return [one.value for one in read(text, TODAY) if one.entity == entity]


INSTALMENTS = [
    ("2x de 150", 2),
    ("3x110", 3),
    ("em 10x fica quanto", 10),
    ("3 payments of 100", 3),
    ("three instalments of 900", 3),
    ("em 4 vezes", 4),
    ("duas vezes dá?", 2),
    ("quatro parcelas", 4),
    ("could manage 3 lots of 70", 3),
    ("can i do it in 3 goes", 3),
    ("chop it into 4 please", 4),
    ("split it in three", 3),
    ("divide em 4 pra mim?", 4),
    ("quanto fica a parcela se for em 6", 6),
    ("is there a way to do it over 12 months", 12),
    ("can u do 40/month over a year", 12),
    ("em 12 meses sai por quanto cada", 12),
    ("do me 10 months at 33", 10),
    ("i could do 5 of 48", 5),
    ("faço 5 de 80, topa?", 5),
    ("se dividir em duas de 190 eu consigo", 2),
    ("a couple of payments", 2),
    ("50 a month for 6 months", 6),
    ("$150 x 2", 2),
    ("150 x2", 2),
    ("150 x 12", 12),
    ("duas de 150", 2),
    ("entrada de 200 e mais 3x de 100", 3),
    ("entrada de 200 mais 3x de 100", 3),
    ("half a dozen payments", 6),
    ("meia dúzia de parcelas", 6),
    ("12 months @ 22.50", 12),
    ("in thirds?", 3),
    ("split £480 over 4", 4),
    ("4 parcela de 130", 4),
]


@pytest.mark.parametrize(("text", "value"), INSTALMENTS)
def test_instalments(text: str, value: int) -> None:
    assert values(text, "instalments") == [value]


NO_INSTALMENTS = [
    "I missed 2 payments",
    "paguei 3 parcelas",
    "uma parcela de 60",
    "recebo 2 vezes no mês",
    "faço hemodiálise 3x na semana",
    "3x hoje vocês ligaram",
    "troquei de remédio 3 vezes, não consigo",
    "in 3 months",
    "off for 3 months at least",
    "10 de março",
    "4x4",
    "100 x 100",
    "paguei mais 3 parcelas",
    "nessa parcela não chego, chego em 75",
    "how did a 60 dollar co-pay turn into 94",
]


@pytest.mark.parametrize("text", NO_INSTALMENTS)
def test_no_instalments(text: str) -> None:
    assert values(text, "instalments") == []


FREQUENCIES = [
    ("£5 a week", "weekly"),
    ("40 toda semana", "weekly"),
    ("25 por semana", "weekly"),
    ("every friday", "weekly"),
    ("toda sexta", "weekly"),
    ("15 weekly", "weekly"),
    ("30/week", "weekly"),
    ("every other friday", "fortnightly"),
    ("25 quid every fortnight", "fortnightly"),
    ("25 twice a month", "fortnightly"),
    ("250 por quinzena", "fortnightly"),
    ("de 15 em 15 dias", "fortnightly"),
    ("a cada 15 dias", "fortnightly"),
    ("50 a month", "monthly"),
    ("£50pm", "monthly"),
    ("40/month", "monthly"),
    ("50 por mês", "monthly"),
    ("R$ 70 mensais", "monthly"),
    ("ir pagando todo mês", "monthly"),
    ("monthly payments pls", "monthly"),
]


@pytest.mark.parametrize(("text", "value"), FREQUENCIES)
def test_frequency(text: str, value: str) -> None:
    assert values(text, "frequency") == [value]


NO_FREQUENCY = [
    "in a month",
    "a month ago",
    "I posted it a fortnight ago",
    "last week",
    "in a fortnight",
]


@pytest.mark.parametrize("text", NO_FREQUENCY)
def test_no_frequency(text: str) -> None:
    assert values(text, "frequency") == []


PAYDAYS = [
    ("payday on the 5th", 5),
    ("my payday is the 28th", 28),
    ("todo dia 10", 10),
    ("dia 10 de cada mês", 10),
    ("todo mês no dia 7", 7),
    ("I get paid on the 25th", 25),
    ("65 on the 26th of every month", 26),
    ("recebo dia 5", 5),
    ("meu salário cai dia 8", 8),
    ("the benefits come on the 2nd", 2),
    ("dia 18 cai o bolsa família", 18),
    ("todo dia vinte e dois", 22),
    ("the twenty first is when my pension comes in", 21),
]


@pytest.mark.parametrize(("text", "value"), PAYDAYS)
def test_day_of_month(text: str, value: int) -> None:
    assert values(text, "day_of_month") == [value]
    assert values(text, "date") == []


def test_days_in_a_row_are_of_one_kind() -> None:
    assert values("recebo dia 5 e dia 20", "day_of_month") == [5, 20]
    assert values("30 on the first and 30 on the fifteenth of every month", "day_of_month") == [
        1,
        15,
    ]
    assert values("recebo dia 5 e pago dia 20", "day_of_month") == [5]


ONE_PAYDAY = [
    ("when my wages hit on the 28th", "2026-03-28"),
    ("once my shift money lands on the 28th", "2026-03-28"),
    ("salário atrasou, entra só dia 11", "2026-03-11"),
    ("quando cair meu salário dia 30", "2026-03-30"),
]


@pytest.mark.parametrize(("text", "value"), ONE_PAYDAY)
def test_one_payday_is_a_date(text: str, value: str) -> None:
    assert values(text, "day_of_month") == []
    assert values(text, "date") == [value]


def test_rhythm_of_a_number_of_payments() -> None:
    assert values("9 monthly payments of 30", "frequency") == ["monthly"]
    assert values("9 monthly payments of 30", "instalments") == [9]


RATINGS = [
    ("5", 5),
    ("4!", 4),
    ("nota 4", 4),
    ("five stars", 5),
    ("⭐⭐⭐⭐", 4),
    ("★★★☆☆", 3),
    ("4/5", 4),
    ("4 de 5", 4),
    ("10/10", 5),
    ("7/10", 4),
    ("8 out of 10", 4),
    ("nota dez", 5),
    ("nota zero pra vcs", 1),
    ("rating: 3", 3),
    ("I'd give it a 4", 4),
    ("dou 3", 3),
    ("demorou demais pra responder, dou 2", 2),
    ("minha nota é quatro", 4),
    ("a nota que eu dou é 2", 2),
    ("1 star, waste of my time", 1),
    ("4 cos nothing's perfect", 4),
    ("would've been 5 but it kept asking", 5),
    ("very unhelpful bot, one out of five", 1),
    ("5️⃣", 5),
    ("nota máxima pra Juliana", 5),
]


@pytest.mark.parametrize(("text", "value"), RATINGS)
def test_rating(text: str, value: int) -> None:
    assert values(text, "rating") == [value]


NO_RATING = [
    "dou 300 à vista",
    "dou 5 reais",
    "give you 5 now",
    "6",
    "50",
    "dia 4/5",
    "nota fiscal 4471",
    "4 parcelas",
    "3 de maio",
]


@pytest.mark.parametrize("text", NO_RATING)
def test_no_rating(text: str) -> None:
    assert values(text, "rating") == []
