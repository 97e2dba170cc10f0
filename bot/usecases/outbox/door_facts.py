"""What does the record say about a message that stands at the door, and about its person?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from bot.rules.account import time_barred
from bot.rules.contact import PROACTIVE, ContactFacts, MessageKind
from bot.rules.contact_wishes import wished_windows
from bot.rules.delivery import GONE, IN_DOUBT
from bot.rules.hours import Window
from bot.rules.ownership import Owner
from bot.usecases.outbox.channel_choice import channels_in_order, is_usable
from bot.usecases.outbox.turns import touch
from bot.usecases.records import ContactPoint, Inbound, Outbound
from bot.usecases.scene import OwedDebt, Scene

REACHED = (*GONE, *IN_DOUBT)
"""States of a message that reached the person, or may have."""
MOST_LOOKED_AT = 50
"""So many earlier contacts are looked at, the newest; no cap counts as many."""


async def facts_of(
    scene: Scene,
    row: Outbound,
    point: ContactPoint,
    *,
    discloses: bool,
    tried: frozenset[str] = frozenset(),
) -> ContactFacts:
    """Everything that the record holds and the contact rules ask for. `tried`: other channels that
    this message took before, in vain."""
    proactive = row.kind in PROACTIVE
    owed = await scene.owed() if proactive else []
    wrote = await last_inbound(scene, row.channel)
    asked_for = scene.account.preferences
    return ContactFacts(
        kind=MessageKind(row.kind),
        channel=row.channel,
        country=scene.account.country,
        region=scene.account.region,
        time_zones=(scene.account.time_zone,),
        owner=Owner(scene.conversation.owner),
        discloses=discloses,
        verified=scene.knows(point),
        opted_out=frozenset(p.channel for p in scene.points if p.opted_out_at),
        opt_out_confirmed=await _was_confirmed(scene, row, point),
        consented=frozenset(p.channel for p in scene.points if p.consent),
        address_ok=is_usable(point) or row.kind == MessageKind.CONFIRMATION,
        last_inbound_at=wrote.received_at if wrote is not None else None,
        template=row.template is not None,
        owes=not proactive or bool(owed),
        time_barred=_is_time_barred(scene, owed),
        holds=tuple(await scene.holds()) if proactive else (),
        sent_at=tuple(await _contacts_before(scene, row)) if proactive else (),
        windows=_windows(scene, asked_for.get("time_window")),
        not_before_day=_day(asked_for.get("not_before")),
        channels=_wanted(scene, tried) if proactive else None,
    )


async def last_inbound(scene: Scene, channel: str) -> Inbound | None:
    """What the person wrote last on this channel."""
    wrote = await scene.work.inbox.find(
        conversation_id=scene.conversation.id, channel=channel, newest=True, limit=1
    )
    return wrote[0] if wrote else None


async def _contacts_before(scene: Scene, row: Outbound) -> list[datetime]:
    """When we last wrote in each contact before this message's own, on any channel."""
    before = await scene.work.outbox.find(
        conversation_id=scene.conversation.id,
        kind=PROACTIVE,
        status=REACHED,
        newest=True,
        limit=MOST_LOOKED_AT,
    )
    last: dict[str, datetime] = {}
    for each in before:
        if each.id != row.id and touch(each.turn) != touch(row.turn):
            at = each.sent_at or each.tried_at or each.created_at
            last[touch(each.turn)] = max(at, last.get(touch(each.turn), at))
    return list(last.values())


def _wanted(scene: Scene, tried: frozenset[str]) -> frozenset[str] | None:
    """The channel that the person asked for, while this message can still take it."""
    wanted = scene.account.preferences.get("channel")
    if wanted is None or wanted in tried:
        return None
    return frozenset({wanted}) if wanted in channels_in_order(scene) else None


def _windows(scene: Scene, said: str | None) -> tuple[Window, ...] | None:
    """The hours that the person asked for; those that they refused, off the usual ones."""
    if said is None:
        return None
    contact = scene.policy.contact
    usual = contact.hours_for(contact.hours, scene.account.region)
    return wished_windows(said, usual.windows if usual else ())


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said is not None else None


def _is_time_barred(scene: Scene, owed: Iterable[OwedDebt]) -> bool:
    """Is any debt past its limitation period? A message of ours is about all that is owed."""
    account, policy = scene.account, scene.policy.time_bar
    return any(
        time_barred(each.debt.due_date, account.country, scene.today, policy, account.region)
        for each in owed
    )


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
