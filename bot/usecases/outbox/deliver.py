"""Everything that waits in the outbox goes to the person, or does not, with the reason kept.

Each message passes the door first (door.py).

A message is marked before it is handed over. If we die before the provider's answer is kept, the
provider is asked whether it took the message before anything is sent again; one that cannot be
asked leaves it unknown, for a person to judge: nobody reads the same message twice.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.delivery import State
from bot.usecases.outbox.compose import queue_delivery
from bot.usecases.outbox.door import at_the_door
from bot.usecases.outbox.sending_failed import PROACTIVE, sending_failed
from bot.usecases.outbox.templates import template_of
from bot.usecases.ports import Tools
from bot.usecases.records import ContactPoint, Outbound
from bot.usecases.scene import Scene
from channels.errors import ChannelError, Rejected, RetryLater, Unsure
from channels.message import Button, DeliveryStatus, OutboundMessage, Receipt

OPEN = (State.QUEUED, State.SENDING)
SETTLES = timedelta(seconds=30)
"""So long a provider may need till a message that it took can be found (a choice of ours)."""
ASK_AGAIN_SECONDS = 10
ASKED_FOR = timedelta(hours=1)
"""So long a provider that does not answer is asked about a message (a choice of ours)."""
EARLIER = timedelta(minutes=1)
"""The provider's clock may be behind ours."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A message to hand over; with `since`, one that may have left then, to be asked about."""

    row_id: int
    message: OutboundMessage
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the channel answered: a receipt, an error, or that it never took the message.

    `asked`: it was asked about the message, and not given it.
    """

    row_id: int
    answer: Receipt | ChannelError | None
    asked: bool = False


async def deliver(tools: Tools, conversation_id: uuid.UUID) -> None:
    """Send what waits in this conversation, in order; stop at a message that has to wait."""
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


async def _next(tools: Tools, conversation_id: uuid.UUID, outcome: Outcome | None) -> Ready | None:
    """Keep what became of the message before, and give the next one that passes the door, in the
    same transaction. None: nothing waits, or what waits has to wait longer."""
    async with tools.open_work() as work:
        scene = await Scene.open(work, tools, conversation_id)
        goes_on = outcome is None or await _keep(scene, outcome)
        ready = await _first(scene) if goes_on else None
        await work.commit()
        return ready


async def _first(scene: Scene) -> Ready | None:
    while (row := await _waiting(scene)) is not None and row.id is not None:
        point = await scene.work.contact_points.get(
            account_id=scene.account.id, channel=row.channel
        )
        if row.status == State.SENDING and point is not None and row.tried_at is not None:
            return Ready(row.id, _message(scene, row, point), row.tried_at)
        if await at_the_door(scene, row, point) and point is not None:
            row.status, row.tried_at, row.tries = State.SENDING, scene.now, row.tries + 1
            row.not_before, row.reason = None, None
            return Ready(row.id, _message(scene, row, point))
        await scene.work.flush()
    return None


async def _waiting(scene: Scene) -> Outbound | None:
    """The next message in order. One of ours that has to wait lets answers pass; an answer that
    has to wait keeps its place."""
    rows = await scene.work.outbox.find(conversation_id=scene.conversation.id, status=OPEN)
    for row in rows:
        if row.not_before is None or row.not_before <= scene.now:
            return row
        if row.kind not in PROACTIVE:
            return None
    return None


def _message(scene: Scene, row: Outbound, point: ContactPoint) -> OutboundMessage:
    return OutboundMessage(
        idempotency_key=str(row.id),
        channel=row.channel,
        address=point.address,
        text=row.text,
        buttons=tuple(Button(b["token"], b["label"]) for b in row.buttons),
        template=template_of(scene, row),
        attempt=max(row.tries, 1),
    )


async def _keep(scene: Scene, outcome: Outcome) -> bool:
    """Keep what the channel answered; False when the conversation has to wait now."""
    row = await _row(scene, outcome.row_id)
    answer = outcome.answer
    if row.status != State.SENDING:
        return True  # news of it came before the answer
    if answer is None:
        return await _not_taken(scene, row)
    if isinstance(answer, Receipt):
        return await _taken(scene, row, answer)
    if isinstance(answer, Unsure):
        return await _in_doubt(scene, row, answer)
    return await (_not_told if outcome.asked else _failed)(scene, row, answer)


async def _taken(scene: Scene, row: Outbound, receipt: Receipt) -> bool:
    """What was found may have failed, or its try before: this one gets its time to be seen."""
    if receipt.status is not DeliveryStatus.FAILED:
        row.status, row.sent_at = State(receipt.status), scene.now
        row.provider_id, row.segments, row.reason = receipt.provider_id, receipt.segments, None
        await scene.work.flush()
        return True
    if _may_yet_show(scene, row):
        await queue_delivery(scene.work, scene.conversation, after_seconds=ASK_AGAIN_SECONDS)
        return False
    row.provider_id = receipt.provider_id
    return await _failed(scene, row, receipt.error or Rejected("the provider gives no reason"))


async def _failed(scene: Scene, row: Outbound, error: ChannelError) -> bool:
    await sending_failed(scene, row, error)
    await scene.work.flush()
    return row.not_before is None or row.not_before <= scene.now


def _may_yet_show(scene: Scene, row: Outbound) -> bool:
    """Is the try so young that the provider may have it and not know it yet?"""
    return row.tried_at is not None and row.tried_at + SETTLES > scene.now


async def _in_doubt(scene: Scene, row: Outbound, error: Unsure) -> bool:
    """It may have left. The first time the provider is asked, a little later; if it cannot be
    asked, the message is left to a person."""
    if row.reason is None:
        row.reason = f"in doubt: {error}"
        await queue_delivery(scene.work, scene.conversation, after_seconds=ASK_AGAIN_SECONDS)
        return False
    row.status, row.reason = State.UNKNOWN, f"may have arrived: {error}"
    scene.log("message_unknown", channel=row.channel, key=row.key)
    await scene.work.flush()
    return True


async def _not_told(scene: Scene, row: Outbound, error: ChannelError) -> bool:
    """The provider does not answer our question either: it is asked again, and nothing is sent.
    After a time the message is left to a person, so that those behind it may leave."""
    if row.tried_at is not None and row.tried_at + ASKED_FOR <= scene.now:
        row.status, row.reason = State.UNKNOWN, f"may have arrived: {error}"
        scene.log("message_unknown", channel=row.channel, key=row.key)
        await scene.work.flush()
        return True
    seconds = error.after_seconds if isinstance(error, RetryLater) else ASK_AGAIN_SECONDS
    await queue_delivery(
        scene.work, scene.conversation, after_seconds=max(seconds, ASK_AGAIN_SECONDS)
    )
    return False


async def _not_taken(scene: Scene, row: Outbound) -> bool:
    """The provider knows nothing of it. Once it would have to know, it may be sent again."""
    if _may_yet_show(scene, row):
        await queue_delivery(scene.work, scene.conversation, after_seconds=ASK_AGAIN_SECONDS)
        return False
    row.status, row.reason = State.QUEUED, None
    await scene.work.flush()
    return True


async def _row(scene: Scene, row_id: int) -> Outbound:
    row = await scene.work.outbox.get(id=row_id)
    if row is None:
        raise LookupError(f"message {row_id} is not in the outbox")
    return row
