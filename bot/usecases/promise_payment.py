"""The person promises to pay: an amount and a day, said back, kept, and left in peace till then."""

from __future__ import annotations

from datetime import date, datetime, time

from bot import reading
from bot.reading.entity import Entity, as_date
from bot.rules.holds import HoldReason
from bot.rules.money import Money
from bot.rules.promise import PromiseState, judge_promise, last_day
from bot.usecases.answer import Answer, Need, say
from bot.usecases.records import HoldRecord, Promise
from bot.usecases.scene import Scene, sum_owed

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
    await _record(scene, verdict.amount, day)
    return Answer((say("promise_recorded", amount=verdict.amount, date=day),))


async def _record(scene: Scene, amount: Money, day: date) -> None:
    """A new promise takes the place of an open one; reminders rest until it is due."""
    for old in await scene.work.promises.find(account_id=scene.account.id, state=PromiseState.OPEN):
        old.state = PromiseState.REPLACED
    for old_hold in await scene.work.holds.find(
        account_id=scene.account.id, reason=HoldReason.PROMISE, ended_at=None
    ):
        old_hold.ended_at = scene.now
    scene.work.promises.add(
        Promise(
            account_id=scene.account.id,
            amount=amount.minor,
            currency=amount.currency,
            day=day,
            made_at=scene.now,
        )
    )
    until = datetime.combine(last_day(day, scene.policy.promise), time.max, scene.zone)
    scene.work.holds.add(
        HoldRecord(
            account_id=scene.account.id,
            reason=HoldReason.PROMISE,
            starts=scene.now,
            until=until,
            set_by="promise",
        )
    )
    scene.log("promised", amount=amount.decimal(), currency=amount.currency, day=day.isoformat())
