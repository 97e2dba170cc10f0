"""Is every day and period read, on or after the reference date, and no other?"""

from __future__ import annotations

from datetime import date

import pytest

from bot.reading import as_date, read

TODAY = date(2026, 3, 4)  # a Wednesday

DAYS = [
    ("next Friday", "2026-03-06"),
    ("next thursday", "2026-03-12"),
    ("next wednesday", "2026-03-11"),
    ("sexta que vem", "2026-03-06"),
    ("sexta-feira", "2026-03-06"),
    ("6ª feira", "2026-03-06"),
    ("na próxima segunda deposito", "2026-03-09"),
    ("pago sexta", "2026-03-06"),
    ("sexta da semana que vem", "2026-03-13"),
    ("sexta sem ser essa", "2026-03-13"),
    ("on Monday", "2026-03-09"),
    ("by fri", "2026-03-06"),
    ("this Friday", "2026-03-06"),
    ("Friday week", "2026-03-13"),
    ("a week on friday", "2026-03-13"),
    ("friday of next week", "2026-03-13"),
    ("friday the 13th", "2026-03-13"),
    ("Friday 13 March", "2026-03-13"),
    ("sexta, dia 13", "2026-03-13"),
    ("the second friday of the month", "2026-03-13"),
    ("till the 11th apr", "2026-04-11"),
    ("two fridays from now", "2026-03-13"),
    ("thursday coming", "2026-03-05"),
    ("move it from the 5th to the 12th", "2026-03-12"),
    ("pode trocar do dia 5 pro dia 12", "2026-03-12"),
    ("by this time next month", "2026-04-04"),
    ("any day after the 5th", "2026-03-05"),
    ("last day of feb", "2027-02-28"),
    ("nothing this month, june 9th", "2026-06-09"),
    ("Monday 9th March, that's the monday", "2026-03-09"),
    ("on the 15th", "2026-03-15"),
    ("pay u on da 15th fam", "2026-03-15"),
    ("on the 3rd", "2026-04-03"),
    ("on the fifteenth", "2026-03-15"),
    ("when I get paid on the 15th", "2026-03-15"),
    ("the 15th of next month", "2026-04-15"),
    ("I don't get paid until the 30th", "2026-03-30"),
    ("next payslip, 27th, full amount", "2026-03-27"),
    ("dia 5", "2026-03-05"),
    ("dia5", "2026-03-05"),
    ("pro dia vinte", "2026-03-20"),
    ("dia 4", "2026-03-04"),
    ("dia primeiro", "2026-04-01"),
    ("até o dia 25", "2026-03-25"),
    ("dia 20 do mês que vem", "2026-04-20"),
    ("first of the month", "2026-04-01"),
    ("last day of the month", "2026-03-31"),
    ("último dia útil do mês", "2026-03-31"),
    ("quinto dia útil", "2026-03-06"),
    ("5º dia útil do mês que vem", "2026-04-07"),
    ("fifth working day of next month", "2026-04-07"),
    ("próximo dia útil", "2026-03-05"),
    ("today", "2026-03-04"),
    ("hoje à noite", "2026-03-04"),
    ("tomorrow", "2026-03-05"),
    ("tmrw", "2026-03-05"),
    ("amanhã", "2026-03-05"),
    ("depois de amanhã", "2026-03-06"),
    ("day after tomorrow", "2026-03-06"),
    ("in two weeks", "2026-03-18"),
    ("in 10 days", "2026-03-14"),
    ("in a fortnight", "2026-03-18"),
    ("in 3 working days", "2026-03-09"),
    ("two weeks from now", "2026-03-18"),
    ("daqui a 15 dias", "2026-03-19"),
    ("daqui um mês", "2026-04-04"),
    ("em duas semanas", "2026-03-18"),
    ("another two weeks", "2026-03-18"),
    ("mais 15 dias", "2026-03-19"),
    ("12/03", "2026-03-12"),
    ("March 3rd", "2027-03-03"),
    ("3 de março", "2027-03-03"),
    ("1º de abril", "2026-04-01"),
    ("5 de out", "2026-10-05"),
    ("01/12/2026", "2026-12-01"),
    ("2026-12-01", "2026-12-01"),
    ("31.12.2026", "2026-12-31"),
    ("april 2nd 2027", "2027-04-02"),
    ("on 4/5", "2026-05-04"),
    ("exams until june 14, can you hold off", "2026-06-14"),
    ("I know I said the 5th but can we make it the 19th", "2026-03-19"),
    ("it'll be settled by the 10th", "2026-03-10"),
    ("lost my job, I'll pay on the 20th", "2026-03-20"),
    ("sexta, 20/03", "2026-03-20"),
    ("Friday, March 20", "2026-03-20"),
    ("dia vinte e dois", "2026-03-22"),
    ("dez de abril", "2026-04-10"),
    ("hj", "2026-03-04"),
    ("amnha", "2026-03-05"),
    ("satuday", "2026-03-07"),
    ("seg q vem", "2026-03-09"),
    ("by COB friday", "2026-03-06"),
    ("tomorrow fortnight", "2026-03-19"),
    ("in 48 hours", "2026-03-06"),
    ("daqui um mês e meio", "2026-04-19"),
    ("4th jan 27", "2027-01-04"),
    ("véspera de natal", "2026-12-24"),
    ("before easter", "2026-04-05"),
    ("two days after christmas", "2026-12-27"),
    ("depois do carnaval", "2027-02-09"),
    ("first friday of april", "2026-04-03"),
    ("quinto dia útil de janeiro", "2027-01-08"),
    ("not the 9th, make it the 11th", "2026-03-11"),
    ("não dá dia 9, pode ser dia 11?", "2026-03-11"),
    ("dia 3 em vez do dia 30", "2026-04-03"),
    ("mês que vem, dia 10", "2026-04-10"),
    ("dia 15 do 4", "2026-04-15"),
    ("Friday 20", "2026-03-20"),
    ("paid within 7 days", "2026-03-11"),
]


