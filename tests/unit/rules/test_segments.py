"""Does each account land in its segment, and show why?"""

import pytest

from bot.policies import load_policies
from bot.rules.money import Money
from bot.rules.segments import AccountFacts, SegmentName, segment_of

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
        ({"times_late": 4}, "frequently_late", ("times_late_at_least",)),
        ({"person_type": "company", "hardship": True}, "hardship", ("hardship",)),
    ],
)
def test_segments(facts: dict[str, object], segment: str, reasons: tuple[str, ...]) -> None:
    result = segment_of(AccountFacts("US", **facts), RULES)  # type: ignore[arg-type]
    assert (result.name, result.reasons) == (segment, reasons)


def test_every_segment_can_be_reached() -> None:
    assert {rule.segment for rule in RULES} | {"standard"} == {str(name) for name in SegmentName}
