"""Which approved text may go where free text may not, and what stands in its gaps?

WhatsApp takes free text only for a day after the person's last message. Outside of that a template
goes that WhatsApp has approved. An administrator names them (docs/connect-whatsapp.md): one for a
response key, or one for all, the opener, which asks whether it is a good moment and discloses
nothing; what we had to say then waits for the person's answer.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.rules.delivery import GONE, IN_DOUBT, State
from bot.usecases.ports import Approved
from bot.usecases.records import Outbound
from bot.usecases.scene import Scene
from channels.message import Template

OPENER = "utter_opener"
WAITS_FOR_WORD = "window_shut: waits till the person writes"
"""Why a message is held that is let go by the person's next message."""
ASKED = (*GONE, *IN_DOUBT, State.QUEUED)
"""An opener in one of these states has asked, or will."""


async def choose_template(scene: Scene, row: Outbound) -> bool:
    """Let the message go as an approved template; False when there is none in its language, or it
    was halted."""
    approved = _approved(scene, row.key)
    if approved is None or await is_halted(scene, row.channel, approved.id):
        return False
    if not set(approved.gaps) <= set(_shown(scene, row)):
        scene.log("template_does_not_fit", template=approved.id, key=row.key)
        return False
    row.template = approved.id
    return True


def template_of(scene: Scene, row: Outbound) -> Template | None:
    """The template that was chosen for this message, with its gaps filled."""
    if row.template is None:
        return None
    approved = next((each for each in scene.tools.templates if each.id == row.template), None)
    return Template(row.template, _filled(scene, row, approved) if approved else {})


def halt_scope(row: Outbound) -> str | None:
    """What is halted when a provider filters or pauses this: the approved text, or the response;
    None for a person's own words, which are nobody else's."""
    return row.template or row.key


async def is_halted(scene: Scene, channel: str, scope: str) -> bool:
    """Has the provider filtered or paused this, and has nobody ended the halt?"""
    return await scene.work.halts.get(channel=channel, scope=scope, ended_at=None) is not None


async def opener_for(scene: Scene, row: Outbound) -> Outbound | None:
    """The opener as a message of its own in front of this one; None when no opener is approved."""
    approved = _approved(scene, OPENER)
    if approved is None or await is_halted(scene, row.channel, approved.id):
        return None
    return Outbound(
        conversation_id=row.conversation_id,
        channel=row.channel,
        kind=row.kind,
        turn=f"{row.turn}:opener",
        text=scene.tools.wording.text(OPENER, {}, scene.locale, row.channel),
        key=OPENER,
        template=approved.id,
        created_at=scene.now,
    )


async def opener_waits(scene: Scene, channel: str) -> bool:
    """Was the person asked already since they last wrote? Once is enough."""
    asked = await scene.work.outbox.find(
        conversation_id=scene.conversation.id,
        channel=channel,
        key=OPENER,
        status=ASKED,
        newest=True,
        limit=1,
    )
    wrote = await scene.work.inbox.find(
        conversation_id=scene.conversation.id, channel=channel, newest=True, limit=1
    )
    return bool(asked) and (not wrote or wrote[0].received_at < asked[0].created_at)


async def let_go(scene: Scene, channel: str) -> bool:
    """The person wrote: what waited for that may leave."""
    held = await scene.work.outbox.find(
        conversation_id=scene.conversation.id,
        channel=channel,
        status=State.HELD,
        reason=WAITS_FOR_WORD,
    )
    for row in held:
        row.status, row.reason = State.QUEUED, None
    return bool(held)


def _approved(scene: Scene, key: str | None) -> Approved | None:
    spoken = scene.conversation.language
    of_key = (each for each in scene.tools.templates if each.key == key)
    return next((each for each in of_key if each.language == spoken), None)


def _filled(scene: Scene, row: Outbound, approved: Approved) -> Mapping[str, str]:
    shown = _shown(scene, row)
    return {str(n): shown[name] for n, name in enumerate(approved.gaps, start=1)}


def _shown(scene: Scene, row: Outbound) -> Mapping[str, str]:
    return scene.tools.wording.facts(row.facts, scene.locale, row.channel)
