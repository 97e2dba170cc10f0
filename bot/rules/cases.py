"""What kind of matter is this, who comes first, and by when do we answer?

The kinds are the contract's; priority, response time and the hold that a kind sets are policy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules.holds import HoldReason


class CaseKind(StrEnum):
    """What a case is about."""

    DISPUTE = "dispute"
    COMPLAINT = "complaint"
    HARDSHIP = "hardship"
    VULNERABILITY = "vulnerability"
    CRISIS = "crisis"
    IDENTITY_THEFT = "identity_theft"
    BEREAVEMENT = "bereavement"
    REPRESENTATIVE = "representative"
    PRIVACY = "privacy"
    PROOF = "proof"
    ALREADY_PAID = "already_paid"
    WRONG_PERSON = "wrong_person"


@dataclass(frozen=True, slots=True)
class CaseRule:
    """The policy row of one kind: `priority` 1 comes first, an answer is promised within
    `respond_within`, `hold` is what the case sets, `person` says whether a person takes it."""

    kind: CaseKind
    priority: int
    respond_within: timedelta
    hold: HoldReason | None
    person: bool
    source: str


@dataclass(frozen=True, slots=True)
class CasePolicy:
    """The rows of all kinds."""

    rules: tuple[CaseRule, ...]

    def rule(self, kind: CaseKind) -> CaseRule:
        """The row of that kind. KeyError when the policy has none."""
        for row in self.rules:
            if row.kind is kind:
                return row
        raise KeyError(kind)


def priority(kind: CaseKind, policy: CasePolicy) -> int:
    """1 comes first."""
    return policy.rule(kind).priority


def by_priority(kinds: Iterable[CaseKind], policy: CasePolicy) -> tuple[CaseKind, ...]:
    """The kinds, most urgent first; equal ones in the order given."""
    return tuple(sorted(kinds, key=lambda kind: priority(kind, policy)))


def respond_by(kind: CaseKind, opened_at: datetime, policy: CasePolicy) -> datetime:
    """The instant by which an answer is promised."""
    return opened_at + policy.rule(kind).respond_within
