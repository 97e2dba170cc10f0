"""Are the limits of the policy in force in every offer, and is every number explained?"""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from bot.policies import load_policies
from bot.rules.account import Balance
from bot.rules.money import Money
from bot.rules.offers import (
    DebtOwed,
    Frequency,
    Instalment,
    Offer,
    OfferKind,
    PlanLimits,
    Reason,
    Situation,
    compute_offers,
    schedule,
    unexplained,
    violations,
)
from bot.rules.offers.builder import down_payment_offer, full_payment, plan_offer
from bot.rules.offers.terms import NUMBERS
from bot.rules.payday import Payday, PaydayKind

US = load_policies().for_country("US")
TODAY = date(2026, 11, 23)  # a Monday
STANDARD, OLD = US.plan_limits("standard", "USD"), US.plan_limits("old_debt", "USD")
HARDSHIP = US.plan_limits("hardship", "USD")
FRIDAY = Payday(PaydayKind.WEEKDAY, 4)


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


def owing(principal: str, interest: str = "0", fees: str = "0", **more: object) -> Situation:
    owed = DebtOwed("D-1", Balance.of(usd(principal), usd(interest), usd(fees)), date(2025, 3, 1))
    return Situation("US", "individual", "standard", (owed,), **more)  # type: ignore[arg-type]


def of_kind(kind: str, who: Situation, limits: PlanLimits = STANDARD) -> Offer:
    return next(o for o in compute_offers(who, limits, TODAY) if o.kind == kind)


def rules_of(offer: Offer, number: str) -> list[str]:
    return [reason.rule for reason in offer.reasons if number in reason.shapes]


# -- waivers -----------------------------------------------------------------------------------


def test_settling_an_old_debt_cuts_a_tenth_of_the_principal() -> None:
    who = owing("1000.05", "80.00", "40.00")
    offer = full_payment(who, OLD, TODAY)
    assert (offer.waived_principal, offer.total) == (usd("100.00"), usd("900.05"))
    assert offer.saved == usd("220.00")
    assert violations(offer, who, OLD, TODAY) == ()
    assert rules_of(offer, "waived_principal") == ["full_payment_principal_waiver"]
    assert "principal_waiver_outside" in violations(offer, who, STANDARD, TODAY)
    more = replace(offer, waived_principal=usd("100.01"), total=usd("900.04"))
    assert "principal_waiver_outside" in violations(more, who, OLD, TODAY)
    assert all(o.waived_principal is None for o in compute_offers(who, OLD, TODAY)[1:])


def test_everywhere_else_principal_is_never_cut() -> None:
    policies = load_policies()
    for code in ("US", "GB", "BR", "FR"):
        policy = policies.for_country(code)
        for segment in policy.plan_segments:
            part = policy.plan_limits(segment, policy.currency).full_payment_principal_waiver
            assert part == (Fraction(1, 10) if (code, segment) == ("US", "old_debt") else 0)


def test_a_changed_plan_waives_nothing_further_but_in_need_of_care() -> None:
    who = owing("480.00", "20.00", "10.00", renegotiations=1)
    for offer in compute_offers(who, OLD, TODAY):
        assert (offer.saved, offer.total) == (usd("0"), usd("510.00"))
    plan = of_kind("instalments", who)
    assert rules_of(plan, "waived_interest") == ["renegotiation"]
    before = of_kind("instalments", replace(who, renegotiations=0))
    assert (before.waived, before.total) == (usd("15.00"), usd("495.00"))
    assert violations(before, who, STANDARD, TODAY) == ("waived_again",)
    cared = replace(who, hardship=True)
    assert of_kind("instalments", cared, HARDSHIP).total == usd("480.00")


def test_a_debt_of_charges_alone_is_not_waived() -> None:
    who = owing("0", "20.00", "10.00")
    offer = full_payment(who, OLD, TODAY)
    assert rules_of(offer, "waived_fees") == ["charges_alone"]
    cut = replace(offer, total=usd("20.00"), waived_fees=usd("10.00"),
                  instalments=(Instalment(usd("20.00"), TODAY),), until=TODAY)  # fmt: skip
    assert violations(cut, who, OLD, TODAY) == ("charges_alone_waived",)


