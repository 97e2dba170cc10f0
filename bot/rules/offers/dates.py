"""In which rhythm is a plan paid, and on which day does it begin?

Calendar days where the person lives. Paydays are followed where the limits allow their kind: weeks
and fortnights keep a weekday, months keep a day that is told by the month.
"""

from __future__ import annotations

from datetime import date, timedelta

from bot.rules.offers.terms import Situation
from bot.rules.payday import Payday, PaydayKind
from bot.rules.plan import Frequency, PlanLimits


def frequency_of(
    situation: Situation, limits: PlanLimits, wanted: Frequency | None = None
) -> Frequency:
    """The frequency asked for where it is allowed, else the one told before, else monthly, else
    the first allowed."""
    for each in (wanted, situation.frequency, Frequency.MONTHLY):
        if each in limits.frequencies and each is not None:
            return each
    return next(iter(limits.frequencies), Frequency.MONTHLY)


def followed(payday: Payday | None, limits: PlanLimits, frequency: Frequency) -> Payday | None:
    """The payday when a plan of this frequency follows it, else None.

    A weekday says nothing about the months. A day of the month is where weeks begin.
    """
    if payday is None or payday.kind not in limits.alignments:
        return None
    monthly = frequency is Frequency.MONTHLY
    return None if monthly and payday.kind is PaydayKind.WEEKDAY else payday


def rhythm_day(payday: Payday | None, limits: PlanLimits, frequency: Frequency) -> Payday | None:
    """The payday on which all instalments after the first fall, else None."""
    found = followed(payday, limits, frequency)
    weekly = frequency is not Frequency.MONTHLY
    if found is None or (weekly and found.kind is not PaydayKind.WEEKDAY):
        return None
    return found


def first_date(
    situation: Situation,
    limits: PlanLimits,
    today: date,
    frequency: Frequency | None = None,
) -> date:
    """When the first instalment falls due unless the person says: on payday, or the usual days
    from today, and never later than the limit. A weekday may be today."""
    rhythm = frequency or frequency_of(situation, limits)
    payday = followed(situation.payday, limits, rhythm)
    latest = today + timedelta(days=limits.first_payment_within_days)
    if payday is None:
        usual = min(limits.first_payment_usual_days, limits.first_payment_within_days)
        return today + timedelta(days=usual)
    if payday.kind is PaydayKind.WEEKDAY:
        return min(payday.next_after(today - timedelta(days=1)), latest)
    day = payday.next_after(today, limits.holidays)
    if day <= latest:
        return day
    return today if payday.falls_on(today, limits.holidays) else latest
