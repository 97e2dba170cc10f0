"""How do we answer a proposal to pay a part first, and the rest later?

"300 now and the rest in January", "200 down, then 3 times 100": the down payment stands outside
the rhythm of the others. The rest falls due in one sum, or in equal steps.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from bot.rules.dates import add_months
from bot.rules.money import Money
from bot.rules.offers.affordability import ceiling
from bot.rules.offers.builder import down_payment_offer, first_share, largest, limit_reason
from bot.rules.offers.counter_answers import by_amount, judged, said, within
from bot.rules.offers.counter_parts import TOO_LITTLE, InParts
from bot.rules.offers.terms import CounterAnswer, Proposal, Reason, Situation
from bot.rules.payday import Payday
from bot.rules.plan import Frequency, Instalment, PlanLimits, on_dates

_DAYS: Final = {Frequency.WEEKLY: 7, Frequency.FORTNIGHTLY: 14}
_AT_LEAST: Final = {Frequency.WEEKLY: 3, Frequency.FORTNIGHTLY: 7, Frequency.MONTHLY: 14}
"""A payday so few days after the down payment is too near (half of the rhythm)."""


@dataclass(slots=True)
class DownFirst:
    """One answer to a down payment and a rest, as it is worked out."""

    proposal: Proposal
    situation: Situation
    limits: PlanLimits
    today: date
    down: Money
    reasons: list[Reason] = field(default_factory=list)
    steps: InParts = field(init=False)

    def __post_init__(self) -> None:
        later = replace(
            self.proposal, down_payment=None, down_date=None, rest_date=None, first_date=None
        )
        self.steps = InParts(later, self.situation, self.limits, self.today, self.reasons)

    def answer(self) -> CounterAnswer:
        """Yes, the nearest, or a person."""
        first = self._first()
        if first is None:
            return self._without_down().answer()
        one_sum = self.proposal.rest_date is not None and self.limits.rest_within_days > 0
        rest = self._one_sum(first) if one_sum else self._steps(first)
        frequency = None if one_sum else self.steps.frequency
        if {reason.rule for reason in self.reasons} & TOO_LITTLE:
            token = self._token()
            if token is not None:
                return token
        top = ceiling(self.steps.situation, self.limits, self.steps.frequency)
        if not rest or not within((first, *rest), top):
            return self._in_parts()
        offer = down_payment_offer(
            self.steps.situation, self.limits, self.today, first, rest, frequency,
            said(self.proposal, self.reasons),
        )  # fmt: skip
        pairs = ((self.down, first.amount), (self.steps.amount, largest(rest)))
        return judged(offer, self.limits, self.reasons, *pairs)

    def _in_parts(self) -> CounterAnswer:
        """No down payment is open, or its parts are too large: the same money in equal steps."""
        if self.steps.amount is None and self.steps.count is None:
            self.steps.amount = self.down
        return self.steps.answer()

    def _token(self) -> CounterAnswer | None:
        """In hardship what is too small for a plan is taken as a token payment, from the first day
        that was named."""
        steps = self._without_down()
        steps.reasons = list(dict.fromkeys((*self.reasons, *steps.reasons)))
        steps.amount = self.steps.amount or self.down
        return steps.token(nothing_fits=True)

    def _without_down(self) -> InParts:
        """The same proposal without a first part, from the first day that was named."""
        asked = replace(
            self.proposal, down_payment=None, down_date=None, rest_date=None,
            first_date=self.proposal.down_date or self.proposal.first_date,
        )  # fmt: skip
        return InParts(asked, self.situation, self.limits, self.today, [])

    # -- the down payment ----------------------------------------------------------------------

    def _first(self) -> Instalment | None:
        """The down payment inside the limits; None when the sum is too small for two payments."""
        smallest, total = self.limits.smallest_instalment, self.steps.total
        share = first_share(total, self.limits)
        least, room = max(smallest, share), total - smallest
        if least > room:
            return None
        if self.down < smallest or self.down > room:
            self._lacks("below_smallest_instalment", "smallest_instalment")
        elif self.down < share:
            self._lacks("first_payment_too_small", "first_payment_share")
        return Instalment(min(max(self.down, least), room), self._down_date())

    def _down_date(self) -> date:
        wanted, usual, end = self.proposal.down_date, self.steps.first, self.proposal.rest_date
        if end is not None and usual >= end:
            usual = self.today
        if wanted is None:
            return usual
        if wanted < self.today:
            self.reasons.append(Reason("date_in_past", wanted.isoformat(), "person"))
            return usual
        latest = self.today + timedelta(days=self.limits.first_payment_within_days)
        if wanted > latest:
            self._lacks("first_payment_too_late", "first_payment_within_days")
        return min(wanted, latest)

    # -- the rest ------------------------------------------------------------------------------

    def _one_sum(self, first: Instalment) -> tuple[Instalment, ...]:
        """All the rest on the day that was named, or the nearest allowed."""
        rest = self.steps.total - first.amount
        latest = self.today + timedelta(days=self.limits.rest_within_days)
        day = self.proposal.rest_date or latest
        if day <= first.due_date:
            self.reasons.append(Reason("date_in_past", day.isoformat(), "person"))
            day = add_months(first.due_date, 1)
        elif day > latest:
            self._lacks("rest_too_late", "rest_within_days")
        if self.steps.amount is not None and self.steps.amount < rest:
            self._short()
        day = min(day, latest)
        return (Instalment(rest, day),) if day > first.due_date else ()

    def _steps(self, first: Instalment) -> tuple[Instalment, ...]:
        """The rest in equal steps: the amount or the number that was named, or parts no larger
        than the down payment."""
        rest, start = self.steps.total - first.amount, self._start(first)
        if self.proposal.rest_date is not None:
            self._lacks("rest_too_late", "rest_within_days")
        most = self._most(rest, start)
        if most < 1 or start > self.today + timedelta(days=self.limits.rest_within_days):
            return ()
        amount = self.steps.amount
        if amount is None and self.steps.count is not None:
            amounts = rest.split(self._count(self.steps.count, most))
        else:
            amounts = self._amounts(rest, amount or first.amount, most)
        return self._on(amounts, start)

    def _count(self, count: int, most: int) -> int:
        if count < 1:
            self.reasons.append(Reason("count_not_positive", str(count), "person"))
        elif count > most:
            self._lacks("too_many_instalments", "max_instalments")
        return min(max(1, count), most)

    def _amounts(self, rest: Money, amount: Money, most: int) -> tuple[Money, ...]:
        smallest, count = self.limits.smallest_instalment, self.steps.count
        if amount < smallest:
            self._lacks("below_smallest_instalment", "smallest_instalment")
            return rest.split(most)
        if count is not None and amount.minor * count < rest.minor:
            self._short()
            larger = -(-rest.minor // count) - amount.minor if count > 0 else rest.minor
            more = -(-rest.minor // amount.minor) - count
            if 0 < count <= most and larger * count < more * amount.minor:
                return rest.split(count)
        parts = by_amount(rest, amount, smallest)
        if len(parts) > most:
            self._lacks("too_many_instalments", "max_instalments")
            return rest.split(most)
        if min(parts) < smallest:
            self._lacks("below_smallest_instalment", "smallest_instalment")
            return rest.split(len(parts) - 1)
        return parts

    def _most(self, rest: Money, start: date) -> int:
        """So many payments after the down payment fit into the limits."""
        limits, frequency = self.limits, self.steps.frequency
        by_size = rest.minor // max(1, limits.smallest_instalment.minor)
        most = min(limits.most_instalments(frequency) - 1, by_size)
        last = self.today + timedelta(days=limits.longest_days)
        one = Money(1, rest.currency)
        while most > 0 and self._on((one,) * most, start)[-1].due_date > last:
            most -= 1
        return most

    def _start(self, first: Instalment) -> date:
        """When the rest begins: as named, on the next payday that is not too near, or one step
        after the down payment; never later than a rest may be."""
        wanted, payday, frequency = self.proposal.first_date, self._payday(), self.steps.frequency
        latest = self.today + timedelta(days=self.limits.rest_within_days)
        if wanted is not None and wanted > latest:
            self._lacks("rest_too_late", "rest_within_days")
        if wanted is not None and first.due_date < wanted <= latest:
            return wanted
        if payday is not None:
            near = first.due_date + timedelta(days=_AT_LEAST[frequency])
            return payday.next_after(near, self.limits.holidays)
        if frequency is Frequency.MONTHLY:
            return add_months(first.due_date, 1)
        return first.due_date + timedelta(days=_DAYS[frequency])

    def _payday(self) -> Payday | None:
        """The rest follows the payday, unless its first day was named without one."""
        named = self.proposal.first_date is not None and self.proposal.payday is None
        return None if named else self.steps.payday()

    def _on(self, amounts: tuple[Money, ...], start: date) -> tuple[Instalment, ...]:
        holidays = self.limits.holidays
        return on_dates(amounts, start, self.steps.frequency, self._payday(), holidays)

    def _short(self) -> None:
        total = self.steps.total.decimal()
        self.reasons.append(Reason("does_not_cover_total", total, "ledger"))

    def _lacks(self, code: str, rule: str) -> None:
        self.reasons.append(limit_reason(code, rule, self.limits))