# -- days --------------------------------------------------------------------------------------


def test_every_friday() -> None:
    who = owing("320.00", affordable=usd("80.00"), frequency=Frequency.WEEKLY, payday=FRIDAY)
    offer = of_kind("instalments", who)
    assert [(i.amount.decimal(), i.due_date.isoformat()) for i in offer.instalments] == [
        ("80.00", "2026-11-27"), ("80.00", "2026-12-04"),
        ("80.00", "2026-12-11"), ("80.00", "2026-12-18"),
    ]  # fmt: skip
    friday = date(2026, 11, 27)
    today = next(o for o in compute_offers(who, STANDARD, friday) if o.kind == "instalments")
    assert today.instalments[0].due_date == friday


def test_months_do_not_follow_a_weekday() -> None:
    offer = of_kind("instalments", owing("300.00", payday=FRIDAY))
    assert offer.instalments[0].due_date == TODAY + timedelta(days=14)
    assert [r for r in rules_of(offer, "first_date") if r.startswith("payday")] == [
        "payday_not_followed"
    ]


def test_only_paydays_of_a_kind_that_the_policy_names_are_followed() -> None:
    tenth = Payday(PaydayKind.DAY, 10)
    narrow = replace(STANDARD, alignments=(PaydayKind.WEEKDAY,))
    followed = of_kind("instalments", owing("300.00", payday=tenth))
    assert [i.due_date.day for i in followed.instalments] == [10, 10, 10]
    not_followed = of_kind("instalments", owing("300.00", payday=tenth), narrow)
    assert not_followed.instalments[0].due_date == date(2026, 12, 7)
    reason = next(r for r in not_followed.reasons if r.rule == "payday_not_followed")
    assert (reason.value, reason.source) == ("day:10", "product choice")


def test_dates_off_the_payday_are_seen_unless_the_person_chose_them() -> None:
    who = owing("300.00", payday=Payday(PaydayKind.DAY, 10))
    parts = schedule(usd("300.00"), 3, date(2026, 12, 1), Frequency.MONTHLY)
    off = plan_offer(replace(who, payday=None), STANDARD, parts, Frequency.MONTHLY, ())
    assert violations(off, who, STANDARD, TODAY) == ("dates_off_payday",)
    chosen = (Reason("first_date", "2026-12-01", "person"),)
    own = plan_offer(who, STANDARD, parts, Frequency.MONTHLY, chosen)
    assert violations(own, who, STANDARD, TODAY) == ()


# -- a part first, the rest later --------------------------------------------------------------


def two(first: str, rest: str, days: int, who: Situation | None = None) -> Offer:
    parts = Instalment(usd(first), TODAY), Instalment(usd(rest), TODAY + timedelta(days=days))
    return down_payment_offer(who or owing("480.00"), STANDARD, TODAY, parts[0], parts[1:], None)


def test_some_now_and_the_rest_in_one_sum() -> None:
    who, offer = owing("480.00"), two("300.00", "180.00", 60)
    assert (offer.kind, offer.down_payment, offer.frequency) == ("instalments", True, None)
    assert (offer.total, offer.until) == (usd("480.00"), TODAY + timedelta(days=60))
    assert violations(offer, who, STANDARD, TODAY) == ()
    assert unexplained(offer) == ()
    late = two("300.00", "180.00", 91)
    assert violations(late, who, STANDARD, TODAY) == ("rest_too_late",)
    small = two("460.00", "20.00", 60)
    assert violations(small, who, STANDARD, TODAY) == ("below_smallest_instalment",)
    plain = replace(offer, down_payment=False)
    assert "frequency_not_allowed" in violations(plain, who, STANDARD, TODAY)


