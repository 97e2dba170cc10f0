"""START: messages again, on which channels? Here, on those that are named, and wherever a stop of
all channels still stands.

What was written last wins: a stop that is younger than the START stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.usecases.answer import Answer, say
from bot.usecases.people.opt_out import OPTED_IN, channels_said, stops_of
from bot.usecases.records import ContactPoint, Event
from bot.usecases.scene import Scene


@dataclass(frozen=True, slots=True)
class Start:
    """A message that asks for messages again. `written`: a word, which undoes what a word had
    stopped everywhere; a button opens its own chat. `named`: the channels beside the word."""

    channel: str
    written: bool
    named: frozenset[str]
    inbound: int
    received_at: datetime


async def opt_in(scene: Scene, start: Start) -> Answer | None:
    """Open what this START undoes; None when there is nothing that it undoes."""
    back = [point for point in scene.points if await _undoes(scene, start, point)]
    if not back:
        return None
    for point in back:
        point.opted_out_at = None
        point.consent_source = f"asked by message on {start.channel}"
    channels = frozenset(point.channel for point in back)
    scene.log(OPTED_IN, channel=start.channel, channels=sorted(channels), inbound=start.inbound)
    if start.channel in channels and not start.named:
        return Answer((say("opted_in"),))
    return Answer((say("opted_in_named", channel=channels_said(channels)),))


async def _undoes(scene: Scene, start: Start, point: ContactPoint) -> bool:
    if point.opted_out_at is None:
        return False
    since = await stops_of(scene, point)
    if _is_younger(point.opted_out_at, since, start):
        return False
    if point.channel in (start.named or {start.channel}):
        return point.channel == start.channel or point.wrong_at is None
    if start.named or not start.written:
        return False
    return point.wrong_at is None and bool(since) and all(e.data["everywhere"] for e in since)


def _is_younger(stopped_at: datetime, stops: list[Event], start: Start) -> bool:
    """Was the stop said after the START? Asked of messages by their order; of what no message told,
    by time."""
    if not stops:
        return stopped_at > start.received_at
    return any(_is_later(event, start) for event in stops)


def _is_later(event: Event, start: Start) -> bool:
    inbound = event.data.get("inbound")
    return event.at > start.received_at if inbound is None else int(inbound) > start.inbound
