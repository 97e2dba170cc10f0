"""What became of a message? News comes late, twice, in any order, and before our own receipt."""

from __future__ import annotations

import re
from datetime import datetime

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
        if found is None:
            return False
        if not _changes(found, update):
            return True  # most news tells what we know: no lock is waited for
        if update.status is DeliveryStatus.FAILED:
            scene = await Scene.open(work, tools, found.conversation_id)
            row = await work.outbox.get(id=found.id)
            if row is not None and _changes(row, update):
                await _failed(scene, row, update)
        else:
            await work.lock(found.conversation_id)
            row = await work.outbox.get(id=found.id)
            if row is not None and _changes(row, update):
                _came_on(row, update, work.now)
        await work.commit()
        return True


def _changes(row: Outbound, update: StatusUpdate) -> bool:
    """Does the news tell anything that is not known?"""
    told = (update.provider_id, update.segments or row.segments)
    return _counts(row, update) and (
        moves_on(row.status, update.status) or told != (row.provider_id, row.segments)
    )


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


async def _failed(scene: Scene, row: Outbound, update: StatusUpdate) -> None:
    _keep(row, update)
    if moves_on(row.status, update.status):
        row.status_at = scene.now
        error = update.error or Rejected("the provider gives no reason")
        await sending_failed(scene, row, error, update.code)


def _came_on(row: Outbound, update: StatusUpdate, now: datetime) -> None:
    _keep(row, update)
    if moves_on(row.status, update.status):
        row.status, row.status_at, row.sent_at = State(update.status), now, row.sent_at or now
        row.reason = row.error_code = row.not_before = None


def _keep(row: Outbound, update: StatusUpdate) -> None:
    row.provider_id = update.provider_id
    row.segments = update.segments or row.segments