def test_a_plan_with_a_down_payment_waives_what_a_plan_waives() -> None:
    who = owing("480.00", "40.00")  # half of the interest: 500 in all
    rest = schedule(usd("300.00"), 3, date(2026, 12, 10), Frequency.MONTHLY)
    first = Instalment(usd("200.00"), date(2026, 11, 25))
    offer = down_payment_offer(who, STANDARD, TODAY, first, rest, Frequency.MONTHLY)
    assert (offer.total, offer.waived) == (usd("500.00"), usd("20.00"))
    assert [i.amount.decimal() for i in offer.instalments] == ["200.00"] + ["100.00"] * 3
    assert violations(offer, who, STANDARD, TODAY) == ()
    assert unexplained(offer) == ()
    uneven = replace(offer, down_payment=False)
    assert violations(uneven, who, STANDARD, TODAY) == ()  # 25 November and the 10th: months
    weekly = replace(offer, frequency=Frequency.WEEKLY)
    assert "dates_off_frequency" in violations(weekly, who, STANDARD, TODAY)


def test_a_down_payment_must_fit() -> None:
    with pytest.raises(ValueError, match=r"sum to 480\.00 USD"):
        two("300.00", "100.00", 60)
    with pytest.raises(ValueError, match="comes first"):
        two("300.00", "180.00", 0)


# -- reasons -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("owed", "longest_days", "most", "bounds"),
    [
        ("4800.00", 400, 12, ["max_instalments"]),
        ("100.00", 400, 4, ["smallest_instalment"]),
        ("300.00", 400, 12, ["max_instalments", "smallest_instalment"]),
        ("4800.00", 200, 7, ["longest_days"]),  # 7 December, then months: 7 June is day 196
    ],
)
def test_the_limit_that_bounds_the_number_is_named(
    owed: str, longest_days: int, most: int, bounds: list[str]
) -> None:
    limits = replace(STANDARD, longest_days=longest_days, usual_counts=(99,))
    offer = of_kind("instalments", owing(owed), limits)
    assert len(offer.instalments) == most
    limit = {"max_instalments", "smallest_instalment", "longest_days"}
    assert [rule for rule in rules_of(offer, "count") if rule in limit] == bounds


def test_every_number_of_every_kind_of_offer_has_its_reason() -> None:
    who = owing("480.00", "20.00", "10.00", hardship=True)
    offers = [*compute_offers(who, HARDSHIP, TODAY), full_payment(who, OLD, TODAY)]
    assert {o.kind for o in offers} == set(OfferKind)
    shaped = {name for offer in offers for reason in offer.reasons for name in reason.shapes}
    assert shaped == set(NUMBERS)
    for offer in offers:
        assert unexplained(offer) == ()
        assert all(reason.source for reason in offer.reasons)
        assert all(set(reason.shapes) <= set(NUMBERS) for reason in offer.reasons)


def test_what_the_person_can_pay_or_what_is_usual_makes_the_number() -> None:
    who = owing("480.00", affordable=usd("160.00"))
    three, six = [o for o in compute_offers(who, STANDARD, TODAY) if o.kind == "instalments"]
    assert (rules_of(three, "count"), rules_of(six, "count")) == (
        ["affordable"], ["affordable", "usual_counts"]
    )  # fmt: skip
    unasked = of_kind("instalments", owing("480.00"))
    assert rules_of(unasked, "count") == ["usual_counts"]


def test_a_number_without_a_reason_is_seen() -> None:
    offer = of_kind("instalments", owing("480.00", "20.00"))
    bare = replace(offer, reasons=tuple(r for r in offer.reasons if r.rule != "fees_waiver"))
    assert unexplained(bare) == ("waived_fees",)
    assert unexplained(replace(offer, reasons=())) == tuple(
        name for name in NUMBERS if name != "waived_principal"
    )


def test_without_a_common_frequency_there_is_no_plan() -> None:
    none = replace(STANDARD, frequencies=())
    kinds = [o.kind for o in compute_offers(owing("480.00"), none, TODAY)]
    assert kinds == ["pay_in_full", "more_time"]
