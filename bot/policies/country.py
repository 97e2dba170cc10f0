"""What are the numbers of the rules in this country?

The rows of the default file, with those that the country's own file replaces, handed out as the
dataclasses that the rules take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from bot.policies.rows import PolicyError, Row
from bot.policies.schema import EVERYWHERE, PLAN
from bot.policies.values import with_source
from bot.rules.account import TimeBar, TimeBarPolicy
from bot.rules.cases import CaseKind, CasePolicy, CaseRule
from bot.rules.charges import ChargeLimits
from bot.rules.contact import ContactPolicy, RegionZones
from bot.rules.country import CountryFacts
from bot.rules.holds import HoldPolicy, HoldReason, HoldRule
from bot.rules.hours import Hours
from bot.rules.identity import IdentityPolicy
from bot.rules.offers.combine_limits import narrowest, widest
from bot.rules.plan import PlanLimits
from bot.rules.promise import PromiseLimits
from bot.rules.segments import SegmentName, SegmentRule
from bot.rules.tone import MessageLimits, Pressure, ToneWords


@dataclass(frozen=True, slots=True)
class CountryPolicy:
    """The policies of one country.

    `rows` are the rows in force, `read` their values by rule; `version`, `valid_from` and
    `valid_until` (None: without end) are those of the country's own file. Attributes below are
    built once.
    """

    country: str
    version: str
    valid_from: date
    rows: dict[str, Row]
    read: dict[str, Any]
    valid_until: date | None = None
    facts: CountryFacts = field(init=False)
    identity: IdentityPolicy = field(init=False)
    promise: PromiseLimits = field(init=False)
    charges: ChargeLimits = field(init=False)
    contact: ContactPolicy = field(init=False)
    holds: HoldPolicy = field(init=False)
    cases: CasePolicy = field(init=False)
    segments: tuple[SegmentRule, ...] = field(init=False)
    time_bar: TimeBarPolicy = field(init=False)
    tone: ToneWords = field(init=False)
    messages: MessageLimits = field(init=False)
    _limits: dict[tuple[str, ...], PlanLimits] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for name, build in _PARTS.items():
            object.__setattr__(self, name, build(self))

    @property
    def currency(self) -> str:
        """The country's own currency."""
        return self.facts.currency

    @property
    def day_first(self) -> bool:
        """Is the day written before the month here?"""
        return self.facts.day_first

    @property
    def failed_turns(self) -> int:
        """So many turns that were not understood, one after the other, offer a person."""
        return int(self.read["conversation.failed_turns"])

    @property
    def help_words(self) -> tuple[str, ...]:
        """Words that, alone, ask who writes, how to reach a person and how to stop."""
        return tuple(self.read["contact.help_words"])

    @property
    def says_it_is_automated(self) -> bool:
        """Does the assistant say at first contact what it is?"""
        return bool(self.read["conversation.says_it_is_automated"])

    @property
    def keep_years(self) -> int:
        """For how many years after the last activity records are kept."""
        return int(self.read["records.keep_years"])

    @property
    def plan_segments(self) -> tuple[str, ...]:
        """The segments that have plan limits of their own, `standard` among them."""
        place = {"plans": 1, "products": 2}
        named = [rule.split(".") for rule in self.rows]
        limits = [parts for parts in named if parts[-1] in PLAN and parts[0] in place]
        return tuple(dict.fromkeys(parts[place[parts[0]]] for parts in limits))

    def row(self, rule: str) -> Row:
        """The row in force for a rule. KeyError when there is none."""
        return self.rows[rule]

    @property
    def products(self) -> tuple[str, ...]:
        """The products that may have plan limits of their own."""
        return tuple(self.read["products.names"])

    def plan_row(self, name: str, segment: str, product: str = "") -> Row:
        """The row in force for a plan limit: the product's for the segment, else the segment's,
        else the product's for `standard`, else the standard one. KeyError when no limit has this
        name."""
        places = [f"plans.{segment}", f"plans.{SegmentName.STANDARD}"]
        if product:
            places.insert(0, f"products.{product}.{segment}")
            places.insert(2, f"products.{product}.{SegmentName.STANDARD}")
        rules = [f"{place}.{name}" for place in places]
        return self.rows[next((rule for rule in rules if rule in self.rows), rules[-1])]

    def plan_limits(self, segment: str, currency: str, product: str = "") -> PlanLimits:
        """The limits of a segment in a currency, for a product ("": any), each by `plan_row`.

        PolicyError when a sum is not given in that currency.
        """
        limits: dict[str, Any] = {}
        sources: dict[str, str] = {}
        for name in PLAN:
            row = self.plan_row(name, segment, product)
            value = self.read[row.rule]
            if name in ("smallest_instalment", "token_payment") and value is not None:
                if currency not in value:
                    raise PolicyError(row.file, row.line, row.rule, f"has no sum in {currency}")
                value = value[currency]
            limits[name], sources[name] = value, row.source
        if self.facts.minimum_income is not None:
            sources["minimum_income"] = self.facts.minimum_income.source
        return PlanLimits(
            segment, currency, self.version, **limits, product=product,
            holidays=self.read["contact.holidays"], sources=sources,
        )  # fmt: skip

    def limits_for(
        self, segment: str, currency: str, products: Iterable[str] = (), without_care: str = ""
    ) -> PlanLimits:
        """The limits of one negotiation: the strictest of its products.

        `without_care` is the segment in which a person in need of care would be without it:
        nothing that was open there is lost. Put together once for products that have rows.
        PolicyError as for `plan_limits`.
        """
        kinds = tuple(dict.fromkeys(products)) or ("",)
        if not set(kinds) <= {"", *self.products}:
            return self._limits_for(segment, currency, kinds, without_care)
        place = (segment, currency, without_care, *kinds)
        if place not in self._limits:
            self._limits[place] = self._limits_for(segment, currency, kinds, without_care)
        return self._limits[place]

    def _limits_for(
        self, segment: str, currency: str, kinds: tuple[str, ...], without_care: str
    ) -> PlanLimits:
        def of(name: str) -> PlanLimits:
            first, *others = (self.plan_limits(name, currency, kind) for kind in kinds)
            return narrowest(first, others) if others else first

        return widest(of(segment), [of(without_care)]) if without_care else of(segment)


