"""Are all offers inside the limits, the best for the person first, and proposals never refused?"""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.policies import load_policies
from bot.rules.account import Balance
from bot.rules.money import CurrencyMismatch, Money
from bot.rules.offers import (
    CounterAnswer,
    DebtOwed,
    Frequency,
    Instalment,
    Offer,
    OfferKind,
    Outcome,
    PlanLimits,
    Proposal,
    Situation,
    answer_counter_offer,
    answer_more_time,
    compute_offers,
    violations,
)
from bot.rules.payday import Payday, PaydayKind

POLICIES = load_policies()
US = POLICIES.for_country("US")
TODAY = date(2025, 5, 14)
STANDARD = US.plan_limits("standard", "USD")
HARDSHIP = US.plan_limits("hardship", "USD")


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


def owing(principal: str, interest: str = "0", fees: str = "0", **more: object) -> Situation:
    owed = DebtOwed("D-1", Balance.of(usd(principal), usd(interest), usd(fees)), date(2025, 3, 1))
    return Situation("US", "individual", "standard", (owed,), **more)  # type: ignore[arg-type]


def plans(offers: tuple[Offer, ...]) -> list[Offer]:
    return [o for o in offers if o.kind is OfferKind.INSTALMENTS]


def amounts(offer: Offer | None) -> list[str]:
    assert offer is not None
    return [i.amount.decimal() for i in offer.instalments]


def propose(situation: Situation, limits: PlanLimits = STANDARD, **said: object) -> CounterAnswer:
    return answer_counter_offer(Proposal(**said), situation, limits, TODAY)  # type: ignore[arg-type]


def test_charges_are_cut_before_the_term_is_stretched() -> None:
    offers = compute_offers(owing("1000.00", "80.00", "40.00"), STANDARD, TODAY)
    assert offers[0].kind is OfferKind.PAY_IN_FULL
    assert offers[0].total == usd("1030.00")
    assert [len(o.instalments) for o in plans(offers)] == [3, 6, 12]
    assert all(o.total == usd("1060.00") for o in plans(offers))
    assert all(o.total >= usd("1000.00") for o in offers)
    reason = {r.rule: r for r in offers[0].reasons}["full_payment_fees_waiver"]
    assert (reason.value, reason.source) == ("3/4", "product choice")


def test_what_is_affordable_shapes_the_first_plan() -> None:
    offers = compute_offers(owing("480.00", affordable=usd("100.00")), STANDARD, TODAY)
    assert offers[0].kind is OfferKind.INSTALMENTS
    assert amounts(offers[0]) == ["96.00"] * 5
    too_little = compute_offers(owing("480.00", affordable=usd("5.00")), STANDARD, TODAY)
    assert [o.kind for o in too_little] == ["more_time", "pay_in_full"]
    rich = compute_offers(owing("480.00", affordable=usd("500.00")), STANDARD, TODAY)
    assert rich[0].kind is OfferKind.PAY_IN_FULL


LAST_DAY = Payday(PaydayKind.DAY, 31)


def test_payday_and_frequency() -> None:
    offer = plans(compute_offers(owing("300.00", payday=LAST_DAY), STANDARD, TODAY))[0]
    assert [i.due_date for i in offer.instalments] == [
        date(2025, 5, 31), date(2025, 6, 30), date(2025, 7, 31)
    ]  # fmt: skip
    weekly = owing("300.00", frequency=Frequency.WEEKLY, affordable=usd("30.00"))
    assert len(plans(compute_offers(weekly, STANDARD, TODAY))[0].instalments) == 10


def test_hardship_opens_token_and_pause_and_does_not_press_for_one_sum() -> None:
    offers = compute_offers(owing("480.00", "20.00", hardship=True), HARDSHIP, TODAY)
    kinds = [o.kind for o in offers]
    assert kinds[-1] is OfferKind.PAY_IN_FULL
    assert {OfferKind.TOKEN, OfferKind.PAUSE} < set(kinds)
    assert len(offers[0].instalments) == 24
    able = replace(owing("480.00", hardship=True), affordable=usd("3.00"))
    assert compute_offers(able, HARDSHIP, TODAY)[0].kind is OfferKind.TOKEN


