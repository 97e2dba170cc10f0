"""Time has passed: what fell due meanwhile? Days begin, promises end, held messages may leave."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from bot.rules.delivery import State
from bot.rules.promise import PromiseState
from bot.usecases.clock.begin_days import begin_days
from bot.usecases.conversation.receive_message import queue_turns
from bot.usecases.outbox.compose import queue_delivery
from bot.usecases.plans.follow_promise import follow_promise
from bot.usecases.ports import Tools
from bot.usecases.scene import Scene

OVERDUE = timedelta(seconds=30)
"""A message that waits longer than this without a job gets a new one."""


async def run_due(tools: Tools) -> None:
    """Do everything that is due now. Any number of times, on any number of machines."""
    async with tools.open_work() as work:
        promises = await work.promises.find(state=PromiseState.OPEN)
        tomorrow = work.now.date() + timedelta(days=1)
        ids = [promise.account_id for promise in promises if promise.day < tomorrow]
    await release_held(tools)
    for account_id in dict.fromkeys(ids):
        await _judge_promise(tools, account_id)
    await begin_days(tools)


async def release_held(tools: Tools) -> None:
    """Messages whose time has come stand at the door again: a conversation at a time, locked, since
    somebody else may release the same."""
    async with tools.open_work() as work:
        due = await work.outbox.find(status=State.HELD, due=("not_before", work.now))
    for conversation_id in dict.fromkeys(row.conversation_id for row in due):
        async with tools.open_work() as work:
            thread = await work.lock(conversation_id)
            for row in await work.outbox.find(
                conversation_id=thread.id, status=State.HELD, due=("not_before", work.now)
            ):
                row.status = State.QUEUED
            await queue_delivery(work, thread)
            await work.commit()


async def _judge_promise(tools: Tools, account_id: uuid.UUID) -> None:
    async with tools.open_work() as work:
        thread = await work.conversations.get(account_id=account_id)
        if thread is not None:
            await follow_promise(await Scene.open(work, tools, thread.id))
            await work.commit()


async def rescue(tools: Tools, *, waiting_since: datetime | None = None) -> int:
    """Queue again what waits without a job, for instance after a crash. Answers how many."""
    async with tools.open_work() as work:
        limit = waiting_since or work.now - OVERDUE
        waiting = [r for r in await work.inbox.find(processed_at=None) if r.received_at < limit]
        unsent = [
            r
            for r in await work.outbox.find(status=(State.QUEUED, State.SENDING))
            if r.created_at < limit and (r.not_before is None or r.not_before < limit)
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
