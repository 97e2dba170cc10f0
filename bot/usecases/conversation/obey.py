"""STOP and START are obeyed wherever they wait, whatever else cannot be answered."""

from __future__ import annotations

from bot.rules.contact import MessageKind
from bot.rules.ownership import Owner
from bot.usecases.conversation import rails
from bot.usecases.outbox.compose import reply
from bot.usecases.people import opt_out
from bot.usecases.records import Inbound
from bot.usecases.scene import Scene
from channels.message import Wish


async def obey(scene: Scene, row: Inbound) -> None:
    """Obey a STOP or START, also one behind a message that cannot be answered yet."""
    # Most messages are neither: the addresses are looked up for those that ask to come back.
    rail = _wished(row) or rails.rail(row.text, scene.policy, opted_out=True)
    if rail is rails.Rail.OPT_IN and not await opt_out.is_opted_out(scene, row.channel):
        rail = rails.rail(row.text, scene.policy, opted_out=False)
    if rail is rails.Rail.OPT_OUT:
        await _opt_out(scene, row)
    elif rail is rails.Rail.OPT_IN:
        await _opt_in(scene, row)


def _wished(row: Inbound) -> rails.Rail | None:
    """What the provider itself heard, or was told in its own app, whatever the text says."""
    if row.wish == Wish.STOP:
        return rails.Rail.OPT_OUT
    return rails.Rail.OPT_IN if row.wish == Wish.START else None


async def _opt_out(scene: Scene, row: Inbound) -> None:
    answer = await opt_out.opt_out(scene, row.channel, everywhere=False)
    await reply(scene, row, answer, kind=MessageKind.CONFIRMATION)
    row.intent, row.confidence = "opt_out", 1.0
    scene.done(row, "opt_out")


async def _opt_in(scene: Scene, row: Inbound) -> None:
    answer = await opt_out.opt_in(scene, row.channel)
    if Owner(scene.conversation.owner) is not Owner.AGENT:
        await reply(scene, row, answer)
    scene.done(row, rails.Rail.OPT_IN)
