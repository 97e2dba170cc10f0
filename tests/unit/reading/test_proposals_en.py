"""What do people propose in English?"""

from __future__ import annotations

from datetime import date

import pytest

from bot.reading.proposals.proposals import Said, proposal
from bot.rules.money import Money

TODAY = date(2026, 11, 22)  # a Sunday
TOTAL = Money(90001, "USD")


def usd(amount: str) -> Money:
    return Money.parse(amount, "USD")


PROPOSALS = [
    ("I can do 80 every Friday", Said(amount=usd("80.00"), frequency="weekly", payday="weekday:4")),
    (
        "300 now and the rest in January",
        Said(down_payment=usd("300.00"), down_date=date(2026, 11, 22), rest_date=date(2027, 1, 31)),
    ),
    (
        "half now, half next month",
        Said(
            down_payment=usd("450.01"), down_date=date(2026, 11, 22), rest_date=date(2026, 12, 31)
        ),
    ),
    (
        "a third now and the rest at the end of december",
        Said(
            down_payment=usd("300.01"), down_date=date(2026, 11, 22), rest_date=date(2026, 12, 31)
        ),
    ),
    ("$150 x 2", Said(amount=usd("150.00"), count=2)),
    ("150 x2", Said(amount=usd("150.00"), count=2)),
    ("what about 4 payments", Said(count=4)),
    (
        "pay 500 upfront then 100 a month",
        Said(
            amount=usd("100.00"),
            frequency="monthly",
            down_payment=usd("500.00"),
            down_date=date(2026, 11, 22),
        ),
    ),
    (
        "put down 100 today and then 50 a week",
        Said(
            amount=usd("50.00"),
            frequency="weekly",
            down_payment=usd("100.00"),
            down_date=date(2026, 11, 22),
        ),
    ),
    (
        "150 today and 150 in two weeks",
        Said(
            amount=usd("150.00"),
            count=1,
            down_payment=usd("150.00"),
            down_date=date(2026, 11, 22),
            rest_date=date(2026, 12, 6),
        ),
    ),
    (
        "100 on the 5th and 200 on the 20th",
        Said(
            amount=usd("200.00"),
            count=1,
            down_payment=usd("100.00"),
            down_date=date(2026, 12, 5),
            rest_date=date(2026, 12, 20),
        ),
    ),
    (
        "100 a month starting on the 15th",
        Said(amount=usd("100.00"), frequency="monthly", first_date=date(2026, 12, 15)),
    ),
    ("60 a fortnight", Said(amount=usd("60.00"), frequency="fortnightly")),
    (
        "every second Friday 60",
        Said(amount=usd("60.00"), frequency="fortnightly", payday="weekday:4"),
    ),
    ("no more than 120 a month", Said(amount=usd("120.00"), frequency="monthly")),
    ("between 50 and 60 a month", Said(amount=usd("50.00"), frequency="monthly")),
    ("could stretch to 90", Said(amount=usd("90.00"))),
    ("I'll pay it all on the 30th", Said(first_date=date(2026, 11, 30), in_full=True)),
    ("settle the lot for 400", Said(amount=usd("400.00"), in_full=True)),
    ("no 500, only 200", Said(amount=usd("200.00"))),
    ("not 150 but 100", Said(amount=usd("100.00"))),
    ("I owe 400 but can only do 50 a month", Said(amount=usd("50.00"), frequency="monthly")),
    ("200 next Friday", Said(amount=usd("200.00"), first_date=date(2026, 11, 27))),
    ("40 to 50 a week", Said(amount=usd("40.00"), frequency="weekly")),
    ("40-50 a week", Said(amount=usd("40.00"), frequency="weekly")),
    ("$75 every two weeks", Said(amount=usd("75.00"), frequency="fortnightly")),
    ("I can pay a hundred upfront", Said(down_payment=usd("100.00"), down_date=date(2026, 11, 22))),
    ("would you take 400 to close it", Said(amount=usd("400.00"), in_full=True)),
    (
        "We propose three instalments of 900 on the last working day of each month",
        Said(amount=usd("900.00"), count=3, frequency="monthly", payday="last_business_day"),
    ),
    (
        "can do half on friday, other half on the 28th",
        Said(
            down_payment=usd("450.01"), down_date=date(2026, 11, 27), rest_date=date(2026, 11, 28)
        ),
    ),
    (
        "instead of 6 months do me 10 months at 33",
        Said(amount=usd("33.00"), count=10, frequency="monthly"),
    ),
    (
        "tips are slow, 30 every sunday is realistic",
        Said(amount=usd("30.00"), frequency="weekly", payday="weekday:6"),
    ),
    (
        "would 500 cash tomorrow settle the vet bill",
        Said(amount=usd("500.00"), first_date=date(2026, 11, 23), in_full=True),
    ),
    (
        "put me down for 65 on the 26th of every month",
        Said(amount=usd("65.00"), frequency="monthly", payday="day:26"),
    ),
    ("nah 2 payments is too steep, i could do 5 of 48", Said(amount=usd("48.00"), count=5)),
    (
        "the most i can offer is 250 upfront then 50 monthly",
        Said(
            amount=usd("50.00"),
            frequency="monthly",
            down_payment=usd("250.00"),
            down_date=date(2026, 11, 22),
        ),
    ),
    ("what if I paid 110 on each payday till it's done", Said(amount=usd("110.00"))),
    ("theres no way i can do 200 but 95 yes", Said(amount=usd("95.00"))),
    (
        "50 down, 25 a week, take it or leave it",
        Said(amount=usd("25.00"), frequency="weekly", down_payment=usd("50.00")),
    ),
    (
        "65 on the 7th and the same again on the 21st",
        Said(
            amount=usd("65.00"),
            count=1,
            down_payment=usd("65.00"),
            down_date=date(2026, 12, 7),
            rest_date=date(2026, 12, 21),
        ),
    ),
    ("y'all said 90, I'm saying 60", Said(amount=usd("60.00"))),
    ("can u do 40/month over a year", Said(amount=usd("40.00"), count=12, frequency="monthly")),
    (
        "can pay you 120 on the first of every month",
        Said(amount=usd("120.00"), frequency="monthly", payday="day:1"),
    ),
    (
        "I'd do 250 today then 4 monthly payments of 75",
        Said(
            amount=usd("75.00"),
            count=4,
            frequency="monthly",
            down_payment=usd("250.00"),
            down_date=date(2026, 11, 22),
        ),
    ),
    (
        "deposit of 100 and the balance over 6 months",
        Said(count=6, frequency="monthly", down_payment=usd("100.00")),
    ),
    ("could you take 60% to settle it", Said(amount=usd("540.01"), in_full=True)),
    (
        "20 every other friday when I get paid",
        Said(amount=usd("20.00"), frequency="fortnightly", payday="weekday:4"),
    ),
    (
        "first payment 50 on the 10th then 80 a month",
        Said(
            amount=usd("80.00"),
            frequency="monthly",
            down_payment=usd("50.00"),
            down_date=date(2026, 12, 10),
        ),
    ),
    (
        "100 now, 100 in december, 100 in january",
        Said(amount=usd("100.00"), count=3, frequency="monthly", first_date=date(2026, 11, 22)),
    ),
    ("I owe 400, can I pay it monthly?", Said(frequency="monthly")),
    (
        "30 by friday and then 30 a week",
        Said(
            amount=usd("30.00"),
            frequency="weekly",
            down_payment=usd("30.00"),
            down_date=date(2026, 11, 27),
        ),
    ),
    (
        "knock 50 off and I'll pay 200 today",
        Said(amount=usd("200.00"), first_date=date(2026, 11, 22)),
    ),
    ("100 a month, sorry I mean 80", Said(amount=usd("80.00"), frequency="monthly")),
    (
        "put down 100 today and clear the rest at the end of January",
        Said(down_payment=usd("100.00"), down_date=date(2026, 11, 22), rest_date=date(2027, 1, 31)),
    ),
    ("I can pay the rest in january", Said(first_date=date(2027, 1, 31), in_full=True)),
    (
        "one third today and the remainder in 2 instalments",
        Said(count=2, down_payment=usd("300.01"), down_date=date(2026, 11, 22)),
    ),
    (
        "i'll do 25 a wk starting next monday",
        Said(amount=usd("25.00"), frequency="weekly", first_date=date(2026, 11, 30)),
    ),
    ("pay half now", Said(down_payment=usd("450.01"), down_date=date(2026, 11, 22))),
    ("let me pay 1900 now", Said(amount=usd("1900.00"), first_date=date(2026, 11, 22))),
    ("the whole amount next friday", Said(first_date=date(2026, 11, 27), in_full=True)),
    (
        "i'll give you 200 this friday and another 200 the friday after",
        Said(
            amount=usd("200.00"),
            count=1,
            down_payment=usd("200.00"),
            down_date=date(2026, 11, 27),
            rest_date=date(2026, 12, 4),
        ),
    ),
    ("you guys want 300 but I only have 120", Said(amount=usd("120.00"))),
    ("300 is way too much. 110?", Said(amount=usd("110.00"))),
    (
        "cld do 50 now n 50 on the 5th",
        Said(
            amount=usd("50.00"),
            count=1,
            down_payment=usd("50.00"),
            down_date=date(2026, 11, 22),
            rest_date=date(2026, 12, 5),
        ),
    ),
    ("no I can't do 80, 65 is my max", Said(amount=usd("65.00"))),
    (
        "what about nothing till january then 100 a month",
        Said(amount=usd("100.00"), frequency="monthly", first_date=date(2027, 1, 1)),
    ),
    (
        "if you waive the late fee i'll pay the whole balance tomorrow",
        Said(first_date=date(2026, 11, 23), in_full=True),
    ),
    (
        "20% down and the rest in 5 monthly payments",
        Said(count=5, frequency="monthly", down_payment=usd("180.01")),
    ),
    ("$360 over 12 months", Said(amount=usd("30.00"), count=12, frequency="monthly")),
    ("can you take 250 in full and final settlement", Said(amount=usd("250.00"), in_full=True)),
    (
        "start with 50 on dec 1 and then 75 monthly",
        Said(
            amount=usd("75.00"),
            frequency="monthly",
            down_payment=usd("50.00"),
            down_date=date(2026, 12, 1),
        ),
    ),
    (
        "I'm paid fridays so 40 every friday",
        Said(amount=usd("40.00"), frequency="weekly", payday="weekday:4"),
    ),
    (
        "when I get paid on the 15th I can pay 100",
        Said(amount=usd("100.00"), first_date=date(2026, 12, 15)),
    ),
    (
        "I earn 2500 and spend 2100 so I can pay 200 a month",
        Said(amount=usd("200.00"), frequency="monthly"),
    ),
    ("I get 1200 a month, can pay 60", Said(amount=usd("60.00"))),
    ("85 a month is too much, could you do 60", Said(amount=usd("60.00"), frequency="monthly")),
    ("100 a month or 25 a week", Said(amount=usd("100.00"), frequency="monthly")),
    (
        "my mum gives 80 and I give 40, that makes 120 a month",
        Said(amount=usd("120.00"), frequency="monthly"),
    ),
    (
        "90 a month starting july i can stick to it",
        Said(amount=usd("90.00"), frequency="monthly", first_date=date(2027, 7, 1)),
    ),
    ("150? no. 120 yes", Said(amount=usd("120.00"))),
    ("150 no, 120 yes", Said(amount=usd("120.00"))),
    ("no to 150, yes to 120", Said(amount=usd("120.00"))),
    (
        "100 today, 100 next week and the rest in January",
        Said(down_payment=usd("200.00"), down_date=date(2026, 11, 29), rest_date=date(2027, 1, 31)),
    ),
    (
        "50 today, 75 on Friday and the rest at the end of December",
        Said(
            down_payment=usd("125.00"), down_date=date(2026, 11, 27), rest_date=date(2026, 12, 31)
        ),
    ),
    (
        "120 on the last Friday of each month",
        Said(amount=usd("120.00"), frequency="monthly", payday="last_business_day"),
    ),
    (
        "first monday of every month 100",
        Said(amount=usd("100.00"), frequency="monthly", payday="day:7"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), PROPOSALS)
def test_proposal(text: str, expected: Said) -> None:
    assert proposal(text, TODAY, "USD", total=TOTAL, country="US") == expected