def _regions(policy: CountryPolicy, rule: str) -> Iterator[tuple[str | None, Row, Any]]:
    """The rows of a rule that differs by region: (region or None, row, value)."""
    for name, row in policy.rows.items():
        if name.startswith(f"{rule}."):
            region = name.removeprefix(f"{rule}.")
            yield None if region == EVERYWHERE else region, row, policy.read[name]


def _facts(policy: CountryPolicy) -> CountryFacts:
    read = {name: policy.read[f"facts.{name}"] for name in CountryFacts.__slots__ if name != "code"}
    minimum = read.pop("minimum_income")
    if minimum is not None:
        minimum = replace(minimum, source=policy.rows["facts.minimum_income"].source)
    return CountryFacts(policy.country, **read, minimum_income=minimum)


def _identity(policy: CountryPolicy) -> IdentityPolicy:
    minutes = policy.read["identity.verified_for_minutes"]
    source = policy.rows["identity.max_tries"].source
    return IdentityPolicy(policy.read["identity.max_tries"], timedelta(minutes=minutes), source)


def _promise(policy: CountryPolicy) -> PromiseLimits:
    names = ("max_days_ahead", "grace_days", "max_broken")
    numbers = {name: policy.read[f"promise.{name}"] for name in names}
    return PromiseLimits(**numbers, source=policy.rows["promise.max_days_ahead"].source)


def _charges(policy: CountryPolicy) -> ChargeLimits:
    names = ("interest_cap", "interest_without_agreement", "day_count", "allocation")
    rows = {name: policy.read[f"charges.{name}"] for name in names}
    return ChargeLimits(late_fee_cap=policy.read["facts.late_fee_cap"], **rows)


def _hours(policy: CountryPolicy, rule: str) -> tuple[Hours, ...]:
    return tuple(
        Hours(region, value[0], not value[1], row.source)
        for region, row, value in _regions(policy, rule)
        if value is not None
    )


def _contact(policy: CountryPolicy) -> ContactPolicy:
    free, recheck = (
        policy.read["contact.free_text_hours"],
        policy.read["contact.recheck_after_days"],
    )
    return ContactPolicy(
        country=policy.country,
        version=policy.version,
        hours=_hours(policy, "contact.hours"),
        legal_hours=_hours(policy, "contact.legal_hours"),
        zones=tuple(RegionZones(at, value) for at, _, value in _regions(policy, "contact.zones")),
        holidays=policy.read["contact.holidays"],
        caps=with_source(policy.read["contact.caps"], policy.rows["contact.caps"].source),
        consent_channels=frozenset(policy.read["contact.consent_channels"]),
        free_text_for={channel: timedelta(hours=hours) for channel, hours in free.items()},
        recheck_after=None if recheck is None else timedelta(days=recheck),
        opt_out_words=(
            *policy.read["contact.opt_out_words"],
            *policy.read["contact.opt_out_all_words"],
        ),
        opt_out_all_words=policy.read["contact.opt_out_all_words"],
        opt_in_words=policy.read["contact.opt_in_words"],
        sources=policy.read["contact.basis"],
    )


def _holds(policy: CountryPolicy) -> HoldPolicy:
    return HoldPolicy(
        tuple(
            HoldRule(
                reason,
                **policy.read[f"holds.{reason}"],
                source=policy.rows[f"holds.{reason}"].source,
            )
            for reason in HoldReason
        )
    )


def _cases(policy: CountryPolicy) -> CasePolicy:
    rules = []
    for kind in CaseKind:
        value, row = policy.read[f"cases.{kind}"], policy.rows[f"cases.{kind}"]
        within = timedelta(hours=value["hours"])
        rules.append(
            CaseRule(kind, value["priority"], within, value["hold"], value["person"], row.source)
        )
    return CasePolicy(tuple(rules))


def _time_bar(policy: CountryPolicy) -> TimeBarPolicy:
    return TimeBarPolicy(
        tuple(
            TimeBar(policy.country, region, value[0], value[1], row.source)
            for region, row, value in _regions(policy, "time_bar")
            if value is not None
        )
    )


def _messages(policy: CountryPolicy) -> MessageLimits:
    return MessageLimits(
        *(policy.read[f"messages.{n}"] for n in ("inbound", "outbound", "advised"))
    )


_PARTS: Final[dict[str, Callable[[CountryPolicy], Any]]] = {
    "facts": _facts,
    "identity": _identity,
    "promise": _promise,
    "charges": _charges,
    "contact": _contact,
    "holds": _holds,
    "cases": _cases,
    "segments": lambda policy: policy.read["segments"],
    "time_bar": _time_bar,
    "tone": lambda policy: ToneWords({kind: policy.read[f"tone.{kind}"] for kind in Pressure}),
    "messages": _messages,
}
