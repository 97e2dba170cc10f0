"""Which offers are open to this person today, why these, and what is not open?

Plain JSON for whoever shows it: the command line, the agents' desk. Amounts are decimal strings in
the account's currency, dates ISO days where the person lives. Codes, not words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bot.policies import CountryPolicy, Row
from bot.policies.schema import PLAN
from bot.rules.holds import active
from bot.rules.money import Money
from bot.rules.offers import Offer, PlanLimits, Situation, compute_offers, owed_in_all
from bot.rules.segments import Segment
from bot.usecases.find_person import find_person
from bot.usecases.offers import offer_records
from bot.usecases.offers.closed_offers import Closed, closed
from bot.usecases.offers.situation import (
    NOT_NEGOTIABLE,
    limits_for,
    negotiable,
    segment_for,
    situation_of,
)
from bot.usecases.people.tell_circumstances import known
from bot.usecases.plans.running_plan import running_plan
from bot.usecases.ports import Tools
from bot.usecases.scene import OwedDebt, Scene


async def explain_offers(tools: Tools, reference: str) -> dict[str, Any]:
    """The facts, the segment, the limits, the offers and what is closed, each with its rule.

    Nothing is kept and nothing is said. Raises UnknownAccount.
    """
    async with tools.open_work() as work:
        scene = await find_person(work, tools, reference)
        owed = await negotiable(scene)
        found = await _nothing(scene) if not owed else await _offers(scene, owed)
        return {
            "reference": reference,
            "country": scene.account.country,
            "locale": scene.locale,
            "today": scene.today.isoformat(),
            "facts": await _facts(scene, owed),
            **found,
        }


async def _nothing(scene: Scene) -> dict[str, Any]:
    """Why nothing is open: nothing is owed, or a hold stands on all of it."""
    holds = [h for h in active(await scene.holds(), scene.now) if h.reason in NOT_NEGOTIABLE]
    held = bool(await scene.owed())
    return {
        "segment": None,
        "policy_version": None,
        "offers": [],
        "nothing": str(holds[0].reason) if held and holds else "nothing_owed",
        "decides": "person" if held else None,
    }


async def _offers(scene: Scene, owed: list[OwedDebt]) -> dict[str, Any]:
    situation = await situation_of(scene, owed)
    limits = limits_for(scene, situation)
    rows = _Rows.of(scene, owed, situation, limits)
    offers = compute_offers(situation, limits, scene.today)
    segment = segment_for(scene, owed, hardship=situation.hardship, vulnerable=situation.vulnerable)
    shut = closed(situation, limits, offers, scene.today)
    return {
        "segment": situation.segment,
        "policy_version": limits.version,
        "situation": _situation(situation, limits),
        "segment_because": _segment(scene, segment),
        "limits": [rows.limit(name, getattr(limits, name)) for name in PLAN],
        "offers": [_offer(offer) for offer in offers],
        "closed": [_closed(rows, situation, each) for each in shut],
        "beyond": {"decides": limits.approver, **_where(rows.row("approver"))},
        "nothing": None if offers else "no_offer",
        "decides": None if offers else limits.approver,
    }


# -- the facts -----------------------------------------------------------------------------------


async def _facts(scene: Scene, owed: list[OwedDebt]) -> dict[str, Any]:
    account, open_to = scene.account, {o.debt.reference for o in owed}
    debts = await scene.owed()
    return {
        "person_type": account.person_type,
        "first_time_late": account.first_time_late,
        "lifetime_value": _minor(account.lifetime_value, debts),
        "debts": [_debt(scene, one, one.debt.reference in open_to) for one in debts],
        "circumstances": [
            {"kind": c.kind, "told_on": c.told_at.astimezone(scene.zone).date().isoformat()}
            for c in await known(scene)
        ],
        "plan": await _plan(scene),
    }


def _minor(amount: int | None, debts: list[OwedDebt]) -> str | None:
    """A sum of the account's record, which has the currency of its debts."""
    if amount is None or not debts:
        return None
    return Money(amount, debts[0].debt.currency).decimal()


def _debt(scene: Scene, one: OwedDebt, negotiable: bool) -> dict[str, Any]:
    return {
        "debt": one.debt.reference,
        "description": one.debt.description,
        "product": one.debt.product,
        "due_date": one.debt.due_date.isoformat(),
        "days_past_due": (scene.today - one.debt.due_date).days,
        "currency": one.debt.currency,
        "principal": one.balance.principal.decimal(),
        "interest": one.balance.interest.decimal(),
        "fees": one.balance.fees.decimal(),
        "total": one.total.decimal(),
        "negotiable": negotiable,
    }


