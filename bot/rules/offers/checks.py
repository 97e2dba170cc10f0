"""Is this offer inside the limits, whoever made it?

An independent check: it recomputes nothing with the code that builds offers, only compares the
offer with the balances and the limits. It runs again at the moment of effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from bot.rules.account import Balance
from bot.rules.money import Money, total_of
from bot.rules.offers.affordability import ceiling
from bot.rules.offers.terms import Offer, OfferKind, Situation, owed_in_all
from bot.rules.payday import Payday, PaydayKind
from bot.rules.plan import Frequency, PlanLimits

_ONE_PAYMENT = (OfferKind.PAY_IN_FULL, OfferKind.MORE_TIME)


def violations(
    offer: Offer, situation: Situation, limits: PlanLimits, today: date
) -> tuple[str, ...]:
    """The codes of all that is wrong with the offer today; empty when it is inside.

    An offer of yesterday may be outside today: the balance moved, a date passed, or the policy
    has another version ("other_policy_version").
    """
    amounts = [i.amount for i in offer.instalments]
    money = (offer.total, offer.waived_interest, offer.waived_fees, *amounts)
    principal = offer.waived_principal or offer.total
    if any(m.currency != limits.currency for m in (*money, principal)):
        return ("other_currency",)
    debts = tuple(d for d in situation.owed if d.reference in offer.debts)
    if len(debts) != len(offer.debts) or not debts:
        return ("unknown_debt",)
    owed = owed_in_all(debts, limits.currency)
    found = [
        *_sums(offer, owed, situation),
        *_waivers(offer, owed, limits),
        *_dates(offer, today),
        *_payday(offer, situation, limits),
        *_affordable(offer, situation, limits),
        *_OF_KIND[offer.kind](offer, situation, limits, today),
    ]
    if offer.policy_version != limits.version:
        found.append("other_policy_version")
    return tuple(dict.fromkeys(found))


def _sums(offer: Offer, owed: Balance, situation: Situation) -> Iterator[str]:
    if not owed.total:
        yield "nothing_owed"
    if total_of((i.amount for i in offer.instalments), offer.total.currency) != offer.total:
        yield "sum_differs"
    if any(i.amount.minor <= 0 for i in offer.instalments):
        yield "amount_not_positive"
    settles = offer.kind in (*_ONE_PAYMENT, OfferKind.INSTALMENTS)
    if settles and offer.total + offer.saved != owed.total:
        yield "total_differs"
    cut = offer.waived_principal or Money.zero(owed.currency)
    if settles and offer.total < owed.principal - cut:
        yield "principal_cut"
    if not settles and offer.total > owed.total:
        yield "above_owed"
    if offer.saved and not owed.principal:
        yield "charges_alone_waived"
    if offer.saved and situation.renegotiations > 0 and not situation.needs_care:
        yield "waived_again"


def _waivers(offer: Offer, owed: Balance, limits: PlanLimits) -> Iterator[str]:
    none = Money.zero(limits.currency)
    principal, interest, fees = none, none, none
    if offer.kind is OfferKind.PAY_IN_FULL:
        part = limits.full_payment_principal_waiver
        most = owed.principal.minor * part.numerator // part.denominator
        principal = Money(most, limits.currency)
        interest = owed.interest.share(limits.full_payment_interest_waiver)
        fees = owed.fees.share(limits.full_payment_fees_waiver)
    elif offer.kind is OfferKind.INSTALMENTS:
        interest = owed.interest.share(limits.interest_waiver)
        fees = owed.fees.share(limits.fees_waiver)
    if not none <= (offer.waived_principal or none) <= principal:
        yield "principal_waiver_outside"
    if not none <= offer.waived_interest <= interest:
        yield "interest_waiver_outside"
    if not none <= offer.waived_fees <= fees:
        yield "fees_waiver_outside"


def _dates(offer: Offer, today: date) -> Iterator[str]:
    days = [i.due_date for i in offer.instalments]
    if any(day < today for day in days) or offer.until < today:
        yield "date_in_past"
    if days != sorted(set(days)):
        yield "dates_out_of_order"
    if days and days[-1] != offer.until:
        yield "end_differs"
    if not _evenly_spaced(days[1:] if offer.down_payment else days, offer.frequency):
        yield "dates_off_frequency"


def _payday(offer: Offer, situation: Situation, limits: PlanLimits) -> Iterator[str]:
    """Do the later dates fall on the payday that the offer names, or else on the person's own?
    A person who names the first day themselves chooses the days."""
    named = {r.rule: r.value for r in offer.reasons if r.source == "person"}
    if offer.frequency is None or named.keys() & {"first_date", "rest_date"}:
        return
    payday = Payday.parse(named["payday"]) if "payday" in named else situation.payday
    if payday is None or payday.kind not in limits.alignments:
        return
    monthly = offer.frequency is Frequency.MONTHLY
    if monthly is (payday.kind is PaydayKind.WEEKDAY):
        return
    if not all(payday.falls_on(i.due_date, limits.holidays) for i in offer.instalments[1:]):
        yield "dates_off_payday"


def _affordable(offer: Offer, situation: Situation, limits: PlanLimits) -> Iterator[str]:
    """What the income leaves bounds every payment of a plan; one sum is the person's choice."""
    if offer.kind not in (OfferKind.INSTALMENTS, OfferKind.TOKEN) or not offer.instalments:
        return
    most = ceiling(situation, limits, offer.frequency or Frequency.MONTHLY)
    if most is not None and max(i.amount.minor for i in offer.instalments) > most.minor:
        yield "above_affordable"


