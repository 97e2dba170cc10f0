"""Does a plan leave the person what they need to live on?"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bot.policies import load_policies
from bot.rules.account import Balance
from bot.rules.money import CurrencyMismatch, Money
from bot.rules.offers import (
    DebtOwed,
    Frequency,
    OfferKind,
    PlanLimits,
    Situation,
    compute_offers,
    violations,
)
from bot.rules.offers.affordability import ceiling, comfortable, tightest, wished

BR = load_policies().for_country("BR")
TODAY = date(2026, 11, 23)
STANDARD, HARDSHIP = BR.plan_limits("standard", "BRL"), BR.plan_limits("hardship", "BRL")


def brl(text: str) -> Money:
    return Money.parse(text, "BRL")


def living(
    income: str | None, outgoings: str | None = None, minimum: str | None = "600.00", **more: object
) -> Situation:
    owed = Balance.of(brl("1200.00"), brl("0"), brl("0"))
    return Situation(
        "BR", "individual", "standard", (DebtOwed("D-1", owed, date(2026, 9, 1)),),
        income=brl(income) if income else None, outgoings=brl(outgoings) if outgoings else None,
        minimum_income=brl(minimum) if minimum else None, **more,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("income", "outgoings", "minimum", "month", "fortnight", "week", "rule"),
    [
        # half of what is left: (2500 - 2100) / 2; weeks by 12/52, fortnights by 12/26, down
        ("2500.00", "2100.00", "600.00", "200.00", "92.30", "46.15", "income_share"),
        # the minimum leaves less: 650 - 600
        ("650.00", "400.00", "600.00", "50.00", "23.07", "11.53", "minimum_income"),
        # outgoings are not known: only the minimum bounds
        ("900.00", None, "600.00", "300.00", "138.46", "69.23", "minimum_income"),
        ("599.00", "100.00", "600.00", "0.00", "0.00", "0.00", "minimum_income"),
        ("1000.00", "1300.00", None, "0.00", "0.00", "0.00", "income_share"),
        ("1000.01", "900.00", None, "50.00", "23.07", "11.53", "income_share"),
    ],
)
def test_the_most_that_an_instalment_may_be(
    income: str, outgoings: str | None, minimum: str | None, month: str, fortnight: str,
    week: str, rule: str,
) -> None:  # fmt: skip
    who = living(income, outgoings, minimum)
    found = [ceiling(who, STANDARD, each) for each in Frequency]
    assert found == [brl(week), brl(fortnight), brl(month)]
    assert tightest(who, STANDARD) == rule


def test_nothing_known_bounds_nothing() -> None:
    for who in (living(None), living(None, "900.00"), living("900.00", None, None)):
        assert ceiling(who, STANDARD, Frequency.MONTHLY) is None
        assert tightest(who, STANDARD) == ""
    with pytest.raises(CurrencyMismatch):
        ceiling(replace(living("900.00"), income=Money(1, "USD")), STANDARD, Frequency.MONTHLY)


def test_a_wish_is_brought_to_the_rhythm_of_the_plan() -> None:
    who = living(None, affordable=brl("30.00"), frequency=Frequency.WEEKLY)
    assert [wished(who, STANDARD, each) for each in Frequency] == [
        brl("30.00"), brl("60.00"), brl("130.00")
    ]  # fmt: skip
    said = replace(who, frequency=None)
    assert wished(said, STANDARD, Frequency.FORTNIGHTLY) == brl("30.00")
    part = replace(STANDARD, affordable_share=Fraction(1, 3))
    assert wished(replace(said, affordable=brl("100.00")), part, Frequency.MONTHLY) == brl("33.33")


def test_the_smaller_of_wish_and_ceiling_is_comfortable() -> None:
    who = living("700.00", None, affordable=brl("150.00"))
    assert comfortable(who, STANDARD, Frequency.MONTHLY) == brl("100.00")
    assert comfortable(replace(who, affordable=brl("80.00")), STANDARD, Frequency.MONTHLY) == brl(
        "80.00"
    )


def kinds(who: Situation, limits: PlanLimits) -> list[str]:
    return [str(offer.kind) for offer in compute_offers(who, limits, TODAY)]


def test_no_plan_is_above_what_the_income_leaves() -> None:
    who = living("800.00", "500.00")  # 150 a month: at least 8 parts of 1,200
    offers = compute_offers(who, STANDARD, TODAY)
    assert [len(o.instalments) for o in offers] == [12, 1, 1]
    reason = next(r for r in offers[0].reasons if r.rule == "income_ceiling")
    assert (reason.value, reason.source) == (
        "150.00", "product choice: half of what is left of the month"
    )  # fmt: skip
    poor = living("800.00", "790.00")
    assert "above_affordable" in violations(offers[0], poor, STANDARD, TODAY)
    assert kinds(poor, STANDARD) == ["more_time", "pay_in_full"]


def test_in_hardship_token_payments_or_a_pause_are_left() -> None:
    poor = living("640.00", "600.00", hardship=True)  # 20 a month
    assert kinds(poor, HARDSHIP) == ["token", "pause", "more_time", "pay_in_full"]
    none = living("600.00", "600.00", hardship=True)
    assert kinds(none, HARDSHIP) == ["pause", "more_time", "pay_in_full"]
    token = compute_offers(poor, HARDSHIP, TODAY)[0]
    assert token.kind is OfferKind.TOKEN
    assert violations(token, none, HARDSHIP, TODAY) == ("above_affordable",)


def test_the_minimum_income_names_the_law() -> None:
    offers = compute_offers(living("700.00"), STANDARD, TODAY)
    reason = next(r for r in offers[0].reasons if r.rule == "income_ceiling")
    assert reason.value == "100.00"
    assert "Decreto 11.567/2023" in reason.source
