"""To which segment does this account belong, and why?

Segments are data: the first rule of the policy whose conditions all hold names the segment.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.rules.money import Money


class SegmentName(StrEnum):
    """The segments that the product knows; a policy may add others."""

    COMPANY = "company"
    VULNERABLE = "vulnerable"
    HARDSHIP = "hardship"
    HIGH_VALUE = "high_value"
    FIRST_TIME_LATE = "first_time_late"
    FREQUENTLY_LATE = "frequently_late"
    STANDARD = "standard"


INDIVIDUAL: Final = "individual"
COMPANY: Final = "company"


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What a segment rule may look at. `times_late` counts late payments in the record;
    `lifetime_value` is what the person has spent with the creditor so far."""

    country: str
    person_type: str = INDIVIDUAL
    first_time_late: bool = False
    times_late: int = 0
    lifetime_value: Money | None = None
    hardship: bool = False
    vulnerable: bool = False


@dataclass(frozen=True, slots=True)
class SegmentRule:
    """Conditions that must all hold; None asks nothing. `lifetime_value_at_least` holds one sum
    for each currency; an account in another currency does not meet it."""

    segment: str
    source: str
    person_type: str | None = None
    first_time_late: bool | None = None
    hardship: bool | None = None
    vulnerable: bool | None = None
    times_late_at_least: int | None = None
    lifetime_value_at_least: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """The segment and the conditions that led to it, e.g. ("hardship",); none for the last."""

    name: str
    reasons: tuple[str, ...]
    source: str = ""


def segment_of(facts: AccountFacts, rules: tuple[SegmentRule, ...]) -> Segment:
    """The segment of the first rule that holds; "standard" when none does."""
    for rule in rules:
        reasons = _holds(facts, rule)
        if reasons is not None:
            return Segment(rule.segment, reasons, rule.source)
    return Segment(SegmentName.STANDARD, ())


def _holds(facts: AccountFacts, rule: SegmentRule) -> tuple[str, ...] | None:
    """The names of the conditions when all hold, else None."""
    asked = (
        ("person_type", rule.person_type, facts.person_type == rule.person_type),
        ("first_time_late", rule.first_time_late, facts.first_time_late == rule.first_time_late),
        ("hardship", rule.hardship, facts.hardship == rule.hardship),
        ("vulnerable", rule.vulnerable, facts.vulnerable == rule.vulnerable),
        (
            "times_late_at_least",
            rule.times_late_at_least,
            facts.times_late >= (rule.times_late_at_least or 0),
        ),
        (
            "lifetime_value_at_least",
            rule.lifetime_value_at_least or None,
            _worth(facts.lifetime_value, rule.lifetime_value_at_least),
        ),
    )
    wanted = [(name, met) for name, condition, met in asked if condition is not None]
    return tuple(name for name, _ in wanted) if all(met for _, met in wanted) else None


def _worth(value: Money | None, least: tuple[Money, ...]) -> bool:
    return value is not None and any(
        value.currency == sum_.currency and value >= sum_ for sum_ in least
    )
