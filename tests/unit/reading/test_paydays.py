"""On which day is this person paid, and when is a day no payday?"""

from __future__ import annotations

from datetime import date

import pytest

from bot.reading.income.paydays import payday

TODAY = date(2026, 11, 22)  # a Sunday

PAYDAYS = [
    ("I get paid every second Friday", "weekday:4"),
    ("I'm paid on Thursdays", "weekday:3"),
    ("I get paid fridays", "weekday:4"),
    ("payday is friday", "weekday:4"),
    ("im paid every other thursday", "weekday:3"),
    ("we get paid on a thursday", "weekday:3"),
    ("i get paid weekly on a friday", "weekday:4"),
    ("paid every thursday", "weekday:3"),
    ("every friday", "weekday:4"),
    ("fridays", "weekday:4"),
    ("payday is the last working day", "last_business_day"),
    ("last working day of the month", "last_business_day"),
    ("first working day of the month", "business_day:1"),
    ("my salary hits on the fifth business day", "business_day:5"),
    ("the company pays on the 2nd working day", "business_day:2"),
    ("wages land on the 28th", "day:28"),
    ("my benefits come in on the 12th", "day:12"),
    ("my universal credit lands on the 3rd of each month", "day:3"),
    ("the 28th is when i get paid", "day:28"),
    ("I don't get paid until the 30th", "day:30"),
    ("I'm paid monthly, on the 25th", "day:25"),
    ("my pay is on the 1st of every month", "day:1"),
    ("the fifteenth is my payday", "day:15"),
    ("payday's the 20th", "day:20"),
    ("work pays me on the 15th and the 30th", "day:15"),
    ("I get paid on the last day of the month", "day:31"),
    ("I get paid on the 28th so I can pay on the 29th", "day:28"),
    ("I get paid fortnightly, next one is on the 27th", "weekday:4"),
    ("I'm paid weekly and the next one is on Friday", "weekday:4"),
    ("recebo no quinto dia útil", "business_day:5"),
    ("5º dia útil", "business_day:5"),
    ("o pagamento cai no 5 dia util", "business_day:5"),
    ("pagam a gente no quinto dia útil", "business_day:5"),
    ("meu salário cai no último dia útil", "last_business_day"),
    ("ultimo dia util", "last_business_day"),
    ("pagam dia 5", "day:5"),
    ("recebo dia 10", "day:10"),
    ("todo dia 5 eu recebo", "day:5"),
    ("cai na conta todo dia 7", "day:7"),
    ("minha aposentadoria sai dia 25", "day:25"),
    ("o salário entra dia vinte", "day:20"),
    ("recebo no fim do mês", "day:31"),
    ("recebo toda sexta", "weekday:4"),
    ("recebo às sextas", "weekday:4"),
    ("recebo a cada duas sextas", "weekday:4"),
    ("sexta sim sexta não eu recebo", "weekday:4"),
    ("o patrão paga todo sábado", "weekday:5"),
    ("sou pago toda segunda", "weekday:0"),
    ("35 por semana toda sexta quando recebo a diária", "weekday:4"),
]


@pytest.mark.parametrize(("text", "expected"), PAYDAYS)
def test_payday(text: str, expected: str) -> None:
    assert payday(text, TODAY) == expected


NO_PAYDAYS = [
    "I can pay on the 5th",
    "I can do 80 every Friday",
    "posso pagar dia 10",
    "consigo 80 toda sexta",
    "I get paid next Friday",
    "I get paid tomorrow",
    "I get paid monthly",
    "I paid on the 5th",
    "you got paid on the 28th",
    "paguei dia 5",
    "I can pay on the 5th after I get paid",
    "I get paid weekly so I can pay on the 5th",
    "recebo e pago dia 5",
    "recebo dia 5 de janeiro",
    "my birthday is the 5th",
    "the second payment is late",
    "on the 28th",
    "dia 5",
    "hello",
]


@pytest.mark.parametrize("text", NO_PAYDAYS)
def test_no_payday(text: str) -> None:
    assert payday(text, TODAY) is None


def test_a_bare_day_counts_as_the_answer_to_our_question() -> None:
    assert payday("on the 28th", TODAY, asked=True) == "day:28"
    assert payday("dia 5", TODAY, asked=True) == "day:5"
    assert payday("I can pay on the 5th", TODAY, asked=True) is None
