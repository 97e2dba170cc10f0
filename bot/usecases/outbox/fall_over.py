"""A message of ours cannot take its channel: how does it take the next one?"""

from __future__ import annotations

from bot.usecases.outbox.channel_choice import next_channel
from bot.usecases.outbox.compose import queue_delivery
from bot.usecases.outbox.render import render
from bot.usecases.outbox.turns import elsewhere
from bot.usecases.records import Outbound
from bot.usecases.scene import Scene


async def fall_over(scene: Scene, row: Outbound) -> bool:
    """The same message on the next channel that is open, each channel once; False when there is
    none left."""
    channel = await next_channel(scene, row)
    if channel is None:
        return False
    if await scene.work.outbox.add_once(_again(scene, row, channel)):
        scene.log("fell_over", key=row.key, gone_from=row.channel, to=channel)
        await queue_delivery(scene.work, scene.conversation)
    return True


def _again(scene: Scene, row: Outbound, channel: str) -> Outbound:
    """The same message, in the words of another channel."""
    text = row.text
    if row.key is not None:
        text = render(scene, row.key, row.facts, channel, buttons=row.buttons)
    return Outbound(
        conversation_id=row.conversation_id,
        channel=channel,
        address=scene.address_on(channel),
        kind=row.kind,
        turn=elsewhere(row.turn, channel),
        text=text,
        key=row.key,
        facts=row.facts,
        buttons=row.buttons,
        inbound_id=row.inbound_id,
        author=row.author,
        instead_of=row.id,
        created_at=scene.now,
    )
