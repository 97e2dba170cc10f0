"""Is a proposal kept where it is allowed, changed as little as can be, and never just refused?"""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.policies import load_policies
from bot.rules.account import Balance
from bot.rules.money import Money
from bot.rules.offers import (
    CounterAnswer,
    DebtOwed,
    Frequency,
    OfferKind,
    Outcome,
    PlanLimits,
    Proposal,
    Situation,
    answer_counter_offer,
    violations,
)
from bot.rules.offers.affordability import ceiling
from bot.rules.offers.terms import unexplained
from bot.rules.payday import Payday, PaydayKind

POLICIES = load_policies()
US = POLICIES.for_country("US")
TODAY = date(2025, 5, 14)
"""A Wednesday."""
STANDARD = US.plan_limits("standard", "USD")
HARDSHIP = US.plan_limits("hardship", "USD")
FRIDAY, FIFTH = Payday.parse("weekday:4"), Payday.parse("day:5")


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


def owing(principal: str, interest: str = "0", fees: str = "0", **more: object) -> Situation:
    owed = DebtOwed("D-1", Balance.of(usd(principal), usd(interest), usd(fees)), date(2025, 3, 1))
    return Situation("US", "individual", "standard", (owed,), **more)  # type: ignore[arg-type]


def propose(situation: Situation, limits: PlanLimits = STANDARD, **said: object) -> CounterAnswer:
    answer = answer_counter_offer(Proposal(**said), situation, limits, TODAY)  # type: ignore[arg-type]
    if answer.offer is not None:
        assert violations(answer.offer, situation, limits, TODAY) == ()
    return answer


def amounts(answer: CounterAnswer) -> list[str]:
    assert answer.offer is not None
    return [i.amount.decimal() for i in answer.offer.instalments]


def days(answer: CounterAnswer) -> list[str]:
    assert answer.offer is not None
    return [i.due_date.isoformat() for i in answer.offer.instalments]


# -- the days on which money comes ----------------------------------------------------------------


def test_weekly_on_fridays() -> None:
    answer = propose(
        owing("320.00"), amount=usd("80.00"), frequency=Frequency.WEEKLY, payday=FRIDAY
    )
    assert (answer.outcome, answer.codes) == ("accepted", ())
    assert amounts(answer) == ["80.00"] * 4
    assert days(answer) == ["2025-05-16", "2025-05-23", "2025-05-30", "2025-06-06"]


def test_fridays_alone_mean_every_week_and_the_fifth_every_month() -> None:
    weekly = propose(owing("320.00"), amount=usd("80.00"), payday=FRIDAY)
    assert weekly.offer
    assert weekly.offer.frequency is Frequency.WEEKLY
    monthly = propose(owing("320.00"), count=3, payday=FIFTH)
    assert days(monthly) == ["2025-06-05", "2025-07-05", "2025-08-05"]


def test_every_second_friday_beside_another_payday_that_was_told_before() -> None:
    told = owing("180.00", payday=Payday.parse("business_day:5"))
    answer = propose(told, amount=usd("60"), frequency=Frequency.FORTNIGHTLY, payday=FRIDAY)
    assert answer.outcome is Outcome.ACCEPTED
    assert days(answer) == ["2025-05-16", "2025-05-30", "2025-06-13"]


def test_a_first_day_on_no_friday_waits_for_the_friday() -> None:
    answer = propose(owing("240.00"), amount=usd("80"), payday=FRIDAY, first_date=date(2025, 5, 19))
    assert days(answer) == ["2025-05-23", "2025-05-30", "2025-06-06"]


def test_a_day_that_is_named_now_goes_before_the_payday_told_before() -> None:
    told = owing("240.00", payday=FIFTH)
    answer = propose(told, count=3, first_date=date(2025, 5, 15))
    assert days(answer) == ["2025-05-15", "2025-06-15", "2025-07-15"]
    assert days(propose(told, count=3)) == ["2025-06-05", "2025-07-05", "2025-08-05"]


def test_a_payday_that_the_limits_do_not_follow() -> None:
    narrow = replace(STANDARD, alignments=(PaydayKind.DAY,))
    answer = propose(owing("320.00"), narrow, amount=usd("80"), payday=FRIDAY)
    assert (answer.outcome, answer.codes) == ("nearest", ("payday_not_allowed",))
    assert amounts(answer) == ["80.00"] * 4


