"""What is not open is named with the limit that closes it, and nothing that is open is."""

from dataclasses import replace
from datetime import date

import pytest

from bot.rules.account import Balance
from bot.rules.money import Money
from bot.rules.offers import DebtOwed, Situation, compute_offers
from bot.usecases.offers.closed_offers import closed

TODAY = date(2026, 3, 3)
ZERO = Money.zero("USD")


@pytest.fixture
def limits(policies):
    return policies.for_country("US").plan_limits("standard", "USD")


def usd(text):
    return Money.parse(text, "USD")


def situation(principal="300.00", interest="20.00", fees="10.00", **given):
    owed = Balance(usd(principal), usd(interest), usd(fees), ZERO)
    debt = DebtOwed("D-1", owed, date(2026, 2, 1))
    return Situation("US", "individual", "standard", (debt,), **given)


def shut(case, limits):
    offers = compute_offers(case, limits, TODAY)
    found = {each.what: each for each in closed(case, limits, offers, TODAY)}
    assert not set(found) & {offer.kind for offer in offers}
    return {what: (each.why, each.limits) for what, each in found.items()}


def test_a_standard_account(limits):
    assert shut(situation(), limits) == {
        "token": ("care_only", ("token_payment",)),
        "pause": ("care_only", ("pause_days",)),
        "principal_waiver": ("policy_none", ("full_payment_principal_waiver",)),
    }


def test_in_hardship_the_policy_itself_may_allow_none(limits):
    found = shut(situation(hardship=True), limits)
    assert found["token"] == ("policy_none", ("token_payment",))
    assert found["pause"] == ("policy_none", ("pause_days",))


def test_no_more_time(limits):
    found = shut(situation(), replace(limits, more_time_days=0))
    assert found["more_time"] == ("policy_none", ("more_time_days",))


@pytest.mark.parametrize(
    ("given", "changed", "expected"),
    [
        ({"principal": "40.00"}, {}, ("too_small", ("smallest_instalment",))),
        ({}, {"max_instalments": 1}, ("does_not_fit", ("max_instalments", "longest_days"))),
        ({}, {"longest_days": 20}, ("does_not_fit", ("max_instalments", "longest_days"))),
        ({}, {"frequencies": ()}, ("policy_none", ("frequencies",))),
        (
            {"affordable": usd("5.00")},
            {},
            ("above_affordable", ("affordable_share", "max_instalments")),
        ),
        (
            {"income": usd("1000.00"), "outgoings": usd("990.00")},
            {},
            ("above_affordable", ("income_share", "max_instalments")),
        ),
        (
            {"income": usd("700.00"), "minimum_income": usd("690.00")},
            {},
            ("above_affordable", ("minimum_income", "max_instalments")),
        ),
    ],
)
def test_why_there_is_no_plan_in_parts(limits, given, changed, expected):
    found = shut(
        situation(**{"interest": "0.00", "fees": "0.00", **given}), replace(limits, **changed)
    )
    assert found["instalments"] == expected


def test_charges_alone_and_a_changed_plan_are_not_waived_by_machine(limits):
    alone = shut(situation(principal="0.00", interest="120.00"), limits)
    assert alone["charges_waiver"] == ("charges_only", ())
    changed = shut(situation(renegotiations=1), limits)
    assert changed["charges_waiver"] == ("renegotiation", ("renegotiations",))
    assert "charges_waiver" not in shut(situation(renegotiations=1, vulnerable=True), limits)


def test_a_cut_of_the_principal_that_is_open_is_not_closed(policies):
    old = policies.for_country("US").plan_limits("old_debt", "USD")
    assert "principal_waiver" not in shut(situation(), old)