@pytest.mark.parametrize(("text", "value"), DAYS)
def test_day(text: str, value: str) -> None:
    found = [one for one in read(text, TODAY, country="GB") if one.entity == "date"]
    assert [(one.value, one.latest) for one in found] == [(value, None)]


PERIODS = [
    ("next week", "2026-03-09", "2026-03-15"),
    ("semana que vem", "2026-03-09", "2026-03-15"),
    ("this week", "2026-03-04", "2026-03-08"),
    ("early next week", "2026-03-09", "2026-03-10"),
    ("end of the week", "2026-03-06", "2026-03-08"),
    ("no fim de semana", "2026-03-07", "2026-03-08"),
    ("this weekend", "2026-03-07", "2026-03-08"),
    ("next month", "2026-04-01", "2026-04-30"),
    ("mês que vem", "2026-04-01", "2026-04-30"),
    ("this month", "2026-03-04", "2026-03-31"),
    ("end of the month", "2026-03-31", "2026-03-31"),
    ("no fim do mês", "2026-03-31", "2026-03-31"),
    ("end of next month", "2026-04-30", "2026-04-30"),
    ("final do mês que vem", "2026-04-30", "2026-04-30"),
    ("começo do mês que vem", "2026-04-01", "2026-04-10"),
    ("meados de abril", "2026-04-15", "2026-04-20"),
    ("fim de maio", "2026-05-31", "2026-05-31"),
    ("in January", "2027-01-01", "2027-01-31"),
    ("só a partir de maio", "2026-05-01", "2026-05-31"),
    ("in march 2027", "2027-03-01", "2027-03-31"),
    ("next year", "2027-01-01", "2027-12-31"),
    ("give us a few more days mate", "2026-03-07", "2026-03-09"),
    ("mais uns dias", "2026-03-07", "2026-03-09"),
    ("in 2-3 weeks", "2026-03-18", "2026-03-25"),
    ("in a week or two", "2026-03-11", "2026-03-18"),
    ("primeira quinzena de maio", "2026-05-01", "2026-05-15"),
    ("second week of april", "2026-04-08", "2026-04-14"),
    ("fim do ano", "2026-12-31", "2026-12-31"),
    ("essa semana não, na outra", "2026-03-09", "2026-03-15"),
    ("sept 2027", "2027-09-01", "2027-09-30"),
]


@pytest.mark.parametrize(("text", "first", "last"), PERIODS)
def test_period(text: str, first: str, last: str) -> None:
    found = [one for one in read(text, TODAY) if one.entity == "date"]
    assert [(one.value, one.latest) for one in found] == [(first, last)]


