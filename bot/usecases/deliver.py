"""Everything that waits in the outbox goes to the person, or does not, with the reason kept.

At the door, at the moment of sending: the contact rules for this kind of message, and the
figures. A figure leaves only to a verified person, and only if the ledger, an offer, a plan or a
recorded promise of this account backs it.
"""

from __future__ import annotations

import uuid

from bot.rules import figures
from bot.rules.contact import ContactFacts, ContactVerdict, MessageKind, judge_contact
from bot.rules.ownership import Owner
from bot.usecases.backed_amounts import backed_amounts
from bot.usecases.compose import queue_delivery
from bot.usecases.escalate import escalate
from bot.usecases.ports import Tools
from bot.usecases.records import ContactPoint, Outbound
from bot.usecases.scene import Scene
from channels.errors import Blocked, ChannelError, RetryLater
from channels.message import Button, OutboundMessage, Receipt

UNBACKED = "figure_not_backed"
Sent = tuple[int, Receipt]
"""The number of a message in the outbox, and what the channel said when it took it."""
PROACTIVE = (MessageKind.REMINDER,)


async def deliver(tools: Tools, conversation_id: uuid.UUID) -> None:
    """Send what waits in this conversation, in order; stop at a message that has to wait."""
    sent: Sent | None = None
    while True:
        ready = await _next(tools, conversation_id, sent)
        sent = None
        if ready is None:
            return
        row_id, message = ready
        if message is None:
            continue
        try:
            receipt = await tools.channels[message.channel].send(message)
        except RetryLater as error:
            await _later(tools, conversation_id, row_id, error)
            return
        except ChannelError as error:
            await _failed(tools, conversation_id, row_id, error)
        else:
            sent = row_id, receipt


async def _next(
    tools: Tools, conversation_id: uuid.UUID, sent: Sent | None
) -> tuple[int, OutboundMessage | None] | None:
    """The next message at the door: passed (a message), turned away (None), or nothing waits.

    `sent`: the message that left just now; its receipt is kept in the same transaction.
    """
    async with tools.open_work() as work:
        scene = await Scene.open(work, tools, conversation_id)
        if sent is not None:
            await _keep_receipt(scene, *sent)
        row = await work.outbox.get(conversation_id=conversation_id, status=("queued", "sending"))
        if row is None or row.id is None:
            await work.commit()
            return None
        point = await work.contact_points.get(account_id=scene.account.id, channel=row.channel)
        passed = await _at_the_door(scene, row, point)
        message = None
        if passed and point is not None:
            row.status = "sending"
            message = OutboundMessage(
                idempotency_key=str(row.id),
                channel=row.channel,
                address=point.address,
                text=row.text,
                buttons=tuple(Button(b["token"], b["label"]) for b in row.buttons),
            )
        await work.commit()
        return row.id, message


async def _at_the_door(scene: Scene, row: Outbound, point: ContactPoint | None) -> bool:
    if point is None or row.channel not in scene.tools.channels:
        missing = "no_address_on_this_channel" if point is None else "channel_not_connected"
        row.status, row.reason = "refused", missing
        return False
    said = "\n".join([row.text, *(button["label"] for button in row.buttons)])
    discloses = bool(figures.money_in(said)) or _tells_of_debt(row)
    verdict = await judge(scene, row, point, discloses=discloses)
    row.verdicts = [
        {"rule": v.rule, "verdict": v.verdict, "reason": v.reason, "source": v.source}
        for v in verdict.rules
    ]
    if not verdict.allowed:
        await _turned_away(scene, row, verdict)
        return False
    loose = figures.unbacked(said, await backed_amounts(scene)) if discloses else ()
    if loose:
        row.status, row.reason = "refused", f"{UNBACKED}: {', '.join(loose)}"
        scene.log("figure_refused", figures=list(loose), key=row.key)
        await escalate(scene, UNBACKED)
        return False
    return True


