"""A new day began where a person lives: plans are judged, and charges are added for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from bot.rules.plan import PlanState
from bot.usecases.plans.settle import settle
from bot.usecases.ports import Tools, Work
from bot.usecases.records import Account, Event
from bot.usecases.scene import Scene

log = structlog.get_logger()
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
    machines; interrupted, it goes on from where it was. What fails for one account is logged and
    keeps nobody else waiting.
    """
    async with tools.open_work() as work:
        last = await work.events.find(account_id=None, kind=BEGUN, newest=True, limit=1)
        known = _Round.read(last[0] if last else None)
        now = known.next(work.now) if known else _Round(None, work.now, "", False)
        if now is None:
            return True
        found, reached = await _with_a_new_day(work, tools, now)
    for account in found:
        try:
            await _begin_day(tools, account)
        except Exception:
            log.exception("a day was not begun: the next day catches up", account=str(account.id))
    await _note(tools, reached)
    return reached.done


async def _note(tools: Tools, reached: _Round) -> None:
    data = {
        "since": reached.since.isoformat() if reached.since else None,
        "until": reached.until.isoformat(),
        "after": reached.after,
        "done": reached.done,
    }
    async with tools.open_work() as work:
        work.events.add(Event(account_id=None, kind=BEGUN, at=work.now, data=data))
        await work.commit()


async def _with_a_new_day(work: Work, tools: Tools, now: _Round) -> tuple[list[Account], _Round]:
    """About a batch of the accounts that are next, and how far the round is with them. Only those
    are read that live where a day began."""
    zones = [zone for zone in await work.accounts.values("time_zone") if _new_day(zone, now)]
    found: list[Account] = []
    while len(found) < BATCH:
        page = await work.accounts.page("reference", now.after, BATCH, time_zone=zones)
        found += await _wanted(work, tools, page)
        if len(page) < BATCH:
            return found, replace(now, done=True)
        now = replace(now, after=page[-1].reference)
    return found, now


async def _wanted(work: Work, tools: Tools, page: list[Account]) -> list[Account]:
    """Those with a plan that is being paid, or with debts that can bear charges."""
    ids = [account.id for account in page]
    running = await work.plans.find(account_id=ids, state=(PlanState.ACTIVE, PlanState.BROKEN))
    wanted = {plan.account_id for plan in running}
    wanted |= {debt.account_id for debt in await work.debts.find(account_id=ids) if debt.terms}
    return [account for account in page if account.id in wanted or _always(tools, account)]


def _always(tools: Tools, account: Account) -> bool:
    charges = tools.policies.for_country(account.country).charges
    return bool(charges.interest_without_agreement)


def _new_day(time_zone: str, now: _Round) -> bool:
    zone = ZoneInfo(time_zone)
    until = now.until.astimezone(zone).date()
    return now.since is None or now.since.astimezone(zone).date() != until


async def _begin_day(tools: Tools, account: Account) -> None:
    async with tools.open_work() as work:
        thread = await work.conversations.get(account_id=account.id)
        if thread is not None:
            await settle(await Scene.open(work, tools, thread.id))
            await work.commit()
