"""What can an operator do about messages and channels? Look at what is stuck, send it again or set
it aside, or let a halted kind of message go on."""

from __future__ import annotations

from bot.rules.contact import PROACTIVE, MessageKind, judge_contact
from bot.rules.delivery import State
from bot.usecases.outbox.channel_choice import is_written_for, next_channel
from bot.usecases.outbox.compose import queue_delivery
from bot.usecases.outbox.door_facts import facts_of
from bot.usecases.outbox.reasons import reason_codes
from bot.usecases.outbox.tries import SENT_AGAIN
from bot.usecases.ports import Tools, Work
from bot.usecases.records import ContactPoint, Event, Outbound
from bot.usecases.scene import Scene
from channels.errors import Blocked

STUCK = (State.UNKNOWN, State.DEAD, State.FAILED)
MOST_SHOWN = 200
SET_ASIDE = "set_aside"
"""The event of a message that an operator set aside."""
SURE = {
    "opted_out": "the person has opted out of {channel}",
    "already_confirmed": "the opt-out of {channel} was confirmed already",
    "bad_address": "the address on {channel} is marked as bad till the person writes from it",
}
"""What the door refuses whenever it is asked, by its reason: nobody has to wait to be told so."""


class NotStuck(LookupError):
    """There is no such message, or it does not wait for anybody."""


class WouldBeRefused(Exception):
    """The door would turn the message away, whenever it is sent."""


class NoHalt(LookupError):
    """Nothing of this kind is halted on this channel."""


async def stuck_messages(tools: Tools, limit: int = MOST_SHOWN) -> list[tuple[str, Outbound]]:
    """Messages that wait for a decision, the newest first, each with its account's reference."""
    async with tools.open_work() as work:
        found = []
        for row in await _waiting(work, limit):
            thread = await work.conversations.get(id=row.conversation_id)
            account = await work.accounts.get(id=thread.account_id) if thread else None
            found.append((account.reference if account else "", row))
        return found


async def _waiting(work: Work, limit: int) -> list[Outbound]:
    """The newest that nobody has decided about, further back till there are enough of them."""
    looked_at = limit
    while True:
        rows = await work.outbox.find(status=STUCK, newest=True, limit=looked_at)
        waiting = await _undecided(work, rows)
        if len(waiting) >= limit or len(rows) < looked_at:
            return waiting[:limit]
        looked_at *= 4


async def _undecided(work: Work, rows: list[Outbound]) -> list[Outbound]:
    """Those that did not go on elsewhere, that nobody set aside, and that say more than that
    somebody who opted out cannot be told so."""
    threads = await work.conversations.find(id=[row.conversation_id for row in rows])
    accounts = [thread.account_id for thread in threads]
    after = await work.outbox.find(instead_of=[row.id for row in rows])
    aside = await work.events.find(kind=SET_ASIDE, account_id=accounts)
    settled = {row.instead_of for row in after} | {event.data["message"] for event in aside}
    return [row for row in rows if row.id not in settled and not _is_stop_confirmation(row)]


def _is_stop_confirmation(row: Outbound) -> bool:
    return row.kind == MessageKind.CONFIRMATION and reason_codes(row.reason) == (Blocked.__name__,)


async def send_again(tools: Tools, number: int, who: str) -> None:
    """Queue a stuck message once more, for the address that it was written for; it stands at the
    door like any other. Raises NotStuck; WouldBeRefused where the door is shut to it for good.

    The number of its tries goes on, because news names the try that it is of; what it may be tried
    is counted from here.
    """
    async with tools.open_work() as work:
        scene, row = await _stuck(work, tools, number)
        await _may_pass(scene, row, _point_of(scene, row))
        row.status, row.reason, row.error_code = State.QUEUED, None, None
        row.not_before = None
        scene.log(SENT_AGAIN, message=number, by=who, tries=row.tries)
        await queue_delivery(work, scene.conversation)
        await work.commit()


def _point_of(scene: Scene, row: Outbound) -> ContactPoint:
    """Where it goes. Raises NotStuck for a message that was written for an earlier address, or
    nobody knows for which: whoever reads where the person reads now may be somebody else."""
    if row.address is None:
        raise NotStuck(f"nobody knows for which address message {row.id} was written")
    point = scene.point_on(row.channel)
    if point is None or not is_written_for(row, point):
        raise NotStuck(f"message {row.id} was written for an earlier address on {row.channel}")
    return point


async def _may_pass(scene: Scene, row: Outbound, point: ContactPoint) -> None:
    """Raises WouldBeRefused for what is sure already; hours, caps and the rest are judged when it
    leaves. One of ours may still take another channel, but not past somebody who said "stop"."""
    facts = await facts_of(scene, row, point, discloses=False)
    verdict = judge_contact(facts, scene.policy.contact, scene.now)
    told = [SURE[v.reason] for v in verdict.stopped_by if v.reason in SURE]
    if row.channel not in scene.tools.channels:
        told.append("{channel} is not connected by the settings of this terminal")
    elsewhere = row.kind in PROACTIVE and await next_channel(scene, row) is not None
    if told and (point.opted_out_at or not elsewhere):
        raise WouldBeRefused(told[0].format(channel=row.channel))


async def dismiss(tools: Tools, number: int, who: str) -> None:
    """Set a stuck message aside: it stays as it is, and waits for nobody. Raises NotStuck."""
    async with tools.open_work() as work:
        scene, _ = await _stuck(work, tools, number)
        scene.log(SET_ASIDE, message=number, by=who)
        await work.commit()


async def _stuck(work: Work, tools: Tools, number: int) -> tuple[Scene, Outbound]:
    """A message that waits for a decision, its conversation ours alone. Raises NotStuck."""
    found = await work.outbox.get(id=number, status=STUCK)
    if found is None:
        raise NotStuck(f"no message {number} waits for a decision")
    scene = await Scene.open(work, tools, found.conversation_id)
    row = await work.outbox.get(id=number, status=STUCK)
    if row is None:
        raise NotStuck(f"message {number} was settled meanwhile")
    after = await work.outbox.get(instead_of=number)
    if after is not None:
        raise NotStuck(f"message {number} went on as {after.id} on {after.channel}")
    aside = await work.events.find(kind=SET_ASIDE, account_id=scene.account.id)
    if any(event.data["message"] == number for event in aside):
        raise NotStuck(f"message {number} was set aside")
    return scene, row


async def end_halt(tools: Tools, channel: str, scope: str, who: str) -> None:
    """Let this kind of message go on. Raises NoHalt."""
    async with tools.open_work() as work:
        halt = await work.halts.get(channel=channel, scope=scope, ended_at=None)
        if halt is None:
            raise NoHalt(f"nothing called {scope} is halted on {channel}")
        halt.ended_at = work.now
        told = {"channel": channel, "scope": scope, "by": who}
        work.events.add(Event(account_id=None, kind="halt_ended", at=work.now, data=told))
        await work.commit()
