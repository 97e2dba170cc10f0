"""Do the offer rules hold for very many people, the odd ones too?

Some hundred situations for each property; GOODFAITH_EXAMPLES=100000 asks for more. What is allowed
is worked out here once more, with other code than the rules and their own check have.
"""

import os
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rules.money import Money
from bot.rules.offers import (
    CounterAnswer,
    Frequency,
    Offer,
    OfferKind,
    Outcome,
    PlanLimits,
    Proposal,
    Reason,
    Situation,
    answer_counter_offer,
    answer_more_time,
    compute_offers,
    unexplained,
    violations,
)
from bot.rules.payday import PaydayKind
from tests.unit.rules.offer_cases import (
    CASES,
    FREQUENCIES,
    PAYDAYS,
    SUMS,
    Case,
    limits_of,
    one_of,
    sums,
)

EXAMPLES = int(os.environ.get("GOODFAITH_EXAMPLES", "400"))
pytestmark = pytest.mark.timeout(120 + EXAMPLES // 25)
at_scale = settings(
    max_examples=EXAMPLES, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def assert_sums(offer: Offer, situation: Situation, limits: PlanLimits) -> None:
    """To the cent: instalments make the total, and with what is waived all that is owed."""
    principal, interest, fees = sums(situation)
    amounts = [i.amount.minor for i in offer.instalments]
    assert sum(amounts) == offer.total.minor
    assert all(amount > 0 for amount in amounts)
    assert {i.amount.currency for i in offer.instalments} <= {limits.currency}
    assert offer.debts == tuple(d.reference for d in situation.owed if d.balance.total)
    if offer.kind in (OfferKind.TOKEN, OfferKind.PAUSE):
        assert offer.total.minor <= principal + interest + fees
        assert not offer.saved
        return
    cut = offer.waived_principal.minor if offer.waived_principal else 0
    part = limits.full_payment_principal_waiver if offer.kind is OfferKind.PAY_IN_FULL else 0
    assert 0 <= cut <= principal * part
    assert offer.total.minor + offer.waived.minor + cut == principal + interest + fees
    assert offer.total.minor >= principal - cut
    assert not offer.saved or situation.renegotiations == 0 or situation.needs_care
    assert 0 <= offer.waived_interest.minor <= interest
    assert 0 <= offer.waived_fees.minor <= fees
    assert principal or not offer.saved


def last_days(kind: OfferKind, limits: PlanLimits) -> int | None:
    """So many days from today such an offer may last; None: its number of payments is limited."""
    return {
        OfferKind.PAY_IN_FULL: limits.full_payment_within_days,
        OfferKind.MORE_TIME: limits.more_time_days,
        OfferKind.INSTALMENTS: limits.longest_days,
        OfferKind.PAUSE: limits.pause_days,
    }.get(kind)


def assert_dates(offer: Offer, limits: PlanLimits, today: date) -> None:
    days = [i.due_date for i in offer.instalments]
    assert all(today <= day for day in (*days, offer.until))
    assert all(earlier < later for earlier, later in pairwise(days))
    assert days[-1:] == ([offer.until] if days else [])
    most = last_days(offer.kind, limits)
    assert most is None or offer.until <= today + timedelta(days=most)
    if offer.kind in (OfferKind.INSTALMENTS, OfferKind.TOKEN):
        assert days[0] <= today + timedelta(days=limits.first_payment_within_days)
        if offer.down_payment:
            assert days[1] <= today + timedelta(days=limits.rest_within_days)
            days = days[1:]
        gaps = {(later - earlier).days for earlier, later in pairwise(days)}
        if offer.frequency is None:
            assert offer.down_payment
            assert len(days) == 1
        elif offer.frequency is Frequency.MONTHLY:
            assert all((b.year - a.year) * 12 + b.month - a.month == 1 for a, b in pairwise(days))
            least, longest = min(gaps, default=1), max(gaps, default=1)
            assert least >= 1
            assert longest <= 61
        else:
            assert gaps <= {7 if offer.frequency is Frequency.WEEKLY else 14}


def assert_size(offer: Offer, limits: PlanLimits) -> None:
    amounts = [i.amount.minor for i in offer.instalments]
    if offer.kind is OfferKind.INSTALMENTS:
        a_year = {Frequency.WEEKLY: 52, Frequency.FORTNIGHTLY: 26, Frequency.MONTHLY: 12}
        assert min(amounts) >= limits.smallest_instalment.minor
        assert amounts[0] >= limits.first_payment_share * offer.total.minor
        assert offer.down_payment or max(amounts[1:]) <= amounts[0]
        if offer.frequency is None:
            assert len(amounts) == 2
            return
        assert offer.frequency in limits.frequencies
        assert 2 <= len(amounts) <= limits.max_instalments * a_year[offer.frequency] // 12
    if offer.kind is OfferKind.TOKEN:
        assert limits.token_payment is not None
        assert 1 <= len(amounts) <= limits.token_instalments
        assert min(amounts) >= limits.token_payment.minor
    if offer.kind in (OfferKind.PAY_IN_FULL, OfferKind.MORE_TIME):
        assert len(amounts) == 1


def assert_reasons(reasons: tuple[Reason, ...], limits: PlanLimits) -> None:
    """Each reason has a source; one that names a limit has the limit's value and source."""
    for reason in reasons:
        assert reason.rule
        assert reason.source
        if hasattr(limits, reason.rule):
            limit = getattr(limits, reason.rule)
            several = ",".join(map(str, limit)) if isinstance(limit, tuple) else str(limit)
            assert reason.value == (limit.decimal() if isinstance(limit, Money) else several)
            assert reason.source == limits.source(reason.rule)


NAMED = {
    OfferKind.PAY_IN_FULL: {"full_payment_within_days"},
    OfferKind.MORE_TIME: {"more_time_days"},
    OfferKind.INSTALMENTS: {"first_payment_within_days"},
    OfferKind.TOKEN: {"token_payment", "token_instalments"},
    OfferKind.PAUSE: {"pause_days"},
}
"""The limits that shape an offer of ours; those of waivers come on top."""


def assert_explained(offer: Offer) -> None:
    assert unexplained(offer) == ()
    rules = {reason.rule for reason in offer.reasons}
    prefix = "full_payment_" if offer.kind is OfferKind.PAY_IN_FULL else ""
    assert not offer.waived_interest or f"{prefix}interest_waiver" in rules
    assert not offer.waived_fees or f"{prefix}fees_waiver" in rules
    assert not offer.waived_principal or "full_payment_principal_waiver" in rules


def most_a_month(situation: Situation, limits: PlanLimits) -> Fraction | None:
    """What the income leaves for instalments in a month, in minor units."""
    income, outgoings, least = situation.income, situation.outgoings, situation.minimum_income
    left = []
    if income is not None and outgoings is not None:
        left.append(Fraction(income.minor - outgoings.minor) * limits.income_share)
    if income is not None and least is not None:
        left.append(Fraction(income.minor - least.minor))
    return max(Fraction(0), min(left)) if left else None


def assert_affordable(offer: Offer, situation: Situation, limits: PlanLimits) -> None:
    """What a plan asks for in a year is never more than the income leaves in one."""
    most = most_a_month(situation, limits)
    if most is not None and offer.kind in (OfferKind.INSTALMENTS, OfferKind.TOKEN):
        times = {Frequency.WEEKLY: 52, Frequency.FORTNIGHTLY: 26}
        a_year = times.get(offer.frequency or Frequency.MONTHLY, 12)
        assert all(i.amount.minor * a_year <= most * 12 for i in offer.instalments)


def assert_no_float(thing: object) -> None:
    """Nothing that can be reached from here is a float."""
    assert not isinstance(thing, float)
    if is_dataclass(thing):
        for field in fields(thing):
            assert_no_float(getattr(thing, field.name))
    if isinstance(thing, tuple | list):
        for each in thing:
            assert_no_float(each)


def assert_inside(offer: Offer, case: Case) -> None:
    situation, limits, today = case
    assert violations(offer, situation, limits, today) == ()
    assert_sums(offer, situation, limits)
    assert_dates(offer, limits, today)
    assert_size(offer, limits)
    assert_affordable(offer, situation, limits)
    assert_explained(offer)
    assert_reasons(offer.reasons, limits)
    assert_no_float(offer)


def assert_same_again(offers: tuple[Offer, ...], case: Case) -> None:
    """The same input gives the same offers, in whatever order the debts come."""
    situation, limits, today = case
    copies = tuple(replace(debt) for debt in situation.owed[::-1])
    again = compute_offers(replace(situation, owed=copies), replace(limits), today)
    assert tuple(replace(offer, debts=offer.debts[::-1]) for offer in again) == offers


@at_scale
@given(CASES)
def test_every_offer_is_inside_sums_to_the_cent_and_says_why(case: Case) -> None:
    situation, limits, today = case
    offers = compute_offers(situation, limits, today)
    assert bool(offers) == any(sums(situation))
    assert_same_again(offers, case)
    for offer in offers:
        assert_inside(offer, case)
        assert NAMED[offer.kind] <= {reason.rule for reason in offer.reasons}
        assert situation.needs_care or offer.kind not in (OfferKind.TOKEN, OfferKind.PAUSE)
        assert_on_payday(offer, situation, limits)
        assert_wish_met(offer, situation)


def assert_on_payday(offer: Offer, situation: Situation, limits: PlanLimits) -> None:
    """Months follow a payday of the month, weeks and fortnights a weekday."""
    payday = situation.payday
    if payday is None or offer.frequency is None:
        return
    if (payday.kind is PaydayKind.WEEKDAY) is (offer.frequency is not Frequency.MONTHLY):
        later = offer.instalments[1:]
        assert all(payday.falls_on(i.due_date, limits.holidays) for i in later)


def assert_wish_met(offer: Offer, situation: Situation) -> None:
    """No plan that nobody asked for is above what the person says they can pay."""
    able, said = situation.affordable, situation.frequency
    if able is not None and offer.kind is OfferKind.INSTALMENTS:
        assert said in (None, offer.frequency)
        assert all(i.amount <= able for i in offer.instalments)


AMOUNTS = (None, None, *SUMS[400::2], -100, -1, 10**18)
COUNTS = (None, None, None, *range(-1, 31), 52, 120)
FIRST = (None, None, None, None, *range(-2, 62), -40, 120)
YES_NO = (False, False, False, True)
FOREIGN = (False,) * 9 + (True,)
DOWN = (*(None,) * 20, -1, *SUMS[400::100])
REST = (*(None,) * 5, -3, 0, 1, 7, 30, 45, 60, 89, 90, 91, 400)
PROPOSALS = st.tuples(
    st.integers(0, len(AMOUNTS) * len(COUNTS) - 1),
    st.integers(0, len(FIRST) * len(FREQUENCIES) * len(YES_NO) * len(FOREIGN) - 1),
    st.integers(0, len(DOWN) * len(REST) * len(PAYDAYS) - 1),
)


def proposal_of(said: tuple[int, int, int], limits: PlanLimits, today: date) -> Proposal:
    sums_said, rest, later = said
    down, later = one_of(DOWN, later)
    rest_days, later = one_of(REST, later)
    amount, sums_said = one_of(AMOUNTS, sums_said)
    days, rest = one_of(FIRST, rest)
    frequency, rest = one_of(FREQUENCIES, rest)
    in_full, rest = one_of(YES_NO, rest)
    money = None
    if amount is not None:
        money = Money(amount, "EUR" if FOREIGN[rest] else limits.currency)
    first = None if days is None else today + timedelta(days=days)
    down_payment = None if down is None else Money(down, limits.currency)
    rest_date = None if down is None or rest_days is None else today + timedelta(days=rest_days)
    return Proposal(
        money, COUNTS[sums_said], frequency, first, in_full, down_payment,
        rest_date=rest_date, payday=PAYDAYS[later],
    )  # fmt: skip


def assert_never_bare(answer: CounterAnswer, case: Case) -> None:
    """An offer inside the limits, a person, or both; and what stood in the way has a source."""
    assert answer.offer is not None or answer.outcome is Outcome.PERSON
    assert_reasons(answer.reasons, case[1])
    assert bool(answer.codes) == (answer.outcome is not Outcome.ACCEPTED)
    if answer.offer is not None:
        assert_inside(answer.offer, case)


def first_asked(proposal: Proposal, offer: Offer, limits: PlanLimits) -> date | None:
    """The first day that they named, or the first payday from then on that they named with it."""
    day, payday = proposal.first_date, proposal.payday
    if day is None or payday is None or offer.frequency is None:
        return day
    if (payday.kind is PaydayKind.WEEKDAY) is (offer.frequency is Frequency.MONTHLY):
        return day
    rest_of_time = (day + timedelta(days=n) for n in range(63))
    return next(each for each in rest_of_time if payday.falls_on(each, limits.holidays))


def assert_as_proposed(proposal: Proposal, offer: Offer, limits: PlanLimits) -> None:
    parts = offer.instalments
    down = proposal.down_payment
    down = down if down is not None and down.minor > 0 else None  # nothing down is no down payment
    if down is not None and offer.kind in (OfferKind.PAY_IN_FULL, OfferKind.MORE_TIME):
        assert offer.total <= max(down, proposal.amount or down)
        return
    if offer.down_payment:
        assert parts[0].amount == down
        assert offer.frequency is not None or parts[1].due_date == proposal.rest_date
        assert proposal.amount is None or max(i.amount for i in parts[1:]) <= proposal.amount
        return
    assert proposal.amount is None or max(i.amount for i in parts) <= proposal.amount
    if down is None:  # a first part has a day of its own, and the rest follows it
        assert first_asked(proposal, offer, limits) in (None, parts[0].due_date)
    if offer.kind is OfferKind.INSTALMENTS:
        assert proposal.frequency in (None, offer.frequency)
        assert proposal.amount is not None or proposal.count in (None, len(parts))
    assert not proposal.in_full or down is not None or len(parts) == 1


@at_scale
@given(CASES, PROPOSALS)
def test_every_answer_to_a_proposal_is_inside_and_never_a_bare_refusal(
    case: Case, said: tuple[int, int, int]
) -> None:
    situation, limits, today = case
    proposal = proposal_of(said, limits, today)
    answer = answer_counter_offer(proposal, situation, limits, today)
    assert_never_bare(answer, case)
    if answer.outcome is Outcome.ACCEPTED:
        assert answer.offer is not None
        assert_as_proposed(proposal, answer.offer, limits)


@at_scale
@given(CASES, st.sampled_from(FIRST))
def test_every_answer_to_more_time_is_inside_and_never_a_bare_refusal(
    case: Case, days: int | None
) -> None:
    situation, limits, today = case
    wanted = None if days is None else today + timedelta(days=days)
    answer = answer_more_time(wanted, situation, limits, today)
    if wanted is None and any(sums(situation)):
        assert (answer.outcome, answer.codes) == (Outcome.NEAREST, ())
        answer = replace(answer, outcome=Outcome.ACCEPTED)
    assert_never_bare(answer, case)
    if answer.outcome is Outcome.ACCEPTED and wanted is not None:
        assert answer.offer is not None
        assert answer.offer.until == wanted


def asked(offers: tuple[Offer, ...], *without: OfferKind) -> list[tuple[int, int]]:
    """(total, largest payment) of each offer with payments, in minor units."""
    return [
        (offer.total.minor, max(i.amount.minor for i in offer.instalments))
        for offer in offers
        if offer.instalments and offer.kind not in without
    ]


@at_scale
@given(CASES, st.sampled_from(("hardship", "vulnerable")))
def test_more_hardship_never_gives_a_worse_offer(case: Case, care: str) -> None:
    """The best total and the smallest payment asked at once are no worse than before; and when
    nothing is known of what is affordable, no offer from before is without one as good, unless so
    much is waived that what is left has no longer that many smallest instalments."""
    situation, limits, today = case
    calm = replace(situation, hardship=False, vulnerable=False)
    cared = replace(calm, segment=care, hardship=care == "hardship", vulnerable=care != "hardship")
    gentle = limits_of(cared, situation.segment)
    before, offers = compute_offers(calm, limits, today), compute_offers(cared, gentle, today)
    assert bool(before) == bool(offers)
    if not before:
        return
    old, new = asked(before), asked(offers, OfferKind.TOKEN)
    assert min(total for total, _ in new) <= min(total for total, _ in old)
    assert min(once for _, once in asked(offers)) <= min(once for _, once in old)
    if situation.affordable is None:
        for total, once in old:
            parts, least = -(-total // once), min(t for t, _ in new)
            too_few = least < min(total, parts * gentle.smallest_instalment.minor)
            assert too_few or any(t <= total and o <= once for t, o in new), (total, once)


@at_scale
@given(CASES, st.integers(0, 100), st.integers(0, 300_000))
def test_less_income_never_gives_a_heavier_plan(case: Case, percent: int, spent: int) -> None:
    """With less left of the income no plan asks for more each time, or in all; in need of care
    there is always something that asks for no more than the lightest from before."""
    situation, limits, today = case
    cur = limits.currency
    rich = replace(situation, income=Money(400_000, cur), outgoings=Money(spent, cur))
    poor = replace(rich, income=Money(400_000 * percent // 100, cur))
    gentle = (OfferKind.INSTALMENTS, OfferKind.TOKEN)
    before = [o for o in compute_offers(rich, limits, today) if o.kind in gentle]
    offers = compute_offers(poor, limits, today)
    after = [o for o in offers if o.kind in gentle]
    old, new = asked(tuple(before)), asked(tuple(after))
    if old and new:
        assert min(once for _, once in new) <= min(once for _, once in old)
        assert max(total for total, _ in new) <= max(total for total, _ in old)
    assert old or not new
    if old and not new and situation.needs_care and limits.pause_days:
        assert any(o.kind is OfferKind.PAUSE for o in offers)
