"""A message could not be sent, now or ever: what follows for it, for the address, for its kind?

The same for what a provider says at once and for what it tells later.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from bot.rules.contact import MessageKind
from bot.rules.delivery import State, gives_up, wait
from bot.usecases.outbox.channel_choice import next_channel
from bot.usecases.outbox.compose import queue_delivery, rendered, stop_hint
from bot.usecases.outbox.templates import (
    OPENER,
    WAITS_FOR_WORD,
    choose_template,
    halt_scope,
    opener_for,
    opener_waits,
)
from bot.usecases.people.opt_out import TOLD_BY_PROVIDER, shut_out
from bot.usecases.records import Halt, Outbound
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

PROACTIVE = (MessageKind.REMINDER,)
"""Kinds that take another channel when one fails; an answer goes back where it was asked."""
CREDENTIALS_WAIT = 300
"""Seconds: an administrator has to act first."""


async def sending_failed(
    scene: Scene, row: Outbound, error: ChannelError, code: str | None = None
) -> None:
    """Keep what went wrong with a message, and do what follows from it."""
    row.error_code = code or row.error_code
    if isinstance(error, WindowShut) and row.template is None:
        await window_shut(scene, row)
    elif isinstance(error, RetryLater):
        await _again(scene, row, error, error.after_seconds, error.tries)
    elif isinstance(error, BadCredentials):
        scene.log("channel_refuses_us", channel=row.channel)
        await _again(scene, row, error, CREDENTIALS_WAIT, None)
    else:
        await _follow(scene, row, error)
        await _ends(scene, row, State.FAILED, error)


async def window_shut(scene: Scene, row: Outbound) -> None:
    """Free text is not allowed now: the approved template goes; else another channel, or it waits
    till the person writes."""
    if await choose_template(scene, row):
        row.status, row.reason = State.QUEUED, None
        await queue_delivery(scene.work, scene.conversation)
        return
    opener = await opener_for(scene, row) if row.kind in PROACTIVE else None
    if opener is None and row.kind in PROACTIVE and await fall_over(scene, row):
        row.status, row.reason = State.REFUSED, "window_shut: no template"
        return
    row.status, row.reason, row.not_before = State.HELD, WAITS_FOR_WORD, None
    if opener is not None and not await opener_waits(scene, row.channel):
        await scene.work.outbox.add_once(opener)
        await queue_delivery(scene.work, scene.conversation)


async def _again(
    scene: Scene, row: Outbound, error: ChannelError, seconds: int, most: int | None
) -> None:
    if gives_up(row.tries, most):
        await _ends(scene, row, State.DEAD, error)
        return
    row.status, row.reason = State.QUEUED, f"retry: {error}"
    after = wait(row.tries, timedelta(seconds=seconds), _spread(row))
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
    points = await scene.work.contact_points.find(account_id=scene.account.id, channel=row.channel)
    if isinstance(error, Blocked):
        await shut_out(scene, row.channel, TOLD_BY_PROVIDER)
    elif isinstance(error, Unreachable):
        for point in points:
            point.unreachable_at = point.unreachable_at or scene.now
        scene.log("address_unreachable", channel=row.channel, reason=str(error))
    elif isinstance(error, Halted):
        await _halt(scene, row, error)


async def _halt(scene: Scene, row: Outbound, error: Halted) -> None:
    """Nothing more of this kind on this channel, till an administrator ends the halt."""
    scope = halt_scope(row)
    if scope is None:
        return
    halt = Halt(
        channel=row.channel,
        scope=scope,
        reason=str(error),
        error_code=row.error_code,
        at=scene.now,
    )
    if await scene.work.halts.add_once(halt):
        scene.log("halted", channel=row.channel, scope=halt.scope, reason=halt.reason)


async def _ends(scene: Scene, row: Outbound, state: State, error: ChannelError) -> None:
    row.status, row.reason = state, f"{type(error).__name__}: {error}"
    kind = "message_dead" if state is State.DEAD else "message_failed"
    scene.log(kind, channel=row.channel, reason=row.reason, key=row.key)
    if row.key == OPENER:
        await _opener_ended(scene, row)
    elif row.kind in PROACTIVE:
        await fall_over(scene, row)


async def fall_over(scene: Scene, row: Outbound) -> bool:
    """The same message on the next channel that is open; False when there is none."""
    channel = await next_channel(scene, row)
    if channel is None:
        return False
    again = Outbound(
        conversation_id=row.conversation_id,
        channel=channel,
        kind=row.kind,
        turn=f"{row.turn}>{channel}",
        text=_said_on(scene, row, channel),
        key=row.key,
        facts=row.facts,
        buttons=row.buttons,
        inbound_id=row.inbound_id,
        author=row.author,
        instead_of=row.id,
        created_at=scene.now,
    )
    if await scene.work.outbox.add_once(again):
        scene.log("fell_over", key=row.key, gone_from=row.channel, to=channel)
        await queue_delivery(scene.work, scene.conversation)
    return True


def _said_on(scene: Scene, row: Outbound, channel: str) -> str:
    """The same words as they are said on another channel, with how to opt out where that stood."""
    if row.key is None:
        return row.text
    text = rendered(scene, row.key, row.facts, channel, row.buttons)
    hinted = row.text.endswith(stop_hint(scene, row.channel))
    return f"{text} {stop_hint(scene, channel)}" if hinted else text


async def _opener_ended(scene: Scene, opener: Outbound) -> None:
    """Nobody is asked, so nobody will answer: what waited for that takes another channel."""
    held = await scene.work.outbox.find(
        conversation_id=opener.conversation_id,
        channel=opener.channel,
        status=State.HELD,
        reason=WAITS_FOR_WORD,
    )
    for row in held:
        if row.kind in PROACTIVE and await fall_over(scene, row):
            row.status, row.reason = State.REFUSED, "the opener did not arrive"
