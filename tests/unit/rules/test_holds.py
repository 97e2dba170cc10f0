"""Do holds pause what they should, and end when they should?"""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.holds import (
    Hold,
    HoldPolicy,
    HoldReason,
    HoldRule,
    active,
    default_until,
    due_for_review,
    new_hold,
    paused_until,
    pauses_reminders,
)

NOW = datetime(2025, 5, 1, 12, tzinfo=UTC)
POLICY = HoldPolicy((
    HoldRule(HoldReason.DISPUTE, None, 7, True, "Reg F 1006.38"),
    HoldRule(HoldReason.BREATHING_SPACE, 60, 60, True, "2020 Regulations"),
))  # fmt: skip


def days(n: int) -> timedelta:
    return timedelta(days=n)


def test_a_breathing_space_as_a_diary() -> None:
    hold = new_hold(HoldReason.BREATHING_SPACE, POLICY, NOW)
    assert not active([hold], NOW - days(1))
    assert active([hold], NOW)
    assert active([hold], NOW + days(59))
    assert due_for_review([hold], NOW + days(59)) == ()
    assert not active([hold], NOW + days(60))


def test_a_dispute_holds_its_debt_till_it_is_lifted() -> None:
    hold = new_hold(HoldReason.DISPUTE, POLICY, NOW, "D-1", "agent:7")
    assert hold.until is None
    assert hold.set_by == "agent:7"
    assert pauses_reminders([hold], NOW + days(999), "D-1")
    assert not pauses_reminders([hold], NOW, "D-2")
    assert pauses_reminders([hold], NOW)
    assert due_for_review([hold], NOW + days(7)) == (hold,)


def test_the_last_hold_counts() -> None:
    short = Hold(HoldReason.PROMISE, None, NOW, NOW + days(3))
    long = Hold(HoldReason.MANUAL, None, NOW, NOW + days(9))
    open_ended = Hold(HoldReason.CRISIS, None, NOW)
    assert paused_until([short, long], NOW) == (True, NOW + days(9))
    assert paused_until([short, open_ended], NOW) == (True, None)
    assert paused_until([], NOW) == (False, None)


def test_holds_are_well_formed() -> None:
    with pytest.raises(ValueError, match="ends after"):
        Hold(HoldReason.MANUAL, None, NOW, NOW)
    with pytest.raises(ValueError, match="time zone"):
        Hold(HoldReason.MANUAL, None, NOW.replace(tzinfo=None))
    with pytest.raises(KeyError):
        default_until(HoldReason.CRISIS, POLICY, NOW)
