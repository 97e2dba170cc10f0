"""It is this conversation's turn: answer each message that waits, once and in order.

Three steps, so that a turn can be interrupted anywhere: what the rails settle is settled in one
transaction; the engine is asked outside any; its answer, the dialogue's new state and the mark
that the message is done are kept in one transaction. An interrupted turn runs again from the
old state, its actions answer what they answered before, and the person sees one set of replies.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import partial

import structlog

from bot.reading.language.detect import next_language
from bot.rules.contact import MessageKind
from bot.rules.ownership import Owner, OwnerEvent, after
from bot.usecases.answer import Answer, say
from bot.usecases.conversation import rails
from bot.usecases.conversation.divide import Means
from bot.usecases.conversation.obey import obey
from bot.usecases.conversation.outage import ENGINE_DOWN, give_up, hold_turns, lives
from bot.usecases.conversation.small_talk import goes_on
from bot.usecases.conversation.speak_another import settled_by_language
from bot.usecases.conversation.take_parts import take_parts
from bot.usecases.conversation.taps import ANSWERED, Tap, settled_by_tap, tap_of
from bot.usecases.outbox.compose import compose, queue_delivery, reply
from bot.usecases.outbox.templates import let_go
from bot.usecases.people.assert_rights import keep_representative
from bot.usecases.people.opt_out import CONFIRMS
from bot.usecases.people.safety import answer_crisis, sounds_like_crisis
from bot.usecases.people.verify_identity import turn_to
from bot.usecases.ports import EngineAnswer, EngineDown, EngineTurn, Tools
from bot.usecases.records import Inbound, Outbound
from bot.usecases.scene import Scene

log = structlog.get_logger()

KINDS = {
    "utter_crisis": MessageKind.SAFETY,
    **dict.fromkeys(CONFIRMS, MessageKind.CONFIRMATION),
    "utter_wrong_person": MessageKind.CONFIRMATION,
}
"""Replies that are more than replies: they pass where others are refused."""
SPOKEN = frozenset({"audio", "voice", "video_note"})
"""Kinds of media in which somebody speaks."""
PLACE = "location"
"""The kind of media that is a place."""
SUSPECT_AFTER = 3
"""A message that failed so often, and fails again on an engine that lived a moment ago, is the
cause: it is given up, so that it cannot take the engine down for everybody."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that the engine has to answer, and the conversation as it stood."""

    inbound_id: int
    attempts: int
    turn: EngineTurn
    means: Means


async def take_turns(tools: Tools, conversation_id: uuid.UUID) -> None:
    """Answer everything that waits in this conversation; come back later if the engine is down."""
    while True:
        ready = await _settle(tools, conversation_id)
        if ready is None:
            return
        if not isinstance(ready, Ready):
            continue
        suspect = ready.attempts >= SUSPECT_AFTER and await lives(tools.engine)
        try:
            answer = await take_parts(tools.engine, ready.turn, ready.means)
            await _finish(tools, conversation_id, ready, answer)
        except EngineDown:
            if not suspect:
                await hold_turns(tools, conversation_id)
                return
            log.error("a message ends the engine", inbound=ready.inbound_id)
            await give_up(tools, conversation_id, ready.inbound_id, at_once=True)
        except Exception:
            log.exception("a turn failed", inbound=ready.inbound_id)
            if not await give_up(tools, conversation_id, ready.inbound_id):
                return


async def _settle(tools: Tools, conversation_id: uuid.UUID) -> Ready | bool | None:
    """Settle the next message without the engine if that can be; else make it ready for it.

    STOP and START come first, in their order, wherever they wait: the last word counts.
    None when nothing waits any more, True when the message was settled.
    """
    async with tools.open_work() as work:
        if not await work.inbox.find(conversation_id=conversation_id, processed_at=None, limit=1):
            return None  # no lock is taken: the job came after its work was done
        scene = await Scene.open(work, tools, conversation_id)
        waiting = await work.inbox.find(conversation_id=conversation_id, processed_at=None)
        await _heard_from(scene, {each.channel for each in waiting})
        for each in waiting:
            await obey(scene, each)
        row = next((each for each in waiting if each.processed_at is None), None)
        if row is None:
            await work.commit()
            return None
        turn_to(scene, row.channel)
        scene.conversation.owner = after(Owner(scene.conversation.owner), OwnerEvent.INBOUND)
        ready = await _take(scene, row)
        await work.commit()
        return ready


async def _take(scene: Scene, row: Inbound) -> Ready | bool:
    """True when the message is settled without the engine; else what the engine has to answer.

    What stands on a button is never read as words.
    """
    tap, last = await tap_of(scene, row), await _last_said(scene)
    if (
        await settled_by_tap(scene, row, tap)
        or (tap is None and await _settled_by_rails(scene, row))
        or await _settled_by_owner(scene, row, last, tap)
        or (tap is None and await settled_by_language(scene, row, last))
    ):
        return True
    return await _ready(scene, row, last, tap)


