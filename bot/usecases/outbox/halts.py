"""What has the provider filtered or paused, and what must not leave any more because of it?

A halt stops one kind of message on one channel: a template, or a response. Buttons are halted by
themselves: what would have shown them leaves with its choices as numbered lines. An administrator
ends a halt (channel_care.py).
"""

from __future__ import annotations

from typing import Final, TypeGuard

from bot.usecases.records import Halt, Outbound
from bot.usecases.scene import Scene
from channels.errors import ChannelError, Halted, HaltedContent

BUTTONS: Final = "buttons"
"""What is halted where the provider no longer shows our buttons."""


def halt_scope(row: Outbound) -> str | None:
    """What a halt of this message would stop: its template, else its response. None for an agent's
    own words, which are no kind of message."""
    return row.template or row.key


async def is_halted(scene: Scene, channel: str, scope: str | None) -> bool:
    """Has the provider filtered or paused this, and has nobody ended the halt?"""
    if scope is None:
        return False
    return await scene.work.halts.get(channel=channel, scope=scope, ended_at=None) is not None


def is_of_buttons(error: ChannelError, row: Outbound) -> TypeGuard[HaltedContent]:
    """Is what cannot be shown nothing but the buttons of this message?"""
    return isinstance(error, HaltedContent) and row.template is None and bool(row.buttons)


async def halt(scene: Scene, row: Outbound, error: Halted) -> None:
    """Nothing more of this kind on this channel, till an administrator ends the halt. An agent's
    own words are no kind: what they write next may pass."""
    scope = BUTTONS if is_of_buttons(error, row) else halt_scope(row)
    if scope is None:
        scene.log("message_filtered", channel=row.channel, author=row.author, reason=str(error))
        return
    halted = Halt(
        channel=row.channel,
        scope=scope,
        reason=str(error),
        error_code=row.error_code,
        at=scene.now,
    )
    if await scene.work.halts.add_once(halted):
        scene.alarm("halted", row, halted.reason, scope=halted.scope)
