"""Do the rows of a country agree with each other?

Each check names the row that is wrong: product hours lie inside the law's, no plan runs longer
than the country's ceiling, a token payment is no larger than the smallest instalment, and so on.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.policies.country import CountryPolicy
from bot.policies.rows import PolicyError
from bot.rules.hours import window_in
from bot.rules.money import Money
from bot.rules.payday import PaydayKind
from bot.rules.plan import PlanLimits
from bot.rules.segments import SegmentName

_DAYS_IN_A_LONG_YEAR = 366
_TILL_A_WEEKDAY = 6


def check(policy: CountryPolicy) -> None:
    """PolicyError on the first rows that contradict each other."""
    _hours_inside_the_law(policy)
    _names(policy)
    for segment in policy.plan_segments:
        for product in ("", *policy.products):
            for currency in _currencies(policy, segment, product):
                _plan(policy, policy.plan_limits(segment, currency, product))
        _common_frequency(policy, segment)
    if not policy.read["contact.opt_out_words"]:
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


def _names(policy: CountryPolicy) -> None:
    """Every segment and product that a row speaks of is one that exists."""
    named = {rule.segment for rule in policy.segments}
    known = named | set(SegmentName)
    for rule in policy.rows:
        first, *names = rule.split(".")[:-1] or ("",)
        if first == "products" and names and names[0] not in policy.products:
            _wrong(policy, rule, f"products.names has no {names[0]!r}")
        if first in ("plans", "products") and names and names[-1] not in known:
            _wrong(policy, rule, f"no segment is named {names[-1]!r}")
    if odd := sorted(named - set(SegmentName) - set(policy.plan_segments)):
        _wrong(policy, "segments", f"segment {odd[0]!r} has no plan limits")


def _currencies(policy: CountryPolicy, segment: str, product: str) -> tuple[str, ...]:
    """The currencies in which the smallest instalment is given; PolicyError when the country's
    own is not among them."""
    row = policy.plan_row("smallest_instalment", segment, product)
    given = tuple(policy.read[row.rule])
    if policy.currency not in given:
        _wrong(policy, row.rule, f"has no sum in {policy.currency}")
    return given


def _common_frequency(policy: CountryPolicy, segment: str) -> None:
    """Debts of several products can be paid in one rhythm."""
    rows = [policy.plan_row("frequencies", segment, p) for p in ("", *policy.products)]
    common = set(policy.read[rows[0].rule])
    for row in rows[1:]:
        common &= set(policy.read[row.rule])
        if not common:
            _wrong(policy, row.rule, "has no frequency in common with the other products")


def _plan(policy: CountryPolicy, limits: PlanLimits) -> None:
    def wrong(name: str, what: str) -> None:
        _wrong(policy, policy.plan_row(name, limits.segment, limits.product).rule, what)

    ceiling = policy.read["plans.ceiling_months"]
    if ceiling is not None and limits.max_instalments > ceiling:
        wrong("max_instalments", f"is above the ceiling of {ceiling} months")
    if ceiling is not None and limits.longest_days * 12 > ceiling * _DAYS_IN_A_LONG_YEAR:
        wrong("longest_days", f"is above the ceiling of {ceiling} months")
    if limits.first_payment_usual_days > limits.first_payment_within_days:
        wrong("first_payment_usual_days", "is later than first_payment_within_days")
    for name in ("interest_waiver", "fees_waiver"):
        if getattr(limits, name) > getattr(limits, f"full_payment_{name}"):
            wrong(name, f"is above full_payment_{name}")
    if limits.full_payment_principal_waiver == 1:
        wrong("full_payment_principal_waiver", "leaves nothing to pay")
    _rhythm(limits, wrong)
    _token(limits, wrong)


def _rhythm(limits: PlanLimits, wrong: Callable[[str, str], None]) -> None:
    if limits.rest_within_days > limits.longest_days:
        wrong("rest_within_days", "is later than longest_days")
    if max(limits.usual_counts) > limits.max_instalments:
        wrong("usual_counts", f"has a count above max_instalments ({limits.max_instalments})")
    weekday = PaydayKind.WEEKDAY in limits.alignments
    if weekday and limits.first_payment_within_days < _TILL_A_WEEKDAY:
        wrong("first_payment_within_days", "is too short for a weekday to come (alignments)")


def _token(limits: PlanLimits, wrong: Callable[[str, str], None]) -> None:
    token: Money | None = limits.token_payment
    if token is None:
        return
    if token > limits.smallest_instalment:
        wrong("token_payment", f"is above smallest_instalment in {limits.currency}")
    if limits.token_instalments < 1:
        wrong("token_instalments", "needs at least 1 where there is a token_payment")


def _tone(policy: CountryPolicy) -> None:
    for kind, phrases in policy.tone.phrases.items():
        if not phrases:
            _wrong(policy, f"tone.{kind}", "needs at least one phrase")
