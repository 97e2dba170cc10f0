"""May this person be contacted, on which channel, and what does each rule say?

Plain JSON for whoever shows it: the command line, the agents' desk. Codes, not words; instants are
ISO 8601 in UTC. The same rules and facts as at the door of every message (door.py), asked before
there is a message: what hangs on its words (figures, a halt of its kind, gaps of its template) is
judged only there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.rules.contact import PROACTIVE, ContactVerdict, MessageKind, judge_contact
from bot.usecases.find_person import find_person
from bot.usecases.outbox.channel_choice import NO_ADDRESS, NOT_CONNECTED, channels_in_order
from bot.usecases.outbox.door_facts import facts_of, last_inbound
from bot.usecases.outbox.templates import has_template
from bot.usecases.ports import Tools
from bot.usecases.records import ContactPoint, Outbound
from bot.usecases.scene import Scene
from channels.message import ChannelName

NO_CONSENT = "no_consent"
ANY = "any"
"""Stands for whichever approved text would go."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """What is said of one channel: each rule's verdict, why nothing of ours goes there for another
    reason than the rules, and what the person was called there when they last wrote."""

    shut: str | None
    verdict: ContactVerdict | None
    writes_as: str | None = None

    @property
    def allowed(self) -> bool:
        return self.shut is None and self.verdict is not None and self.verdict.allowed

    @property
    def goes_elsewhere(self) -> bool:
        """Would a message of ours take the next channel from here?"""
        return self.verdict is None or self.shut is not None or self.verdict.is_of_channel


async def explain_contact(
    tools: Tools,
    reference: str,
    *,
    kind: MessageKind = MessageKind.REMINDER,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Whether a message of this kind, which tells no figures, may go to this person at that instant
    (aware; None: now), by what is on record now. `rules` are those of the channel that it would
    take. Nothing is kept and nothing is sent. Raises UnknownAccount; ValueError if `at` is naive.
    """
    if at is not None and at.utcoffset() is None:
        raise ValueError("contact is judged at an instant with a time zone")
    async with tools.open_work() as work:
        scene = await find_person(work, tools, reference)
        scene = scene.as_of(at) if at is not None else scene
        judged, taken = await _judge_all(scene, kind)
        shown = judged[taken] if taken else _most_telling(judged)
        return {
            "reference": reference,
            "country": scene.account.country,
            "time_zone": scene.account.time_zone,
            "policy_version": scene.policy.contact.version,
            "at": scene.now.isoformat(),
            "kind": str(kind),
            "allowed": shown.allowed,
            "channel": taken,
            "not_before": _not_before(shown),
            "rules": _rules(shown),
            "channels": {name: _channel(found) for name, found in judged.items()},
        }


def _order(scene: Scene, kind: MessageKind) -> list[str]:
    """Where it would go, in turn: one of ours by what the person prefers, else where they write."""
    if kind in PROACTIVE:
        return channels_in_order(scene)
    return [scene.channel] if scene.channel is not None else []


async def _judge_all(scene: Scene, kind: MessageKind) -> tuple[dict[str, _Judged], str | None]:
    """What is said of every channel, in the order in which they are taken; and the one on which the
    message would leave or wait, None where every one turns it away."""
    order = _order(scene, kind)
    judged: dict[str, _Judged] = {}
    taken: str | None = None
    for name in dict.fromkeys([*order, *map(str, ChannelName)]):
        tried = frozenset(judged) if taken is None else frozenset()
        judged[name] = await _judge(scene, kind, name, tried)
        if taken is None and name in order and not judged[name].goes_elsewhere:
            taken = name
    return judged, taken


async def _judge(scene: Scene, kind: MessageKind, channel: str, tried: frozenset[str]) -> _Judged:
    point = scene.point_on(channel)
    if point is None:
        return _Judged(NO_ADDRESS, None)
    asked = Outbound(
        conversation_id=scene.conversation.id,
        channel=channel,
        kind=kind,
        turn="explain",
        text="",
        template=ANY if await has_template(scene, channel) else None,
        created_at=scene.now,
    )
    facts = await facts_of(scene, asked, point, discloses=False, tried=tried)
    wrote = await last_inbound(scene, channel)
    return _Judged(
        _shut(scene, kind, point),
        judge_contact(facts, scene.policy.contact, scene.now),
        wrote.profile_name if wrote is not None else None,
    )


def _shut(scene: Scene, kind: MessageKind, point: ContactPoint) -> str | None:
    if point.channel not in scene.tools.channels:
        return NOT_CONNECTED
    return NO_CONSENT if kind in PROACTIVE and not point.consent else None


def _most_telling(judged: dict[str, _Judged]) -> _Judged:
    """Where no channel takes it: the first that the rules had something to say of."""
    found = [each for each in judged.values() if each.verdict is not None]
    return found[0] if found else next(iter(judged.values()))


def _channel(found: _Judged) -> dict[str, Any]:
    stops = [stop.reason for stop in found.verdict.stopped_by] if found.verdict else []
    return {
        "allowed": found.allowed,
        "not_before": _not_before(found),
        "writes_as": found.writes_as,
        "reasons": list(dict.fromkeys(filter(None, [found.shut, *stops]))),
        "rules": _rules(found),
    }


def _not_before(found: _Judged) -> str | None:
    if found.shut is not None or found.verdict is None or found.verdict.not_before is None:
        return None
    return found.verdict.not_before.astimezone(UTC).isoformat()


def _rules(found: _Judged) -> list[dict[str, Any]]:
    return [
        {"rule": v.rule, "verdict": str(v.verdict), "reason": v.reason, "source": v.source}
        for v in (found.verdict.rules if found.verdict else ())
    ]