async def _heard_from(scene: Scene, channels: set[str]) -> None:
    """The person wrote: they can be reached there, and what waited for a word of them may leave."""
    for point in scene.points:
        if point.channel in channels:
            point.unreachable_at = None
    released = [await let_go(scene, channel) for channel in channels]
    if any(released):
        await queue_delivery(scene.work, scene.conversation)


async def _settled_by_rails(scene: Scene, row: Inbound) -> bool:
    """Nothing readable, or more than is read: said so, and kept."""
    rail = rails.rail(row.text, scene.policy, opted_out=False)
    if rail is rails.Rail.ENGINE:
        return False
    if rail is rails.Rail.EMPTY:
        answer = Answer((say(_unread(row)),))
    else:
        answer = Answer((say("too_long", limit=scene.policy.messages.inbound),))
    if Owner(scene.conversation.owner) is not Owner.AGENT:
        await reply(scene, row, answer)
    scene.done(row, rail)
    return True


def _unread(row: Inbound) -> str:
    """What to say of a message without words."""
    if not row.media:
        return "empty"
    if set(row.media) == {PLACE}:
        return "media_location"
    return "media_voice" if set(row.media) <= SPOKEN else "media_other"


async def _settled_by_owner(
    scene: Scene, row: Inbound, last: Outbound | None, tap: Tap | None
) -> bool:
    """With a person in charge the bot is silent, but for one line while the person is awaited."""
    owner = Owner(scene.conversation.owner)
    if owner is Owner.AGENT:
        scene.done(row, "for_agent")
        return True
    waits_for_person = scene.conversation.owner_reason != ENGINE_DOWN
    if owner is not Owner.WAITING or not waits_for_person:
        return False
    meant = tap.meant if tap else _means(scene, last)(row.text)
    if goes_on(scene, meant.intent if meant else None):
        return False
    if tap is None and await sounds_like_crisis(scene, row.text):
        await reply(scene, row, await answer_crisis(scene), kind=MessageKind.SAFETY)
    elif tap is None and (kept := await keep_representative(scene, row.text)) is not None:
        await reply(scene, row, kept, kind=MessageKind.HOLDING)
    elif scene.conversation.acknowledged_at is None:
        scene.conversation.acknowledged_at = scene.now
        await reply(scene, row, Answer((say("waiting"),)), kind=MessageKind.HOLDING)
    scene.done(row, "waiting_for_person")
    return True


def _language(scene: Scene, row: Inbound, last: Outbound | None) -> str:
    """The language to answer in: sticky, changed by the person's own words, never by a button."""
    if last is not None and rails.tapped(row.text, last.buttons) is not None:
        return scene.conversation.language
    wanted = next_language(scene.conversation.language, row.text)
    return wanted if wanted in ("en", "pt") else scene.conversation.language


async def _last_said(scene: Scene) -> Outbound | None:
    """What the bot said last, with the buttons that may be tapped."""
    said = await scene.work.outbox.find(
        conversation_id=scene.conversation.id, author="bot", newest=True, limit=1
    )
    return said[0] if said else None


def _means(scene: Scene, last: Outbound | None) -> Means:
    """How a text is understood that is an unmistakable answer to what was said last."""
    question = (scene.conversation.engine_state or {}).get("slots", {}).get("question")
    return partial(rails.meant, last=last, question=question)


async def _ready(scene: Scene, row: Inbound, last: Outbound | None, tap: Tap | None) -> Ready:
    if row.id is None:
        raise ValueError("a stored message has a number")
    means = _means(scene, last)
    if tap is None:
        scene.conversation.language = _language(scene, row, last)
    meant = tap.meant if tap else means(row.text)
    turn = EngineTurn(
        conversation=str(scene.conversation.id),
        message_id=str(row.id),
        text=rails.clean(tap.label if tap else row.text),
        intent=meant.intent if meant else None,
        entities=meant.entities if meant else {},
        state=scene.conversation.engine_state,
    )
    return Ready(row.id, row.attempts, turn, means)


async def _finish(
    tools: Tools, conversation_id: uuid.UUID, ready: Ready, answer: EngineAnswer
) -> None:
    """Keep the replies, the dialogue's state and the mark together; or nothing if done already, or
    if the state is not the one that the turn began with (a new chat was connected meanwhile)."""
    async with tools.open_work() as work:
        scene = await Scene.open(work, tools, conversation_id)
        row = await work.inbox.get(id=ready.inbound_id)
        if row is None or row.processed_at is not None:
            return
        thread = scene.conversation
        if thread.engine_state != ready.turn.state:
            return  # the dialogue began anew meanwhile: the message takes its turn again in it
        if thread.owner == Owner.WAITING and thread.owner_reason == ENGINE_DOWN:
            thread.owner, thread.owner_reason = Owner.BOT, None
        thread.engine_state = answer.state
        row.intent, row.confidence = answer.intent, answer.confidence
        for position, message in enumerate(answer.says):
            kind = KINDS.get(message.key, MessageKind.REPLY)
            await compose(
                scene,
                [message],
                turn=f"in:{row.id}:{position}",
                channel=row.channel,
                kind=kind,
                inbound_id=row.id,
            )
        scene.done(row, ANSWERED)
        await work.commit()
