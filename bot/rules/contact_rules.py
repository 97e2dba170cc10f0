"""Which rules stand at the door, and what does each one say?

One function a rule, named as in the policy's `sources`; each answers with pass, refuse or wait
and a reason code. The instant is a parameter and may lie in the future (to find `not_before`).
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules.contact_facts import (
    EVERY_CHANNEL,
    PROACTIVE,
    ContactFacts,
    ContactPolicy,
    MessageKind,
    Rule,
    RuleVerdict,
    Verdict,
)
from bot.rules.holds import pausing
from bot.rules.hours import Hours, Window, all_open, closed_days, overlap
from bot.rules.ownership import Owner


def _passes(rule: str, policy: ContactPolicy, reason: str = "ok") -> RuleVerdict:
    return RuleVerdict(rule, Verdict.PASS, reason, policy.source(rule))


def _refuses(rule: str, policy: ContactPolicy, reason: str) -> RuleVerdict:
    return RuleVerdict(rule, Verdict.REFUSE, reason, policy.source(rule))


def _waits(rule: str, policy: ContactPolicy, reason: str, until: datetime) -> RuleVerdict:
    return RuleVerdict(rule, Verdict.WAIT, reason, policy.source(rule), until.astimezone(UTC))


def opt_out(facts: ContactFacts, policy: ContactPolicy, _now: datetime) -> RuleVerdict:
    """Opted out: nothing but help in danger, and one confirmation."""
    if not facts.opted_out & {facts.channel, EVERY_CHANNEL}:
        return _passes("opt_out", policy)
    if facts.kind is MessageKind.SAFETY:
        return _passes("opt_out", policy, "safety_goes_through")
    if facts.kind is MessageKind.CONFIRMATION and not facts.opt_out_confirmed:
        return _passes("opt_out", policy, "one_confirmation")
    if facts.kind is MessageKind.CONFIRMATION:
        return _refuses("opt_out", policy, "already_confirmed")
    return _refuses("opt_out", policy, "opted_out")


def identity(facts: ContactFacts, policy: ContactPolicy, _now: datetime) -> RuleVerdict:
    """No debt detail before the right party is known."""
    if facts.discloses and not facts.verified:
        return _refuses("identity", policy, "identity_not_verified")
    return _passes("identity", policy)


def ownership(facts: ContactFacts, policy: ContactPolicy, _now: datetime) -> RuleVerdict:
    """The bot is silent while an agent holds the conversation, and an agent speaks only then."""
    if facts.kind is MessageKind.AGENT:
        mine = facts.owner is Owner.AGENT
        return (
            _passes("ownership", policy) if mine else _refuses("ownership", policy, "not_claimed")
        )
    if facts.kind in (MessageKind.REPLY, MessageKind.HOLDING) and facts.owner is Owner.AGENT:
        return _refuses("ownership", policy, "agent_has_the_conversation")
    if facts.kind is MessageKind.REMINDER and facts.owner in (Owner.AGENT, Owner.WAITING):
        return _refuses("ownership", policy, "conversation_with_a_person")
    return _passes("ownership", policy)


def address(facts: ContactFacts, policy: ContactPolicy, now: datetime) -> RuleVerdict:
    """Nothing to a bad address; no reminder to a number that was not re-checked in time."""
    if not facts.address_ok:
        return _refuses("address", policy, "bad_address")
    checked, limit = facts.address_checked_at, policy.recheck_after
    reminder = facts.kind is MessageKind.REMINDER
    if reminder and checked is not None and limit is not None and now - checked > limit:
        return _refuses("address", policy, "recheck_due")
    return _passes("address", policy)


def channel_window(facts: ContactFacts, policy: ContactPolicy, now: datetime) -> RuleVerdict:
    """Outside the channel's window for free text only an approved template may go."""
    stretch = policy.free_text_for.get(facts.channel)
    last = facts.last_inbound_at
    if stretch is None or (last is not None and now < last + stretch):
        return _passes("channel_window", policy)
    if facts.template:
        return _passes("channel_window", policy, "as_a_template")
    return _refuses("channel_window", policy, "needs_template")


def nothing_owed(facts: ContactFacts, policy: ContactPolicy, _now: datetime) -> RuleVerdict:
    """Who has paid is left alone."""
    if facts.owes:
        return _passes("nothing_owed", policy)
    return _refuses("nothing_owed", policy, "nothing_owed")


def time_barred(facts: ContactFacts, policy: ContactPolicy, _now: datetime) -> RuleVerdict:
    """No outreach about a debt past its limitation period."""
    if facts.time_barred:
        return _refuses("time_barred", policy, "time_barred")
    return _passes("time_barred", policy)


