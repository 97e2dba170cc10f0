"""May this message go to this person now, and if not, when?

Every message takes this door, replies too. Opt-out and identity bind every kind of message;
hours, caps, holds, consent and preferences bind reminders only, judged at the instant of sending
in the person's own time zone. Each verdict carries its rule, a reason code and the source that
the policy row names. Instants are aware datetimes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.rules.contact_facts import (
    EVERY_CHANNEL,
    PROACTIVE,
    Cap,
    ContactFacts,
    ContactPolicy,
    ContactVerdict,
    MessageKind,
    RegionZones,
    Rule,
    RuleVerdict,
    Verdict,
)
from bot.rules.contact_rules import rules_for
from bot.rules.text import is_one_of

__all__ = [
    "EVERY_CHANNEL",
    "PROACTIVE",
    "Cap",
    "ContactFacts",
    "ContactPolicy",
    "ContactVerdict",
    "MessageKind",
    "RegionZones",
    "RuleVerdict",
    "Verdict",
    "is_opt_in",
    "is_opt_out",
    "judge_contact",
    "on_channel",
]

_LONGEST_WAIT: Final = 64


def judge_contact(facts: ContactFacts, policy: ContactPolicy, now: datetime) -> ContactVerdict:
    """Judge every rule that binds this kind of message, at `now`. ValueError if `now` is naive.

    All rules are judged, also after the first refusal, so that the answer explains itself.
    """
    if now.utcoffset() is None:
        raise ValueError("contact is judged at an instant with a time zone")
    rules = rules_for(facts.kind)
    verdicts = tuple(rule(facts, policy, now) for rule in rules)
    allowed = all(v.verdict is Verdict.PASS for v in verdicts)
    not_before = None if allowed else _first_pass(rules, facts, policy, verdicts)
    return ContactVerdict(allowed, not_before, verdicts)


def _first_pass(
    rules: Collection[Rule],
    facts: ContactFacts,
    policy: ContactPolicy,
    verdicts: tuple[RuleVerdict, ...],
) -> datetime | None:
    """The first instant at which all rules pass, by going from wait to wait; None if never."""
    for _ in range(_LONGEST_WAIT):
        stops = [v for v in verdicts if v.verdict is not Verdict.PASS]
        ends = [v.not_before for v in stops if v.not_before is not None]
        if not stops or len(ends) < len(stops):
            return None
        moment = max(ends)
        verdicts = tuple(rule(facts, policy, moment) for rule in rules)
        if all(v.verdict is Verdict.PASS for v in verdicts):
            return moment
    return None


def is_opt_out(text: str, words: Iterable[str]) -> bool:
    """Is the whole message one of the opt-out words (case, accents, punctuation aside)?

    Source: 47 CFR 64.1200(a)(10). Free wording ("please stop writing to me") is the dialogue
    model's to understand.
    """
    return is_one_of(text, words)


def is_opt_in(text: str, words: Iterable[str]) -> bool:
    """Is the whole message one of the opt-in words (case, accents, punctuation aside)?"""
    return is_one_of(text, words)


def on_channel(facts: ContactFacts, channel: str) -> ContactFacts:
    """The same facts asked about another channel."""
    return replace(facts, channel=channel)
