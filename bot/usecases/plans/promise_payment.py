"""The person promises to pay: an amount and a day, said back, kept, and left in peace till then."""

from __future__ import annotations

import re
from datetime import date

from bot import reading
from bot.reading.days.almanac import next_day_of_month
from bot.reading.days.dayrules import day_rules
from bot.reading.entity import Entity, as_date
from bot.reading.letters.shorthand import plain
from bot.reading.proposals.meant import all_at_once
from bot.rules.money import Money
from bot.rules.promise import PromiseState, broken_in_a_row, judge_promise
from bot.usecases.answer import Answer, Need, say
from bot.usecases.people.escalate import escalate
from bot.usecases.people.working_hours import when_a_person_answers
from bot.usecases.plans.follow_promise import end_hold, hold_till_due
from bot.usecases.records import Promise
from bot.usecases.scene import Scene, sum_owed

_KEYS = {
    "date_in_past": "promise_past",
    "too_far_ahead": "promise_too_far",
    "above_owed": "promise_over",
    "other_currency": "promise_amount_unclear",
    "amount_not_positive": "promise_amount_unclear",
}


async def promise_payment(scene: Scene, text: str, day: date | None = None) -> Answer:
    """Record the promise; ask for the day when none was said. No amount means all that is owed.

    While a promise stands, what is left unsaid is as it was.
    """
    if not scene.verified:
        return Answer(need=Need.IDENTITY)
    owed = await scene.owed()
    if not owed:
        return Answer((say("nothing_owed"),))
    total = sum_owed(owed)
    said: dict[str, Entity] = {}
    for entity in reading.read(text, scene.today, country=scene.account.country):
        said.setdefault(entity.entity, entity)
    before = await scene.work.promises.get(account_id=scene.account.id, state=PromiseState.OPEN)
    day = day or _day(said, scene.today)
    amount = _amount(said, total.currency)
    if before is not None and amount is None and not all_at_once(plain(text)):
        amount = min(Money(before.amount, before.currency), total)
    if before is not None and day is None and "amount" in said:
        day = max(before.day, scene.today)
    if day is None:
        return Answer(need=Need.PROMISE_DATE)
    return await _judge(scene, amount, day, total)


async def correct_promise(scene: Scene, text: str) -> Answer | None:
    """Another amount or another day for the promise that stands ("sorry, I meant Thursday"); None
    when there is none, or the text names neither in a few words."""
    before = await scene.work.promises.get(account_id=scene.account.id, state=PromiseState.OPEN)
    if before is None or not scene.verified or len(text.split()) > FEW_WORDS:
        return None
    read = reading.read(text, scene.today, country=scene.account.country)
    found = {entity.entity for entity in read}
    if found & {"frequency", "instalments"} or not found & {"amount", "date"}:
        return None
    return await promise_payment(scene, text)


def one_sum(text: str) -> bool:
    """Is it one sum, and no rhythm, number of payments or rest beside it?"""
    folded = plain(text)
    read = [entity.entity for entity in reading.read(folded, ANY_DAY)]
    others = {"frequency", "instalments"} & set(read)
    returning = others or any(day.recurring for day in day_rules(folded))
    return read.count("amount") == 1 and not returning and not _REST.search(folded)


ANY_DAY = date(2024, 1, 1)
_REST = re.compile(r"\b(?:rest|remaind\w+|balance|then|now|down|resto|restante|depois|entrada)\b")
FEW_WORDS = 8
"""A correction is short (choice of the product)."""


def _day(said: dict[str, Entity], today: date) -> date | None:
    """The day that was named; of a day of the month, the next."""
    if "date" in said:
        return as_date(said["date"])
    number = said.get("day_of_month")
    return next_day_of_month(today, int(number.value)) if number else None


def _amount(said: dict[str, Entity], currency: str) -> Money | None:
    """The sum that was named, in the currency of the account unless another was said."""
    named = said.get("amount")
    return Money.parse(str(named.value), named.currency or currency) if named else None


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
