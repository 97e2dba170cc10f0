"""A turn cannot be taken: what is the person told, when is it tried again, and when given up?

Two causes, kept apart: the engine is down (tried till it is back), or the turn fails by our own
fault (given up after some tries, and a person takes it).
"""

from __future__ import annotations

import uuid

from bot.rules.contact import MessageKind
from bot.usecases.answer import Answer, say
from bot.usecases.conversation.obey import obey
from bot.usecases.conversation.receive_message import queue_turns
from bot.usecases.outbox.compose import reply
from bot.usecases.people.escalate import escalate
from bot.usecases.people.opt_out import is_opted_out
from bot.usecases.ports import Engine, EngineDown, Tools
from bot.usecases.scene import Scene

RETRY_AFTER = (5, 10, 20, 30)
"""Seconds till the engine is asked again after the first, second, ... failure in a row."""
ASK_A_PERSON_AFTER = 2
ENGINE_DOWN = "engine_down"
GIVE_UP_AFTER = 3


async def hold_turns(tools: Tools, conversation_id: uuid.UUID) -> None:
    """The engine is down: one holding line, a person after the second failure, and a new try."""
    async with tools.open_work() as work:
        scene = await Scene.open(work, tools, conversation_id)
        waiting = await work.inbox.find(conversation_id=conversation_id, processed_at=None)
        for row in waiting:
            await obey(scene, row)
        waiting = [row for row in waiting if row.processed_at is None]
        if not waiting:
            await work.commit()
            return
        told = any(row.held_at for row in waiting)
        first = waiting[0]
        first.attempts += 1
        for row in waiting:
            row.held_at = row.held_at or scene.now
        if not told and not is_opted_out(scene, first.channel):
            await reply(scene, first, Answer((say("holding"),)), kind=MessageKind.HOLDING)
        if first.attempts == ASK_A_PERSON_AFTER:
            await escalate(scene, ENGINE_DOWN)
        pause = RETRY_AFTER[min(first.attempts, len(RETRY_AFTER)) - 1]
        await queue_turns(work, scene.conversation, after_seconds=pause)
        await work.commit()


async def give_up(
    tools: Tools, conversation_id: uuid.UUID, inbound_id: int, *, at_once: bool = False
) -> bool:
    """A turn that fails by our own fault is tried again, then a person takes it, and we say so.

    True when the message is settled by that, so that the ones behind it get their turn.
    """
    async with tools.open_work() as work:
        scene = await Scene.open(work, tools, conversation_id)
        row = await work.inbox.get(id=inbound_id, processed_at=None)
        if row is None:
            return True
        row.failures += 1
        given_up = at_once or row.failures >= GIVE_UP_AFTER
        if given_up:
            await escalate(scene, "turn_failed")
            await reply(scene, row, Answer((say("sorry_person"),)))
            scene.done(row, "failed")
        else:
            await queue_turns(work, scene.conversation, after_seconds=1)
        await work.commit()
        return given_up


async def lives(engine: Engine) -> bool:
    """Does the engine answer something harmless?"""
    try:
        await engine.parse(["ok"])
    except EngineDown:
        return False
    return True
