"""What an offer was computed from comes back exactly: it can be replayed."""

import json
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.account import Balance
from bot.rules.money import Money
from bot.rules.offers import DebtOwed, Frequency, Situation, compute_offers
from bot.rules.payday import Payday
from bot.usecases.offers.offer_inputs import (
    inputs_from_json,
    inputs_to_json,
    limits_from_json,
    limits_to_json,
    situation_from_json,
    situation_to_json,
)

TODAY = date(2026, 3, 3)


def brl(text):
    return Money.parse(text, "BRL")


FULL = Situation(
    country="BR",
    person_type="individual",
    segment="hardship",
    owed=(
        DebtOwed("D-1", Balance.of(brl("500.00"), brl("25.10"), brl("10.00")), date(2025, 12, 1)),
        DebtOwed("D-2", Balance.of(brl("0.07"), brl("0"), brl("0")), date(2026, 1, 31)),
    ),
    affordable=brl("80.00"),
    frequency=Frequency.WEEKLY,
    payday=Payday.parse("business_day:5"),
    hardship=True,
    vulnerable=False,
    income=brl("2500.00"),
    outgoings=brl("2100.00"),
    minimum_income=brl("600.00"),
    renegotiations=1,
)


def through_json(value):
    return json.loads(json.dumps(value))


def test_a_situation_is_plain_json_and_comes_back():
    kept = through_json(situation_to_json(FULL))
    assert kept["affordable"] == {"amount": "80.00", "currency": "BRL"}
    assert (kept["payday"], kept["frequency"]) == ("business_day:5", "weekly")
    assert kept["owed"][1]["balance"]["principal"] == {"amount": "0.07", "currency": "BRL"}
    assert situation_from_json(kept) == FULL


@pytest.mark.parametrize("country", ["US", "GB", "BR"])
def test_the_limits_of_every_segment_come_back(policies, country):
    policy = policies.for_country(country)
    assert len(policy.plan_segments) > 3
    for segment in policy.plan_segments:
        limits = policy.plan_limits(segment, policy.currency)
        kept = through_json(limits_to_json(limits))
        assert limits_from_json(kept) == limits
        assert isinstance(limits_from_json(kept).interest_waiver, Fraction)


def test_what_an_old_row_does_not_name_has_its_default():
    kept = through_json(situation_to_json(FULL))
    del kept["renegotiations"], kept["income"]
    old = situation_from_json(kept)
    assert (old.renegotiations, old.income) == (0, None)


@given(
    principal=st.integers(1, 10**7), affordable=st.none() | st.integers(0, 10**5),
    frequency=st.none() | st.sampled_from(Frequency),
)  # fmt: skip
def test_the_same_offers_come_of_what_was_kept(policies, principal, affordable, frequency):
    able = None if affordable is None else Money(affordable, "BRL")
    balance = Balance.of(Money(principal, "BRL"), Money(999, "BRL"), Money(0, "BRL"))
    owed = (DebtOwed("D-1", balance, date(2026, 1, 1)),)
    now = Situation("BR", "individual", "standard", owed, able, frequency)
    limits = policies.for_country("BR").plan_limits("standard", "BRL")
    then = inputs_from_json(through_json(inputs_to_json(now, limits, TODAY)))
    assert compute_offers(*then) == compute_offers(now, limits, TODAY)
