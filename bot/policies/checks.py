"""Do the rows of a country agree with each other?

Each check names the row that is wrong: product hours lie inside the law's, no plan runs longer
than the country's ceiling, a token payment is no larger than the smallest instalment, and so on.
"""

from __future__ import annotations

from bot.policies.country import CountryPolicy
from bot.policies.rows import PolicyError
from bot.rules.hours import window_in
from bot.rules.money import Money
from bot.rules.plan import PlanLimits
from bot.rules.segments import SegmentName

_DAYS_IN_A_LONG_YEAR = 366


def check(policy: CountryPolicy) -> None:
    """PolicyError on the first rows that contradict each other."""
    _hours_inside_the_law(policy)
    for segment in policy.plan_segments:
        for currency in _currencies(policy, segment):
            _plan(policy, policy.plan_limits(segment, currency))
    _currency_has_limits(policy)
    if not policy.contact.opt_out_words:
        _wrong(policy, "contact.opt_out_words", "needs at least one word")
    _tone(policy)


def _wrong(policy: CountryPolicy, rule: str, what: str) -> None:
    row = policy.rows[rule]
    raise PolicyError(row.file, row.line, rule, what)


def _hours_inside_the_law(policy: CountryPolicy) -> None:
    for hours in policy.contact.hours:
        legal = policy.contact.hours_for(policy.contact.legal_hours, hours.region)
        if legal is not None and not window_in(hours.windows, legal.windows):
            rule = f"contact.hours.{hours.region or 'everywhere'}"
            _wrong(policy, rule, "reaches outside contact.legal_hours")


def _currencies(policy: CountryPolicy, segment: str) -> tuple[str, ...]:
    own = f"plans.{segment}.smallest_instalment"
    rule = own if own in policy.rows else f"plans.{SegmentName.STANDARD}.smallest_instalment"
    return tuple(policy.read[rule])


def _currency_has_limits(policy: CountryPolicy) -> None:
    for segment in policy.plan_segments:
        policy.plan_limits(segment, policy.currency)


def _rule(policy: CountryPolicy, limits: PlanLimits, name: str) -> str:
    own = f"plans.{limits.segment}.{name}"
    return own if own in policy.rows else f"plans.{SegmentName.STANDARD}.{name}"


def _plan(policy: CountryPolicy, limits: PlanLimits) -> None:
    ceiling = policy.read["plans.ceiling_months"]
    if ceiling is not None and limits.max_instalments > ceiling:
        rule = _rule(policy, limits, "max_instalments")
        _wrong(policy, rule, f"is above the ceiling of {ceiling} months")
    if ceiling is not None and limits.longest_days * 12 > ceiling * _DAYS_IN_A_LONG_YEAR:
        rule = _rule(policy, limits, "longest_days")
        _wrong(policy, rule, f"is above the ceiling of {ceiling} months")
    if limits.first_payment_usual_days > limits.first_payment_within_days:
        rule = _rule(policy, limits, "first_payment_usual_days")
        _wrong(policy, rule, "is later than first_payment_within_days")
    _waivers(policy, limits)
    _token(policy, limits)


def _waivers(policy: CountryPolicy, limits: PlanLimits) -> None:
    for name in ("interest_waiver", "fees_waiver"):
        if getattr(limits, name) > getattr(limits, f"full_payment_{name}"):
            _wrong(policy, _rule(policy, limits, name), f"is above full_payment_{name}")


def _token(policy: CountryPolicy, limits: PlanLimits) -> None:
    token: Money | None = limits.token_payment
    if token is None:
        return
    if token > limits.smallest_instalment:
        rule = _rule(policy, limits, "token_payment")
        _wrong(policy, rule, f"is above smallest_instalment in {limits.currency}")
    if limits.token_instalments < 1:
        rule = _rule(policy, limits, "token_instalments")
        _wrong(policy, rule, "needs at least 1 where there is a token_payment")


def _tone(policy: CountryPolicy) -> None:
    for kind, phrases in policy.tone.phrases.items():
        if not phrases:
            _wrong(policy, f"tone.{kind}", "needs at least one phrase")
