"""What is known about a message and its person when it stands at the contact door?

The facts that go in, the policy that bounds them, and the verdicts that come out of
`bot.rules.contact`. Instants are aware datetimes, windows are local wall-clock time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.rules.account import region_code
from bot.rules.dates import Holiday
from bot.rules.holds import Hold
from bot.rules.hours import Hours, Window
from bot.rules.ownership import Owner

EVERY_CHANNEL: Final = "*"
"""In `opted_out`: the person opted out of all channels."""


class MessageKind(StrEnum):
    """What a message is: an answer, the one confirmation of an opt-out, a holding line while a
    person is waited for, an agent's own words, a proactive contact, or help in danger."""

    REPLY = "reply"
    CONFIRMATION = "confirmation"
    HOLDING = "holding"
    AGENT = "agent"
    REMINDER = "reminder"
    SAFETY = "safety"


PROACTIVE: Final = (MessageKind.REMINDER,)
"""Kinds that we begin ourselves: they take another channel when one is shut to them, and count
against the caps. An answer goes back where it was asked."""
OF_CHANNEL: Final = frozenset({"opt_out", "address", "consent", "preference", "channel_window"})
"""Rules that refuse one channel, and say nothing about another one."""


class Verdict(StrEnum):
    """What one rule says: go, not at all, or not yet."""

    PASS = "pass"  # noqa: S105 - a verdict
    REFUSE = "refuse"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `count` proactive contacts within any stretch of `within`."""

    count: int
    within: timedelta
    source: str


@dataclass(frozen=True, slots=True)
class RegionZones:
    """IANA time zones that are possible in a region (None: anywhere in the country)."""

    region: str | None
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactPolicy:
    """The numbers of the contact rules for one country.

    `legal_hours` bind always; `hours` are the product's own, narrower ones (empty: the legal
    ones), which a person's stated preference replaces. `free_text_for` is how long after an
    inbound message a channel allows free text. `recheck_after`: a number not re-checked for so
    long gets no reminder. `opt_out_all_words` are those of the `opt_out_words` that mean every
    channel. `sources`: rule name to source.
    """

    country: str
    version: str
    hours: tuple[Hours, ...]
    legal_hours: tuple[Hours, ...]
    zones: tuple[RegionZones, ...]
    holidays: tuple[Holiday, ...]
    caps: tuple[Cap, ...]
    consent_channels: frozenset[str]
    free_text_for: Mapping[str, timedelta]
    recheck_after: timedelta | None
    opt_out_words: tuple[str, ...]
    opt_in_words: tuple[str, ...]
    opt_out_all_words: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    def source(self, rule: str) -> str:
        """Where that rule comes from; empty when the policy names none."""
        return self.sources.get(rule, "")

    def zones_for(self, region: str | None) -> tuple[str, ...]:
        """The zones possible in the region, else those of the whole country."""
        rows = {row.region: row.zones for row in self.zones}
        return rows.get(region_code(self.country, region)) or rows.get(None, ())

    def hours_for(self, rows: Iterable[Hours], region: str | None) -> Hours | None:
        """The row of the region, else the country's own row, else None."""
        by_region = {row.region: row for row in rows}
        return by_region.get(region_code(self.country, region)) or by_region.get(None)


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What is known when a message stands at the door.

    `opted_out`: channels (or EVERY_CHANNEL). `discloses`: the text carries a debt figure or
    detail. `holds`: all holds, judged at `now`; `debt` is what the message is about (None: the
    account). `sent_at`: earlier proactive contacts on any channel. `windows`, `not_before_day`
    and `channels` are what the person asked for (local time; None: nothing asked).
    `opt_out_confirmed`: the one confirmation has left already. `template`: the message is an
    approved template. `address_ok` False: the address is known to be bad.
    """

    kind: MessageKind
    channel: str
    country: str
    region: str | None = None
    time_zones: tuple[str, ...] = ()
    owner: Owner = Owner.BOT
    discloses: bool = False
    verified: bool = False
    opted_out: frozenset[str] = frozenset()
    opt_out_confirmed: bool = False
    consented: frozenset[str] = frozenset()
    address_ok: bool = True
    address_checked_at: datetime | None = None
    last_inbound_at: datetime | None = None
    template: bool = False
    owes: bool = True
    time_barred: bool = False
    debt: str | None = None
    holds: tuple[Hold, ...] = ()
    sent_at: tuple[datetime, ...] = ()
    windows: tuple[Window, ...] | None = None
    not_before_day: date | None = None
    channels: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """What one rule says, why (a code), where it comes from, and from when it would say pass."""

    rule: str
    verdict: Verdict
    reason: str
    source: str
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContactVerdict:
    """Whether the message may go now. `not_before` (UTC) is the first instant at which it may if
    nothing changes; None when it may go now, or never by waiting alone."""

    allowed: bool
    not_before: datetime | None
    rules: tuple[RuleVerdict, ...]

    @property
    def stopped_by(self) -> tuple[RuleVerdict, ...]:
        """The rules that do not pass."""
        return tuple(r for r in self.rules if r.verdict is not Verdict.PASS)

    @property
    def is_of_channel(self) -> bool:
        """Is this channel refused, and nothing that would be refused on every other one too?"""
        refusals = [r for r in self.rules if r.verdict is Verdict.REFUSE]
        return bool(refusals) and all(r.rule in OF_CHANNEL for r in refusals)


Rule = Callable[[ContactFacts, ContactPolicy, datetime], RuleVerdict]
"""One rule: facts, numbers and an instant in, a verdict out."""