def _evenly_spaced(days: list[date], frequency: Frequency | None) -> bool:
    pairs = list(pairwise(days))
    if frequency is Frequency.MONTHLY:
        return all(_month(b) - _month(a) == 1 for a, b in pairs)
    step = {Frequency.WEEKLY: 7, Frequency.FORTNIGHTLY: 14}.get(frequency, 0) if frequency else 0
    return all((b - a).days == step for a, b in pairs)


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _full(offer: Offer, _: Situation, limits: PlanLimits, today: date) -> Iterator[str]:
    if len(offer.instalments) != 1:
        yield "not_one_payment"
    if offer.until > today + timedelta(days=limits.full_payment_within_days):
        yield "ends_too_late"


def _later(offer: Offer, _: Situation, limits: PlanLimits, today: date) -> Iterator[str]:
    if len(offer.instalments) != 1:
        yield "not_one_payment"
    if offer.until > today + timedelta(days=limits.more_time_days):
        yield "ends_too_late"


def _plan(offer: Offer, _: Situation, limits: PlanLimits, today: date) -> Iterator[str]:
    yield from _rhythm(offer, limits)
    if len(offer.instalments) < 2:
        yield "too_few_instalments"
        return
    if min(i.amount.minor for i in offer.instalments) < limits.smallest_instalment.minor:
        yield "below_smallest_instalment"
    if offer.instalments[0].amount.minor < limits.first_payment_share * offer.total.minor:
        yield "first_payment_too_small"
    yield from _first_date(offer, limits, today)
    if offer.until > today + timedelta(days=limits.longest_days):
        yield "ends_too_late"
    rest_by = today + timedelta(days=limits.rest_within_days)
    if offer.down_payment and offer.instalments[1].due_date > rest_by:
        yield "rest_too_late"


def _rhythm(offer: Offer, limits: PlanLimits) -> Iterator[str]:
    """Without a frequency there are a down payment and the rest in one sum."""
    if offer.frequency is None and offer.down_payment:
        if len(offer.instalments) != 2:
            yield "not_two_payments"
    elif offer.frequency is None or offer.frequency not in limits.frequencies:
        yield "frequency_not_allowed"
    elif len(offer.instalments) > limits.most_instalments(offer.frequency):
        yield "too_many_instalments"


def _first_date(offer: Offer, limits: PlanLimits, today: date) -> Iterator[str]:
    latest = today + timedelta(days=limits.first_payment_within_days)
    if offer.instalments[0].due_date > latest:
        yield "first_payment_too_late"


def _token(offer: Offer, situation: Situation, limits: PlanLimits, today: date) -> Iterator[str]:
    if limits.token_payment is None or not situation.needs_care:
        yield "token_not_open"
        return
    if not offer.instalments:
        yield "too_few_instalments"
        return
    if any(i.amount < limits.token_payment for i in offer.instalments):
        yield "below_token_payment"
    if len(offer.instalments) > limits.token_instalments:
        yield "too_many_instalments"
    yield from _first_date(offer, limits, today)


def _pause(offer: Offer, situation: Situation, limits: PlanLimits, today: date) -> Iterator[str]:
    if limits.pause_days < 1 or not situation.needs_care:
        yield "pause_not_open"
    if offer.instalments:
        yield "too_many_instalments"
    if offer.until > today + timedelta(days=limits.pause_days):
        yield "ends_too_late"


_OF_KIND: dict[OfferKind, Callable[[Offer, Situation, PlanLimits, date], Iterator[str]]] = {
    OfferKind.PAY_IN_FULL: _full,
    OfferKind.MORE_TIME: _later,
    OfferKind.INSTALMENTS: _plan,
    OfferKind.TOKEN: _token,
    OfferKind.PAUSE: _pause,
}
