"""Money moved, or a day went by: is the promise to pay kept, broken, or open again?"""

from __future__ import annotations

from datetime import datetime, time

from bot.rules.account import EntryKind
from bot.rules.holds import HoldReason
from bot.rules.money import Money
from bot.rules.promise import PromiseEvent, PromiseState, last_day, next_state, outcome
from bot.usecases.plans.frozen_days import days_on_hold
from bot.usecases.records import HoldRecord, Promise
from bot.usecases.scene import Scene


async def follow_promise(scene: Scene) -> None:
    """Judge the promise that stands by what was paid since. Twice it changes nothing.

    A payment that is taken back re-opens the promise it had kept, if no newer one was made.
    """
    promise = await _standing(scene)
    if promise is None:
        return
    paid = await _paid_since(scene, promise)
    promised = Money(promise.amount, promise.currency)
    if promise.state == PromiseState.KEPT:
        if paid >= promised:
            return
        _move(scene, promise, PromiseEvent.REOPEN)
        await hold_till_due(scene, promise)
    debts = [debt.id for debt in await scene.work.debts.find(account_id=scene.account.id)]
    frozen = await days_on_hold(scene, debts, promise.day, scene.today)
    event = outcome(promised, promise.day, paid, scene.today, scene.policy.promise, frozen)
    if event is not None:
        _move(scene, promise, event)
        await end_hold(scene)


async def _standing(scene: Scene) -> Promise | None:
    """The open promise, or the newest when it was kept."""
    promises = scene.work.promises
    found = await promises.get(account_id=scene.account.id, state=PromiseState.OPEN)
    if found is not None:
        return found
    newest = await promises.find(account_id=scene.account.id, newest=True, limit=1)
    return newest[0] if newest and newest[0].state == PromiseState.KEPT else None


_LOGGED = {
    PromiseEvent.KEEP: "promise_kept",
    PromiseEvent.BREAK: "promise_broken",
    PromiseEvent.REOPEN: "promise_reopened",
}


def _move(scene: Scene, promise: Promise, event: PromiseEvent) -> None:
    promise.state = next_state(PromiseState(promise.state), event)
    amount = Money(promise.amount, promise.currency).decimal()
    scene.log(_LOGGED[event], amount=amount, day=promise.day.isoformat())


async def _paid_since(scene: Scene, promise: Promise) -> Money:
    """What was paid since the promise on all debts, net of what was taken back of it."""
    total = 0
    for debt in await scene.work.debts.find(account_id=scene.account.id, currency=promise.currency):
        rows = await scene.work.ledger.find(
            debt_id=debt.id, kind=(EntryKind.PAYMENT, EntryKind.REVERSAL)
        )
        paid = {r.id: r for r in rows if r.kind == EntryKind.PAYMENT and r.at >= promise.made_at}
        total += sum(row.amount for row in paid.values())
        total -= sum(row.amount for row in rows if row.reverses in paid)
    return Money(total, promise.currency)


async def hold_till_due(scene: Scene, promise: Promise) -> None:
    """Reminders rest through the last day on which a payment keeps the promise."""
    last = last_day(promise.day, scene.policy.promise)
    until = datetime.combine(last, time.max, scene.zone)
    if until <= scene.now:
        return
    hold = HoldRecord(
        account_id=scene.account.id,
        reason=HoldReason.PROMISE,
        starts=scene.now,
        until=until,
        set_by="promise",
    )
    scene.work.holds.add(hold)


async def end_hold(scene: Scene) -> None:
    """Nothing rests for a promise any longer."""
    for hold in await scene.work.holds.find(
        account_id=scene.account.id, reason=HoldReason.PROMISE, ended_at=None
    ):
        hold.ended_at = scene.now
