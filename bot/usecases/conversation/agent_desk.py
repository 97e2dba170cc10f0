"""A person on our side takes a thread, speaks in it, and gives it back."""

from __future__ import annotations

import uuid

from bot.rules.contact import MessageKind
from bot.rules.ownership import IllegalTransition, Owner, OwnerEvent, Speaker, after, may_speak
from bot.usecases.answer import say
from bot.usecases.conversation.receive_message import storable
from bot.usecases.outbox.compose import compose, queue_delivery
from bot.usecases.ports import Say, Tools
from bot.usecases.records import Outbound
from bot.usecases.scene import Scene


class NotAllowed(Exception):
    """The agent cannot do this now; the message says why."""


async def take_over(tools: Tools, conversation_id: uuid.UUID, agent: str) -> None:
    """The agent takes the thread: the bot falls silent, and the person is told who is there."""
    async with tools.open_work() as work:
        scene = await Scene.open(work, tools, conversation_id)
        thread = scene.conversation
        if thread.owner == Owner.AGENT:
            if thread.agent != agent:
                raise NotAllowed(f"{thread.agent} has this conversation already")
            return
        thread.owner, thread.agent = after(Owner(thread.owner), OwnerEvent.CLAIM), agent
        scene.log("agent_joined", agent=agent)
        await _announce(scene, say("agent_joined", agent=agent), MessageKind.AGENT)
        await work.commit()


async def hand_back(tools: Tools, conversation_id: uuid.UUID) -> None:
    """The agent leaves: the assistant has the thread again, and the person is told."""
    async with tools.open_work() as work:
        scene = await Scene.open(work, tools, conversation_id)
        thread = scene.conversation
        try:
            thread.owner = after(Owner(thread.owner), OwnerEvent.HAND_BACK)
        except IllegalTransition:
            raise NotAllowed("the assistant has this conversation already") from None
        scene.log("agent_left", agent=thread.agent)
        thread.agent, thread.owner_reason, thread.acknowledged_at = None, None, None
        thread.misunderstandings, thread.identity_tries = 0, 0
        await _announce(scene, say("agent_left"), MessageKind.REPLY)
        await work.commit()


async def _announce(scene: Scene, message: Say, kind: MessageKind) -> None:
    channel = _channel(scene)
    turn = f"desk:{uuid.uuid4()}"
    await compose(scene, [message], turn=turn, channel=channel, kind=kind)


async def agent_says(tools: Tools, conversation_id: uuid.UUID, agent: str, text: str) -> Outbound:
    """The agent writes; the message takes the same door as every other one."""
    text = storable(text).strip()
    if not text:
        raise NotAllowed("there is nothing to send: write a text")
    async with tools.open_work() as work:
        scene = await Scene.open(work, tools, conversation_id)
        thread = scene.conversation
        if not may_speak(Owner(thread.owner), Speaker.AGENT) or thread.agent != agent:
            raise NotAllowed("claim the conversation before writing in it")
        channel = _channel(scene)
        row = Outbound(
            conversation_id=thread.id,
            channel=channel,
            address=scene.address_on(channel),
            kind=MessageKind.AGENT,
            turn=f"desk:{uuid.uuid4()}",
            text=text,
            author=f"agent:{agent}",
            created_at=scene.now,
        )
        work.outbox.add(row)
        await queue_delivery(work, thread)
        await work.commit()
        return row


def _channel(scene: Scene) -> str:
    if scene.channel is None:
        raise NotAllowed("this person has no channel to write to")
    return scene.channel
