"""What pauses reminders, on which debt, and until when?

A hold has a reason, a start, an end or a review date, and who set it. Instants are aware
datetimes. Sources stand in the policy rows (dispute: Reg F 1006.38 and CONC 7.14; breathing
space: the 2020 Regulations; representative: Reg F 1006.6(b)(2)).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class HoldReason(StrEnum):
    """Why reminders pause."""

    DISPUTE = "dispute"
    IDENTITY_THEFT = "identity_theft"
    BEREAVEMENT = "bereavement"
    REPRESENTATIVE = "representative"
    BREATHING_SPACE = "breathing_space"
    BANKRUPTCY = "bankruptcy"
    HARDSHIP = "hardship"
    VULNERABILITY = "vulnerability"
    CRISIS = "crisis"
    COMPLAINT = "complaint"
    PROMISE = "promise"
    ALREADY_PAID = "already_paid"
    PROOF = "proof"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold. `debt` None holds the whole account; `until` None holds till it is lifted.

    `starts` is included, `until` is not. ValueError when an instant has no time zone or the end
    is not after the start.
    """

    reason: HoldReason
    debt: str | None
    starts: datetime
    until: datetime | None = None
    review_at: datetime | None = None
    set_by: str = "bot"

    def __post_init__(self) -> None:
        for instant in (self.starts, self.until, self.review_at):
            if instant is not None and instant.utcoffset() is None:
                raise ValueError("a hold needs instants with a time zone")
        if self.until is not None and self.until <= self.starts:
            raise ValueError("a hold ends after it starts")


@dataclass(frozen=True, slots=True)
class HoldRule:
    """The policy row of one reason: `days` it lasts (None: till lifted), `review_days` till a
    person looks at it (None: never), and whether interest and fees stop meanwhile."""

    reason: HoldReason
    days: int | None
    review_days: int | None
    freezes_charges: bool
    source: str


@dataclass(frozen=True, slots=True)
class HoldPolicy:
    """The rows of all reasons."""

    rules: tuple[HoldRule, ...]

    def rule(self, reason: HoldReason) -> HoldRule:
        """The row of that reason. KeyError when the policy has none."""
        for row in self.rules:
            if row.reason is reason:
                return row
        raise KeyError(reason)


def active(holds: Iterable[Hold], now: datetime) -> tuple[Hold, ...]:
    """The holds in force at `now`."""
    return tuple(h for h in holds if h.starts <= now and (h.until is None or now < h.until))


def pausing(holds: Iterable[Hold], now: datetime, debt: str | None = None) -> tuple[Hold, ...]:
    """The holds that pause a reminder about `debt`; None asks about the whole account, which any
    hold pauses."""
    return tuple(h for h in active(holds, now) if debt is None or h.debt in (None, debt))


def pauses_reminders(holds: Iterable[Hold], now: datetime, debt: str | None = None) -> bool:
    """Is there a hold that pauses reminders about `debt` (None: about the account)?"""
    return bool(pausing(holds, now, debt))


def paused_until(
    holds: Iterable[Hold], now: datetime, debt: str | None = None
) -> tuple[bool, datetime | None]:
    """(paused, end): the instant when the last pausing hold ends; None when one has no end."""
    ends = [h.until for h in pausing(holds, now, debt)]
    known = [end for end in ends if end is not None]
    return bool(ends), max(known) if ends and len(known) == len(ends) else None


def due_for_review(holds: Iterable[Hold], now: datetime) -> tuple[Hold, ...]:
    """Active holds whose review date has come."""
    return tuple(h for h in active(holds, now) if h.review_at is not None and h.review_at <= now)


def default_until(reason: HoldReason, policy: HoldPolicy, now: datetime) -> datetime | None:
    """When a hold of this reason ends if nobody says otherwise; None: till it is lifted."""
    days = policy.rule(reason).days
    return None if days is None else now + timedelta(days=days)


def default_review(reason: HoldReason, policy: HoldPolicy, now: datetime) -> datetime | None:
    """When a person looks at a hold of this reason; None: never."""
    days = policy.rule(reason).review_days
    return None if days is None else now + timedelta(days=days)


def new_hold(
    reason: HoldReason,
    policy: HoldPolicy,
    now: datetime,
    debt: str | None = None,
    set_by: str = "bot",
) -> Hold:
    """A hold from `now` with the policy's own end and review date."""
    return Hold(
        reason,
        debt,
        now,
        default_until(reason, policy, now),
        default_review(reason, policy, now),
        set_by,
    )
