"""May a message leave, at the moment of sending? The one door of everything that reaches a person.

Here stand the contact rules for this kind of message, what is halted, and the figures: a figure
leaves only to a verified person, and only if the ledger, an offer, a plan or a recorded promise of
this account backs it.
"""

from __future__ import annotations

from bot.rules import figures
from bot.rules.contact import ContactFacts, ContactVerdict, MessageKind, judge_contact
from bot.rules.delivery import GONE, State
from bot.rules.ownership import Owner
from bot.usecases.outbox.backed_amounts import backed_amounts
from bot.usecases.outbox.channel_choice import is_usable
from bot.usecases.outbox.sending_failed import PROACTIVE, fall_over, window_shut
from bot.usecases.outbox.templates import halt_scope, is_halted
from bot.usecases.people.escalate import escalate
from bot.usecases.records import ContactPoint, Outbound
from bot.usecases.scene import Scene

UNBACKED = "figure_not_backed"
WINDOW = "channel_window"
OF_THE_CHANNEL = frozenset({"opt_out", "address", "consent"})
"""Rules that shut one channel, and say nothing of the others."""


async def at_the_door(scene: Scene, row: Outbound, point: ContactPoint | None) -> bool:
    """May this message leave, now? If not, the row says why, and till when it waits."""
    if point is None or row.channel not in scene.tools.channels:
        missing = "no_address_on_this_channel" if point is None else "channel_not_connected"
        await _shut_here(scene, row, missing)
        return False
    said = "\n".join([row.text, *(button["label"] for button in row.buttons)])
    discloses = bool(figures.money_in(said)) or _tells_of_debt(row)
    scope = halt_scope(row)
    if scope is not None and await is_halted(scene, row.channel, scope):
        await _shut_here(scene, row, "halted: an administrator has to look")
        return False
    verdict = await judge(scene, row, point, discloses=discloses)
    row.verdicts = [
        {"rule": v.rule, "verdict": v.verdict, "reason": v.reason, "source": v.source}
        for v in verdict.rules
    ]
    if not verdict.allowed and not await _as_template(scene, row, point, verdict):
        return False
    loose = figures.unbacked(said, await backed_amounts(scene)) if discloses else ()
    if loose:
        row.status, row.reason = State.REFUSED, f"{UNBACKED}: {', '.join(loose)}"
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
        address_ok=is_usable(point) or row.kind == MessageKind.CONFIRMATION,
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
        status=GONE,
    )
    return any(message.created_at >= since for message in left)


async def _as_template(
    scene: Scene, row: Outbound, point: ContactPoint, verdict: ContactVerdict
) -> bool:
    """Turned away; unless all that is wrong is that free text may not go, and a template may."""
    if {v.rule for v in verdict.stopped_by} != {WINDOW}:
        await _turned_away(scene, row, point, verdict)
        return False
    if row.template is None:
        await window_shut(scene, row)
    return row.template is not None


async def _turned_away(
    scene: Scene, row: Outbound, point: ContactPoint, verdict: ContactVerdict
) -> None:
    row.reason = ", ".join(f"{v.rule}: {v.reason}" for v in verdict.stopped_by)
    row.not_before = verdict.not_before
    row.status = State.HELD if verdict.not_before else State.REFUSED
    scene.log("message_turned_away", key=row.key, reason=row.reason)
    said_stop = point.opted_out_at is not None and point.opted_out_at >= row.created_at
    if {v.rule for v in verdict.stopped_by} <= OF_THE_CHANNEL and not said_stop:
        await _shut_here(scene, row, row.reason)


async def _shut_here(scene: Scene, row: Outbound, reason: str) -> None:
    """This channel is no way now: a message of ours takes the next one. But not past somebody who
    said "stop" while it waited."""
    row.status, row.reason, row.not_before = State.REFUSED, reason, None
    if row.kind in PROACTIVE:
        await fall_over(scene, row)
