"""Which legs come first, which return, which is the rest: what is proposed, as one schedule?"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from bot.reading.days.almanac import month_of
from bot.reading.proposals.legs import SEPARATOR, Leg
from bot.rules.money import Money

_OVER: Final = re.compile(
    r"[ ](?:split |spread |paid |parcelad\w+ |dividid\w+ )?(?:over|in|across|em)[ ]"
)
_RHYTHMS: Final = {"weekday": "weekly", "day": "monthly", "business_day": "monthly"}


@dataclass(frozen=True, slots=True)
class Said:
    """What was proposed; None is what was not said. Mirrors bot.rules.offers.terms.Proposal.

    `down_payment` by `down_date` comes first; then `count` parts of `amount` each `frequency`
    (weekly, fortnightly, monthly), or, with `rest_date`, the rest in one sum by that day.
    `payday` as bot.rules.payday writes it ("day:5", "weekday:4").
    """

    amount: Money | None = None
    count: int | None = None
    frequency: str | None = None
    first_date: date | None = None
    in_full: bool = False
    down_payment: Money | None = None
    down_date: date | None = None
    rest_date: date | None = None
    payday: str | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """What is known about days: the text, today, and when banks are shut."""

    text: str
    today: date
    shut: Collection[date]

    def lump(self, leg: Leg) -> date | None:
        """The day of one payment: the last one that fits."""
        banking = [day.rule for day in leg.days if "business" in day.rule]
        if banking:
            return self._banking(banking[0], leg.first)
        latest = leg.first if leg.starts else leg.last
        return latest or (self.today if leg.now else None)

    def rule(self, leg: Leg) -> str | None:
        """The day that returns: said so ("every Friday"), or meant by a rhythm ("a month, on the
        15th")."""
        for day in leg.days:
            if day.recurring:
                return day.rule
        monthly = leg.frequency == "monthly" and not leg.starts
        return leg.days[0].rule if leg.days and monthly else None

    def rhythm(self, leg: Leg) -> str | None:
        """How often: as said, or as the returning day has it."""
        rule = self.rule(leg)
        if rule is None:
            return leg.frequency
        kind = rule.partition(":")[0]
        alternate = any(self._fortnightly(day.start, day.end) for day in leg.days)
        if kind == "weekday" and alternate and leg.frequency in (None, "weekly"):
            return "fortnightly"
        return leg.frequency or _RHYTHMS.get(kind, "monthly")

    def first(self, leg: Leg) -> date | None:
        """The day of the first of many payments; None where it is only the returning day."""
        inside = any(day.start <= leg.date_at < day.end for day in leg.days)
        recurring = any(day.recurring for day in leg.days) and not leg.starts
        return None if (inside or recurring) and self.rule(leg) else leg.first

    def _fortnightly(self, start: int, end: int) -> bool:
        return bool(
            re.search(
                r"other|second|2nd|altern|fortnight| nao\b|cada (?:duas|dois|2)",
                self.text[start:end],
            )
        )

    def _banking(self, rule: str, near: date | None) -> date:
        """The business day of the month of `near`, or the next such day from today on."""
        kind, _, number = rule.partition(":")
        month = near or self.today
        for ahead in range(3):
            open_days = self._open(*month_of(month, ahead))
            day = open_days[-1] if kind == "last_business_day" else open_days[int(number) - 1]
            if day >= self.today:
                return day
        raise ValueError(rule)

    def _open(self, year: int, month: int) -> list[date]:
        first = date(year, month, 1)
        days = [first + timedelta(days=n) for n in range(31)]
        return [d for d in days if d.month == month and d.weekday() < 5 and d not in self.shut]


def compose(told: list[Leg], days: Days, *, whole: bool) -> Said:
    """One proposal of the legs that are offered (at least one); `whole` when the words speak of
    everything at once."""
    heads = _apart(_parts([leg for leg in told if leg.money is not None], days), days)
    rest = next((leg for leg in told if leg.rest), None)
    if not heads:
        return _one(rest or told[0], days, whole=whole or rest is not None)
    lone = heads[0]
    if len(heads) == 1 and lone.down and _many(lone, days) and rest is None:
        later = replace(_one(lone, days, whole=False), amount=None)
        return _after(Said(down_payment=lone.money), later)
    down = _down(heads, rest, days, whole=whole)
    if down is None:
        return _one(heads[0], days, whole=whole and len(heads) == 1 and rest is None)
    others = [leg for leg in heads if leg is not down]
    if rest is not None and (not others or rest.first is not None):
        once = [leg for leg in others if not _many(leg, days)]
        return _with_rest(_in_one([down, *once], days), rest, days)
    return _with_others(down, others, days)


def _parts(heads: list[Leg], days: Days) -> list[Leg]:
    """Without what is only the sum of the parts ("1500, 10 of 150"); "360 over 12 months" is 12
    parts of 30, rounded up."""
    for leg in heads:
        if leg.money is not None and leg.count and leg.count_at > leg.end:
            over = _OVER.match(days.text, leg.end)
            if over and leg.count_at <= over.end():
                leg.money = Money(-(-leg.money.minor // leg.count), leg.money.currency)
    wholes = [_worth(leg) for leg in heads if (leg.count or 1) > 1]
    return [leg for leg in heads if (leg.count or 1) > 1 or leg.dated or _worth(leg) not in wholes]


def _worth(leg: Leg) -> int:
    return leg.money.minor * (leg.count or 1) if leg.money is not None else 0


def _apart(heads: list[Leg], days: Days) -> list[Leg]:
    """ "Some months it's 20 some months it's 60": nothing joins or dates them, the lower counts."""
    if len(heads) != 2 or any(_many(leg, days) or leg.down or days.lump(leg) for leg in heads):
        return heads
    if SEPARATOR.search(days.text[heads[0].end : heads[1].start]):
        return heads
    return [min(heads, key=lambda leg: leg.money.minor if leg.money else 0)]


def _in_one(legs: list[Leg], days: Days) -> Said:
    """ "100 today, 100 next week and the rest in January": what comes before the rest, as one sum
    by the last of its days."""
    paid = [leg.money for leg in legs if leg.money is not None]
    by = [day for leg in legs if (day := days.lump(leg)) is not None]
    worth = sum(money.minor for money in paid)
    return Said(down_payment=Money(worth, paid[0].currency), down_date=max(by, default=None))


def _first(down: Leg, days: Days) -> Said:
    return Said(down_payment=down.money, down_date=days.lump(down))


def _with_others(down: Leg, others: list[Leg], days: Days) -> Said:
    first = _first(down, days)
    if not others:
        return replace(first, count=down.count) if (down.count or 0) > 1 else first
    regular = next((leg for leg in others if _many(leg, days)), None)
    if regular is not None:
        return _after(first, _one(regular, days, whole=False))
    return (
        _with_one_more(first, others[0], days)
        if len(others) == 1
        else _steps([down, *others], days)
    )


def _after(first: Said, later: Said) -> Said:
    return replace(later, down_payment=first.down_payment, down_date=first.down_date)


def _with_one_more(first: Said, leg: Leg, days: Days) -> Said:
    """A second sum: one payment by its day; without a day, or from one on, it may go on."""
    day = days.lump(leg)
    if leg.starts or day is None:
        return replace(first, amount=leg.money, first_date=day)
    return replace(first, amount=leg.money, count=1, rest_date=day)


def _many(leg: Leg, days: Days) -> bool:
    return leg.many or days.rule(leg) is not None


def _down(heads: list[Leg], rest: Leg | None, days: Days, *, whole: bool) -> Leg | None:
    """The payment that comes first, if there is one beside the others."""
    marked = next((leg for leg in heads if leg.down and not _many(leg, days)), None)
    if marked is not None:
        return marked
    if len(heads) == 1 and rest is None:
        lone = heads[0]
        share = lone.share is not None and not whole and not _many(lone, days)
        return lone if share else None
    dated = [leg for leg in heads if not _many(leg, days)]
    if len(dated) == len(heads) > 1 and all(days.lump(leg) for leg in heads):
        heads.sort(key=lambda leg: days.lump(leg) or days.today)
    return None if _many(heads[0], days) else heads[0]


def _one(leg: Leg, days: Days, *, whole: bool) -> Said:
    many = _many(leg, days)
    return Said(
        amount=leg.money,
        count=leg.count,
        frequency=days.rhythm(leg),
        first_date=days.first(leg) if many else days.lump(leg),
        in_full=whole and not many,
        payday=days.rule(leg) if many else None,
    )


def _with_rest(first: Said, rest: Leg, days: Days) -> Said:
    if not _many(rest, days):
        return replace(first, rest_date=days.lump(rest))
    return _after(first, _one(rest, days, whole=False))


def _steps(steps: list[Leg], days: Days) -> Said:
    """Three or more dated sums: equal ones are a rhythm, any others one sum by the last day."""
    amounts = [leg.money for leg in steps if leg.money is not None]
    whens = [days.lump(leg) or days.today for leg in steps]
    equal = len(set(amounts[1:])) == 1
    gap = (whens[-1] - whens[1]).days // (len(whens) - 2)
    rhythm = "weekly" if gap <= 10 else "fortnightly" if gap <= 20 else "monthly"
    if equal and amounts[0] == amounts[1]:
        return Said(amounts[0], len(amounts), rhythm, whens[0])
    first = Said(down_payment=amounts[0], down_date=whens[0])
    if equal:
        later = replace(first, amount=amounts[1], count=len(amounts) - 1, frequency=rhythm)
        return replace(later, first_date=whens[1])
    rest = sum(money.minor for money in amounts[1:])
    return replace(first, amount=Money(rest, amounts[1].currency), count=1, rest_date=whens[-1])
