"""Which rules can a policy file name, and how is each one read?

A `*` stands for one name (a region, a segment, a reason). A rule that is not here is an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from bot.policies import values as v
from bot.rules.account import Component
from bot.rules.cases import CaseKind
from bot.rules.country import MinimumIncome
from bot.rules.holds import HoldReason
from bot.rules.hours import Window
from bot.rules.money import Money
from bot.rules.payday import PaydayKind
from bot.rules.plan import Frequency
from bot.rules.segments import SegmentRule
from bot.rules.tone import Pressure

EVERYWHERE: Final = "everywhere"


def _hours(value: Any) -> tuple[tuple[Window, ...], bool]:
    row = v.keys(value, ("open", "holidays"))
    return v.windows(row["open"]), v.flag(row["holidays"])


def _time_bar(value: Any) -> tuple[int | None, int | None]:
    row = v.keys(value, (), ("years", "days"))
    if len(row) != 1:
        raise ValueError("needs either years or days")
    years, days = (v.optional(v.number(1))(row.get(name)) for name in ("years", "days"))
    return years, days


def _minimum(value: Any) -> MinimumIncome:
    row = v.keys(value, ("amount", "currency", "valid_from"))
    amount = Money.parse(v.text(row["amount"]), v.currency(row["currency"]))
    return MinimumIncome(amount, v.day(row["valid_from"]), "")


def _hold(value: Any) -> dict[str, Any]:
    row = v.keys(value, ("days", "review_days", "freezes_charges"))
    days = v.optional(v.number(1))
    return {
        "days": days(row["days"]),
        "review_days": days(row["review_days"]),
        "freezes_charges": v.flag(row["freezes_charges"]),
    }


def _case(value: Any) -> dict[str, Any]:
    row = v.keys(value, ("priority", "respond_within_hours", "hold", "person"))
    return {
        "priority": v.number(1)(row["priority"]),
        "hours": v.number(1)(row["respond_within_hours"]),
        "hold": v.optional(v.one_of(HoldReason))(row["hold"]),
        "person": v.flag(row["person"]),
    }


def _segments(value: Any) -> tuple[SegmentRule, ...]:
    return tuple(_segment(item) for item in v.items(value))


def _segment(item: Any) -> SegmentRule:
    row = v.keys(item, ("segment", "when", "source"))
    readers: dict[str, v.Reader] = {
        "person_type": v.text,
        "first_time_late": v.flag,
        "hardship": v.flag,
        "vulnerable": v.flag,
        "times_late_at_least": v.number(1),
        "lifetime_value_at_least": lambda value: tuple(v.sums(value).values()),
        "owed_at_most": lambda value: tuple(v.sums(value).values()),
        "days_past_due_at_least": v.number(1),
    }
    when = v.keys(row["when"], (), tuple(readers))
    if not when:
        raise ValueError(f"segment {row['segment']!r} has no condition")
    conditions = {}
    for name, condition in when.items():
        try:
            conditions[name] = readers[name](condition)
        except ValueError as error:
            raise ValueError(f"segment {row['segment']!r}, {name}: {error}") from None
    return SegmentRule(v.text(row["segment"]), v.text(row["source"]), **conditions)


def _allocation(value: Any) -> tuple[Component, ...]:
    order = v.several(Component)(value)
    if sorted(order) != sorted(Component):
        raise ValueError(f"names each of {', '.join(Component)} once")
    return order


def _basis(value: Any) -> dict[str, str]:
    names = ("opt_out", "identity", "ownership", "address", "channel_window", "nothing_owed")
    more = ("time_barred", "consent", "hold", "preference", "caps", "hours", "legal_hours")
    return {name: v.text(source) for name, source in v.keys(value, names + more).items()}


_DAYS: Final = 3650
_MONTHS: Final = 600
"""No plan is longer: a number above is a slip of the pen (choice of the product)."""

PLAN: Final[dict[str, v.Reader]] = {
    "max_instalments": v.number(1, _MONTHS),
    "smallest_instalment": v.sums,
    "first_payment_share": v.part,
    "first_payment_within_days": v.number(1, _DAYS),
    "first_payment_usual_days": v.number(0, _DAYS),
    "longest_days": v.number(1, _DAYS),
    "interest_waiver": v.part,
    "fees_waiver": v.part,
    "full_payment_interest_waiver": v.part,
    "full_payment_fees_waiver": v.part,
    "full_payment_principal_waiver": v.part,
    "full_payment_within_days": v.number(0, _DAYS),
    "more_time_days": v.number(0, _DAYS),
    "token_payment": v.optional(v.sums),
    "token_instalments": v.number(0, _MONTHS),
    "pause_days": v.number(0, _DAYS),
    "frequencies": v.several(Frequency),
    "usual_counts": v.counts,
    "affordable_share": v.part,
    "person_below_share": v.part,
    "interest_free": v.flag,
    "grace_days": v.number(0, _DAYS),
    "renegotiations": v.number(0),
    "approver": v.text,
    "income_share": v.part,
    "rest_within_days": v.number(0, _DAYS),
    "alignments": v.several(PaydayKind),
}
"""The limits of a plan, by name, as in `bot.rules.plan.PlanLimits`."""

SCHEMA: Final[dict[str, v.Reader]] = {
    "facts.currency": v.currency,
    "facts.day_first": v.flag,
    "facts.languages": v.texts,
    "facts.emergency_number": v.text,
    "facts.crisis_lines": v.help_lines,
    "facts.debt_advice": v.help_lines,
    "facts.late_fee_cap": v.optional(v.part),
    "facts.minimum_income": v.optional(_minimum),
    "identity.max_tries": v.number(1),
    "identity.verified_for_minutes": v.number(1),
    "conversation.failed_turns": v.number(1),
    "conversation.says_it_is_automated": v.flag,
    "records.keep_years": v.number(1),
    "promise.max_days_ahead": v.number(1),
    "promise.grace_days": v.number(0),
    "promise.max_broken": v.number(1),
    "charges.allocation": _allocation,
    "charges.interest_cap": v.optional(v.part),
    "charges.interest_without_agreement": v.part,
    "charges.day_count": v.number(360, 366),
    "messages.inbound": v.number(1),
    "messages.outbound": v.numbers,
    "messages.advised": v.numbers,
    "contact.opt_out_words": v.texts,
    "contact.opt_out_all_words": v.texts,
    "contact.opt_in_words": v.texts,
    "contact.help_words": v.texts,
    "contact.caps": v.caps,
    "contact.hours.*": v.optional(_hours),
    "contact.legal_hours.*": v.optional(_hours),
    "contact.zones.*": v.zones,
    "contact.holidays": v.holidays,
    "contact.consent_channels": v.texts,
    "contact.free_text_hours": v.numbers,
    "contact.recheck_after_days": v.optional(v.number(1)),
    "contact.basis": _basis,
    **{f"holds.{reason}": _hold for reason in HoldReason},
    **{f"cases.{kind}": _case for kind in CaseKind},
    "time_bar.*": v.optional(_time_bar),
    "segments": _segments,
    "plans.ceiling_months": v.optional(v.number(1)),
    **{f"plans.*.{name}": read for name, read in PLAN.items()},
    "products.names": v.texts,
    **{f"products.*.*.{name}": read for name, read in PLAN.items()},
    **{f"tone.{kind}": v.texts for kind in Pressure},
}
"""Every rule that a policy file can name, with its reader."""


def reader_for(rule: str) -> v.Reader | None:
    """How the rule is read; None when no rule has this name."""
    parts = rule.split(".")
    first, last = parts[0], parts[-1]
    patterns = (
        rule, *(".".join((*parts[:n], "*", *parts[n + 1 :])) for n in range(1, len(parts))),
        f"{first}.*.*.{last}" if len(parts) == 4 else "",
    )  # fmt: skip
    return next((SCHEMA[pattern] for pattern in patterns if pattern in SCHEMA), None)


def missing_in(rules: Iterable[str]) -> str | None:
    """The first rule that the default file must name and does not; None when all are there."""
    given = set(rules)
    needed = [rule for rule in SCHEMA if "*" not in rule]
    needed += [f"plans.standard.{name}" for name in PLAN]
    needed += [f"{rule}.{EVERYWHERE}" for rule in ("contact.hours", "contact.legal_hours")]
    return next((rule for rule in needed if rule not in given), None)
