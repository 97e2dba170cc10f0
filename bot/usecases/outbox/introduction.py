"""Who writes, and how to stop it: the first thing that a person ever reads from us.

How to stop it is said again with every contact that we begin. Help in danger, the confirmation of
a stop and an agent's own words introduce nobody: what comes after them does.

It counts as said once it is on its way. If it ends without having arrived, on any channel, the next
message says it again.
"""

from __future__ import annotations

from typing import Final

from bot.rules.contact import PROACTIVE, MessageKind
from bot.usecases.answer import say
from bot.usecases.outbox.render import has_hint
from bot.usecases.ports import Say
from bot.usecases.records import Outbound
from bot.usecases.scene import Scene

INTRODUCES_ITSELF = frozenset({"utter_greet", "utter_ask_bot", "utter_ask_who"})
"""Keys that already say that an automated assistant writes."""
DISCLOSURE: Final = "disclosure"
INTRODUCE_NOBODY: Final = (MessageKind.CONFIRMATION, MessageKind.SAFETY, MessageKind.AGENT)


def introduced(scene: Scene, says: list[Say], kind: MessageKind) -> list[Say]:
    """With the disclosure in front when nothing was ever said in this conversation."""
    if not says or scene.conversation.introduced_at or kind in INTRODUCE_NOBODY:
        return says
    scene.conversation.introduced_at = scene.now
    return says if says[0].key in INTRODUCES_ITSELF else [say(DISCLOSURE), *says]


def hint_at(
    scene: Scene, says: list[Say], kind: MessageKind, *, was_introduced: bool
) -> int | None:
    """The place of the message that says how to opt out; None when none has to. Sources: Reg F
    1006.6(e), for each message that we begin; 47 CFR 64.1200(a)(10)."""
    if not was_introduced and scene.conversation.introduced_at is not None:
        return 0
    return len(says) - 1 if kind in PROACTIVE else None


async def ended_unread(scene: Scene, row: Outbound) -> None:
    """This message did not arrive, and will not. If it was our introduction, and no other channel
    took it, we have not introduced ourselves."""
    introduces = row.key in (*INTRODUCES_ITSELF, f"utter_{DISCLOSURE}") and has_hint(row.facts)
    if introduces and await scene.work.outbox.get(instead_of=row.id) is None:
        scene.conversation.introduced_at = None
