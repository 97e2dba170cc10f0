"""Everything that waits in the outbox goes to the person, or does not, with the reason kept.

Each message passes the door first (door.py). It is marked before it is handed over; what the
provider answered, or did not answer, is kept afterwards (outcome.py).

Order holds on each channel by itself: a channel that is down holds up nothing on another one, and
help in danger and the confirmation of a "stop" wait for nothing.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.rules.contact import PROACTIVE, MessageKind
from bot.rules.delivery import State
from bot.usecases.outbox.door import at_the_door
from bot.usecases.outbox.halts import BUTTONS, is_halted
from bot.usecases.outbox.introduction import ended_unread
from bot.usecases.outbox.outcome import Outcome, Ready, keep
from bot.usecases.outbox.templates import template_of
from bot.usecases.ports import Tools, Work
from bot.usecases.records import ContactPoint, Outbound
from bot.usecases.scene import Scene
from channels.errors import ChannelError, Unsure
from channels.message import Button, OutboundMessage, with_choices

log = structlog.get_logger()

OPEN = (State.QUEUED, State.SENDING)
EARLIER = timedelta(minutes=1)
"""The provider's clock may be behind ours."""
MOST_OTHERS = 200
"""So many of a person's last messages on a channel are told apart from one in doubt."""
AT_ONCE = (MessageKind.SAFETY, MessageKind.CONFIRMATION)
"""Kinds that wait behind nothing."""


async def deliver(tools: Tools, conversation_id: uuid.UUID) -> None:
    """Send what waits in this conversation, in order on each channel."""
    outcome: Outcome | None = None
    while True:
        ready = await _next(tools, conversation_id, outcome)
        if ready is None:
            return
        outcome = await _handed_over(tools, ready)


async def _handed_over(tools: Tools, ready: Ready) -> Outcome:
    channel, asked = tools.channels[ready.message.channel], ready.since is not None
    try:
        if ready.since is None:
            return Outcome(ready.row_id, await channel.send(ready.message))
        found = await channel.find(ready.message, ready.since - EARLIER)
        return Outcome(ready.row_id, found, asked)
    except ChannelError as error:
        return Outcome(ready.row_id, error, asked)
    except Exception as error:  # a defect of ours: nobody can say whether the message left
        log.exception("channel_broke", channel=ready.message.channel, message=ready.row_id)
        return Outcome(ready.row_id, Unsure(f"the channel broke: {type(error).__name__}"), asked)


async def _next(tools: Tools, conversation_id: uuid.UUID, outcome: Outcome | None) -> Ready | None:
    """Keep what became of the message before, and give the next one that passes the door, in the
    same transaction. None: nothing waits, or what waits has to wait longer."""
    async with tools.open_work() as work:
        if outcome is None and not await _anything_open(work, conversation_id):
            return None
        scene = await Scene.open(work, tools, conversation_id)
        if outcome is not None:
            await keep(scene, outcome)
        ready = await _first(scene)
        await work.commit()
        return ready


async def _anything_open(work: Work, conversation_id: uuid.UUID) -> bool:
    """Asked without a lock, so that a job that comes after the work was done costs little."""
    return bool(await work.outbox.find(conversation_id=conversation_id, status=OPEN, limit=1))


async def _first(scene: Scene) -> Ready | None:
    while (row := await _waiting(scene)) is not None and row.id is not None:
        point = scene.point_on(row.channel)
        if row.status == State.SENDING:
            if (ready := await _to_ask(scene, row, point)) is not None:
                return ready
        elif await at_the_door(scene, row, point) and point is not None:
            row.status, row.tried_at, row.tries = State.SENDING, scene.now, row.tries + 1
            row.not_before, row.reason = None, None
            row.address = point.address
            return Ready(row.id, await _as_shown(scene, _message(scene, row, point)))
        elif row.status == State.REFUSED:
            await ended_unread(scene, row)
        await scene.work.flush()
    return None


async def _waiting(scene: Scene) -> Outbound | None:
    """The next message that may leave now. An answer that has to wait keeps its place on its
    channel; one of ours that has to wait lets answers pass."""
    rows = await scene.work.outbox.find(conversation_id=scene.conversation.id, status=OPEN)
    shut: set[str] = set()
    for row in rows:
        behind = row.channel in shut and row.kind not in AT_ONCE
        if not behind and (row.not_before is None or row.not_before <= scene.now):
            return row
        if row.kind not in PROACTIVE:
            shut.add(row.channel)
    return None


async def _to_ask(scene: Scene, row: Outbound, point: ContactPoint | None) -> Ready | None:
    """It may have left: the provider is asked. Where nobody can be asked any more, it is left to a
    person."""
    if point is None or row.tried_at is None or row.channel not in scene.tools.channels:
        row.status, row.reason = State.UNKNOWN, "may have arrived: the channel is gone"
        scene.alarm("message_unknown", row, row.reason)
        return None
    message = replace(_message(scene, row, point), not_these=await _others(scene, row))
    return Ready(row.id or 0, message, row.tried_at)


async def _others(scene: Scene, row: Outbound) -> frozenset[str]:
    """The provider's numbers of the other messages on this channel: none of them is this one."""
    rows = await scene.work.outbox.find(
        conversation_id=scene.conversation.id, channel=row.channel, newest=True, limit=MOST_OTHERS
    )
    return frozenset(r.provider_id for r in rows if r.id != row.id and r.provider_id)


async def _as_shown(scene: Scene, message: OutboundMessage) -> OutboundMessage:
    """The choices as numbered lines where the provider no longer shows our buttons."""
    if not message.buttons or not await is_halted(scene, message.channel, BUTTONS):
        return message
    labels = (button.label for button in message.buttons)
    return replace(message, text=with_choices(message.text, labels), buttons=())


def _message(scene: Scene, row: Outbound, point: ContactPoint) -> OutboundMessage:
    return OutboundMessage(
        idempotency_key=str(row.id),
        channel=row.channel,
        address=row.address or point.address,
        text=row.text,
        buttons=tuple(Button(b["token"], b["label"]) for b in row.buttons),
        template=template_of(scene, row),
        attempt=max(row.tries, 1),
        parts=tuple(row.parts),
    )