def test_another_rhythm_asks_for_the_same_each_month() -> None:
    monthly = replace(STANDARD, frequencies=(Frequency.MONTHLY,))
    answer = propose(owing("480.00"), monthly, amount=usd("30"), frequency=Frequency.WEEKLY)
    assert answer.codes == ("frequency_not_allowed",)
    # 30.00 x 52 / 12 = 130.00 a month
    assert amounts(answer) == ["130.00", "130.00", "130.00", "90.00"]


def test_only_a_rhythm_is_named() -> None:
    answer = propose(owing("480.00"), payday=FRIDAY)
    assert answer.outcome is Outcome.ACCEPTED
    assert answer.offer
    assert {i.due_date.weekday() for i in answer.offer.instalments} == {4}


# -- amount and number ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "outcome", "parts", "codes"),
    [
        # 2 x 150 is 10 % short of 330: larger payments change less than a third one
        ({"amount": usd("150"), "count": 2}, "nearest", ["165.00"] * 2, ("does_not_cover_total",)),
        ({"amount": usd("165"), "count": 2}, "accepted", ["165.00"] * 2, ()),
        ({"amount": usd("300"), "count": 2}, "accepted", ["300.00", "30.00"], ()),
        # 55 x 3 needs twice as many payments, or payments twice as large: the amount stays
        ({"amount": usd("55"), "count": 3}, "nearest", ["55.00"] * 6, ("does_not_cover_total",)),
        ({"amount": usd("20")}, "nearest", ["27.50"] * 12, ("below_smallest_instalment",)),
        ({"amount": usd("13")}, "person", ["27.50"] * 12, ("below_smallest_instalment",)),
        ({"count": 13}, "nearest", ["27.50"] * 12, ("too_many_instalments",)),
        ({"count": -2}, "nearest", ["165.00"] * 2, ("count_not_positive",)),
    ],
)  # fmt: skip
def test_the_smallest_change(
    said: dict[str, object], outcome: str, parts: list[str], codes: tuple[str, ...]
) -> None:
    answer = propose(owing("330.00"), **said)
    assert (answer.outcome, amounts(answer), answer.codes) == (outcome, parts, codes)


def test_a_first_share_keeps_the_amount_for_the_others() -> None:
    company = US.plan_limits("company", "USD")
    answer = propose(owing("2000.00"), company, amount=usd("190.00"))
    assert (answer.outcome, answer.codes) == ("nearest", ("first_payment_too_small",))
    # a tenth first, then 190.00 as often as it fits: 1,800 = 9 x 190 + 90
    assert amounts(answer) == ["200.00"] + ["190.00"] * 9 + ["90.00"]


def test_all_at_once_later_than_the_discount_holds() -> None:
    day = TODAY + timedelta(days=20)
    answer = propose(owing("300.00", "40.00"), in_full=True, first_date=day)
    assert answer.outcome is Outcome.ACCEPTED
    assert answer.offer
    assert (answer.offer.kind, amounts(answer), days(answer)) == (
        "more_time", ["340.00"], ["2025-06-03"]
    )  # fmt: skip


def test_settling_all_with_the_charges_cut() -> None:
    answer = propose(owing("300.00", "40.00", "20.00"), in_full=True)
    assert amounts(answer) == ["315.00"]
    assert answer.offer
    assert answer.offer.saved == usd("45.00")
    short = propose(owing("300.00", "40.00", "20.00"), in_full=True, amount=usd("300"))
    assert (short.outcome, short.codes) == ("nearest", ("below_full_payment_total",))


# -- first a part, then the rest ------------------------------------------------------------------


def test_a_part_now_and_the_rest_on_a_day() -> None:
    answer = propose(owing("480.00"), down_payment=usd("300"), down_date=TODAY,
                     rest_date=date(2025, 6, 30))  # fmt: skip
    assert (answer.outcome, answer.codes) == ("accepted", ())
    assert amounts(answer) == ["300.00", "180.00"]
    assert days(answer) == ["2025-05-14", "2025-06-30"]
    assert answer.offer
    assert (answer.offer.down_payment, answer.offer.frequency) == (True, None)


def test_the_rest_too_late_falls_due_on_the_last_day_allowed() -> None:
    answer = propose(owing("480.00"), down_payment=usd("300"), down_date=TODAY,
                     rest_date=date(2026, 1, 31))  # fmt: skip
    assert (answer.outcome, answer.codes) == ("nearest", ("rest_too_late",))
    assert days(answer) == ["2025-05-14", (TODAY + timedelta(days=90)).isoformat()]


