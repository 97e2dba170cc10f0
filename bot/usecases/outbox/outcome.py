"""A message was handed over, or asked about: what is kept of the answer, and what follows?

If we die before the provider's answer is kept, the provider is asked whether it took the message
before anything is sent again; one that cannot be asked leaves it unknown, for a person to judge:
nobody reads the same message twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.delivery import State
from bot.usecases.outbox.compose import queue_delivery
from bot.usecases.outbox.sending_failed import sending_failed
from bot.usecases.outbox.tries import asked_in_vain
from bot.usecases.records import Outbound
from bot.usecases.scene import Scene
from channels.errors import Busy, ChannelError, Rejected, RetryLater, Unsure
from channels.message import DeliveryStatus, OutboundMessage, Receipt

SETTLES = timedelta(seconds=30)
"""So long a provider may need till a message that it took can be found (a choice of ours)."""
ASK_AGAIN_SECONDS = 10
ASKED_FOR = timedelta(hours=1)
"""So long a provider that does not answer is asked about a message (a choice of ours)."""
LAST_QUESTIONS = 3
"""So often it is asked after that: behind a backlog of ours nobody may have asked before."""


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


async def keep(scene: Scene, outcome: Outcome) -> None:
    """Keep what the channel answered. LookupError when there is no such message."""
    row, answer = await _row(scene, outcome.row_id), outcome.answer
    if isinstance(answer, ChannelError) and answer.parts:
        row.parts = list(answer.parts)
    if row.status != State.SENDING:
        _too_late(row, answer)
    elif answer is None:
        await _not_taken(scene, row)
    elif isinstance(answer, Receipt):
        await _taken(scene, row, answer)
    elif isinstance(answer, Unsure):
        await _in_doubt(scene, row, answer)
    elif outcome.asked:
        await _not_told(scene, row, answer)
    elif isinstance(answer, Busy):
        await _not_handed_over(scene, row, answer)
    else:
        await sending_failed(scene, row, answer)
    await scene.work.flush()


async def _row(scene: Scene, row_id: int) -> Outbound:
    row = await scene.work.outbox.get(id=row_id)
    if row is None:
        raise LookupError(f"message {row_id} is not in the outbox")
    return row


def _too_late(row: Outbound, answer: Receipt | ChannelError | None) -> None:
    """News of it came before the answer, which is left to tell what it costs."""
    if isinstance(answer, Receipt) and answer.provider_id == row.provider_id:
        row.segments = row.segments or answer.segments


async def _taken(scene: Scene, row: Outbound, receipt: Receipt) -> None:
    """What was found may have failed, or its try before: this one gets its time to be seen."""
    if receipt.status is not DeliveryStatus.FAILED:
        row.status, row.sent_at = State(receipt.status), scene.now
        row.provider_id, row.segments = receipt.provider_id, receipt.segments
        row.reason, row.error_code = None, None
    elif _may_yet_show(scene, row):
        await _ask_again(scene, row)
    else:
        row.provider_id = receipt.provider_id
        error = receipt.error or Rejected("the provider gives no reason")
        await sending_failed(scene, row, error)


def _may_yet_show(scene: Scene, row: Outbound) -> bool:
    """Is the try so young that the provider may have it and not know it yet?"""
    return row.tried_at is not None and row.tried_at + SETTLES > scene.now


async def _in_doubt(scene: Scene, row: Outbound, error: Unsure) -> None:
    """It may have left. The first time the provider is asked, a little later; if it cannot be
    asked, the message is left to a person."""
    row.error_code = error.code or row.error_code
    if row.reason is None:
        row.reason = f"in doubt: {error}"
        await _ask_again(scene, row)
    else:
        _unknown(scene, row, error)


async def _not_told(scene: Scene, row: Outbound, error: ChannelError) -> None:
    """The provider does not answer our question either: it is asked again, and nothing is sent.
    After a time, and the last questions, the message is left to a person, so that those behind it
    may leave."""
    late = row.tried_at is not None and row.tried_at + ASKED_FOR <= scene.now
    if late and await asked_in_vain(scene, row) >= LAST_QUESTIONS:
        _unknown(scene, row, error)
        return
    await _ask_again(scene, row, error.after_seconds if isinstance(error, RetryLater) else 0)


async def _not_taken(scene: Scene, row: Outbound) -> None:
    """The provider knows nothing of it. Once it would have to know, it may be sent again, like
    anything that failed: later each time, and not for ever."""
    if _may_yet_show(scene, row):
        await _ask_again(scene, row)
        return
    await sending_failed(scene, row, RetryLater("the provider never took it", 0))
    if row.not_before is not None and row.tried_at is not None:
        row.not_before -= scene.now - row.tried_at  # it waited while the provider was asked


async def _not_handed_over(scene: Scene, row: Outbound, busy: Busy) -> None:
    """Our own pace: it stands at the door again when its time comes, and no try was made."""
    row.status, row.tries, row.tried_at = State.QUEUED, row.tries - 1, None
    row.not_before = scene.now + timedelta(seconds=busy.after_seconds)
    await queue_delivery(scene.work, scene.conversation, after_seconds=busy.after_seconds)


async def _ask_again(scene: Scene, row: Outbound, seconds: int = 0) -> None:
    wait = max(seconds, ASK_AGAIN_SECONDS)
    row.not_before = scene.now + timedelta(seconds=wait)
    await queue_delivery(scene.work, scene.conversation, after_seconds=wait)


def _unknown(scene: Scene, row: Outbound, error: ChannelError) -> None:
    row.status, row.reason = State.UNKNOWN, f"may have arrived: {error}"
    row.not_before = None
    scene.alarm("message_unknown", row, row.reason)