PAIRS = [
    ("on monday 16th and then on the wednesday", ["2026-03-16", "2026-03-18"]),
    ("back the 10th of april so the 12th", ["2026-04-10", "2026-04-12"]),
    ("the 20th or the week after", ["2026-03-20", "2026-03-23"]),
    ("tomorrow or the day after", ["2026-03-05", "2026-03-06"]),
    ("this friday or the one after", ["2026-03-06", "2026-03-13"]),
    ("late june, say the 28th", ["2026-06-30", "2026-06-28"]),
    ("dias 6, 13, 20 e 27", ["2026-03-06", "2026-03-13", "2026-03-20", "2026-03-27"]),
    ("june july or august", ["2026-06-01", "2026-07-01", "2026-08-01"]),
    ("nothing before june, nothing in april", ["2026-06-01"]),
    ("pago dias 5 e 20", ["2026-03-05", "2026-03-20"]),
    ("dia oito ou nove", ["2026-03-08", "2026-03-09"]),
    ("the 5th and 20th of april", ["2026-04-05", "2026-04-20"]),
    ("70 on the 15th and 70 on the 2nd", ["2026-03-15", "2026-04-02"]),
    ("half on the 6th half on the 20th", ["2026-03-06", "2026-03-20"]),
    ("sat or sun", ["2026-03-07", "2026-03-08"]),
]


@pytest.mark.parametrize(("text", "values"), PAIRS)
def test_both_dates_of_a_pair(text: str, values: list[str]) -> None:
    assert [one.value for one in read(text, TODAY) if one.entity == "date"] == values


def test_english_of_no_known_country_means_the_nearer_day() -> None:
    assert read("by 04/05", TODAY, "en")[0].value == "2026-04-05"
    assert read("by 04/05", TODAY, "pt")[0].value == "2026-05-04"


@pytest.mark.parametrize(
    ("country", "value"),
    [("US", "2026-12-03"), ("GB", "2026-03-12"), ("BR", "2026-03-12"), (None, "2026-03-12")],
)
def test_order_of_day_and_month_is_the_countrys(country: str | None, value: str) -> None:
    assert read("12/03", TODAY, country=country)[0].value == value


def test_an_impossible_order_is_swapped() -> None:
    assert read("by 25/12", TODAY, country="US")[0].value == "2026-12-25"


def test_a_day_that_this_month_lacks_is_found_in_the_next() -> None:
    assert read("on the 31st", date(2026, 4, 2))[0].value == "2026-05-31"
    assert read("dia 29 de fevereiro", TODAY)[0].value == "2028-02-29"


@pytest.mark.parametrize("today", [date(2026, 3, day) for day in range(1, 32)])
@pytest.mark.parametrize("text", [text for text, *_ in DAYS + PERIODS if "2026" not in text])
def test_never_before_the_reference_date(text: str, today: date) -> None:
    for one in read(text, today):
        if one.entity == "date":
            assert as_date(one) >= today
            assert one.latest is None or date.fromisoformat(one.latest) >= as_date(one)


NO_DATE = [
    "I paid on the 9th",
    "The check was cashed on the 9th, I have the bank statement.",
    "paguei dia 15",
    "uma conta q ja matei dia 3",
    "acertei tudo dia 20",
    "saiu da minha conta dia 10",
    "last friday",
    "sexta passada",
    "semana passada",
    "yesterday",
    "paguei ontem",
    "since friday",
    "10 days late",
    "3 weeks ago",
    "faz 10 dias que paguei",
    "há 3 dias",
    "segunda via",
    "a segunda parcela",
    "may i pay less",
    "they march me around",
    "he sat down",
    "bom dia",
    "ter que pagar",
    "1st payment",
    "the 2nd invoice",
    "24 hours",
    "12/03/1985",
    "nasci em 12/03/1985",
    "em 12 meses sai por quanto",
    "1/3 now",
    "lost my job in march and haven't found anything since",
    "perdi minha mãe, enterrei ela no domingo",
    "i dont think i can do another day",
    "99/99/2026",
    "31/02/2027",
    "after 6 months of this",
    "24/7",
    "off sick since the 3rd of october",
    "3 texts from u today",
    "I'm on 24/7 call",
    "merry christmas",
    "the monday after payday",
    "ref AB 30-12-77",
    "4th time today you rang",
    "moro em Natal",
    "they charged me on the 14th",
    "expiry 09/27",
    "bom fim de semana",
]


@pytest.mark.parametrize("text", NO_DATE)
def test_no_date(text: str) -> None:
    assert [one for one in read(text, TODAY) if one.entity == "date"] == []
