"""Never two concessions in a row without something in return; and never a bare no."""

import json
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
    Offer,
    Outcome,
    Proposal,
    Situation,
    answer_counter_offer,
    compute_offers,
)
from bot.rules.offers.concessions import (
    TWO_IN_A_ROW,
    Burden,
    Step,
    burden,
    is_concession,
    moved,
    weigh,
)

TODAY = date(2025, 5, 14)
LIMITS = load_policies().for_country("US").plan_limits("standard", "USD")


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


OWED = DebtOwed("D-1", Balance.of(usd("480.00"), usd("0"), usd("0")), date(2025, 3, 1))
PERSON = Situation("US", "individual", "standard", (OWED,))


def offer_for(**said: object) -> Offer:
    answer = answer_counter_offer(Proposal(**said), PERSON, LIMITS, TODAY)  # type: ignore[arg-type]
    assert answer.outcome is Outcome.ACCEPTED
    assert answer.offer is not None
    return answer.offer


FOUR, EIGHT = offer_for(count=4), offer_for(count=8)


def test_the_burden_is_brought_to_a_month() -> None:
    assert burden(FOUR) == Burden(Fraction(12_000), 48_000, FOUR.until)
    weekly = offer_for(amount=usd("30.00"), frequency=Frequency.WEEKLY)
    assert burden(weekly).monthly == Fraction(3_000 * 52, 12)
    fortnightly = offer_for(amount=usd("60.00"), frequency=Frequency.FORTNIGHTLY)
    assert burden(fortnightly).monthly == Fraction(6_000 * 26, 12)
    assert burden(offer_for(in_full=True)).monthly == 48_000


def test_a_pause_asks_for_nothing() -> None:
    limits = load_policies().for_country("US").plan_limits("hardship", "USD")
    offers = compute_offers(replace(PERSON, hardship=True), limits, TODAY)
    (rest,) = [o for o in offers if o.kind == "pause"]
    assert (burden(rest).monthly, burden(rest).total) == (0, 0)


def test_forbearance_is_not_bargained_for() -> None:
    limits = load_policies().for_country("US").plan_limits("hardship", "USD")
    offers = compute_offers(replace(PERSON, hardship=True), limits, TODAY)
    relief = [o for o in offers if o.kind in ("token", "pause")]
    assert len(relief) == 2
    assert not any(is_concession(offer, [burden(FOUR)]) for offer in relief)


def test_a_burden_is_kept_as_json() -> None:
    thirds = Burden(Fraction(100, 3), 4_000, TODAY)
    assert Burden.from_json(json.loads(json.dumps(thirds.as_json()))) == thirds


def test_what_is_a_concession() -> None:
    first = burden(FOUR)
    assert not is_concession(FOUR, [])
    assert not is_concession(FOUR, [first])
    assert is_concession(EIGHT, [first])
    assert not is_concession(FOUR, [first, burden(EIGHT)])
    assert is_concession(FOUR, [replace(first, monthly=Fraction(12_001))])
    assert is_concession(FOUR, [replace(first, total=48_001)])
    assert is_concession(FOUR, [replace(first, until=FOUR.until - timedelta(days=1))])


@pytest.mark.parametrize(
    ("now", "before", "towards_us"),
    [
        (Proposal(amount=usd("50")), Proposal(amount=usd("40")), True),
        (Proposal(amount=usd("40")), Proposal(amount=usd("40")), False),
        (Proposal(amount=usd("30")), Proposal(amount=usd("40")), False),
        (Proposal(amount=usd("20"), frequency=Frequency.WEEKLY),
         Proposal(amount=usd("80"), frequency=Frequency.MONTHLY), True),
        (Proposal(count=6), Proposal(count=8), True),
        (Proposal(count=8), Proposal(count=6), False),
        (Proposal(first_date=TODAY), Proposal(first_date=TODAY + timedelta(days=9)), True),
        (Proposal(first_date=TODAY + timedelta(days=9)), Proposal(first_date=TODAY), False),
        (Proposal(amount=usd("40"), down_payment=usd("10")), Proposal(amount=usd("40")), True),
        (Proposal(count=6), Proposal(amount=usd("40")), False),
    ],
)  # fmt: skip
def test_what_is_something_in_return(now: Proposal, before: Proposal, towards_us: bool) -> None:
    assert moved(now, before) is towards_us


def judged(count: int, steps: list[Step], shown: list[Burden]) -> tuple[str, int | None, bool]:
    """(outcome, payments of the offer, is it a concession) for so many payments."""
    proposal = Proposal(count=count)
    answer = answer_counter_offer(proposal, PERSON, LIMITS, TODAY)
    answer, conceded = weigh(answer, proposal, steps, shown, FOUR)
    return answer.outcome, answer.offer and len(answer.offer.instalments), conceded


def test_the_first_counter_offer_inside_the_limits_is_simply_accepted() -> None:
    assert judged(12, [], []) == ("accepted", 12, False)
    assert judged(12, [], [burden(FOUR)]) == ("accepted", 12, True)


def test_a_second_concession_in_a_row_repeats_what_stands_and_calls_a_person() -> None:
    steps, shown = [Step(Proposal(count=8), conceded=True)], [burden(FOUR), burden(EIGHT)]
    assert judged(10, steps, shown) == ("person", 4, False)
    proposal = Proposal(count=10)
    answer = answer_counter_offer(proposal, PERSON, LIMITS, TODAY)
    answer, _ = weigh(answer, proposal, steps, shown, FOUR)
    assert answer.codes == (TWO_IN_A_ROW,)
    assert answer.reasons[-1].source.startswith("product choice")


def test_what_was_conceded_stays_conceded() -> None:
    steps, shown = [Step(Proposal(count=8), conceded=True)], [burden(FOUR), burden(EIGHT)]
    assert judged(8, steps, shown) == ("accepted", 8, False)
    assert judged(6, steps, shown) == ("accepted", 6, False)


def test_something_told_is_something_in_return() -> None:
    steps = [Step(Proposal(count=8), conceded=True, told=True)]
    assert judged(10, steps, [burden(EIGHT)]) == ("accepted", 10, True)
    told_later = [Step(Proposal(count=8), conceded=True), Step(Proposal(count=6), False, told=True)]
    assert judged(10, told_later, [burden(EIGHT)]) == ("accepted", 10, True)
    told_before = [Step(Proposal(count=4), False, told=True), Step(Proposal(count=8), True)]
    assert judged(10, told_before, [burden(EIGHT)])[0] == "person"


def test_an_earlier_first_payment_buys_a_longer_plan() -> None:
    steps = [Step(Proposal(count=8, first_date=TODAY + timedelta(days=20)), conceded=True)]
    proposal = Proposal(count=10, first_date=TODAY)
    answer = answer_counter_offer(proposal, PERSON, LIMITS, TODAY)
    assert weigh(answer, proposal, steps, [burden(EIGHT)], FOUR)[0].outcome is Outcome.ACCEPTED


def test_what_a_person_decides_anyway_is_left_alone() -> None:
    proposal = Proposal(amount=usd("1.00"))
    answer = answer_counter_offer(proposal, PERSON, LIMITS, TODAY)
    assert answer.outcome is Outcome.PERSON
    assert weigh(answer, proposal, [], [burden(FOUR)], FOUR) == (answer, False)
