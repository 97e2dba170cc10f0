"""Which approved text may go where free text may not, and what stands in its gaps?

WhatsApp takes free text only for a day after the person's last message. Outside of that a template
goes that WhatsApp has approved. An administrator names them (docs/connect-whatsapp.md): one for a
response key, or one for all, the opener, which asks whether it is a good moment and discloses
nothing; what we had to say then waits for the person's answer. With neither, a message of ours
takes another channel.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.rules.contact import PROACTIVE
from bot.rules.delivery import GONE, State
from bot.usecases.outbox.compose import queue_delivery
from bot.usecases.outbox.door_facts import last_inbound
from bot.usecases.outbox.fall_over import fall_over
from bot.usecases.outbox.halts import is_halted
from bot.usecases.outbox.render import render
from bot.usecases.outbox.turns import opener_of
from bot.usecases.ports import Approved
from bot.usecases.records import Outbound
from bot.usecases.scene import Scene
from channels.message import Template

OPENER = "utter_opener"
WAITS_FOR_WORD = "window_shut: waits till the person writes"
"""Why a message is held that is let go by the person's next message."""
ASKED = (*GONE, State.QUEUED, State.HELD, State.SENDING, State.UNKNOWN)
"""States of an opener that reached the person, or still may."""


async def choose_template(scene: Scene, row: Outbound) -> bool:
    """Let the message go as an approved template; False when there is none in its language, it was
    halted, or it has a gap for which the message has no fact."""
    approved = _approved(scene, row.key)
    if approved is None or await is_halted(scene, row.channel, approved.id):
        return False
    missing = _missing(scene, row, approved)
    if missing:
        scene.log("template_unusable", template=approved.id, key=row.key, missing=missing)
        return False
    row.template = approved.id
    return True


async def has_template(scene: Scene, channel: str) -> bool:
    """Is any text approved in this person's language that was not halted on this channel?"""
    spoken = scene.conversation.language
    ids = [each.id for each in scene.tools.templates if each.language == spoken]
    return any([not await is_halted(scene, channel, each) for each in ids])


def template_of(scene: Scene, row: Outbound) -> Template | None:
    """The template that was chosen for this message, with its gaps filled."""
    if row.template is None:
        return None
    approved = _configured(scene, row.template)
    return Template(row.template, _filled(scene, row, approved) if approved else {})


def still_fits(scene: Scene, row: Outbound) -> bool:
    """Can the template that was chosen for this message still be filled, as it is named now?"""
    approved = _configured(scene, row.template)
    return approved is None or not _missing(scene, row, approved)


async def window_shut(scene: Scene, row: Outbound) -> None:
    """Free text is not allowed now: the approved template goes; else another channel, or it waits
    till the person writes."""
    if await choose_template(scene, row):
        row.status, row.reason = State.QUEUED, None
        await queue_delivery(scene.work, scene.conversation)
        return
    if row.kind in PROACTIVE and not await _asks(scene, row) and await fall_over(scene, row):
        row.status, row.reason = State.REFUSED, "window_shut: no template"
        return
    row.status, row.reason, row.not_before = State.HELD, WAITS_FOR_WORD, None


async def takes_another_way(scene: Scene, row: Outbound) -> None:
    """A message ended badly here: one of ours takes the next channel. An opener is of this channel
    alone: what waited behind it takes the next one in its place."""
    if row.key == OPENER:
        for held in await _waiting(scene, row.channel):
            if held.kind in PROACTIVE and await fall_over(scene, held):
                held.status, held.reason = State.REFUSED, "window_shut: the opener did not arrive"
    elif row.kind in PROACTIVE:
        await fall_over(scene, row)


async def _asks(scene: Scene, row: Outbound) -> bool:
    """Is the person asked whether it is a good moment, now or already? Once for each message."""
    if await opener_waits(scene, row.channel):
        return True
    opener = await opener_for(scene, row)
    if opener is None or not await scene.work.outbox.add_once(opener):
        return False
    await queue_delivery(scene.work, scene.conversation)
    return True


async def opener_for(scene: Scene, row: Outbound) -> Outbound | None:
    """The opener as a message of its own in front of this one; None when no opener is approved."""
    opener = Outbound(
        conversation_id=row.conversation_id,
        channel=row.channel,
        address=scene.address_on(row.channel),
        kind=row.kind,
        turn=opener_of(row.turn),
        text=render(scene, OPENER, {}, row.channel),
        key=OPENER,
        created_at=scene.now,
    )
    return opener if await choose_template(scene, opener) else None


async def opener_waits(scene: Scene, channel: str) -> bool:
    """Was the person asked already since they last wrote? Once is enough; an opener that ended
    badly asked nobody."""
    asked = await scene.work.outbox.find(
        conversation_id=scene.conversation.id,
        channel=channel,
        key=OPENER,
        status=ASKED,
        newest=True,
        limit=1,
    )
    wrote = await last_inbound(scene, channel)
    return bool(asked) and (wrote is None or wrote.received_at < asked[0].created_at)


async def let_go(scene: Scene, channel: str) -> bool:
    """The person wrote: what waited for that may leave."""
    held = await _waiting(scene, channel)
    for row in held:
        row.status, row.reason = State.QUEUED, None
    return bool(held)


async def _waiting(scene: Scene, channel: str) -> list[Outbound]:
    return await scene.work.outbox.find(
        conversation_id=scene.conversation.id,
        channel=channel,
        status=State.HELD,
        reason=WAITS_FOR_WORD,
    )


def _approved(scene: Scene, key: str | None) -> Approved | None:
    spoken = scene.conversation.language
    of_key = (each for each in scene.tools.templates if each.key == key)
    return next((each for each in of_key if each.language == spoken), None)


def _configured(scene: Scene, template: str | None) -> Approved | None:
    return next((each for each in scene.tools.templates if each.id == template), None)


def _missing(scene: Scene, row: Outbound, approved: Approved) -> list[str]:
    """The gaps for which this message has no fact."""
    shown = scene.tools.wording.facts(row.facts, scene.locale, row.channel)
    return [name for name in approved.gaps if name not in shown]


def _filled(scene: Scene, row: Outbound, approved: Approved) -> Mapping[str, str]:
    """The gaps as they are filled now. Of one that was sent and is asked about, the settings may
    have changed since."""
    shown = scene.tools.wording.facts(row.facts, scene.locale, row.channel)
    gaps = enumerate(approved.gaps, start=1)
    return {str(n): shown[name] for n, name in gaps if name in shown}
