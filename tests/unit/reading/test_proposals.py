"""Is nothing proposed where nothing was, and how are shares, currencies and holidays read?"""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.income.budgets import budget
from bot.reading.income.paydays import payday
from bot.reading.proposals.proposals import Said, proposal
from bot.rules.money import Money

TODAY = date(2026, 11, 22)  # a Sunday

NOTHING = [
    "hi",
    "thanks, bye",
    "I have 2 kids",
    "tenho 3 filhos",
    "call me on 07700 900123",
    "my number is (11) 98765-4321",
    "meu cpf é 123.456.789-09",
    "my card number is 4111 1111 1111 1111",
    "call me on friday",
    "can you call me at 5",
    "try me at half nine",
    "the letter is dated 3 March",
    "born on 12/03/1985",
    "12/03/1990",
    "since 2019",
    "I lost my job in March",
    "faz 2 meses que estou desempregado",
    "3 weeks ago I called",
    "I paid 300 in January",
    "paguei 300 em janeiro",
    "já paguei 200 ontem",
    "I sent you 50 on friday",
    "acertei tudo com a Rosa na quinta",
    "you already took 80 last week",
    "you charged me 30 in fees",
    "vocês me cobraram 50 a mais",
    "I owe 400",
    "devo 900 reais",
    "my rent is 700",
    "minha conta de luz deu 220",
    "sou aposentado e recebo 1500",
    "I earn 2500 a month and spend 2100",
    "income 1.2k, rent 700, food 250, bills 100",
    "I can't pay 300",
    "eu não consigo pagar 200",
    "I get paid every second Friday",
    "recebo no quinto dia útil",
    "wages land on the 28th",
    "is it still 240 or has it come down since my last payment",
    "how did a 60 dollar bill come about, explain it",
    "qual seria o valor pra quitar tudo hoje",
    "half of that isn't mine",
    "turnover is down by half",
    "my data was passed to a third party",
    "enjoy the rest of your evening",
    "saldo",
    "what's left to pay on the sofa",
    "lol this is 100% a bot",
    "not today",
    "rather not say",
    "quero parcelar",
]


@pytest.mark.parametrize("text", NOTHING)
def test_no_proposal(text: str) -> None:
    assert proposal(text, TODAY, "BRL", total=Money(90000, "BRL")) is None


MORE = [
    ("60 a week for 10 weeks", Said(Money(6000, "GBP"), 10, "weekly")),
    ("120 on the 1st of each month", Said(Money(12000, "GBP"), None, "monthly", payday="day:1")),
    ("I can do 60 but not 80", Said(Money(6000, "GBP"))),
    ("I can't go over 120 a month", Said(Money(12000, "GBP"), None, "monthly")),
    ("no way 250, make it 180", Said(Money(18000, "GBP"))),
]


@pytest.mark.parametrize(("text", "expected"), MORE)
def test_pounds(text: str, expected: Said) -> None:
    assert proposal(text, TODAY, "GBP", country="GB") == expected


def test_shares_say_nothing_without_the_total() -> None:
    assert proposal("half now, half next month", TODAY, "GBP") is None
    assert proposal("metade agora", TODAY, "BRL", country="BR") is None


@pytest.mark.parametrize(
    ("total", "down"),
    [(90000, 45000), (90001, 45001), (1, 1)],
)
def test_a_share_is_rounded_up_to_the_minor_unit(total: int, down: int) -> None:
    said = proposal("half now and the rest in January", TODAY, "GBP", total=Money(total, "GBP"))
    assert said == Said(
        down_payment=Money(down, "GBP"), down_date=TODAY, rest_date=date(2027, 1, 31)
    )


def test_a_plain_dollar_is_that_of_the_debt() -> None:
    assert proposal("$80 a week", TODAY, "CAD") == Said(Money(8000, "CAD"), frequency="weekly")
    brl = proposal("$80 por semana", TODAY, "BRL", country="BR")
    assert brl == Said(Money(8000, "BRL"), frequency="weekly")


def test_another_currency_is_kept_for_the_rules_to_judge() -> None:
    assert proposal("£80 a week", TODAY, "USD") == Said(Money(8000, "GBP"), frequency="weekly")


