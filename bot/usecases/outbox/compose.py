"""How does an answer become messages? Rendered, put into the outbox once, queued for delivery."""

from __future__ import annotations

import re
import secrets
from typing import Any

from bot.rules.contact import MessageKind
from bot.usecases.answer import Answer
from bot.usecases.outbox.introduction import hint_at, introduced
from bot.usecases.outbox.render import render, with_hint
from bot.usecases.outbox.turns import numbered
from bot.usecases.ports import Say, Work
from bot.usecases.records import Conversation, Inbound, Outbound
from bot.usecases.scene import Scene

DELIVER = "deliver"
TOKEN_BYTES = 12
OUR_MARK = "gf_"
"""Begins every token of a button, so that ours are told from those that others make."""
_TOKEN = re.compile(OUR_MARK + r"[A-Za-z0-9_-]{16}")


async def compose(
    scene: Scene,
    says: list[Say],
    *,
    turn: str,
    channel: str,
    kind: MessageKind = MessageKind.REPLY,
    inbound_id: int | None = None,
    author: str = "bot",
) -> list[Outbound]:
    """Put messages into the outbox; `turn` with a number makes each unique, so none comes twice.

    The first message ever says that an automated assistant writes and how to stop it, and every
    contact that we begin says how to stop it.
    """
    was_introduced = scene.conversation.introduced_at is not None
    says = introduced(scene, says, kind)
    hinted = hint_at(scene, says, kind, was_introduced=was_introduced)
    rows = []
    for position, message in enumerate(says):
        row = _written(scene, message, channel, kind, hints=position == hinted)
        row.turn, row.inbound_id, row.author = numbered(turn, position), inbound_id, author
        if await scene.work.outbox.add_once(row):
            rows.append(row)
    if rows:
        await queue_delivery(scene.work, scene.conversation)
    return rows


def _written(
    scene: Scene, message: Say, channel: str, kind: MessageKind, *, hints: bool
) -> Outbound:
    facts = dict(message.facts)
    buttons = [_button(scene, b, channel) for b in facts.pop("buttons", [])]
    facts = with_hint(facts) if hints else facts
    return Outbound(
        conversation_id=scene.conversation.id,
        channel=channel,
        address=scene.address_on(channel),
        kind=kind,
        turn="",
        text=render(scene, message.key, facts, channel, buttons=buttons),
        key=message.key,
        facts=facts,
        buttons=buttons,
        created_at=scene.now,
    )


def is_token(text: str) -> bool:
    """Does this look like the token of one of our buttons, of whichever conversation?"""
    return _TOKEN.fullmatch(text) is not None


def _button(scene: Scene, button: dict[str, Any], channel: str) -> dict[str, Any]:
    """The button with a token of its own; one that was shown before is the same choice still."""
    if "token" in button:
        return button
    label = button["label"]
    return {
        "token": OUR_MARK + secrets.token_urlsafe(TOKEN_BYTES),
        "label": render(scene, label["key"], label["facts"], channel),
        "intent": button["intent"],
        "entities": button["entities"],
    }


async def reply(
    scene: Scene, row: Inbound, answer: Answer, *, kind: MessageKind = MessageKind.REPLY
) -> None:
    """Answer a message on the channel that it came from, once for each kind."""
    await compose(
        scene,
        list(answer.says),
        turn=f"in:{row.id}:{kind}",
        channel=row.channel,
        kind=kind,
        inbound_id=row.id,
    )


async def queue_delivery(work: Work, conversation: Conversation, *, after_seconds: int = 0) -> None:
    """Queue the delivery of what waits in the outbox; one job at a time, so order holds."""
    await work.defer(
        DELIVER,
        lock=f"deliver:{conversation.id}",
        after_seconds=after_seconds,
        conversation=str(conversation.id),
    )
