"""A reason in plain words is heard beside figures; what is less clear is left to the model."""

import pytest

from bot.reading.answers.reasons import (
    a_thing_died,
    death_in_family,
    lost_income,
    nothing_at_all,
    unpaid,
)


@pytest.mark.parametrize(
    "text",
    [
        "I lost my job, 5 a month is all I can do",
        "Been laid off. Could manage $20 a month",
        "I'm between jobs, could I do 25 a month",
        "my shifts got cut so 25 a week",
        "on benefits now, £5 a month",
        "perdi meu emprego, só consigo 20 por mês",
        "Estou desempregada, 30 por mês",
        "perdi o trampo, só consigo 50 por mês",
        "fui dispensado, faz 40 por mês",
    ],
)
def test_lost_work_is_heard(text):
    assert lost_income(text)


@pytest.mark.parametrize(
    "text",
    [
        "50 a month because that fits my budget",
        "I haven't lost my job, 60 a month",
        "could you cut my fees, 60 a month",
        "não fui demitido, 60 por mês",
        "call me out of work hours",
    ],
)
def test_what_is_no_lost_work(text):
    assert not lost_income(text)


@pytest.mark.parametrize(
    "text", ["my husband died, 20 a month", "I lost my mum", "meu pai faleceu"]
)
def test_a_death_is_heard(text):
    assert death_in_family(text)
    assert not a_thing_died(text)


@pytest.mark.parametrize(
    "text", ["the boiler died on us", "My car just died", "meu celular morreu"]
)
def test_a_thing_is_not_mourned(text):
    assert a_thing_died(text)
    assert not death_in_family(text)


def test_a_death_beside_a_broken_thing_is_a_death():
    assert not a_thing_died("my dad died and then the car died")


@pytest.mark.parametrize(
    "text",
    [
        "nothing",
        "Nothing really.",
        "0",
        "zero",
        "not a penny right now",
        "nada",
        "nothing right now, sorry",
    ],
)
def test_nothing_is_an_amount(text):
    assert nothing_at_all(text)


@pytest.mark.parametrize(
    "text", ["not sure", "nothing to do with you", "10", "nothing more than 20", "não sei", "100"]
)
def test_what_is_not_nothing(text):
    assert not nothing_at_all(text)


@pytest.mark.parametrize(
    "text",
    [
        "esqueci de pagar, desculpa",
        "to com o cartao estourado por isso nao paguei, quero parcelar",
        "I forgot to pay, sorry",
        "I haven't paid it because of the car",
    ],
)
def test_what_says_that_it_is_not_paid(text):
    assert unpaid(text)


@pytest.mark.parametrize(
    "text",
    [
        "já paguei isso ontem",
        "I have already paid, I did not pay late",
        "paguei dia 5",
        "I paid it",
    ],
)
def test_what_says_that_it_is_paid(text):
    assert not unpaid(text)