def test_a_currency_without_minor_units() -> None:
    assert proposal("3000 a month", TODAY, "JPY") == Said(Money(3000, "JPY"), frequency="monthly")


def test_business_days_skip_the_days_on_which_banks_are_shut() -> None:
    shut = [date(2026, 12, 1), date(2026, 12, 7)]
    said = proposal("pago tudo no quinto dia útil", TODAY, "BRL", country="BR", holidays=shut)
    assert said == Said(first_date=date(2026, 12, 9), in_full=True)
    last = proposal("I'll pay it all on the last working day", TODAY, "GBP", country="GB")
    assert last == Said(first_date=date(2026, 11, 30), in_full=True)


def test_a_payday_told_beside_a_rhythm_is_that_of_the_plan() -> None:
    said = proposal("I get paid on the 28th and can do 90 a month", TODAY, "GBP")
    assert said == Said(Money(9000, "GBP"), frequency="monthly", payday="day:28")
    weekly = proposal("I get paid on the 28th and can do 20 a week", TODAY, "GBP")
    assert weekly == Said(Money(2000, "GBP"), frequency="weekly")


def test_the_order_of_numbers_is_the_country_s() -> None:
    us = proposal("200 on 12/04", TODAY, "USD", country="US")
    gb = proposal("200 on 04/12", TODAY, "GBP", country="GB")
    assert us == Said(Money(20000, "USD"), first_date=date(2026, 12, 4))
    assert gb == Said(Money(20000, "GBP"), first_date=date(2026, 12, 4))


_SNIPPETS = """
R$ £ $ 50 1.250,00 12/03 99/99 dia 31 next friday week of the mês que vem semana a e and mil
hundred two cinquenta 3x de payments every half metade 1/3 30% now agora rest resto entrada
upfront pay pago not não quinto útil last working day earn rent spend ganho gasto paid recebo or
99999999999999999999 , . ? % - \u0301 \u200d ² ½ Ⅷ ٣ İ ß
"""
_PARTS = st.sampled_from(_SNIPPETS.split())


@given(
    st.one_of(st.text(), st.lists(_PARTS, max_size=12).map(" ".join)),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["USD", "BRL", "JPY"]),
)
def test_any_text_can_be_read(text: str, today: date, currency: str) -> None:
    said = proposal(text, today, currency, total=Money(90001, currency))
    assert said is None or said != Said()
    if said is not None:
        days = (said.first_date, said.down_date, said.rest_date)
        assert all(day is None or day >= today for day in days)
        assert said.down_payment is None or said.down_payment.minor > 0
    told = payday(text, today)
    assert told is None or told.partition(":")[0] in {
        "day", "business_day", "last_business_day", "weekday",
    }  # fmt: skip
    monthly = budget(text, today, currency)
    assert monthly is None or (monthly.income, monthly.outgoings) != (None, None)


@pytest.mark.parametrize(
    "part",
    ["50 a month ", "can't do ", "half ", "dia 5 ", "every friday ", "rent 700 ", "the 5th "],
)
def test_long_texts_are_read_in_time(part: str) -> None:
    text = part * (1600 // len(part))
    start = time.process_time()
    proposal(text, TODAY, "BRL", total=Money(90000, "BRL"))
    payday(text, TODAY)
    budget(text, TODAY, "BRL")
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "text",
    [
        "I can pay nothing", "0 a month", "can't afford anything right now", "I cannot pay a penny",
        "não consigo pagar nada", "zero por mês", "não posso dar nada agora",
    ],
)  # fmt: skip
def test_nothing_at_all_is_a_proposal_too(text):
    said = proposal(text, date(2026, 11, 21), "USD")
    assert said is not None
    assert said.amount == Money.zero("USD")


@pytest.mark.parametrize(
    ("text", "minor"),
    [("can do anything from 50 to 60 a month", 5000), ("I can't pay 0, I'd rather pay 20", 2000)],
)
def test_nothing_beside_a_sum_is_that_sum(text, minor):
    said = proposal(text, date(2026, 11, 21), "USD")
    assert said is not None
    assert said.amount == Money(minor, "USD")