def test_nothing_owed_nothing_offered() -> None:
    assert compute_offers(owing("0"), STANDARD, TODAY) == ()
    assert propose(owing("0"), amount=usd("10")).outcome is Outcome.PERSON


def test_charges_alone_are_not_waived_away() -> None:
    limits = US.plan_limits("first_time_late", "USD")
    offers = compute_offers(owing("0", "0", "20.00"), limits, TODAY)
    assert all(o.total == usd("20.00") for o in offers)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        compute_offers(owing("10"), replace(STANDARD, currency="GBP"), TODAY)


@pytest.mark.parametrize(
    ("said", "outcome", "parts", "codes"),
    [
        ({"amount": usd("100")}, "accepted", ["100.00"] * 4 + ["80.00"], ()),
        ({"amount": usd("79")}, "accepted", ["68.58"] + ["68.57"] * 6, ()),
        ({"count": 4}, "accepted", ["120.00"] * 4, ()),
        ({"amount": usd("120"), "count": 4}, "accepted", ["120.00"] * 4, ()),
        ({"count": 40}, "nearest", ["40.00"] * 12, ("too_many_instalments",)),
        ({"amount": usd("35")}, "nearest", ["40.00"] * 12, ("too_many_instalments",)),
        ({"amount": usd("24")}, "nearest", ["40.00"] * 12, ("below_smallest_instalment",)),
        ({"amount": usd("2")}, "person", ["40.00"] * 12, ("below_smallest_instalment",)),
        ({"amount": usd("0")}, "person", None, ("amount_not_positive",)),
        ({"amount": usd("480")}, "accepted", ["480.00"], ()),
        ({"in_full": True}, "accepted", ["480.00"], ()),
        ({"amount": usd("300"), "in_full": True}, "nearest", ["480.00"],
         ("below_full_payment_total",)),
        ({"amount": usd("60"), "count": 3}, "nearest", ["60.00"] * 8, ("does_not_cover_total",)),
        ({}, "nearest", None, ("nothing_proposed",)),
        ({"amount": Money(1000, "GBP")}, "nearest", None, ("other_currency",)),
    ],
)  # fmt: skip
def test_counter_offers(
    said: dict[str, object], outcome: str, parts: list[str] | None, codes: tuple[str, ...]
) -> None:
    answer = propose(owing("480.00"), **said)
    assert (answer.outcome, answer.codes) == (outcome, codes)
    assert parts is None or amounts(answer.offer) == parts


def test_dates_of_a_proposal() -> None:
    def first(day: date, **said: object) -> tuple[str, tuple[str, ...], date]:
        answer = propose(owing("480.00"), first_date=day, count=4, **said)
        assert answer.offer is not None
        return answer.outcome, answer.codes, answer.offer.instalments[0].due_date

    soon, latest = TODAY + timedelta(days=9), TODAY + timedelta(days=30)
    assert first(soon) == ("accepted", (), soon)
    assert first(date(2025, 8, 1)) == ("nearest", ("first_payment_too_late",), latest)
    assert first(date(2025, 1, 1))[:2] == ("nearest", ("date_in_past",))
    narrow = replace(STANDARD, frequencies=(Frequency.MONTHLY,))
    weekly = propose(owing("480.00"), narrow, count=4, frequency=Frequency.WEEKLY)
    assert (weekly.outcome, weekly.codes) == ("nearest", ("frequency_not_allowed",))


def test_full_payment_on_a_day() -> None:
    day = TODAY + timedelta(days=14)
    answer = propose(owing("480.00", "20.00"), in_full=True, first_date=day)
    assert answer.outcome is Outcome.ACCEPTED
    assert answer.offer
    assert answer.offer.instalments == (Instalment(usd("485.00"), day),)
    late = propose(owing("480.00", "20.00"), in_full=True, first_date=day + timedelta(days=17))
    assert (late.outcome, late.codes) == ("nearest", ("too_late_for_full_payment",))


def test_hardship_takes_a_small_amount_as_token() -> None:
    poor = owing("1000.00", hardship=True)
    answer = propose(poor, HARDSHIP, amount=usd("5"))
    assert answer.outcome is Outcome.ACCEPTED
    assert answer.offer
    assert answer.offer.kind is OfferKind.TOKEN
    assert amounts(answer.offer) == ["5.00"] * 6
    nothing = propose(poor, HARDSHIP, amount=usd("0"))
    assert nothing.offer
    assert (nothing.outcome, nothing.offer.kind) == ("nearest", "pause")