def consent(facts: ContactFacts, policy: ContactPolicy, _now: datetime) -> RuleVerdict:
    """Some channels need the person's own opt-in before a proactive message."""
    if facts.channel in policy.consent_channels and facts.channel not in facts.consented:
        return _refuses("consent", policy, "no_consent")
    return _passes("consent", policy)


def hold(facts: ContactFacts, policy: ContactPolicy, now: datetime) -> RuleVerdict:
    """A hold waits for its end; a hold without an end refuses. The reason names the hold."""
    pausing_now = pausing(facts.holds, now, facts.debt)
    if not pausing_now:
        return _passes("hold", policy)
    for each in pausing_now:
        if each.until is None:
            return _refuses("hold", policy, f"hold_{each.reason}")
    last, reason = max((h.until, str(h.reason)) for h in pausing_now if h.until is not None)
    return _waits("hold", policy, f"hold_{reason}", last)


def preference(facts: ContactFacts, policy: ContactPolicy, now: datetime) -> RuleVerdict:
    """The channel and the first day that the person asked for are obeyed."""
    if facts.channels is not None and facts.channel not in facts.channels:
        return _refuses("preference", policy, "other_channel_preferred")
    day = facts.not_before_day
    if day is None:
        return _passes("preference", policy)
    starts = [datetime.combine(day, time(0), ZoneInfo(z)) for z in _zones(facts, policy)]
    if starts and now < max(starts):
        return _waits("preference", policy, "not_before_asked_day", max(starts))
    return _passes("preference", policy)


def legal_hours(facts: ContactFacts, policy: ContactPolicy, now: datetime) -> RuleVerdict:
    """The law's hours, where there are any, in every zone the person may be in."""
    row = policy.hours_for(policy.legal_hours, facts.region)
    return _hours_verdict("legal_hours", facts, policy, now, row)


def hours(facts: ContactFacts, policy: ContactPolicy, now: datetime) -> RuleVerdict:
    """The product's hours; the person's own wish takes their place, within the law's."""
    row = policy.hours_for(policy.hours, facts.region)
    legal = policy.hours_for(policy.legal_hours, facts.region)
    if facts.windows is None:
        return _hours_verdict("hours", facts, policy, now, row)
    inside: tuple[Window, ...] = facts.windows
    if legal is not None:
        inside = overlap(facts.windows, legal.windows)
    if not inside:
        return _refuses("hours", policy, "no_allowed_hour_asked")
    wished = Hours(None, inside, any(r.closed_on_holidays for r in (row, legal) if r), "person")
    return _hours_verdict("hours", facts, policy, now, wished)


def _hours_verdict(
    rule: str, facts: ContactFacts, policy: ContactPolicy, now: datetime, row: Hours | None
) -> RuleVerdict:
    if row is None:
        return _passes(rule, policy, "no_rule")
    zones = _zones(facts, policy)
    if not zones:
        return RuleVerdict(rule, Verdict.REFUSE, "time_zone_unknown", row.source)
    opens = all_open(now, zones, row.windows, closed_days(row, policy.holidays))
    if opens is None:
        return RuleVerdict(rule, Verdict.REFUSE, "never_open", row.source)
    if opens > now:
        return RuleVerdict(rule, Verdict.WAIT, "outside_hours", row.source, opens)
    return RuleVerdict(rule, Verdict.PASS, "ok", row.source)


def _zones(facts: ContactFacts, policy: ContactPolicy) -> tuple[str, ...]:
    return facts.time_zones or policy.zones_for(facts.region)


def caps(facts: ContactFacts, policy: ContactPolicy, now: datetime) -> RuleVerdict:
    """At most so many proactive contacts in so long, on all channels together."""
    worst: tuple[datetime, str] | None = None
    for cap in policy.caps:
        recent = sorted(at for at in facts.sent_at if at > now - cap.within)
        if len(recent) >= cap.count:
            free = recent[len(recent) - cap.count] + cap.within
            reason = f"cap_{cap.count}_in_{cap.within // timedelta(days=1)}_days"
            worst = max(worst, (free, reason)) if worst else (free, reason)
    if worst is None:
        return _passes("caps", policy)
    return _waits("caps", policy, worst[1], worst[0])


_ALWAYS: Final[tuple[Rule, ...]] = (opt_out, identity, ownership, address, channel_window)
_PROACTIVE: Final[tuple[Rule, ...]] = (
    nothing_owed,
    time_barred,
    consent,
    hold,
    preference,
    legal_hours,
    hours,
    caps,
)


def rules_for(kind: MessageKind) -> tuple[Rule, ...]:
    """The rules that bind this kind of message, in the order in which they are told."""
    return _ALWAYS + _PROACTIVE if kind in PROACTIVE else _ALWAYS
