"""Which limits hold when several apply at once?

The strictest of each when debts of different products stand in one negotiation; the gentlest of
each when a person in need of care would have had something better without it. Each limit keeps the
source of the row that it was taken from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from bot.rules.plan import PlanLimits

_SMALLER_IS_STRICTER: Final = (
    "max_instalments", "first_payment_within_days", "first_payment_usual_days", "longest_days",
    "interest_waiver", "fees_waiver", "full_payment_interest_waiver",
    "full_payment_fees_waiver", "full_payment_principal_waiver", "full_payment_within_days",
    "more_time_days", "token_instalments", "pause_days", "affordable_share", "interest_free",
    "grace_days", "renegotiations", "income_share", "rest_within_days",
)  # fmt: skip
_LARGER_IS_STRICTER: Final = ("smallest_instalment", "first_payment_share", "person_below_share")
_CHOICES: Final = ("frequencies", "alignments")


def narrowest(first: PlanLimits, others: Iterable[PlanLimits]) -> PlanLimits:
    """The strictest of each limit. Frequencies and alignments are those that all allow; no common
    frequency leaves none. A token payment is open when all have one, at the largest of them; who
    approves is named by the limits that allow the fewest changes. ValueError for limits of
    different currencies or versions."""
    several = _alike(first, others)
    chosen = _each(several, min, max)
    chosen |= {name: _shared(several, name) for name in _CHOICES}
    tokens = [each for each in several if each.token_payment is None]
    none_or_largest = tokens[0] if tokens else _by(several, "token_payment", max)
    chosen["token_payment"] = none_or_largest
    fewest = _by(several, "renegotiations", min)
    chosen |= {"approver": fewest, "usual_counts": _by(several, "max_instalments", min)}
    return _with(first, several, chosen)


def widest(first: PlanLimits, others: Iterable[PlanLimits]) -> PlanLimits:
    """The gentlest of each limit; what is suggested first, frequencies, alignments, who approves
    and the days till the first payment stay those of `first`. ValueError as for `narrowest`."""
    several = _alike(first, others)
    chosen = _each(several, max, min)
    chosen["first_payment_usual_days"] = first
    tokens = [each for each in several if each.token_payment is not None]
    chosen["token_payment"] = _by(tokens, "token_payment", min) if tokens else first
    return _with(first, several, chosen)


def _alike(first: PlanLimits, others: Iterable[PlanLimits]) -> list[PlanLimits]:
    several = [first, *others]
    if len({(each.currency, each.version) for each in several}) > 1:
        raise ValueError("limits of different currencies or versions")
    return several


def _each(
    several: list[PlanLimits], small: Callable[..., PlanLimits], large: Callable[..., PlanLimits]
) -> dict[str, PlanLimits]:
    """For each limit the policy row's limits that it is taken from."""
    rows = {name: _by(several, name, small) for name in _SMALLER_IS_STRICTER}
    return rows | {name: _by(several, name, large) for name in _LARGER_IS_STRICTER}


def _by(several: list[PlanLimits], name: str, choose: Callable[..., PlanLimits]) -> PlanLimits:
    return choose(several, key=lambda each: getattr(each, name))


def _shared(several: list[PlanLimits], name: str) -> PlanLimits:
    """The first of them, with the choices that all allow."""
    common = tuple(
        kind
        for kind in getattr(several[0], name)
        if all(kind in getattr(each, name) for each in several)
    )
    fewest = min(several, key=lambda each: len(getattr(each, name)))
    changed: dict[str, Any] = {name: common}
    return replace(fewest, **changed)


def _with(
    first: PlanLimits, several: list[PlanLimits], chosen: Mapping[str, PlanLimits]
) -> PlanLimits:
    values: dict[str, Any] = {name: getattr(each, name) for name, each in chosen.items()}
    sources = dict(first.sources) | {name: each.source(name) for name, each in chosen.items()}
    products = "+".join(dict.fromkeys(each.product for each in several if each.product))
    return replace(first, **values, product=products, sources=sources)
