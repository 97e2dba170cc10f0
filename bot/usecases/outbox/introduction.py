"""Who writes, and how to stop it: the first thing that a person ever reads from us.

It counts as said once it is on its way. If it ends without having arrived, on any channel, the next
message says it again.
"""

from __future__ import annotations

from bot.rules.contact import MessageKind
from bot.usecases.answer import say
from bot.usecases.outbox.render import has_hint
from bot.usecases.ports import Say
from bot.usecases.records import Outbound
from bot.usecases.scene import Scene

INTRODUCES_ITSELF = frozenset({"utter_greet", "utter_ask_bot", "utter_ask_who"})
"""Keys that already say that an automated assistant writes."""


def introduced(scene: Scene, says: list[Say], kind: MessageKind) -> list[Say]:
    """With the disclosure in front when nothing was ever said in this conversation."""
    if not says or scene.conversation.introduced_at or kind is MessageKind.CONFIRMATION:
        return says
    scene.conversation.introduced_at = scene.now
    if kind is MessageKind.SAFETY or says[0].key in INTRODUCES_ITSELF:
        return says
    return [say("disclosure"), *says]


def needs_hint(kind: MessageKind) -> bool:
    """Does the first message of this kind say how to opt out? Not in danger, not when stopping."""
    return kind not in (MessageKind.SAFETY, MessageKind.CONFIRMATION)


async def ended_unread(scene: Scene, row: Outbound) -> None:
    """This message did not arrive, and will not. If it was our introduction, and no other channel
    took it, we have not introduced ourselves."""
    if has_hint(row.facts) and await scene.work.outbox.get(instead_of=row.id) is None:
        scene.conversation.introduced_at = None