async def _plan(scene: Scene) -> dict[str, Any] | None:
    plan = await running_plan(scene)
    if plan is None:
        return None
    total = Money(plan.total, plan.currency)
    return {"state": plan.state, "total": total.decimal(), "currency": plan.currency}


def _situation(situation: Situation, limits: PlanLimits) -> dict[str, Any]:
    """What the rules were given, beyond the debts."""
    owed = owed_in_all(situation.owed, limits.currency)
    return {
        "currency": limits.currency,
        "owed": {
            "principal": owed.principal.decimal(),
            "interest": owed.interest.decimal(),
            "fees": owed.fees.decimal(),
            "total": owed.total.decimal(),
        },
        "hardship": situation.hardship,
        "vulnerable": situation.vulnerable,
        "affordable": _decimal(situation.affordable),
        "frequency": situation.frequency,
        "payday": str(situation.payday) if situation.payday else None,
        "income": _decimal(situation.income),
        "outgoings": _decimal(situation.outgoings),
        "minimum_income": _decimal(situation.minimum_income),
        "renegotiations": situation.renegotiations,
    }


def _decimal(money: Money | None) -> str | None:
    return None if money is None else money.decimal()


# -- the rules -----------------------------------------------------------------------------------


def _segment(scene: Scene, segment: Segment) -> dict[str, Any]:
    """The conditions that led to the segment; the last one asks for nothing."""
    row = scene.policy.row("segments")
    return {
        "conditions": [
            {"condition": c.name, "fact": c.fact, "asked": c.asked} for c in segment.conditions
        ],
        "source": segment.source or row.source,
        "file": row.file,
        "line": row.line,
    }


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the limits in force stand: in the rows of one of these segments and products."""

    policy: CountryPolicy
    limits: PlanLimits
    segments: tuple[str, ...]
    products: tuple[str, ...]

    @classmethod
    def of(
        cls, scene: Scene, owed: list[OwedDebt], situation: Situation, limits: PlanLimits
    ) -> _Rows:
        """In need of care, what would be open without it stays open: its rows count too."""
        calm = segment_for(scene, owed, hardship=False, vulnerable=False).name
        segments = (situation.segment, calm) if situation.needs_care else (situation.segment,)
        products = tuple(dict.fromkeys(debt.product for debt in situation.owed))
        return cls(scene.policy, limits, segments, products)

    def row(self, name: str) -> Row:
        """The row that the limit was taken from."""
        if name == "minimum_income":
            return self.policy.row(f"facts.{name}")
        found = [
            self.policy.plan_row(name, segment, product)
            for segment in self.segments
            for product in self.products
        ]
        value = getattr(self.limits, name)
        return next((row for row in found if self._says(row) == value), found[0])

    def _says(self, row: Row) -> Any:
        value = self.policy.read[row.rule]
        return value.get(self.limits.currency) if isinstance(value, Mapping) else value

    def limit(self, name: str, value: Any) -> dict[str, Any]:
        """A limit in force with its row."""
        return {"limit": name, "value": _plain(value), **_where(self.row(name))}


def _where(row: Row) -> dict[str, Any]:
    return {"rule": row.rule, "source": row.source, "file": row.file, "line": row.line}


def _plain(value: Any) -> Any:
    """A limit as JSON: sums as decimals, parts as fractions ("1/2")."""
    if isinstance(value, Money):
        return value.decimal()
    if isinstance(value, Fraction):
        return str(value)
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _closed(rows: _Rows, situation: Situation, each: Closed) -> dict[str, Any]:
    """What is not open, with the limits that close it; the minimum income is the country's."""
    least = {"minimum_income": situation.minimum_income}
    limits = [
        rows.limit(name, least.get(name) or getattr(rows.limits, name, None))
        for name in each.limits
    ]
    return {"what": each.what, "why": each.why, "limits": limits}


def _offer(offer: Offer) -> dict[str, Any]:
    """The offer as it is kept; what it waives of the principal is a sum always."""
    cut = offer.waived_principal or Money.zero(offer.total.currency)
    return {**offer_records.to_json(offer), "waived_principal": cut.decimal()}