def test_both_sums_are_named_and_too_little() -> None:
    answer = propose(owing("330.00"), down_payment=usd("150"), down_date=TODAY,
                     amount=usd("150"), count=1, rest_date=date(2025, 5, 28))  # fmt: skip
    assert (answer.outcome, answer.codes) == ("nearest", ("does_not_cover_total",))
    assert amounts(answer) == ["150.00", "180.00"]


def test_down_then_so_many_equal_parts() -> None:
    answer = propose(owing("480.00"), down_payment=usd("180"), down_date=TODAY, count=3)
    assert answer.outcome is Outcome.ACCEPTED
    assert amounts(answer) == ["180.00", "100.00", "100.00", "100.00"]
    assert days(answer) == ["2025-05-14", "2025-06-14", "2025-07-14", "2025-08-14"]


def test_down_then_an_amount_each_month_on_payday() -> None:
    answer = propose(owing("480.00", payday=FIFTH), down_payment=usd("200"), down_date=TODAY,
                     amount=usd("100"), frequency=Frequency.MONTHLY)  # fmt: skip
    assert answer.outcome is Outcome.ACCEPTED
    assert amounts(answer) == ["200.00", "100.00", "100.00", "80.00"]
    assert days(answer) == ["2025-05-14", "2025-06-05", "2025-07-05", "2025-08-05"]


def test_down_then_every_friday() -> None:
    answer = propose(owing("250.00"), down_payment=usd("100"), down_date=TODAY,
                     amount=usd("50"), frequency=Frequency.WEEKLY, payday=FRIDAY)  # fmt: skip
    assert amounts(answer) == ["100.00", "50.00", "50.00", "50.00"]
    assert days(answer) == ["2025-05-14", "2025-05-23", "2025-05-30", "2025-06-06"]


def test_a_down_payment_alone_is_followed_by_parts_no_larger() -> None:
    answer = propose(owing("480.00"), down_payment=usd("200"))
    assert amounts(answer) == ["200.00", "200.00", "80.00"]
    assert days(answer)[0] == "2025-05-28"


@pytest.mark.parametrize(
    ("down", "parts", "codes"),
    [
        ("480", ["480.00"], ()),
        ("470", ["455.00", "25.00"], ("below_smallest_instalment",)),
        ("20", ["25.00", "455.00"], ("below_smallest_instalment",)),
    ],
)
def test_a_down_payment_at_the_edges(down: str, parts: list[str], codes: tuple[str, ...]) -> None:
    answer = propose(owing("480.00"), down_payment=usd(down), down_date=TODAY,
                     rest_date=TODAY + timedelta(days=30))  # fmt: skip
    assert (amounts(answer), answer.codes) == (parts, codes)


def test_half_down_in_a_policy_that_knows_no_rest_in_one_sum() -> None:
    never = replace(STANDARD, rest_within_days=0)
    answer = propose(owing("480.00"), never, down_payment=usd("240"), down_date=TODAY,
                     rest_date=date(2025, 6, 14))  # fmt: skip
    assert (answer.outcome, answer.codes) == ("nearest", ("rest_too_late",))
    assert amounts(answer) == ["240.00"] * 2


def test_a_down_payment_above_what_the_income_leaves_becomes_equal_parts() -> None:
    poor = owing("480.00", income=usd("1000"), outgoings=usd("840"))
    answer = propose(poor, down_payment=usd("300"), down_date=TODAY,
                     rest_date=date(2025, 6, 14))  # fmt: skip
    assert (answer.outcome, answer.codes) == ("nearest", ("above_affordable",))
    assert amounts(answer) == ["80.00"] * 6


# -- what can be afforded -------------------------------------------------------------------------


def test_the_nearest_is_never_above_what_the_income_leaves() -> None:
    poor = owing("480.00", income=usd("1000"), outgoings=usd("880"))
    assert ceiling(poor, STANDARD, Frequency.MONTHLY) == usd("60.00")
    answer = propose(poor, count=4)
    assert (answer.outcome, answer.codes) == ("nearest", ("above_affordable",))
    assert amounts(answer) == ["60.00"] * 8
    assert amounts(propose(poor, amount=usd("50"))) == ["50.00"] * 9 + ["30.00"]


def test_no_plan_is_low_enough_and_a_person_decides() -> None:
    poor = owing("480.00", income=usd("1000"), outgoings=usd("980"))
    answer = propose(poor, amount=usd("50"))
    assert (answer.outcome, answer.offer, answer.codes) == ("person", None, ("above_affordable",))