def test_a_sum_too_small_for_a_plan() -> None:
    answer = propose(owing("40.00"), amount=usd("20"))
    assert (answer.outcome, answer.codes) == ("nearest", ("no_plan_this_small",))
    assert answer.offer
    assert answer.offer.kind is OfferKind.MORE_TIME


@pytest.mark.parametrize(
    ("days", "outcome", "codes", "until"),
    [(20, "accepted", (), 20), (30, "accepted", (), 30), (31, "nearest", ("too_far_ahead",), 30),
     (-1, "nearest", ("date_in_past",), 30), (None, "nearest", (), 30)],
)  # fmt: skip
def test_more_time(days: int | None, outcome: str, codes: tuple[str, ...], until: int) -> None:
    wanted = None if days is None else TODAY + timedelta(days=days)
    answer = answer_more_time(wanted, owing("480.00"), STANDARD, TODAY)
    assert (answer.outcome, answer.codes) == (outcome, codes)
    assert answer.offer
    assert answer.offer.until == TODAY + timedelta(days=until)


def test_no_more_time_is_for_a_person() -> None:
    none = replace(STANDARD, more_time_days=0)
    answer = answer_more_time(TODAY, owing("480.00"), none, TODAY)
    assert answer.outcome is Outcome.PERSON
    assert answer.offer


def test_violations_see_each_thing_that_is_wrong() -> None:
    situation = owing("480.00", "20.00")
    good = plans(compute_offers(situation, STANDARD, TODAY))[0]
    assert violations(good, situation, STANDARD, TODAY) == ()
    first = good.instalments[0]
    cases: dict[str, Offer] = {
        "sum_differs": replace(good, instalments=good.instalments[:-1]),
        "total_differs": replace(good, waived_interest=usd("0")),
        "principal_cut": replace(good, total=usd("479.99")),
        "interest_waiver_outside": replace(good, waived_interest=usd("10.01")),
        "fees_waiver_outside": replace(good, waived_fees=usd("0.01")),
        "unknown_debt": replace(good, debts=("D-2",)),
        "other_policy_version": replace(good, policy_version="old"),
        "other_currency": replace(good, total=Money(1, "GBP")),
        "frequency_not_allowed": replace(good, frequency=None),
        "not_two_payments": replace(good, frequency=None, down_payment=True),
        "principal_waiver_outside": replace(good, waived_principal=usd("0.01")),
        "dates_off_frequency": replace(good, frequency=Frequency.WEEKLY),
        "dates_out_of_order": replace(good, instalments=good.instalments[::-1]),
        "too_few_instalments": replace(good, instalments=(first,)),
        "end_differs": replace(good, until=good.until + timedelta(days=1)),
        "token_not_open": replace(good, kind=OfferKind.TOKEN),
        "pause_not_open": replace(good, kind=OfferKind.PAUSE),
        "not_one_payment": replace(good, kind=OfferKind.PAY_IN_FULL),
    }
    for code, offer in cases.items():
        assert code in violations(offer, situation, STANDARD, TODAY), code
    assert "date_in_past" in violations(good, situation, STANDARD, date(2025, 9, 1))
    tight = replace(STANDARD, max_instalments=2, smallest_instalment=usd("200"), longest_days=20,
                    first_payment_within_days=1, first_payment_share=Fraction(1, 2))  # fmt: skip
    assert set(violations(good, situation, tight, TODAY)) == {
        "too_many_instalments", "below_smallest_instalment", "ends_too_late",
        "first_payment_too_late", "first_payment_too_small",
    }  # fmt: skip


COUNTRIES = st.sampled_from(["US", "GB", "BR", "FR"])
SEGMENTS = st.sampled_from(POLICIES.default.plan_segments)


PAYDAYS = st.builds(Payday, st.just(PaydayKind.DAY), st.integers(1, 31))


