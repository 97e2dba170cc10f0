"""Does each account land in its segment, and show why?"""

from itertools import product

import pytest

from bot.policies import load_policies
from bot.rules.money import Money
from bot.rules.segments import AccountFacts, Condition, SegmentName, SegmentRule, segment_of

RULES = load_policies().for_country("US").segments


@pytest.mark.parametrize(
    ("facts", "segment", "reasons"),
    [
        ({}, "standard", ()),
        ({"person_type": "company"}, "company", ("person_type",)),
        ({"hardship": True, "first_time_late": True}, "hardship", ("hardship",)),
        ({"vulnerable": True, "hardship": True}, "vulnerable", ("vulnerable",)),
        ({"lifetime_value": Money(1_000_000, "USD")}, "high_value", ("lifetime_value_at_least",)),
        ({"lifetime_value": Money(1_000, "USD")}, "standard", ()),
        ({"first_time_late": True}, "first_time_late", ("first_time_late",)),
        ({"times_late": 1}, "standard", ()),
        ({"times_late": 2}, "frequently_late", ("times_late_at_least",)),
        ({"person_type": "company", "hardship": True}, "hardship", ("hardship",)),
        ({"owed": Money(6000, "USD"), "first_time_late": True}, "small_balance", ("owed_at_most",)),
        ({"owed": Money(6001, "USD")}, "standard", ()),
        ({"owed": Money(0, "USD")}, "standard", ()),
        ({"owed": Money(6000, "JPY")}, "small_balance", ("owed_at_most",)),
        ({"oldest_days_past_due": 364, "times_late": 9}, "frequently_late",
         ("times_late_at_least",)),
        ({"oldest_days_past_due": 365, "times_late": 9}, "old_debt", ("days_past_due_at_least",)),
        ({"oldest_days_past_due": 900, "first_time_late": True}, "old_debt",
         ("days_past_due_at_least",)),
        ({"oldest_days_past_due": 900, "lifetime_value": Money(500_000, "USD")}, "high_value",
         ("lifetime_value_at_least",)),
        ({"oldest_days_past_due": 900, "owed": Money(1000, "USD")}, "small_balance",
         ("owed_at_most",)),
        ({"oldest_days_past_due": 900, "hardship": True}, "hardship", ("hardship",)),
    ],
)  # fmt: skip
def test_segments(facts: dict[str, object], segment: str, reasons: tuple[str, ...]) -> None:
    result = segment_of(AccountFacts("US", **facts), RULES)  # type: ignore[arg-type]
    assert (result.name, result.reasons) == (segment, reasons)
    assert bool(result.source) == (segment != "standard")


def test_every_segment_can_be_reached() -> None:
    assert {rule.segment for rule in RULES} | {"standard"} == {str(name) for name in SegmentName}
    several = {
        segment_of(
            AccountFacts("US", kind, first, 0 if first else 2, worth, hard, weak, owed, days), RULES
        ).name
        for kind, first, worth, hard, weak, owed, days in product(
            ("individual", "company"), (True, False), (None, Money(900_000, "USD")),
            (True, False), (True, False), (Money(100, "USD"), Money(10_000, "USD")), (9, 400),
        )
    }  # fmt: skip
    assert several == set(SegmentName) - {SegmentName.STANDARD}


def test_a_segment_shows_the_facts_that_led_to_it() -> None:
    rule = SegmentRule(
        "dear", "the contract", first_time_late=False, times_late_at_least=1,
        lifetime_value_at_least=(Money(500_000, "BRL"), Money(400_000, "USD")),
        owed_at_most=(Money(9000, "USD"),), days_past_due_at_least=10,
    )  # fmt: skip
    facts = AccountFacts(
        "US", times_late=3, lifetime_value=Money(512_345, "USD"), owed=Money(8000, "USD"),
        oldest_days_past_due=12,
    )  # fmt: skip
    found = segment_of(facts, (rule,))
    assert (found.name, found.source) == ("dear", "the contract")
    assert found.conditions == (
        Condition("first_time_late", "false", "false"),
        Condition("times_late_at_least", "3", "1"),
        Condition("days_past_due_at_least", "12", "10"),
        Condition("lifetime_value_at_least", "5123.45 USD", "4000.00 USD"),
        Condition("owed_at_most", "80.00 USD", "90.00 USD"),
    )
    for other in ("GBP", None):
        worth = Money(10**9, other) if other else None
        poor = AccountFacts("US", times_late=3, lifetime_value=worth, owed=Money(8000, "USD"),
                            oldest_days_past_due=12)  # fmt: skip
        assert segment_of(poor, (rule,)).name == "standard"
