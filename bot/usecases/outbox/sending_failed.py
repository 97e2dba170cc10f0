"""A message could not be sent, now or ever: what follows for it, for the address, for its kind?

The same for what a provider says at once and for what it tells later.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from bot.rules.delivery import State, gives_up, wait
from bot.usecases.outbox.compose import queue_delivery
from bot.usecases.outbox.halts import halt, is_of_buttons
from bot.usecases.outbox.introduction import ended_unread
from bot.usecases.outbox.templates import takes_another_way, window_shut
from bot.usecases.outbox.tries import failed_alike, tries_made
from bot.usecases.people.opt_out import TOLD_BY_PROVIDER, shut_out
from bot.usecases.records import Outbound
from bot.usecases.scene import Scene
from channels.errors import (
    BadCredentials,
    Blocked,
    ChannelError,
    Halted,
    RetryLater,
    Unreachable,
    WindowShut,
)

CREDENTIALS_WAIT = 300
"""Seconds: an administrator has to act first."""


async def sending_failed(
    scene: Scene, row: Outbound, error: ChannelError, code: str | None = None
) -> None:
    """Keep what went wrong with a message, with the provider's code, and do what follows from it.

    `code`: as news of it told; else as the error tells.
    """
    row.error_code = code or error.code
    if isinstance(error, WindowShut) and row.template is None:
        await window_shut(scene, row)
    elif is_of_buttons(error, row):
        await halt(scene, row, error)
        await _again(scene, row, error, 0, None)  # with its choices as numbered lines
    elif isinstance(error, RetryLater):
        await _again(scene, row, error, error.after_seconds, error.tries)
    elif isinstance(error, BadCredentials):
        scene.alarm("channel_refuses_us", row, str(error))
        await _again(scene, row, error, CREDENTIALS_WAIT, None)
    else:
        await _follow(scene, row, error)
        await _ends(scene, row, State.FAILED, error)


async def _again(
    scene: Scene, row: Outbound, error: ChannelError, seconds: int, most: int | None
) -> None:
    tries = await tries_made(scene, row)
    alike = await failed_alike(scene, row) if most is not None else 0
    if gives_up(tries, alike, most):
        await _ends(scene, row, State.DEAD, error)
        return
    row.status, row.reason = State.QUEUED, f"retry: {error}"
    after = wait(tries, timedelta(seconds=seconds), _spread(row))
    row.not_before = scene.now + after
    await queue_delivery(scene.work, scene.conversation, after_seconds=_whole(after))


def _whole(span: timedelta) -> int:
    """Whole seconds, never sooner."""
    return -int(-span.total_seconds() // 1)


def _spread(row: Outbound) -> int:
    """From 0 to 100: another one for each message and try, and the same whoever asks."""
    digest = hashlib.sha256(f"{row.turn}:{row.tries}".encode()).digest()
    return digest[0] * 100 // 255


async def _follow(scene: Scene, row: Outbound, error: ChannelError) -> None:
    """What an end tells about the address, or about this kind of message."""
    point = scene.point_on(row.channel)
    if isinstance(error, Blocked):
        shut_out(scene, row.channel, TOLD_BY_PROVIDER)
    elif isinstance(error, Unreachable):
        if point is not None:
            point.unreachable_at = point.unreachable_at or scene.now
        scene.log("address_unreachable", channel=row.channel, reason=str(error))
    elif isinstance(error, Halted):
        await halt(scene, row, error)


async def _ends(scene: Scene, row: Outbound, state: State, error: ChannelError) -> None:
    row.status, row.reason = state, f"{type(error).__name__}: {error}"
    kind = "message_dead" if state is State.DEAD else "message_failed"
    scene.alarm(kind, row, row.reason)
    await takes_another_way(scene, row)
    await ended_unread(scene, row)
