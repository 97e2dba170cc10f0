"""Do the offer rules hold for very many people, the odd ones too?

About 2,500 situations for each property; GOODFAITH_EXAMPLES=100000 asks for more. What is allowed
is worked out here once more, with other code than the rules and their own check have.
"""

import os
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.policies import load_policies
from bot.rules.account import Balance
from bot.rules.money import Money
from bot.rules.offers import (
    CounterAnswer,
    DebtOwed,
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
    violations,
)
from bot.rules.payday import Payday, PaydayKind

EXAMPLES = int(os.environ.get("GOODFAITH_EXAMPLES", "2500"))
pytestmark = pytest.mark.timeout(120 + EXAMPLES // 50)
at_scale = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip

POLICIES = load_policies()
SEGMENTS = (*POLICIES.default.plan_segments, "nobody_wrote_this_segment")
LIMITS = {
    (country, segment, currency): POLICIES.for_country(country).plan_limits(segment, currency)
    for country in ("US", "GB", "BR")
    for segment in SEGMENTS
    for currency in ("USD", "GBP", "BRL")
}

Case = tuple[Situation, PlanLimits, date]


def table() -> tuple[int, ...]:
    """4,096 sums in minor units, small ones first: some nothing, cents, edges, the usual
    ones, and a few as large as no one owes."""
    edges = (100, 1000, 2000, 2500, 5000, 10_000, 30_000, 60_000, 120_000)
    near = [max(1, edge * times + off) for edge in edges for times in (1, 2) for off in (-1, 0, 1)]
    fair = Random(1)
    sums = [0] * 400 + [1, 2, 3, 4, 5] * 20 + near * 10
    sums += [fair.randint(10**7, 10**15) for _ in range(200)]
    sums += [fair.randint(1, 10 ** fair.randint(2, 7)) for _ in range(4096 - len(sums))]
    return tuple(sorted(sums))


SUMS = table()
"""Debts and terms are drawn as few whole numbers, each of which says several things: the rest of
the time goes to the rules. None has more than 24 bits: larger ones would mostly be small."""
DEBT = st.tuples(st.integers(0, len(SUMS) - 1), st.integers(0, len(SUMS) ** 2 - 1))
DEBTS = st.lists(DEBT, min_size=1, max_size=4)
ABLE = st.integers(-len(SUMS), len(SUMS) - 1)
"""Below zero: not said."""
NASTY_DAYS = [
    date(year, month, day)
    for year in (2023, 2024, 2028, 2099, 2100)
    for month in range(1, 13)
    for day in (1, 27, 28, monthrange(year, month)[1] - 1, monthrange(year, month)[1])
]
DAYS = st.sampled_from(
    NASTY_DAYS * 10 + [date(2023, 1, 1) + timedelta(days=n) for n in range(12 * 365)]
)
KEYS = sorted(LIMITS)
FREQUENCIES = (None, *Frequency)
PAYDAYS = (
    None, None, *(Payday(PaydayKind.DAY, n) for n in (*range(1, 32), 1, 28, 29, 30, 31)),
    Payday(PaydayKind.BUSINESS_DAY, 5), Payday(PaydayKind.LAST_BUSINESS_DAY),
)  # fmt: skip
FLAGS = (None, (False, False), None, (True, False), None, (False, True), None, (True, True))
"""(hardship, vulnerable); None: as the segment says."""
TERMS = st.integers(0, len(KEYS) * len(FREQUENCIES) * len(PAYDAYS) * len(FLAGS) - 1)


def one_of(things: Sequence[Any], number: int) -> tuple[Any, int]:
    """One of the things by the number, and what is left of the number."""
    rest, index = divmod(number, len(things))
    return things[index], rest


def components(principal: int, charges: int, currency: str) -> tuple[Money, Money, Money]:
    """Principal, interest and fees."""
    interest, charges = one_of(SUMS, charges)
    return (
        Money(SUMS[principal], currency),
        Money(interest, currency),
        Money(SUMS[charges], currency),
    )


def case_of(debts: list[tuple[int, int]], able: int, terms: int, today: date) -> Case:
    flags, terms = one_of(FLAGS, terms)
    frequency, terms = one_of(FREQUENCIES, terms)
    (country, segment, currency), terms = one_of(KEYS, terms)
    flags = flags or (segment == "hardship", segment == "vulnerable")
    owed = []
    for n, debt in enumerate(debts):
        parts = components(*debt, currency)
        credit = Money(0 if any(parts) else 7 * n, currency)
        owed.append(DebtOwed(f"D-{n}", Balance(*parts, credit), date(2022, 12, 31)))
    affordable = Money(SUMS[able], currency) if able >= 0 else None
    kind = "company" if segment == "company" else "individual"
    who = Situation(
        country, kind, segment, tuple(owed), affordable, frequency, PAYDAYS[terms], *flags
    )
    return who, LIMITS[country, segment, currency], today


CASES = st.builds(case_of, DEBTS, ABLE, TERMS, DAYS)


def sums(situation: Situation) -> tuple[int, int, int]:
    """(principal, interest, fees) of all debts, in minor units."""
    balances = [d.balance for d in situation.owed]
    return (
        sum(b.principal.minor for b in balances),
        sum(b.interest.minor for b in balances),
        sum(b.fees.minor for b in balances),
    )


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
        assert not offer.waived
        return
    assert offer.total.minor + offer.waived.minor == principal + interest + fees
    assert offer.total.minor >= principal
    assert 0 <= offer.waived_interest.minor <= interest
    assert 0 <= offer.waived_fees.minor <= fees
    assert principal or not offer.waived


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
        gaps = {(later - earlier).days for earlier, later in pairwise(days)}
        if offer.frequency is Frequency.MONTHLY:
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
        assert offer.frequency in limits.frequencies
        assert 2 <= len(amounts) <= limits.max_instalments * a_year[offer.frequency] // 12
        assert min(amounts) >= limits.smallest_instalment.minor
        assert amounts[0] >= limits.first_payment_share * offer.total.minor
        assert max(amounts[1:]) <= amounts[0]
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
            assert reason.value == (limit.decimal() if isinstance(limit, Money) else str(limit))
            assert reason.source == limits.source(reason.rule)


NAMED = {
    OfferKind.PAY_IN_FULL: {"full_payment_within_days"},
    OfferKind.MORE_TIME: {"more_time_days"},
    OfferKind.INSTALMENTS: {"first_payment_within_days"},
    OfferKind.TOKEN: {"token_payment", "token_instalments"},
    OfferKind.PAUSE: {"pause_days"},
}
"""The limits that shape an offer of ours; those of waivers come on top."""


def assert_waivers_explained(offer: Offer) -> None:
    rules = {reason.rule for reason in offer.reasons}
    prefix = "full_payment_" if offer.kind is OfferKind.PAY_IN_FULL else ""
    assert not offer.waived_interest or f"{prefix}interest_waiver" in rules
    assert not offer.waived_fees or f"{prefix}fees_waiver" in rules


def assert_inside(offer: Offer, case: Case) -> None:
    situation, limits, today = case
    assert violations(offer, situation, limits, today) == ()
    assert_sums(offer, situation, limits)
    assert_dates(offer, limits, today)
    assert_size(offer, limits)
    assert_waivers_explained(offer)
    assert_reasons(offer.reasons, limits)


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
        if offer.frequency is Frequency.MONTHLY and situation.payday is not None:
            assert all(
                situation.payday.falls_on(i.due_date, limits.holidays)
                for i in offer.instalments[1:]
            )


AMOUNTS = (None, None, *SUMS[400::2], -100, -1, 10**18)
COUNTS = (None, None, None, *range(-1, 31), 52, 120)
FIRST = (None, None, None, None, *range(-2, 62), -40, 120)
YES_NO = (False, False, False, True)
FOREIGN = (False,) * 9 + (True,)
PROPOSALS = st.tuples(
    st.integers(0, len(AMOUNTS) * len(COUNTS) - 1),
    st.integers(0, len(FIRST) * len(FREQUENCIES) * len(YES_NO) * len(FOREIGN) - 1),
)


def proposal_of(said: tuple[int, int], limits: PlanLimits, today: date) -> Proposal:
    sums_said, rest = said
    amount, sums_said = one_of(AMOUNTS, sums_said)
    days, rest = one_of(FIRST, rest)
    frequency, rest = one_of(FREQUENCIES, rest)
    in_full, rest = one_of(YES_NO, rest)
    money = None
    if amount is not None:
        money = Money(amount, "EUR" if FOREIGN[rest] else limits.currency)
    first = None if days is None else today + timedelta(days=days)
    return Proposal(money, COUNTS[sums_said], frequency, first, in_full)


def assert_never_bare(answer: CounterAnswer, case: Case) -> None:
    """An offer inside the limits, a person, or both; and what stood in the way has a source."""
    assert answer.offer is not None or answer.outcome is Outcome.PERSON
    assert_reasons(answer.reasons, case[1])
    assert bool(answer.codes) == (answer.outcome is not Outcome.ACCEPTED)
    if answer.offer is not None:
        assert_inside(answer.offer, case)
    else:
        assert not any(sums(case[0]))


def assert_as_proposed(proposal: Proposal, offer: Offer) -> None:
    parts = offer.instalments
    assert proposal.amount is None or max(i.amount for i in parts) <= proposal.amount
    assert proposal.first_date in (None, parts[0].due_date)
    if offer.kind is OfferKind.INSTALMENTS:
        assert proposal.frequency in (None, offer.frequency)
        assert proposal.amount is not None or proposal.count == len(parts)
    assert not proposal.in_full or offer.kind is OfferKind.PAY_IN_FULL


@at_scale
@given(CASES, PROPOSALS)
def test_every_answer_to_a_proposal_is_inside_and_never_a_bare_refusal(
    case: Case, said: tuple[int, int]
) -> None:
    situation, limits, today = case
    proposal = proposal_of(said, limits, today)
    answer = answer_counter_offer(proposal, situation, limits, today)
    assert_never_bare(answer, case)
    if answer.outcome is Outcome.ACCEPTED:
        assert answer.offer is not None
        assert_as_proposed(proposal, answer.offer)


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
    nothing is known of what is affordable, no offer from before is without one as good."""
    situation, limits, today = case
    calm = replace(situation, hardship=False, vulnerable=False)
    cared = replace(calm, segment=care, hardship=care == "hardship", vulnerable=care != "hardship")
    gentle = LIMITS[situation.country, care, limits.currency]
    before, offers = compute_offers(calm, limits, today), compute_offers(cared, gentle, today)
    assert bool(before) == bool(offers)
    if not before:
        return
    old, new = asked(before), asked(offers, OfferKind.TOKEN)
    assert min(total for total, _ in new) <= min(total for total, _ in old)
    assert min(once for _, once in asked(offers)) <= min(once for _, once in old)
    if situation.affordable is None:
        for total, once in old:
            assert any(t <= total and o <= once for t, o in new), (total, once)
