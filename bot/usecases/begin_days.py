"""A new day began where a person lives: plans are judged, and charges are added for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules.plan import PlanState
from bot.usecases.ports import Tools, Work
from bot.usecases.records import Account, Event
from bot.usecases.scene import Scene
from bot.usecases.settle import settle

BEGUN = "days_begun"
"""The event that says how far the days that began were looked after."""
BATCH = 500
"""So many accounts at a time, so that messages need not wait for all of them."""


@dataclass(frozen=True, slots=True)
class _Round:
    """Every account whose day changed between two instants, up to one reference."""

    since: datetime | None
    until: datetime
    after: str
    done: bool

    @classmethod
    def read(cls, event: Event | None) -> _Round | None:
        if event is None:
            return None
        since = event.data["since"]
        return cls(
            datetime.fromisoformat(since) if since else None,
            datetime.fromisoformat(event.data["until"]),
            event.data["after"],
            event.data["done"],
        )

    def next(self, now: datetime) -> _Round | None:
        """The round to go on with; None when nothing began since: days begin at the full hour."""
        if not self.done:
            return self
        return None if _hour(self.until) == _hour(now) else _Round(self.until, now, "", False)


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


async def begin_days(tools: Tools) -> bool:
    """Look after the accounts whose day changed since the last time; False when some are left.

    Cheap between two full hours: it asks for one event. Any number of times, on any number of
    machines; interrupted, it goes on from where it was.
    """
    async with tools.open_work() as work:
        last = await work.events.find(account_id=None, kind=BEGUN, newest=True, limit=1)
        known = _Round.read(last[0] if last else None)
        now = known.next(work.now) if known else _Round(None, work.now, "", False)
        if now is None:
            return True
        found = await _with_a_new_day(work, tools, now)
    for account in found[:BATCH]:
        await _begin_day(tools, account)
    await _note(tools, now, found)
    return len(found) <= BATCH


async def _note(tools: Tools, now: _Round, found: list[Account]) -> None:
    done = found[:BATCH]
    data = {
        "since": now.since.isoformat() if now.since else None,
        "until": now.until.isoformat(),
        "after": done[-1].reference if done else now.after,
        "done": len(found) <= BATCH,
    }
    async with tools.open_work() as work:
        work.events.add(Event(account_id=None, kind=BEGUN, at=work.now, data=data))
        await work.commit()


async def _with_a_new_day(work: Work, tools: Tools, now: _Round) -> list[Account]:
    """Accounts with a plan that is being paid, or with debts that can bear charges."""
    running = await work.plans.find(state=(PlanState.ACTIVE, PlanState.BROKEN))
    ids = {plan.account_id for plan in running}
    ids |= {debt.account_id for debt in await work.debts.find() if debt.terms}
    found = []
    for account in await work.accounts.find():
        charges = tools.policies.for_country(account.country).charges
        wanted = account.id in ids or charges.interest_without_agreement
        if wanted and account.reference > now.after and _new_day(account, now):
            found.append(account)
    return sorted(found, key=lambda account: account.reference)


def _new_day(account: Account, now: _Round) -> bool:
    zone = ZoneInfo(account.time_zone)
    until = now.until.astimezone(zone).date()
    return now.since is None or now.since.astimezone(zone).date() != until


async def _begin_day(tools: Tools, account: Account) -> None:
    async with tools.open_work() as work:
        thread = await work.conversations.get(account_id=account.id)
        if thread is not None:
            await settle(await Scene.open(work, tools, thread.id))
            await work.commit()
