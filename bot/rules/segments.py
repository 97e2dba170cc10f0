"""To which segment does this account belong, and why?

Segments are data: the first rule of the policy whose conditions all hold names the segment.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    SMALL_BALANCE = "small_balance"
    OLD_DEBT = "old_debt"
    STANDARD = "standard"


INDIVIDUAL: Final = "individual"
COMPANY: Final = "company"


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What a segment rule may look at. `times_late` counts late payments in the record;
    `lifetime_value` is what the person has spent with the creditor so far; `owed` is all that is
    outstanding (None: not known), `oldest_days_past_due` how late the oldest of it is."""

    country: str
    person_type: str = INDIVIDUAL
    first_time_late: bool = False
    times_late: int = 0
    lifetime_value: Money | None = None
    hardship: bool = False
    vulnerable: bool = False
    owed: Money | None = None
    oldest_days_past_due: int = 0


@dataclass(frozen=True, slots=True)
class SegmentRule:
    """Conditions that must all hold; None or () asks nothing. Sums are one for each currency; an
    account in another currency does not meet them. Nothing owed is not a small balance."""

    segment: str
    source: str
    person_type: str | None = None
    first_time_late: bool | None = None
    hardship: bool | None = None
    vulnerable: bool | None = None
    times_late_at_least: int | None = None
    lifetime_value_at_least: tuple[Money, ...] = ()
    owed_at_most: tuple[Money, ...] = ()
    days_past_due_at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition that was looked at: what the account has, and what the rule asks.

    Yes and no are "true" and "false"; sums are decimals with their currency; "" is not known.
    """

    name: str
    fact: str
    asked: str


@dataclass(frozen=True, slots=True)
class Segment:
    """The segment and the conditions that led to it; none for the last."""

    name: str
    conditions: tuple[Condition, ...]
    source: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """The names of the conditions alone, e.g. ("hardship",)."""
        return tuple(condition.name for condition in self.conditions)


def segment_of(facts: AccountFacts, rules: tuple[SegmentRule, ...]) -> Segment:
    """The segment of the first rule that holds; "standard" when none does."""
    for rule in rules:
        conditions = _holds(facts, rule)
        if conditions is not None:
            return Segment(rule.segment, conditions, rule.source)
    return Segment(SegmentName.STANDARD, ())


_EQUAL: Final = ("person_type", "first_time_late", "hardship", "vulnerable")
_AT_LEAST: Final = (
    ("times_late_at_least", "times_late"),
    ("days_past_due_at_least", "oldest_days_past_due"),
)


def _holds(facts: AccountFacts, rule: SegmentRule) -> tuple[Condition, ...] | None:
    """The conditions when all hold, else None."""
    looked = [*_plain(facts, rule), *_sums(facts, rule)]
    return tuple(each for each, met in looked if met) if all(met for _, met in looked) else None


def _plain(facts: AccountFacts, rule: SegmentRule) -> Iterator[tuple[Condition, bool]]:
    for name in _EQUAL:
        asked, fact = getattr(rule, name), getattr(facts, name)
        if asked is not None:
            yield Condition(name, _text(fact), _text(asked)), fact == asked
    for name, of in _AT_LEAST:
        asked, fact = getattr(rule, name), getattr(facts, of)
        if asked is not None:
            yield Condition(name, _text(fact), _text(asked)), fact >= asked


def _sums(facts: AccountFacts, rule: SegmentRule) -> Iterator[tuple[Condition, bool]]:
    worth, owed = facts.lifetime_value, facts.owed
    if rule.lifetime_value_at_least:
        asked = _in_currency(rule.lifetime_value_at_least, worth)
        met = worth is not None and asked is not None and worth >= asked
        yield Condition("lifetime_value_at_least", _text(worth), _text(asked)), met
    if rule.owed_at_most:
        asked = _in_currency(rule.owed_at_most, owed)
        met = owed is not None and asked is not None and 0 < owed.minor <= asked.minor
        yield Condition("owed_at_most", _text(owed), _text(asked)), met


def _in_currency(sums: tuple[Money, ...], value: Money | None) -> Money | None:
    return next((s for s in sums if value is not None and s.currency == value.currency), None)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