def test_in_hardship_no_plan_low_enough_means_relief() -> None:
    poor = owing("480.00", income=usd("1000"), outgoings=usd("1000"), hardship=True)
    answer = propose(poor, HARDSHIP, count=12)
    assert (answer.outcome, answer.codes) == ("nearest", ("above_affordable",))
    assert answer.offer
    assert answer.offer.kind is OfferKind.PAUSE


def test_in_hardship_too_much_for_the_income_becomes_a_plan_within_it() -> None:
    poor = owing("480.00", income=usd("1000"), outgoings=usd("900"), hardship=True)
    answer = propose(poor, HARDSHIP, amount=usd("100"), frequency=Frequency.MONTHLY)
    assert answer.offer is not None
    assert answer.offer.kind is OfferKind.INSTALMENTS
    assert (answer.outcome, answer.codes) == (Outcome.NEAREST, ("above_affordable",))
    assert amounts(answer) == ["48.00"] * 10


def test_token_payments_of_what_the_income_leaves() -> None:
    poor = owing("480.00", income=usd("1000"), outgoings=usd("990"), hardship=True)
    answer = propose(poor, HARDSHIP, amount=usd("8"))
    assert (answer.outcome, answer.codes) == ("nearest", ("above_affordable",))
    assert amounts(answer) == ["5.00"] * 6


def test_a_token_comes_before_too_small_for_two_payments() -> None:
    answer = propose(owing("15.00", hardship=True), HARDSHIP, amount=usd("5"))
    assert answer.outcome is Outcome.ACCEPTED
    assert answer.offer
    assert (answer.offer.kind, amounts(answer)) == ("token", ["5.00"] * 3)
    calm = propose(owing("40.00"), amount=usd("20"))
    assert calm.codes == ("no_plan_this_small",)


def test_too_small_to_split_keeps_the_day() -> None:
    answer = propose(owing("40.00"), amount=usd("20"), first_date=date(2025, 5, 20))
    assert days(answer) == ["2025-05-20"]


def test_a_token_week_by_week_becomes_monthly() -> None:
    answer = propose(owing("480.00", hardship=True), HARDSHIP, amount=usd("1"),
                     frequency=Frequency.WEEKLY)  # fmt: skip
    assert (answer.outcome, answer.codes) == ("nearest", ("frequency_not_allowed",))
    assert amounts(answer) == ["1.00"] * 6


def test_a_token_that_was_told_as_a_first_part_keeps_the_day() -> None:
    poor = owing("480.00", hardship=True)
    answer = propose(poor, HARDSHIP, down_payment=usd("2"), first_date=date(2025, 5, 19))
    assert (answer.outcome, amounts(answer)) == ("accepted", ["2.00"] * 6)
    assert days(answer)[:2] == ["2025-05-19", "2025-06-19"]
    answer = propose(poor, HARDSHIP, down_payment=usd("2"), down_date=TODAY)
    assert (answer.outcome, days(answer)[0]) == ("accepted", "2025-05-14")
    answer = propose(poor, HARDSHIP, down_payment=usd("2"), first_date=date(2025, 5, 12))
    assert (answer.outcome, answer.codes) == ("nearest", ("date_in_past",))
    assert days(answer)[0] == "2025-05-28"


def test_nothing_down_is_no_down_payment() -> None:
    answer = propose(owing("480.00"), down_payment=usd("0"), count=4)
    assert (answer.outcome, amounts(answer)) == ("accepted", ["120.00"] * 4)


def test_a_changed_plan_waives_nothing_further() -> None:
    answer = propose(owing("300.00", "40.00", "20.00", renegotiations=1), count=3)
    assert amounts(answer) == ["120.00"] * 3


# -- whatever is proposed -------------------------------------------------------------------------

SEGMENTS = st.sampled_from(POLICIES.default.plan_segments)
PAYDAYS = st.sampled_from(
    [None, FIFTH, FRIDAY, *map(Payday.parse, ("day:31", "business_day:5", "last_business_day"))]
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Situation, PlanLimits]:
    policy = POLICIES.for_country(draw(st.sampled_from(["US", "GB", "BR"])))
    limits = policy.plan_limits(draw(SEGMENTS), policy.currency)
    sums = st.integers(0, 300_000).map(lambda minor: Money(minor, policy.currency))
    maybe = st.none() | sums
    owed = DebtOwed("D-1", Balance.of(draw(sums), draw(sums), draw(sums)), date(2025, 1, 1))
    return Situation(
        policy.country, "individual", limits.segment, (owed,),
        affordable=draw(maybe), frequency=draw(st.none() | st.sampled_from(Frequency)),
        payday=draw(PAYDAYS), hardship=draw(st.booleans()), income=draw(maybe),
        outgoings=draw(maybe), minimum_income=draw(maybe),
        renegotiations=draw(st.integers(0, 2)),
    ), limits  # fmt: skip


