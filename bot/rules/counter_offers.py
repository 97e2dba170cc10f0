"""How do we answer what a person proposes?

Yes, the nearest that is allowed, or a person decides: never a bare refusal (GDPR 22, LGPD 20,
CONC 7.14: due consideration to every offer). What the person said is kept wherever it is allowed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.rules.money import Money
from bot.rules.offer_builder import (
    compute_offers,
    first_date,
    first_share,
    frequency_of,
    full_payment,
    largest,
    limit_reason,
    more_time,
    most_parts,
    parts_of,
    pause,
    plan_offer,
    plan_total,
    token_payments,
)
from bot.rules.offer_terms import (
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


def answer_counter_offer(
    proposal: Proposal, situation: Situation, limits: PlanLimits, today: date
) -> CounterAnswer:
    """Check a proposal against the rules.

    Accepted: the offer is what was proposed (a waiver may make it cheaper). Nearest: the reasons
    say what stood in the way. Person: too far from anything allowed, or nothing to offer; the
    nearest offer comes along where there is one. Reason codes: nothing_owed, other_currency,
    nothing_proposed, amount_not_positive, below_full_payment_total, date_in_past,
    too_late_for_full_payment, first_payment_too_late, frequency_not_allowed,
    below_smallest_instalment, too_many_instalments, does_not_cover_total,
    first_payment_too_small, no_plan_this_small, count_not_positive.
    """
    if not owed_in_all(situation.owed, limits.currency).total:
        return CounterAnswer(Outcome.PERSON, None, (Reason("nothing_owed", "0", "ledger"),))
    amount = proposal.amount
    if amount is not None and amount.currency != limits.currency:
        return _best(situation, limits, today, Reason("other_currency", limits.currency, "ledger"))
    if amount is not None and amount.minor <= 0:
        return _nothing_now(situation, limits, today)
    full = full_payment(situation, limits, today)
    covers = amount is not None and amount >= full.total
    if proposal.in_full or proposal.count == 1 or covers:
        return _in_full(proposal, situation, limits, today)
    return _Parts(proposal, situation, limits, today).answer()


def answer_more_time(
    wanted: date | None, situation: Situation, limits: PlanLimits, today: date
) -> CounterAnswer:
    """Answer a wish for a later date: the day asked for, or the latest allowed (None: any).

    Reason codes: nothing_owed, no_more_time (a person decides), date_in_past, too_far_ahead.
    """
    if not owed_in_all(situation.owed, limits.currency).total:
        return CounterAnswer(Outcome.PERSON, None, (Reason("nothing_owed", "0", "ledger"),))
    if limits.more_time_days < 1:
        reason = limit_reason("no_more_time", "more_time_days", limits)
        answer = _best(situation, limits, today, reason)
        return CounterAnswer(Outcome.PERSON, answer.offer, answer.reasons)
    latest = today + timedelta(days=limits.more_time_days)
    longest = more_time(situation, limits, today, latest)
    if wanted is None:
        return CounterAnswer(Outcome.NEAREST, longest)
    if wanted < today:
        return _nearest(longest, Reason("date_in_past", wanted.isoformat(), "person"))
    if wanted > latest:
        return _nearest(longest, limit_reason("too_far_ahead", "more_time_days", limits))
    return CounterAnswer(Outcome.ACCEPTED, more_time(situation, limits, today, wanted))


def _nearest(offer: Offer, *reasons: Reason) -> CounterAnswer:
    return CounterAnswer(Outcome.NEAREST, offer, reasons)


def _best(situation: Situation, limits: PlanLimits, today: date, *reasons: Reason) -> CounterAnswer:
    """The best offer open to the person, a plan in parts before others; else a person decides."""
    offers = compute_offers(situation, limits, today)
    plans = [o for o in offers if o.kind is OfferKind.INSTALMENTS]
    best = next(iter((*plans, *offers)), None)
    outcome = Outcome.PERSON if best is None else Outcome.NEAREST
    return CounterAnswer(outcome, best, reasons)


def _nothing_now(situation: Situation, limits: PlanLimits, today: date) -> CounterAnswer:
    """Who can pay nothing gets a pause or token payments where they are open, else a person."""
    reason = Reason("amount_not_positive", "0", "person")
    relief = pause(situation, limits, today) or token_payments(situation, limits, today, None)
    if relief is not None:
        return _nearest(relief, reason)
    best = _best(situation, limits, today, reason)
    return CounterAnswer(Outcome.PERSON, best.offer, best.reasons)


def _in_full(
    proposal: Proposal, situation: Situation, limits: PlanLimits, today: date
) -> CounterAnswer:
    offer = full_payment(situation, limits, today)
    if proposal.amount is not None and proposal.amount < offer.total:
        short = Reason("below_full_payment_total", offer.total.decimal(), "ledger")
        return _nearest(offer, short)
    day = proposal.first_date
    if day is None:
        return CounterAnswer(Outcome.ACCEPTED, offer)
    if day < today:
        return _nearest(offer, Reason("date_in_past", day.isoformat(), "person"))
    if day <= today + timedelta(days=limits.full_payment_within_days):
        return CounterAnswer(Outcome.ACCEPTED, full_payment(situation, limits, today, day))
    late = limit_reason("too_late_for_full_payment", "full_payment_within_days", limits)
    return _nearest(offer, late)


@dataclass(slots=True)
class _Parts:
    """One answer to a proposal in parts, as it is worked out."""

    proposal: Proposal
    situation: Situation
    limits: PlanLimits
    today: date
    reasons: list[Reason] = field(default_factory=list)

    def answer(self) -> CounterAnswer:
        frequency, first = self._frequency(), self._first_date()
        total, _, _ = plan_total(
            owed_in_all(self.situation.owed, self.limits.currency), self.limits
        )
        payday = self._payday()
        most = most_parts(total, first, frequency, self.limits, self.today, payday)
        if most == 0:
            return self._too_small()
        parts = self._parts(total, most, first, frequency)
        token = self._token(first)
        if token is not None:
            return token
        if parts is None:
            reason = Reason("nothing_proposed", "", "person")
            return _best(self.situation, self.limits, self.today, *self.reasons, reason)
        said = self._said()
        offer = plan_offer(self.situation, self.limits, parts, frequency, said)
        return self._outcome(offer)

    def _said(self) -> tuple[Reason, ...]:
        """What the person said that shaped the offer."""
        p = self.proposal
        said = (
            ("amount", p.amount.decimal() if p.amount else None),
            ("count", p.count),
            ("frequency", p.frequency),
            ("first_date", p.first_date),
        )
        return tuple(Reason(name, str(v), "person") for name, v in said if v is not None)

    def _frequency(self) -> Frequency:
        wanted = self.proposal.frequency
        if wanted is not None and wanted not in self.limits.frequencies:
            allowed = ",".join(self.limits.frequencies)
            source = self.limits.source("frequencies")
            self.reasons.append(Reason("frequency_not_allowed", allowed, source))
        return frequency_of(self.situation, self.limits, wanted)

    def _first_date(self) -> date:
        wanted = self.proposal.first_date
        latest = self.today + timedelta(days=self.limits.first_payment_within_days)
        if wanted is None:
            return first_date(self.situation, self.limits, self.today)
        if wanted < self.today:
            self.reasons.append(Reason("date_in_past", wanted.isoformat(), "person"))
            return first_date(self.situation, self.limits, self.today)
        if wanted > latest:
            late = limit_reason("first_payment_too_late", "first_payment_within_days", self.limits)
            self.reasons.append(late)
            return latest
        return wanted

    def _payday(self) -> Payday | None:
        """The payday keeps the day of the month unless the person named a first date."""
        return self.situation.payday if self.proposal.first_date is None else None

    def _parts(
        self, total: Money, most: int, first: date, frequency: Frequency
    ) -> tuple[Instalment, ...] | None:
        payday, amount, count = self._payday(), self.proposal.amount, self.proposal.count
        if amount is not None:
            return self._by_amount(total, amount, most, first, frequency)
        if count is None:
            return None
        if count < 1:
            self.reasons.append(Reason("count_not_positive", str(count), "person"))
        elif count > most:
            self.reasons.append(Reason("too_many_instalments", str(most), self._why_most(most)))
        chosen = min(max(2, count), most)
        return parts_of(total, chosen, first, frequency, self.limits, payday)

    def _why_most(self, most: int) -> str:
        full_term = most == self.limits.max_instalments
        return self.limits.source("max_instalments" if full_term else "smallest_instalment")

    def _by_amount(
        self, total: Money, amount: Money, most: int, first: date, frequency: Frequency
    ) -> tuple[Instalment, ...]:
        """The amount as it was said, with a smaller last payment; else the nearest split."""
        limits, payday = self.limits, self._payday()
        whole, rest = divmod(total.minor, amount.minor)
        needed = whole + bool(rest)
        count = self.proposal.count
        if count is not None and amount.minor * count < total.minor:
            self.reasons.append(Reason("does_not_cover_total", total.decimal(), "ledger"))
        if amount < limits.smallest_instalment:
            code = "below_smallest_instalment"
            self.reasons.append(limit_reason(code, "smallest_instalment", limits))
            return parts_of(total, most, first, frequency, limits, payday)
        if amount < first_share(total, limits):
            code = "first_payment_too_small"
            self.reasons.append(limit_reason(code, "first_payment_share", limits))
            chosen = min(needed, most)
            return parts_of(total, chosen, first, frequency, limits, payday)
        if needed > most:
            self._does_not_fit(total, needed, most)
            return parts_of(total, most, first, frequency, limits, payday)
        if 0 < rest < limits.smallest_instalment.minor:
            return parts_of(total, needed, first, frequency, limits, payday)
        last = (Money(rest, total.currency),) if rest else ()
        return on_dates([amount] * whole + list(last), first, frequency, payday, limits.holidays)

    def _does_not_fit(self, total: Money, needed: int, most: int) -> None:
        """Too many parts; or only the last one would be too small."""
        smallest = self.limits.smallest_instalment
        if needed == most + 1 and total.minor // needed < smallest.minor:
            code = "below_smallest_instalment"
            self.reasons.append(limit_reason(code, "smallest_instalment", self.limits))
        else:
            self.reasons.append(Reason("too_many_instalments", str(most), self._why_most(most)))

    def _token(self, first: date) -> CounterAnswer | None:
        """In hardship an amount too small for a plan is taken as a token payment."""
        too_little = {"below_smallest_instalment", "too_many_instalments"}
        amount = self.proposal.amount
        if amount is None or not too_little & {r.rule for r in self.reasons}:
            return None
        token = token_payments(self.situation, self.limits, self.today, amount, first)
        if token is None:
            return None
        others = tuple(r for r in self.reasons if r.rule not in too_little)
        return CounterAnswer(Outcome.NEAREST if others else Outcome.ACCEPTED, token, others)

    def _too_small(self) -> CounterAnswer:
        """The whole sum is too small for two instalments."""
        reason = limit_reason("no_plan_this_small", "smallest_instalment", self.limits)
        self.reasons.append(reason)
        later = more_time(self.situation, self.limits, self.today, None)
        if self.limits.more_time_days < 1:
            later = full_payment(self.situation, self.limits, self.today)
        return _nearest(later, *self.reasons)

    def _outcome(self, offer: Offer) -> CounterAnswer:
        if not self.reasons:
            return CounterAnswer(Outcome.ACCEPTED, offer)
        amount, share = self.proposal.amount, self.limits.person_below_share
        far = amount is not None and amount.minor < share * largest(offer.instalments).minor
        outcome = Outcome.PERSON if far else Outcome.NEAREST
        return CounterAnswer(outcome, offer, tuple(self.reasons))
