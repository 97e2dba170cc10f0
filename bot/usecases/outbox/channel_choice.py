"""Which channels may a message of ours take, and in which order?"""

from __future__ import annotations

from bot.rules.delivery import channel_order
from bot.rules.phone import is_same_number
from bot.usecases.records import ContactPoint, Outbound
from bot.usecases.scene import Scene
from channels.message import ChannelName

DEFAULT = tuple(ChannelName)
"""SMS reaches every phone; WhatsApp and Telegram need an act of the person first."""


NO_ADDRESS = "no_address_on_this_channel"
NOT_CONNECTED = "channel_not_connected"
ANOTHER_ADDRESS = "another_address"
"""Why something that was meant for an earlier address is neither sent nor answered at this one."""


def is_written_for(row: Outbound, point: ContactPoint) -> bool:
    """Was the message written to this address? Someone else may read where the person reads now.
    One that was kept before addresses were goes where the person is."""
    return row.address is None or is_same_number(row.address, point.address)


def is_usable(point: ContactPoint) -> bool:
    """Is the address this person's, and can the provider reach it?"""
    return point.wrong_at is None and point.unreachable_at is None


def channels_in_order(scene: Scene) -> list[str]:
    """The connected channels on which the person can be reached, the preferred one first."""
    usable = {
        point.channel
        for point in scene.points
        if point.consent and point.opted_out_at is None and is_usable(point)
    }
    wanted = scene.account.preferences.get("channel")
    last = scene.conversation.last_channel
    return channel_order(wanted, last, usable & set(scene.tools.channels), DEFAULT)


async def next_channel(scene: Scene, row: Outbound) -> str | None:
    """The channel to fall over to, when this message cannot arrive where it was sent."""
    tried = await channels_tried(scene, row)
    return next((c for c in channels_in_order(scene) if c not in tried), None)


async def channels_tried(scene: Scene, row: Outbound) -> frozenset[str]:
    """The channels that this message has taken so far, this one included."""
    tried, before = {row.channel}, row.instead_of
    while before is not None:
        earlier = await scene.work.outbox.get(id=before)
        if earlier is None:
            break
        tried.add(earlier.channel)
        before = earlier.instead_of
    return frozenset(tried)
