"""How do we answer what a person proposes?

Yes, the nearest that is allowed, or a person decides: never a bare refusal (GDPR 22, LGPD 20,
CONC 7.14: due consideration to every offer). What the person said is kept wherever it is allowed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.rules.offers.builder import full_payment, limit_reason, more_time
from bot.rules.offers.checks import violations
from bot.rules.offers.counter_answers import as_proposed, best, nearest, relief
from bot.rules.offers.counter_down import DownFirst
from bot.rules.offers.counter_parts import InParts
from bot.rules.offers.terms import (
    CounterAnswer,
    Outcome,
    Proposal,
    Reason,
    Situation,
    owed_in_all,
)
from bot.rules.plan import PlanLimits


def answer_counter_offer(
    proposal: Proposal, situation: Situation, limits: PlanLimits, today: date
) -> CounterAnswer:
    """Check a proposal against the rules.

    Accepted: the offer is what was proposed (a waiver may make it cheaper). Nearest: the reasons
    say what stood in the way. Person: too far from anything allowed, or nothing to offer; the
    nearest offer comes along where there is one. Reason codes: nothing_owed, other_currency,
    nothing_proposed, amount_not_positive, below_full_payment_total, date_in_past,
    too_late_for_full_payment, first_payment_too_late, frequency_not_allowed, payday_not_allowed,
    below_smallest_instalment, too_many_instalments, does_not_cover_total, first_payment_too_small,
    no_plan_this_small, count_not_positive, above_affordable, rest_too_late, outside_rules.
    """
    if not owed_in_all(situation.owed, limits.currency).total:
        return CounterAnswer(Outcome.PERSON, None, (Reason("nothing_owed", "0", "ledger"),))
    named = [m for m in (proposal.amount, proposal.down_payment) if m is not None]
    if any(m.currency != limits.currency for m in named):
        return best(situation, limits, today, Reason("other_currency", limits.currency, "ledger"))
    if any(m.minor <= 0 for m in named):
        return _nothing_now(proposal, situation, limits, today)
    answer = _answer(proposal, situation, limits, today)
    return _inside(answer, as_proposed(proposal, situation, limits), limits, today)


def _answer(
    proposal: Proposal, situation: Situation, limits: PlanLimits, today: date
) -> CounterAnswer:
    full = full_payment(situation, limits, today)
    amount, down = proposal.amount, proposal.down_payment
    if down is not None and down >= full.total:
        at_once = Proposal(amount=down, first_date=proposal.down_date, in_full=True)
        return _in_full(at_once, situation, limits, today)
    if down is not None:
        return DownFirst(proposal, situation, limits, today, down).answer()
    covers = amount is not None and amount >= full.total
    if proposal.in_full or proposal.count == 1 or covers:
        return _in_full(proposal, situation, limits, today)
    return InParts(proposal, situation, limits, today).answer()


def _inside(
    answer: CounterAnswer, situation: Situation, limits: PlanLimits, today: date
) -> CounterAnswer:
    """The answer, checked once more before anyone hears it; an offer that fails is never shown."""
    if answer.offer is None or not violations(answer.offer, situation, limits, today):
        return answer
    reasons = (*answer.reasons, Reason("outside_rules", "", "product choice: checked twice"))
    return best(situation, limits, today, *reasons)


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
        answer = best(situation, limits, today, reason)
        return CounterAnswer(Outcome.PERSON, answer.offer, answer.reasons)
    latest = today + timedelta(days=limits.more_time_days)
    longest = more_time(situation, limits, today, latest)
    if wanted is None:
        return CounterAnswer(Outcome.NEAREST, longest)
    if wanted < today:
        return nearest(longest, Reason("date_in_past", wanted.isoformat(), "person"))
    if wanted > latest:
        return nearest(longest, limit_reason("too_far_ahead", "more_time_days", limits))
    return CounterAnswer(Outcome.ACCEPTED, more_time(situation, limits, today, wanted))


def _nothing_now(
    proposal: Proposal, situation: Situation, limits: PlanLimits, today: date
) -> CounterAnswer:
    """Nothing down is no down payment; who can pay nothing at all gets relief, or a person."""
    if proposal.down_payment is not None and proposal.down_payment.minor <= 0:
        without = replace(proposal, down_payment=None, down_date=None)
        return answer_counter_offer(without, situation, limits, today)
    reason = Reason("amount_not_positive", "0", "person")
    answer = relief(situation, limits, today, reason)
    if answer.offer is not None:
        return answer
    offer = best(situation, limits, today).offer
    return CounterAnswer(Outcome.PERSON, offer, (reason,))


def _in_full(
    proposal: Proposal, situation: Situation, limits: PlanLimits, today: date
) -> CounterAnswer:
    """All at once: with what paying in full waives, or, later than that holds, all that is owed
    on the day they named."""
    offer = full_payment(situation, limits, today)
    if proposal.amount is not None and proposal.amount < offer.total:
        short = Reason("below_full_payment_total", offer.total.decimal(), "ledger")
        return nearest(offer, short)
    day = proposal.first_date
    if day is None:
        return CounterAnswer(Outcome.ACCEPTED, offer)
    if day < today:
        return nearest(offer, Reason("date_in_past", day.isoformat(), "person"))
    if day <= today + timedelta(days=limits.full_payment_within_days):
        return CounterAnswer(Outcome.ACCEPTED, full_payment(situation, limits, today, day))
    later = _all_later(proposal, situation, limits, today)
    if later is not None:
        return later
    late = limit_reason("too_late_for_full_payment", "full_payment_within_days", limits)
    return nearest(offer, late)


def _all_later(
    proposal: Proposal, situation: Situation, limits: PlanLimits, today: date
) -> CounterAnswer | None:
    """All that is owed on a day after the waiver ends, where so much time is allowed."""
    day, amount = proposal.first_date, proposal.amount
    if day is None or day > today + timedelta(days=limits.more_time_days):
        return None
    offer = more_time(situation, limits, today, day)
    if amount is not None and amount < offer.total:
        return None
    return CounterAnswer(Outcome.ACCEPTED, offer)
