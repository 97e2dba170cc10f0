"""What can an operator do about messages and channels? Look at what is stuck, send it again, or
let a halted kind of message go on."""

from __future__ import annotations

from bot.rules.contact import MessageKind
from bot.rules.delivery import State
from bot.usecases.outbox.compose import queue_delivery
from bot.usecases.ports import Tools, Work
from bot.usecases.records import Event, Outbound
from bot.usecases.scene import Scene

STUCK = (State.UNKNOWN, State.DEAD, State.FAILED)
MOST_SHOWN = 200


class NotStuck(LookupError):
    """There is no such message, or it does not wait for anybody."""


class NoHalt(LookupError):
    """Nothing of this kind is halted on this channel."""


async def stuck_messages(tools: Tools, limit: int = MOST_SHOWN) -> list[tuple[str, Outbound]]:
    """Messages that wait for a decision, the newest first, each with its account's reference."""
    async with tools.open_work() as work:
        rows = await work.outbox.find(status=STUCK, newest=True, limit=limit)
        found = []
        for row in rows:
            if not await _waits_for_somebody(work, row):
                continue
            thread = await work.conversations.get(id=row.conversation_id)
            account = await work.accounts.get(id=thread.account_id) if thread else None
            found.append((account.reference if account else "", row))
        return found


async def _waits_for_somebody(work: Work, row: Outbound) -> bool:
    """Not if it went out on another channel, nor if the provider knows of a "stop" already and
    would not take our confirmation."""
    if row.kind == MessageKind.CONFIRMATION and row.status == State.FAILED:
        return False
    return await work.outbox.get(instead_of=row.id) is None


async def send_again(tools: Tools, number: int, who: str) -> None:
    """Queue a stuck message once more; it stands at the door like any other. Raises NotStuck."""
    async with tools.open_work() as work:
        found = await work.outbox.get(id=number, status=STUCK)
        if found is None:
            raise NotStuck(f"no message {number} waits for a decision")
        scene = await Scene.open(work, tools, found.conversation_id)
        row = await work.outbox.get(id=number, status=STUCK)
        if row is None:
            raise NotStuck(f"message {number} was settled meanwhile")
        if await work.outbox.get(instead_of=number) is not None:
            raise NotStuck(f"message {number} went out on another channel")
        row.status, row.reason, row.error_code, row.not_before = State.QUEUED, None, None, None
        scene.log("sent_again", message=number, by=who)
        await queue_delivery(work, scene.conversation)
        await work.commit()


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
