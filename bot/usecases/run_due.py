"""Time has passed: what fell due meanwhile? Promises end, held messages stand at the door."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.rules.holds import HoldReason
from bot.rules.promise import PromiseState, last_day
from bot.usecases.compose import queue_delivery
from bot.usecases.ports import Tools, Work
from bot.usecases.receive_message import queue_turns
from bot.usecases.records import Promise
from bot.usecases.scene import Scene

OVERDUE = timedelta(seconds=30)
"""A message that waits longer than this without a job gets a new one."""


async def run_due(tools: Tools) -> None:
    """Do everything that is due now. Any number of times, on any number of machines."""
    async with tools.open_work() as work:
        promises = await work.promises.find(state=PromiseState.OPEN)
        ids = [promise.account_id for promise in promises]
        await release_held(work)
        await work.commit()
    for account_id in dict.fromkeys(ids):
        await _judge_promises(tools, account_id)


async def release_held(work: Work) -> None:
    """Messages whose time has come stand at the door again."""
    for row in await work.outbox.find(status="held"):
        if row.not_before is None or row.not_before > work.now:
            continue
        row.status = "queued"
        thread = await work.conversations.get(id=row.conversation_id)
        if thread is not None:
            await queue_delivery(work, thread)


async def _judge_promises(tools: Tools, account_id: object) -> None:
    async with tools.open_work() as work:
        thread = await work.conversations.get(account_id=account_id)
        if thread is None:
            return
        scene = await Scene.open(work, tools, thread.id)
        for promise in await work.promises.find(account_id=account_id, state=PromiseState.OPEN):
            if scene.today > last_day(promise.day, scene.policy.promise):
                await _broken(scene, promise)
        await work.commit()


async def _broken(scene: Scene, promise: Promise) -> None:
    promise.state = PromiseState.BROKEN
    for hold in await scene.work.holds.find(
        account_id=scene.account.id, reason=HoldReason.PROMISE, ended_at=None
    ):
        hold.ended_at = scene.now
    scene.log("promise_broken", day=promise.day.isoformat())


async def rescue(tools: Tools, *, waiting_since: datetime | None = None) -> int:
    """Queue again what waits without a job, for instance after a crash. Answers how many."""
    async with tools.open_work() as work:
        limit = waiting_since or work.now - OVERDUE
        waiting = [r for r in await work.inbox.find(processed_at=None) if r.received_at < limit]
        unsent = [
            r for r in await work.outbox.find(status=("queued", "sending")) if r.created_at < limit
        ]
        for conversation_id in {r.conversation_id for r in waiting}:
            thread = await work.conversations.get(id=conversation_id)
            if thread is not None:
                await queue_turns(work, thread, after_seconds=1)
        for conversation_id in {r.conversation_id for r in unsent}:
            thread = await work.conversations.get(id=conversation_id)
            if thread is not None:
                await queue_delivery(work, thread, after_seconds=1)
        await work.commit()
        return len(waiting) + len(unsent)