@st.composite
def situations(draw: st.DrawFn) -> tuple[Situation, PlanLimits]:
    policy = POLICIES.for_country(draw(COUNTRIES))
    limits = policy.plan_limits(draw(SEGMENTS), policy.currency)
    sums = st.integers(0, 300_000).map(lambda minor: Money(minor, policy.currency))
    debts = tuple(
        DebtOwed(f"D-{i}", Balance.of(draw(sums), draw(sums), draw(sums)), date(2025, 1, 1))
        for i in range(draw(st.integers(1, 2)))
    )
    return Situation(
        policy.country, "individual", limits.segment, debts,
        affordable=draw(st.none() | sums), frequency=draw(st.none() | st.sampled_from(Frequency)),
        payday=draw(st.none() | PAYDAYS), hardship=draw(st.booleans()),
    ), limits  # fmt: skip


DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@settings(max_examples=150)
@given(situations(), DAYS)
def test_no_offer_violates_its_limits(case: tuple[Situation, PlanLimits], today: date) -> None:
    situation, limits = case
    offers = compute_offers(situation, limits, today)
    assert bool(offers) == any(d.balance.total for d in situation.owed)
    for offer in offers:
        assert violations(offer, situation, limits, today) == ()
        assert all(reason.rule and reason.source for reason in offer.reasons)


@settings(max_examples=150)
@given(situations(), DAYS, st.data())
def test_every_answer_is_inside_and_never_bare(
    case: tuple[Situation, PlanLimits], today: date, data: st.DataObject
) -> None:
    situation, limits = case
    proposal = Proposal(
        amount=data.draw(
            st.none() | st.integers(-5, 400_000).map(lambda m: Money(m, limits.currency))
        ),
        count=data.draw(st.none() | st.integers(-1, 80)),
        frequency=data.draw(st.none() | st.sampled_from(Frequency)),
        first_date=data.draw(
            st.none() | st.integers(-9, 90).map(lambda d: today + timedelta(days=d))
        ),
        in_full=data.draw(st.booleans()),
    )
    answer = answer_counter_offer(proposal, situation, limits, today)
    if answer.offer is None:
        assert answer.outcome is Outcome.PERSON
        return
    assert violations(answer.offer, situation, limits, today) == ()
    if answer.outcome is Outcome.ACCEPTED:
        assert answer.codes == ()
        parts = answer.offer.instalments
        if proposal.amount is not None:
            assert max(i.amount.minor for i in parts) <= proposal.amount.minor
        if proposal.first_date is not None:
            assert parts[0].due_date == proposal.first_date
    else:
        assert answer.codes


@settings(max_examples=100)
@given(situations(), DAYS)
def test_more_hardship_never_gives_a_worse_offer(
    case: tuple[Situation, PlanLimits], today: date
) -> None:
    """For every offer open before there is one that asks for no more, in all and at once."""
    situation, limits = case
    calm = replace(situation, hardship=False, affordable=None)
    hard = replace(calm, hardship=True, segment="hardship")
    policy = POLICIES.for_country(situation.country)
    gentle = policy.limits_for("hardship", limits.currency, (), limits.segment)
    easier = compute_offers(hard, gentle, today)
    settling = [o for o in easier if o.kind not in (OfferKind.TOKEN, OfferKind.PAUSE)]

    def at_once(offer: Offer) -> int:
        return max(i.amount.minor for i in offer.instalments)

    for before in compute_offers(calm, limits, today):
        assert any(o.total <= before.total and at_once(o) <= at_once(before) for o in settling), (
            before
        )


@settings(max_examples=100)
@given(situations(), DAYS)
def test_affordable_is_met_whenever_the_limits_allow(
    case: tuple[Situation, PlanLimits], today: date
) -> None:
    """A plan is offered when the longest one that the limits allow is low enough, and none is
    above what is affordable."""
    situation, limits = case
    if situation.affordable is None or not any(debt.balance.total for debt in situation.owed):
        return  # who owes nothing is offered nothing
    offers = plans(compute_offers(situation, limits, today))
    able = situation.affordable.minor
    asked = situation.frequency or Frequency.MONTHLY
    assert all(o.frequency is asked for o in offers)
    assert all(i.amount.minor <= able for o in offers for i in o.instalments)
    longest = answer_counter_offer(
        Proposal(count=1000), replace(situation, affordable=None), limits, today
    ).offer
    assert longest
    possible = longest.kind is OfferKind.INSTALMENTS and (
        max(i.amount.minor for i in longest.instalments) <= able
    )
    assert bool(offers) == possible
