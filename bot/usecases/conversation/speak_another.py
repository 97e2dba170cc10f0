"""The person writes in a language that is not ours: say so kindly, in both of ours, and hand over.

Danger and a wish to be left alone come first, in any language: the engine understands more
languages than the assistant writes. The line is said once; then the thread waits for a person.
"""

from __future__ import annotations

from bot.reading.language.detect import clearly_foreign
from bot.rules.contact import MessageKind
from bot.usecases.conversation import rails
from bot.usecases.outbox.compose import reply
from bot.usecases.people import opt_out
from bot.usecases.people.escalate import escalate, hand_over
from bot.usecases.people.safety import CRISIS, answer_crisis, understood
from bot.usecases.records import Inbound, Outbound
from bot.usecases.scene import Scene

OTHER_LANGUAGE = "other_language"
OPT_OUT = "opt_out"
LOOK_BACK = 10
"""So many messages may wait at once and the one before this one is still found."""


async def settled_by_language(scene: Scene, row: Inbound, last: Outbound | None) -> bool:
    """Hand over a message that is clearly in another language; False when it is not."""
    tapped = last is not None and rails.tapped(row.text, last.buttons) is not None
    if tapped or not clearly_foreign(row.text, await _before(scene, row)):
        return False
    row.intent = await understood(scene, row.text)
    if row.intent == CRISIS:
        await reply(scene, row, await answer_crisis(scene), kind=MessageKind.SAFETY)
    elif row.intent == OPT_OUT:
        answer = await opt_out.opt_out_as_said(scene, row.channel, row.text, inbound=row.id)
        await escalate(scene, OTHER_LANGUAGE)
        await reply(scene, row, answer, kind=MessageKind.CONFIRMATION)
    else:
        await reply(scene, row, await hand_over(scene, OTHER_LANGUAGE, OTHER_LANGUAGE))
    scene.done(row, OTHER_LANGUAGE)
    return True


async def _before(scene: Scene, row: Inbound) -> str:
    """What the person wrote before this message; empty when it is the first one."""
    latest = await scene.work.inbox.find(
        conversation_id=scene.conversation.id, newest=True, limit=LOOK_BACK
    )
    return next((one.text for one in latest if one.id and row.id and one.id < row.id), "")
