"""Stop: no more messages on this channel, or on any; one confirmation; and the way back."""

from __future__ import annotations

from bot.usecases.answer import Answer, say
from bot.usecases.records import ContactPoint
from bot.usecases.scene import Scene


async def opt_out(scene: Scene, channel: str, *, everywhere: bool) -> Answer:
    """Stop at once. The answer is the one confirmation; empty if the person had opted out before.

    Source: 47 CFR 64.1200(a)(10), (12); Reg F 1006.6(c), (e).
    """
    points = await _points(scene, None if everywhere else channel)
    stopped = [point for point in points if point.opted_out_at is None]
    for point in stopped:
        point.opted_out_at = scene.now
    scene.log("opted_out", channel=channel, everywhere=everywhere, source=f"message on {channel}")
    if not stopped:
        return Answer(ends_form=True)
    if everywhere:
        return Answer((say("opted_out_all"),), ends_form=True)
    return Answer((say("opted_out", channel=say(f"channel_{channel}")),), ends_form=True)


async def opt_in(scene: Scene, channel: str) -> Answer:
    """Undo: messages on this channel again, and on those that were stopped by the same word."""
    stopped = {point.opted_out_at for point in await _points(scene, channel)} - {None}
    for point in await _points(scene, None):
        if point.channel == channel or point.opted_out_at in stopped:
            point.opted_out_at = None
            point.consent_source = f"asked by message on {channel}"
    scene.log("opted_in", channel=channel)
    return Answer((say("opted_in"),))


async def is_opted_out(scene: Scene, channel: str) -> bool:
    """Has the person opted out of this channel?"""
    return any(point.opted_out_at for point in await _points(scene, channel))


async def _points(scene: Scene, channel: str | None) -> list[ContactPoint]:
    points = await scene.work.contact_points.find(account_id=scene.account.id)
    return [point for point in points if channel is None or point.channel == channel]
