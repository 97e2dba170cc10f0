"""Which limits hold for debts of several products, and for a person in need of care?"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bot.policies import load_policies
from bot.rules.account import Balance
from bot.rules.money import Money
from bot.rules.offers import DebtOwed, Situation, compute_offers
from bot.rules.offers.combine_limits import narrowest, widest
from bot.rules.payday import PaydayKind
from bot.rules.plan import Frequency, PlanLimits

US = load_policies().for_country("US")
STANDARD, HARDSHIP = US.plan_limits("standard", "USD"), US.plan_limits("hardship", "USD")
SUBSCRIPTION = US.plan_limits("standard", "USD", "subscription")


def sourced(limits: PlanLimits, name: str, source: str, **changed: object) -> PlanLimits:
    sources = {**limits.sources, name: source}
    return replace(limits, sources=sources, **changed)  # type: ignore[arg-type]


def test_the_strictest_of_each_with_its_own_source() -> None:
    sofa = sourced(
        STANDARD, "smallest_instalment", "sofa row", smallest_instalment=Money(4000, "USD"),
        first_payment_share=Fraction(1, 5), interest_free=False, more_time_days=10,
        frequencies=(Frequency.MONTHLY,), alignments=(PaydayKind.DAY,), renegotiations=1,
        approver="head of credit", token_payment=Money(500, "USD"), product="sofa",
    )  # fmt: skip
    both = narrowest(SUBSCRIPTION, [sofa])
    assert (both.max_instalments, both.longest_days, both.usual_counts) == (6, 215, (2, 3, 6))
    assert both.source("max_instalments") == "product choice: the next bills come meanwhile"
    assert (both.smallest_instalment, both.source("smallest_instalment")) == (
        Money(4000, "USD"), "sofa row"
    )  # fmt: skip
    assert (both.first_payment_share, both.interest_free, both.more_time_days) == (
        Fraction(1, 5), False, 10
    )  # fmt: skip
    assert (both.frequencies, both.alignments) == ((Frequency.MONTHLY,), (PaydayKind.DAY,))
    assert (both.renegotiations, both.approver) == (1, "head of credit")
    assert both.token_payment is None
    assert (both.segment, both.product) == ("standard", "subscription+sofa")
    assert narrowest(sofa, [SUBSCRIPTION]) == replace(
        both, product="sofa+subscription", sources=narrowest(sofa, [SUBSCRIPTION]).sources
    )


def test_token_payments_are_open_when_all_have_them() -> None:
    two = replace(HARDSHIP, token_payment=Money(200, "USD"))
    assert narrowest(HARDSHIP, [two]).token_payment == Money(200, "USD")
    assert widest(STANDARD, [HARDSHIP]).token_payment == Money(100, "USD")


def test_with_itself_nothing_changes() -> None:
    for limits in (STANDARD, SUBSCRIPTION, HARDSHIP):
        assert narrowest(limits, [limits]) == limits
        assert widest(limits, [limits]) == limits


def test_care_loses_nothing_that_was_open_without_it() -> None:
    both = US.limits_for("hardship", "USD", (), "old_debt")
    assert (both.full_payment_principal_waiver, both.max_instalments) == (Fraction(1, 10), 24)
    assert both.source("full_payment_principal_waiver") == "product choice: settlement in full"
    assert both.source("interest_waiver") == "CONC 7.3: reduce, suspend or waive interest"
    valued = US.limits_for("vulnerable", "USD", ("subscription",), "high_value")
    assert (valued.max_instalments, valued.segment) == (24, "vulnerable")


def test_products_in_one_negotiation() -> None:
    mixed = US.limits_for("standard", "USD", ("", "subscription", ""))
    assert (mixed.max_instalments, mixed.product) == (6, "subscription")
    assert US.limits_for("standard", "USD") == STANDARD
    owed = tuple(
        DebtOwed(f"D-{n}", Balance.of(Money(30_000, "USD"), *(Money.zero("USD"),) * 2),
                 date(2026, 1, 1), product)
        for n, product in enumerate(("", "subscription"))
    )  # fmt: skip
    who = Situation("US", "individual", "standard", owed)
    offers = compute_offers(who, mixed, date(2026, 5, 1))
    assert [len(o.instalments) for o in offers] == [1, 2, 3, 6, 1]


def test_other_currencies_and_versions_do_not_mix() -> None:
    for other in (US.plan_limits("standard", "GBP"), replace(STANDARD, version="old")):
        with pytest.raises(ValueError, match="different"):
            narrowest(STANDARD, [other])
        with pytest.raises(ValueError, match="different"):
            widest(STANDARD, [other])
