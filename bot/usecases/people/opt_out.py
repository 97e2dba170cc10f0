"""Stop: no more messages on this channel, or on any; one confirmation; and the way back.

Only the person's own word brings messages back. Whoever blocks the bot in the channel's own app
stops that channel; whoever unblocks it takes back the block, and nothing that was said in words.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.usecases.answer import Answer, say
from bot.usecases.records import ContactPoint, Event
from bot.usecases.scene import Scene

OPTED_OUT: Final = "opted_out"
BLOCKED: Final = "blocked in the app"
TOLD_BY_PROVIDER: Final = "told by the provider"
NO_WORDS: Final = frozenset({BLOCKED, TOLD_BY_PROVIDER})
"""Sources of a stop in which the person said nothing: they shut the bot out."""


async def opt_out(scene: Scene, channel: str, *, everywhere: bool) -> Answer:
    """Stop at once. The answer is the one confirmation; empty if the person had opted out before.

    It is said where the stop was. So a stop of more, said where less was stopped already, counts
    from now there too: it gets a confirmation of its own, and what undoes it undoes all of it.

    Source: 47 CFR 64.1200(a)(10), (12); Reg F 1006.6(c), (e).
    """
    points = _points(scene, None if everywhere else channel)
    stopped = _stop(scene, points)
    for point in points:
        if stopped and point.channel == channel:
            point.opted_out_at = scene.now
    scene.log(OPTED_OUT, channel=channel, everywhere=everywhere, source=f"message on {channel}")
    if not stopped:
        return Answer(ends_form=True)
    if everywhere:
        return Answer((say("opted_out_all"),), ends_form=True)
    return Answer((say("opted_out", channel=say(f"channel_{channel}")),), ends_form=True)


def shut_out(scene: Scene, channel: str, source: str = BLOCKED) -> None:
    """The person blocked us in the channel's own app: a stop on this channel, without a word."""
    _stop(scene, _points(scene, channel))
    scene.log(OPTED_OUT, channel=channel, everywhere=False, source=source)


async def let_in(scene: Scene, channel: str) -> None:
    """The block is taken back, and with it the stop that it was; one that was said stays."""
    for point in _points(scene, channel):
        since = await _stops(scene, point)
        if point.wrong_at is None and since and all(_source(e) in NO_WORDS for e in since):
            point.opted_out_at = None
            scene.log("unblocked", channel=channel)


async def opt_in(scene: Scene, channel: str, *, everywhere: bool) -> Answer:
    """Undo: messages on this channel again. `everywhere`: the person wrote the word that undoes a
    stop of all channels, so those come back too on which nothing else was stopped since."""
    here = _points(scene, channel)
    instants = {point.opted_out_at for point in here} - {None}
    back = [*here]
    for point in _points(scene, None) if everywhere else []:
        since = await _stops(scene, point) if point.opted_out_at in instants else []
        if point.wrong_at is None and since and all(e.data["everywhere"] for e in since):
            back.append(point)
    for point in back:
        point.opted_out_at = None
        point.consent_source = f"asked by message on {channel}"
    scene.log("opted_in", channel=channel)
    return Answer((say("opted_in"),))


def is_opted_out(scene: Scene, channel: str) -> bool:
    """Has the person opted out of this channel?"""
    return any(point.opted_out_at for point in _points(scene, channel))


def _stop(scene: Scene, points: list[ContactPoint]) -> list[ContactPoint]:
    """Those that were open till now."""
    stopped = [point for point in points if point.opted_out_at is None]
    for point in stopped:
        point.opted_out_at = scene.now
    return stopped


async def _stops(scene: Scene, point: ContactPoint) -> list[Event]:
    """Every stop of this channel since it is stopped; the first of them is what stopped it."""
    at = point.opted_out_at
    if at is None:
        return []
    await scene.work.flush()
    told = await scene.work.events.find(account_id=scene.account.id, kind=OPTED_OUT)
    since = [event for event in told if event.at >= at and _concerns(event, point.channel)]
    return since if _began(since, at) else []


def _began(stops: list[Event], at: datetime) -> bool:
    """Is it known what stopped the channel? A mark of another kind is nobody's to take back."""
    return any(event.at == at for event in stops)


def _concerns(event: Event, channel: str) -> bool:
    return bool(event.data["everywhere"]) or event.data["channel"] == channel


def _source(event: Event) -> str:
    return str(event.data["source"])


def _points(scene: Scene, channel: str | None) -> list[ContactPoint]:
    return [point for point in scene.points if channel is None or point.channel == channel]