def _tells_of_debt(row: Outbound) -> bool:
    """Does the message carry a sum of money in its facts?"""
    return any(isinstance(f, dict) and "money" in f for f in row.facts.values())


async def judge(
    scene: Scene, row: Outbound, point: ContactPoint, *, discloses: bool
) -> ContactVerdict:
    """The contact rules on this message, now."""
    points = await scene.work.contact_points.find(account_id=scene.account.id)
    inbound = await scene.work.inbox.find(
        conversation_id=scene.conversation.id, channel=row.channel, newest=True, limit=1
    )
    proactive = row.kind in PROACTIVE
    facts = ContactFacts(
        kind=MessageKind(row.kind),
        channel=row.channel,
        country=scene.account.country,
        region=scene.account.region,
        time_zones=(scene.account.time_zone,),
        owner=Owner(scene.conversation.owner),
        discloses=discloses,
        verified=scene.verified,
        opted_out=frozenset(p.channel for p in points if p.opted_out_at),
        opt_out_confirmed=await _was_confirmed(scene, row, point),
        consented=frozenset(p.channel for p in points if p.consent),
        address_ok=point.wrong_at is None or row.kind == MessageKind.CONFIRMATION,
        last_inbound_at=inbound[0].received_at if inbound else None,
        owes=not proactive or bool(await scene.owed()),
        holds=tuple(await scene.holds()) if proactive else (),
    )
    return judge_contact(facts, scene.policy.contact, scene.now)


async def _was_confirmed(scene: Scene, row: Outbound, point: ContactPoint) -> bool:
    """Has the one confirmation of this opt-out left already? Asked of confirmations only."""
    since = point.opted_out_at
    if row.kind != MessageKind.CONFIRMATION or since is None:
        return False
    left = await scene.work.outbox.find(
        conversation_id=scene.conversation.id,
        kind=MessageKind.CONFIRMATION,
        channel=row.channel,
        status=("sent", "delivered", "read"),
    )
    return any(message.created_at >= since for message in left)


async def _turned_away(scene: Scene, row: Outbound, verdict: ContactVerdict) -> None:
    row.reason = ", ".join(f"{v.rule}: {v.reason}" for v in verdict.stopped_by)
    row.not_before = verdict.not_before
    row.status = "held" if verdict.not_before else "refused"
    scene.log("message_turned_away", key=row.key, reason=row.reason)


async def _later(tools: Tools, conversation_id: uuid.UUID, row_id: int, error: RetryLater) -> None:
    async with tools.open_work() as work:
        scene = await Scene.open(work, tools, conversation_id)
        row = await _row(scene, row_id)
        row.status, row.reason = "queued", f"retry: {error}"
        await queue_delivery(work, scene.conversation, after_seconds=error.after_seconds)
        await work.commit()


async def _failed(
    tools: Tools, conversation_id: uuid.UUID, row_id: int, error: ChannelError
) -> None:
    async with tools.open_work() as work:
        scene = await Scene.open(work, tools, conversation_id)
        row = await _row(scene, row_id)
        row.status, row.reason = "failed", f"{type(error).__name__}: {error}"
        if isinstance(error, Blocked):
            for point in await work.contact_points.find(
                account_id=scene.account.id, channel=row.channel
            ):
                point.opted_out_at = point.opted_out_at or scene.now
        scene.log("message_failed", channel=row.channel, reason=row.reason)
        await work.commit()


async def _keep_receipt(scene: Scene, row_id: int, receipt: Receipt) -> None:
    row = await _row(scene, row_id)
    row.status, row.provider_id, row.sent_at = receipt.status, receipt.provider_id, scene.now
    row.reason = None
    await scene.work.flush()


async def _row(scene: Scene, row_id: int) -> Outbound:
    row = await scene.work.outbox.get(id=row_id)
    if row is None:
        raise LookupError(f"message {row_id} is not in the outbox")
    return row
