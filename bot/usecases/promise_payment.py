"""The person promises to pay: an amount and a day, said back, kept, and left in peace till then."""

from __future__ import annotations

from datetime import date

from bot import reading
from bot.reading.entity import Entity, as_date
from bot.rules.money import Money
from bot.rules.promise import PromiseState, broken_in_a_row, judge_promise
from bot.usecases.answer import Answer, Need, say
from bot.usecases.escalate import escalate
from bot.usecases.follow_promise import end_hold, hold_till_due
from bot.usecases.records import Promise
from bot.usecases.scene import Scene, sum_owed
from bot.usecases.working_hours import when_a_person_answers

_KEYS = {
    "date_in_past": "promise_past",
    "too_far_ahead": "promise_too_far",
    "above_owed": "promise_over",
    "other_currency": "promise_amount_unclear",
    "amount_not_positive": "promise_amount_unclear",
}


async def promise_payment(scene: Scene, text: str, day: date | None = None) -> Answer:
    """Record the promise; ask for the day when none was said. No amount means all that is owed."""
    if not scene.verified:
        return Answer(need=Need.IDENTITY)
    owed = await scene.owed()
    if not owed:
        return Answer((say("nothing_owed"),))
    total = sum_owed(owed)
    said: dict[str, Entity] = {}
    for entity in reading.read(text, scene.today, country=scene.account.country):
        said.setdefault(entity.entity, entity)
    if day is None and "date" in said:
        day = as_date(said["date"])
    if day is None:
        return Answer(need=Need.PROMISE_DATE)
    amount = None
    if "amount" in said:
        currency = said["amount"].currency or total.currency
        amount = Money.parse(str(said["amount"].value), currency)
    return await _judge(scene, amount, day, total)


async def _judge(scene: Scene, amount: Money | None, day: date, total: Money) -> Answer:
    verdict = judge_promise(amount, day, total, scene.today, scene.policy.promise)
    if verdict.amount is None:
        return Answer((say(_KEYS[verdict.reason], latest=verdict.latest, total=total),))
    before = await _broken_in_a_row(scene)
    await _record(scene, verdict.amount, day)
    noted = say("promise_recorded", amount=verdict.amount, date=day)
    if before < scene.policy.promise.max_broken:
        return Answer((noted,))
    await escalate(scene, "promises_broken")
    return Answer((noted, say("promise_person", when=when_a_person_answers(scene))), ends_form=True)


async def _broken_in_a_row(scene: Scene) -> int:
    promises = await scene.work.promises.find(account_id=scene.account.id, newest=True)
    return broken_in_a_row(PromiseState(promise.state) for promise in promises)


async def _record(scene: Scene, amount: Money, day: date) -> None:
    """A new promise takes the place of an open one; reminders rest until it is due."""
    for old in await scene.work.promises.find(account_id=scene.account.id, state=PromiseState.OPEN):
        old.state = PromiseState.REPLACED
    await end_hold(scene)
    promise = Promise(
        account_id=scene.account.id,
        amount=amount.minor,
        currency=amount.currency,
        day=day,
        made_at=scene.now,
    )
    scene.work.promises.add(promise)
    await hold_till_due(scene, promise)
    scene.log("promised", amount=amount.decimal(), currency=amount.currency, day=day.isoformat())
