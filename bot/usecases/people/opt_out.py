"""Stop: no more messages on this channel, on those that are named, or on any; one confirmation.

Only the person's own word brings messages back (`opt_in`). Whoever blocks the bot in the channel's
own app stops that channel; whoever unblocks it takes back the block, and nothing that was said in
words.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot import reading
from bot.reading.wishes.stops import OURS, Stop, stop_of
from bot.usecases.answer import Answer, say
from bot.usecases.ports import Say
from bot.usecases.records import ContactPoint, Event
from bot.usecases.scene import Scene

OPTED_OUT: Final = "opted_out"
OPTED_IN: Final = "opted_in"
BLOCKED: Final = "blocked in the app"
TOLD_BY_PROVIDER: Final = "told by the provider"
NO_WORDS: Final = frozenset({BLOCKED, TOLD_BY_PROVIDER})
"""Sources of a stop in which the person said nothing: they shut the bot out."""
CONFIRMS: Final = frozenset({"utter_opted_out", "utter_opted_out_named", "utter_opted_out_all"})
"""What is said of a stop: it passes where other replies are refused."""


async def opt_out(
    scene: Scene,
    channel: str,
    *,
    everywhere: bool,
    named: frozenset[str] = frozenset(),
    inbound: int | None = None,
) -> Answer:
    """Stop at once: `named` channels, else the one that the stop was written on. `inbound` is the
    message that said so; what a later one brought back meanwhile stays.

    The answer is the one confirmation, said where the stop was written; empty if the person had
    opted out there before. So a stop of more, said where less was stopped already, counts from now
    there too: it gets a confirmation of its own, and what undoes it undoes all of it.

    Source: 47 CFR 64.1200(a)(10), (12); Reg F 1006.6(c), (e).
    """
    everywhere = everywhere or named >= OURS
    meant = OURS if everywhere else named or frozenset({channel})
    points = [point for point in scene.points if everywhere or point.channel in meant]
    if not points and channel not in meant:
        return Answer((say("nothing_to_stop", channel=channels_said(meant)),), ends_form=True)
    points = [point for point in points if not await _came_back(scene, point, inbound)]
    if not points:
        return Answer(ends_form=True)
    stopped = _stop(scene, points)
    for point in points:
        if stopped and point.channel == channel:
            point.opted_out_at = scene.now
    told = [channel] if everywhere else [point.channel for point in points]
    for each in told:
        _log(scene, each, everywhere, f"message on {channel}", inbound)
    if not stopped and channel in meant:
        return Answer(ends_form=True)
    return Answer((_confirmation(channel, told, everywhere=everywhere),), ends_form=True)


async def opt_out_as_said(
    scene: Scene, channel: str, text: str, *, inbound: int | None = None
) -> Answer:
    """Stop what these words mean, which are known to say stop."""
    said = stop_said(scene, text)
    here = frozenset({channel}) if said.here else frozenset()
    named = said.channels | here
    return await opt_out(scene, channel, everywhere=said.everywhere, named=named, inbound=inbound)


def stop_said(scene: Scene, text: str) -> Stop:
    """What is to stop by these words, in the language that they are in."""
    return stop_of(text, portuguese=reading.is_portuguese(text, scene.conversation.language))


def shut_out(
    scene: Scene, channel: str, source: str = BLOCKED, *, inbound: int | None = None
) -> None:
    """The person blocked us in the channel's own app: a stop on this channel, without a word."""
    _stop(scene, points_on(scene, channel))
    _log(scene, channel, everywhere=False, source=source, inbound=inbound)


async def let_in(scene: Scene, channel: str) -> None:
    """The block is taken back, and with it the stop that it was; one that was said stays."""
    for point in points_on(scene, channel):
        since = await stops_of(scene, point)
        if point.wrong_at is None and since and all(_source(e) in NO_WORDS for e in since):
            point.opted_out_at = None
            scene.log("unblocked", channel=channel)


def is_opted_out(scene: Scene, channel: str) -> bool:
    """Has the person opted out of this channel?"""
    return any(point.opted_out_at for point in points_on(scene, channel))


def points_on(scene: Scene, channel: str) -> list[ContactPoint]:
    """The person's addresses on a channel."""
    return [point for point in scene.points if point.channel == channel]


async def stops_of(scene: Scene, point: ContactPoint) -> list[Event]:
    """Every stop of this channel since it is stopped; the first of them is what stopped it."""
    at = point.opted_out_at
    if at is None:
        return []
    await scene.work.flush()
    told = await scene.work.events.find(account_id=scene.account.id, kind=OPTED_OUT)
    since = [event for event in told if event.at >= at and _concerns(event, point.channel)]
    return since if _began(since, at) else []


def channels_said(channels: frozenset[str]) -> Say:
    """The names of channels in one line: "SMS and WhatsApp"."""
    first, *more = (say(f"channel_{channel}") for channel in sorted(channels))
    for each in more:
        first = say("two_channels", first=first, second=each)
    return first


def _confirmation(channel: str, stopped: list[str], *, everywhere: bool) -> Say:
    if everywhere:
        return say("opted_out_all")
    key = "opted_out" if set(stopped) == {channel} else "opted_out_named"
    return say(key, channel=channels_said(frozenset(stopped)))


def _stop(scene: Scene, points: list[ContactPoint]) -> list[ContactPoint]:
    """Those that were open till now."""
    stopped = [point for point in points if point.opted_out_at is None]
    for point in stopped:
        point.opted_out_at = scene.now
    return stopped


def _log(scene: Scene, channel: str, everywhere: bool, source: str, inbound: int | None) -> None:
    scene.log(OPTED_OUT, channel=channel, everywhere=everywhere, source=source, inbound=inbound)


async def _came_back(scene: Scene, point: ContactPoint, inbound: int | None) -> bool:
    """Did a later message ask for this channel again before this one was understood?"""
    if inbound is None:
        return False
    await scene.work.flush()
    told = await scene.work.events.find(account_id=scene.account.id, kind=OPTED_IN)
    later = (e for e in told if (e.data.get("inbound") or 0) > inbound)
    return any(point.channel in event.data["channels"] for event in later)


def _began(stops: list[Event], at: datetime) -> bool:
    """Is it known what stopped the channel? A mark of another kind is nobody's to take back."""
    return any(event.at == at for event in stops)


def _concerns(event: Event, channel: str) -> bool:
    return bool(event.data["everywhere"]) or event.data["channel"] == channel


def _source(event: Event) -> str:
    return str(event.data["source"])