@st.composite
def proposals(draw: st.DrawFn, currency: str, today: date) -> Proposal:
    sums = st.none() | st.integers(-5, 400_000).map(lambda m: Money(m, currency))
    later = st.none() | st.integers(-9, 200).map(lambda d: today + timedelta(days=d))
    return Proposal(
        amount=draw(sums), count=draw(st.none() | st.integers(-1, 80)),
        frequency=draw(st.none() | st.sampled_from(Frequency)), first_date=draw(later),
        in_full=draw(st.booleans()), down_payment=draw(sums), down_date=draw(later),
        rest_date=draw(later), payday=draw(PAYDAYS),
    )  # fmt: skip


@settings(max_examples=400)
@given(situations(), st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.data())
def test_every_answer_is_inside_explained_and_the_same_twice(
    case: tuple[Situation, PlanLimits], today: date, data: st.DataObject
) -> None:
    situation, limits = case
    proposal = data.draw(proposals(limits.currency, today))
    answer = answer_counter_offer(proposal, situation, limits, today)
    assert answer == answer_counter_offer(proposal, situation, limits, today)
    assert "outside_rules" not in answer.codes
    assert (answer.outcome is Outcome.ACCEPTED) == (answer.codes == ())
    if answer.offer is None:
        assert answer.outcome is Outcome.PERSON
        return
    assert violations(answer.offer, situation, limits, today) == ()
    assert unexplained(answer.offer) == ()
    most = ceiling(situation, limits, answer.offer.frequency or Frequency.MONTHLY)
    in_parts = answer.offer.kind in (OfferKind.INSTALMENTS, OfferKind.TOKEN)
    if most is not None and in_parts:
        assert max(i.amount for i in answer.offer.instalments) <= most


@settings(max_examples=200)
@given(situations(), st.data())
def test_what_is_accepted_is_what_was_proposed(
    case: tuple[Situation, PlanLimits], data: st.DataObject
) -> None:
    situation, limits = case
    proposal = data.draw(proposals(limits.currency, TODAY))
    answer = answer_counter_offer(proposal, situation, limits, TODAY)
    if answer.outcome is not Outcome.ACCEPTED or answer.offer is None:
        return
    parts = answer.offer.instalments
    said = [m.minor for m in (proposal.amount, proposal.down_payment) if m and m.minor > 0]
    if said and proposal.rest_date is None:
        assert max(i.amount.minor for i in parts) <= max(said)
    weekday = proposal.payday is not None and proposal.payday.kind is PaydayKind.WEEKDAY
    weekly = answer.offer.frequency in (Frequency.WEEKLY, Frequency.FORTNIGHTLY)
    if weekday and weekly and not answer.offer.down_payment:
        assert {i.due_date.weekday() for i in parts} == {4}
    if proposal.down_payment is not None and proposal.down_payment.minor > 0 and len(parts) > 1:
        assert parts[0].amount == proposal.down_payment or answer.offer.kind is OfferKind.TOKEN


@settings(max_examples=200)
@given(situations(), st.integers(1, 60_000))
def test_more_each_time_never_takes_longer(case: tuple[Situation, PlanLimits], minor: int) -> None:
    """Whoever names more gets a plan with no more payments."""
    situation, limits = case
    counts = []
    for amount in (minor, minor + 500, 2 * minor):
        proposal = Proposal(amount=Money(amount, limits.currency))
        offer = answer_counter_offer(proposal, situation, limits, TODAY).offer
        if offer is not None and offer.kind is OfferKind.INSTALMENTS:
            counts.append(len(offer.instalments))
    assert all(a >= b for a, b in pairwise(counts))


def test_a_policy_without_any_share_for_a_person_never_calls_one_for_an_amount() -> None:
    always = replace(STANDARD, person_below_share=Fraction(0))
    assert propose(owing("330.00"), always, amount=usd("1")).outcome is Outcome.NEAREST


def test_too_small_for_a_first_part_keeps_the_day_that_was_named() -> None:
    answer = propose(
        owing("1.00", hardship=True), HARDSHIP, amount=usd("1.00"), down_payment=usd("0.01"),
        first_date=date(2025, 5, 20),
    )  # fmt: skip
    assert answer.outcome is Outcome.ACCEPTED
    assert days(answer) == ["2025-05-20"]
