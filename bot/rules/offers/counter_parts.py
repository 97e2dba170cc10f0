"""How do we answer a proposal to pay in equal steps: an amount, a number, a rhythm, a first day?

What was said is kept wherever it is allowed: first the rhythm and the day, then the amount, then
the number of payments. Only what stands in the way is changed, and by as little as possible.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from bot.rules.money import Money
from bot.rules.offers.affordability import ceiling
from bot.rules.offers.amounts import fewest_parts
from bot.rules.offers.builder import (
    compute_offers,
    first_date,
    first_share,
    frequency_of,
    largest,
    limit_reason,
    most_parts,
    parts_of,
    plan_offer,
    plan_total,
    token_payments,
)
from bot.rules.offers.counter_answers import (
    above_affordable,
    as_proposed,
    best,
    by_amount,
    converted,
    count_in,
    judged,
    may_follow,
    relief,
    rhythm_of,
    said,
    too_small,
    within,
)
from bot.rules.offers.dates import rhythm_day
from bot.rules.offers.terms import (
    CounterAnswer,
    Offer,
    OfferKind,
    Outcome,
    Proposal,
    Reason,
    Situation,
    owed_in_all,
)
from bot.rules.payday import Payday
from bot.rules.plan import Frequency, Instalment, PlanLimits, on_dates

TOO_LITTLE = frozenset(
    {"below_smallest_instalment", "too_many_instalments", "above_affordable", "no_plan_this_small"}
)
"""Reasons for which somebody in need of care gets token payments of the amount they named."""
Parts = tuple[Instalment, ...]


@dataclass(slots=True)
class InParts:
    """One answer to a proposal in parts, as it is worked out."""

    proposal: Proposal
    situation: Situation
    limits: PlanLimits
    today: date
    reasons: list[Reason] = field(default_factory=list)
    frequency: Frequency = field(init=False)
    first: date = field(init=False)
    total: Money = field(init=False)
    told_payday: Payday | None = field(init=False)
    amount: Money | None = field(init=False)
    count: int | None = field(init=False)

    def __post_init__(self) -> None:
        self.told_payday = self.situation.payday
        self.situation = as_proposed(self.proposal, self.situation, self.limits)
        owed = owed_in_all(self.situation.owed, self.limits.currency)
        self.total = plan_total(owed, self.limits, self.situation)[0]
        self.amount, self.count = self.proposal.amount, self.proposal.count
        self.frequency = self._frequency()
        self.first = self._first()

    # -- rhythm and days -----------------------------------------------------------------------

    def _frequency(self) -> Frequency:
        """The rhythm asked for; where it is not allowed the next best, at the same burden."""
        wanted = rhythm_of(self.proposal)
        chosen = frequency_of(self.situation, self.limits, wanted)
        if wanted is None or wanted in self.limits.frequencies:
            return chosen
        allowed, source = ",".join(self.limits.frequencies), self.limits.source("frequencies")
        self.reasons.append(Reason("frequency_not_allowed", allowed, source))
        if self.amount is not None:
            self.amount = max(converted(self.amount, wanted, chosen), _least(self.amount))
        if self.count is not None and self.count > 0:
            self.count = count_in(self.count, wanted, chosen)
        return chosen

    def _first(self) -> date:
        """The first day asked for, on the payday that was named with it; else the usual one."""
        wanted, payday = self.proposal.first_date, self.proposal.payday
        if payday is not None and not may_follow(payday, self.limits):
            self.reasons.append(limit_reason("payday_not_allowed", "alignments", self.limits))
        if wanted is None:
            return self._usual_first()
        if wanted < self.today:
            self.reasons.append(Reason("date_in_past", wanted.isoformat(), "person"))
            return self._usual_first()
        if self._on_payday() and payday is not None:
            wanted = payday.next_after(wanted - timedelta(days=1), self.limits.holidays)
        latest = self.today + timedelta(days=self.limits.first_payment_within_days)
        if wanted <= latest:
            return wanted
        late = limit_reason("first_payment_too_late", "first_payment_within_days", self.limits)
        self.reasons.append(late)
        return self._usual_first() if self._on_payday() else latest

    def _usual_first(self) -> date:
        return first_date(self.situation, self.limits, self.today, self.frequency)

    def _on_payday(self) -> bool:
        """Does the proposal name a payday that its rhythm can follow?"""
        return rhythm_day(self.proposal.payday, self.limits, self.frequency) is not None

    def payday(self) -> Payday | None:
        """The payday named now; one told before gives way to a first day that is named now."""
        if self._on_payday() or self.proposal.first_date is None:
            return rhythm_day(self.situation.payday, self.limits, self.frequency)
        return None

    # -- amounts -------------------------------------------------------------------------------

    def answer(self) -> CounterAnswer:
        """Yes, the nearest, or a person."""
        most = most_parts(
            self.total, self.first, self.frequency, self.limits, self.today, self.payday()
        )
        parts = self._parts(most) if most else None
        token = self.token(nothing_fits=most == 0, plan_fits=parts is not None)
        if token is not None:
            return token
        if most == 0:
            wanted = self.proposal.first_date
            return too_small(self.situation, self.limits, self.today, wanted, self.reasons)
        if parts is None:
            return self._no_plan()
        why = said(self.proposal, self.reasons)
        offer = plan_offer(self.situation, self.limits, parts, self.frequency, why)
        return judged(offer, self.limits, self.reasons, (self.amount, largest(parts)))

    def _no_plan(self) -> CounterAnswer:
        """Nothing was named that makes a plan, or no plan is low enough."""
        if any(reason.rule == "above_affordable" for reason in self.reasons):
            return relief(self.situation, self.limits, self.today, *self.reasons)
        reason = Reason("nothing_proposed", "", "person")
        return best(self.situation, self.limits, self.today, *self.reasons, reason)

    def _parts(self, most: int) -> Parts | None:
        """The parts asked for, or the nearest to them; None when no plan can be found."""
        if self.amount is not None:
            parts = self._by_amount(self.amount, most)
        elif self.count is not None:
            parts = self._by_count(self.count, most)
        elif any((self.proposal.frequency, self.proposal.first_date, self.proposal.payday)):
            parts = self._usual(most)
        else:
            return None
        top = ceiling(self.situation, self.limits, self.frequency)
        if within(parts, top):
            return parts
        self.reasons.append(above_affordable(self.situation, self.limits, self.frequency))
        fewest = fewest_parts(self.total, most, self.limits, top) if top else 0
        return self.equal(fewest) if fewest else None

    def equal(self, count: int) -> Parts:
        """So many equal parts; the first is larger where the limits ask for a first share."""
        return parts_of(self.total, count, self.first, self.frequency, self.limits, self.payday())

    def _by_count(self, count: int, most: int) -> Parts:
        if count < 1:
            self.reasons.append(Reason("count_not_positive", str(count), "person"))
        elif count > most:
            self.reasons.append(self._too_many(most))
        return self.equal(min(max(2, count), most))

    def _usual(self, most: int) -> Parts:
        """Only a rhythm or a day was named: as many parts as would be offered unasked."""
        offers = compute_offers(self.situation, self.limits, self.today)
        plans = [o for o in offers if o.kind is OfferKind.INSTALMENTS]
        usual = len(plans[0].instalments) if plans else most
        return self.equal(min(usual, most))

    def _by_amount(self, amount: Money, most: int) -> Parts:
        """The amount as it was said, with a smaller last payment; else the nearest split."""
        least, smallest = first_share(self.total, self.limits), self.limits.smallest_instalment
        if amount < smallest:
            self._lacks("below_smallest_instalment", "smallest_instalment")
            return self.equal(most)
        head = (least,) if amount < least else ()
        if head:
            self._lacks("first_payment_too_small", "first_payment_share")
        if self.count is not None and amount.minor * self.count < self.total.minor:
            return self._short(amount, self.count, most)
        amounts = by_amount(self.total, amount, smallest, head)
        return self._fit(amounts, most)

    def _fit(self, amounts: tuple[Money, ...], most: int) -> Parts:
        """These amounts where there is time for all of them, else as many parts as there is."""
        if len(amounts) == 1:
            return self.equal(2)
        small = min(amounts) < self.limits.smallest_instalment
        if len(amounts) > most or small:
            fewer = len(amounts) == most + 1 and self._only_the_last_is_small(len(amounts))
            if small or fewer:
                self._lacks("below_smallest_instalment", "smallest_instalment")
            else:
                self.reasons.append(self._too_many(most))
            return self.equal(max(2, min(most, len(amounts) - 1)))
        if amounts[0] < first_share(self.total, self.limits):
            return self.equal(len(amounts))
        days = self.limits.holidays
        return on_dates(amounts, self.first, self.frequency, self.payday(), days)

    def _short(self, amount: Money, count: int, most: int) -> Parts:
        """So many of these are too few: more of them, or somewhat larger ones, whichever is the
        smaller change; the amount stays when both are the same."""
        reason = Reason("does_not_cover_total", self.total.decimal(), "ledger")
        self.reasons.append(reason)
        more = min(-(-self.total.minor // amount.minor), most)
        if 2 <= count <= most:
            larger = largest(self.equal(count))
            raised = Fraction(larger.minor - amount.minor, amount.minor)
            if raised < Fraction(more - count, count):
                return self.equal(count)
        least = first_share(self.total, self.limits)
        head = (least,) if amount < least else ()
        smallest = self.limits.smallest_instalment
        return self._fit(by_amount(self.total, amount, smallest, head), most)

    def _only_the_last_is_small(self, needed: int) -> bool:
        return self.total.minor // needed < self.limits.smallest_instalment.minor

    def _lacks(self, code: str, rule: str) -> None:
        self.reasons.append(limit_reason(code, rule, self.limits))

    def _too_many(self, most: int) -> Reason:
        full_term = most == self.limits.most_instalments(self.frequency)
        rule = "max_instalments" if full_term else "smallest_instalment"
        return Reason("too_many_instalments", str(most), self.limits.source(rule))

    # -- token payments ------------------------------------------------------------------------

    def token(self, *, nothing_fits: bool, plan_fits: bool = False) -> CounterAnswer | None:
        """In hardship an amount too small for a plan is taken as a token payment; one that is too
        large for the income gets a plan within it, where there is one."""
        codes = {reason.rule for reason in self.reasons}
        if plan_fits:
            codes -= {"above_affordable"}
        if self.amount is None or not (nothing_fits or TOO_LITTLE & codes):
            return None
        top = ceiling(self.situation, self.limits, Frequency.MONTHLY)
        amount = self.amount if top is None else min(self.amount, top)
        token = self._token_of(amount)
        if token is None:
            return None
        others = [r for r in self.reasons if r.rule not in TOO_LITTLE]
        if self.frequency is not Frequency.MONTHLY:
            source = self.limits.source("token_payment")
            others.append(Reason("frequency_not_allowed", Frequency.MONTHLY, source))
        if amount != self.amount:
            others.append(above_affordable(self.situation, self.limits, Frequency.MONTHLY))
        outcome = Outcome.NEAREST if others else Outcome.ACCEPTED
        return CounterAnswer(outcome, token, tuple(others))

    def _token_of(self, amount: Money) -> Offer | None:
        """Token payments are monthly: a weekday that was named is no day of theirs."""
        payday = rhythm_day(self.proposal.payday, self.limits, Frequency.MONTHLY)
        first = None if self.proposal.first_date is None else self.first
        situation = replace(self.situation, payday=payday or self.told_payday)
        offer = token_payments(situation, self.limits, self.today, amount, first)
        if offer is None or first is None:
            return offer
        why = Reason("first_date", first.isoformat(), "person", ("first_date", "dates", "until"))
        return replace(offer, reasons=(*offer.reasons, why))


def _least(amount: Money) -> Money:
    """One minor unit."""
    return Money(1, amount.currency)
