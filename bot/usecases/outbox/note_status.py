"""What became of a message? News comes late, twice, in any order, and before our own receipt."""

from __future__ import annotations

import re

from bot.rules.delivery import GONE, IN_DOUBT, State, moves_on
from bot.usecases.outbox.sending_failed import sending_failed
from bot.usecases.ports import Tools, Work
from bot.usecases.records import Outbound
from bot.usecases.scene import Scene
from channels.errors import Rejected
from channels.message import DeliveryStatus, StatusUpdate

OUR_KEY = re.compile("[0-9]{1,18}")
"""The number of a message of ours: any of so many digits fits the database's BIGINT."""


async def note_status(tools: Tools, update: StatusUpdate) -> bool:
    """Keep the news; a message only moves forward. False when we know no such message."""
    async with tools.open_work() as work:
        found = await _find(work, update)
        if found is None or found.id is None:
            return False
        scene = await Scene.open(work, tools, found.conversation_id)
        row = await work.outbox.get(id=found.id)
        if row is None:
            return False
        if _counts(row, update):
            row.provider_id = update.provider_id
            row.segments = update.segments or row.segments
            if moves_on(row.status, update.status):
                await _move(scene, row, update)
        await work.commit()
        return True


async def _find(work: Work, update: StatusUpdate) -> Outbound | None:
    """By our own key, which the provider hands back; else by its number for the message."""
    if update.key is not None and OUR_KEY.fullmatch(update.key):
        row = await work.outbox.get(id=int(update.key), channel=update.channel)
        if row is not None:
            return row
    return await work.outbox.get(provider_id=update.provider_id, channel=update.channel)


def _counts(row: Outbound, update: StatusUpdate) -> bool:
    """A message may be tried again under a new number. That an earlier try arrived counts as long
    as no other one did: then nothing is sent any more. That it failed does not."""
    if row.status in GONE:
        return row.provider_id == update.provider_id
    this_try = update.attempt is None or update.attempt == max(row.tries, 1)
    if this_try and row.status in IN_DOUBT:
        return True
    if update.status is DeliveryStatus.SENT:
        return row.provider_id != update.provider_id  # else its failure is known, and this is late
    return update.status is not DeliveryStatus.FAILED


async def _move(scene: Scene, row: Outbound, update: StatusUpdate) -> None:
    row.status_at = scene.now
    if update.status is DeliveryStatus.FAILED:
        error = update.error or Rejected("the provider gives no reason")
        await sending_failed(scene, row, error, update.code)
        return
    row.status, row.reason, row.error_code, row.not_before = State(update.status), None, None, None
    row.sent_at = row.sent_at or scene.now
