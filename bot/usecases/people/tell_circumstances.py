"""The person tells us what is going on: hear it, keep it, take the pressure off, open the way."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.reading.answers.reasons import nothing_at_all
from bot.reading.income.budgets import Budget, budget
from bot.reading.income.paydays import payday
from bot.reading.proposals import proposals
from bot.reading.proposals.proposals import Said
from bot.rules.cases import CaseKind
from bot.rules.money import Money
from bot.usecases.answer import Answer, Need, say
from bot.usecases.people.help_lines import debt_advice
from bot.usecases.people.open_case import open_case
from bot.usecases.ports import Say
from bot.usecases.records import Circumstance
from bot.usecases.scene import Scene

KIND_OF_INTENT = {
    "hardship_income": "income",
    "hardship_general": "general",
    "hardship_health": "health",
    "hardship_bereavement": "bereavement",
}
HARDSHIP = frozenset({"income", "general", "health", "bereavement"})
NOT_SAID = "not_said"


async def tell_hardship(scene: Scene, intent: str, text: str) -> Answer:
    """Hardship by itself: empathy first, the pressure off, then what would be affordable."""
    kind = KIND_OF_INTENT[intent]
    told = await keep(scene, kind, text)
    if kind == "bereavement":
        await open_case(scene, CaseKind.BEREAVEMENT)
        return Answer((say("hardship_bereavement"),), ends_form=True)
    if kind == "health":
        await open_case(scene, CaseKind.VULNERABILITY)
        await open_case(scene, CaseKind.HARDSHIP)
        return Answer((say("hardship_health"),), ends_form=True)
    until = await take_the_pressure_off(scene)
    advice = say("debt_advice", advice=debt_advice(scene))
    says = (say(f"hardship_{kind}", until=until), advice)
    if not await scene.owed():
        return Answer(says, ends_form=True)
    if not scene.verified:
        return Answer(says, need=Need.IDENTITY)
    return Answer(says, need=Need.AFFORDABLE if told.affordable is None else None)


async def hear_hardship(scene: Scene, kind: str | None, text: str) -> tuple[Say, ...]:
    """Hardship told beside another wish: kept and answered once, and not asked for again."""
    if kind is None or any(c.kind in HARDSHIP for c in await known(scene)):
        return ()
    await keep(scene, kind, text)
    until = await take_the_pressure_off(scene)
    return (say(f"hardship_{kind}", until=until), say("debt_advice", advice=debt_advice(scene)))


async def tell_circumstances(scene: Scene, intent: str, text: str) -> Answer:
    """The answer to our own question; saying nothing about it is an answer too."""
    kind = NOT_SAID if intent == "deny" else KIND_OF_INTENT.get(intent, "other")
    await keep(scene, kind, text)
    if kind not in HARDSHIP:
        return Answer((say("heard"),))
    until = await take_the_pressure_off(scene)
    key = "income" if kind == "income" else "general"
    return Answer((say(f"hardship_{key}", until=until),))


async def take_the_pressure_off(scene: Scene) -> date:
    """Open a hardship case; its hold pauses reminders. Answers until when (a date)."""
    await open_case(scene, CaseKind.HARDSHIP)
    await scene.work.flush()
    held = await scene.work.holds.find(
        account_id=scene.account.id, reason=CaseKind.HARDSHIP.value, ended_at=None, newest=True
    )
    until = held[0].until or held[0].review_at
    return (until or scene.now).astimezone(scene.zone).date()


async def keep(scene: Scene, kind: str, text: str, *, asked: bool = False) -> Circumstance:
    """Keep what was said as few facts: its kind, what is affordable, what comes in and goes out,
    the payday. Not the words.

    `asked`: these figures were our question. Unasked, a sum counts as affordable only with its
    rhythm, or when it is nothing at all; a budget only when both sides of it are told: "the car
    cost me 800" is neither.
    """
    debts = await scene.debts()
    circumstance = Circumstance(
        account_id=scene.account.id,
        kind=kind,
        told_at=scene.now,
        **(_facts_in(scene, text, debts[0].debt.currency, asked=asked) if debts else {}),
    )
    scene.work.circumstances.add(circumstance)
    scene.log("circumstances_told", circumstance=kind)
    await scene.work.flush()
    return circumstance


def _facts_in(scene: Scene, text: str, currency: str, *, asked: bool) -> dict[str, Any]:
    """The facts of a circumstance that the text tells, in minor units of the currency."""
    today, country = scene.today, scene.account.country
    said = proposals.proposal(text, today, currency, country=country)
    read = budget(text, today, currency, country)
    facts: dict[str, Any] = {"payday": payday(text, today, country)}
    if read is not None and (asked or None not in (read.income, read.outgoings)):
        facts |= {"income": _minor(read.income), "outgoings": _minor(read.outgoings)}
    if asked and nothing_at_all(text):
        return facts | {"affordable": 0}
    able = _affordable(said, read, asked=asked)
    if said is None or able is None or able.currency != currency:
        return facts
    facts |= {"affordable": able.minor, "frequency": said.frequency}
    return facts | ({"payday": said.payday} if facts["payday"] is None else {})


def _affordable(said: Said | None, read: Budget | None, *, asked: bool) -> Money | None:
    """The amount that is left for us each time; not what comes in or goes out."""
    if said is None or said.amount is None:
        return None
    if not (asked or said.frequency or said.amount.minor == 0):
        return None
    told = read is not None and said.amount in (read.income, read.outgoings)
    return None if told else said.amount


def _minor(amount: Money | None) -> int | None:
    return None if amount is None else amount.minor


async def known(scene: Scene) -> list[Circumstance]:
    """What was told so far, newest first."""
    return await scene.work.circumstances.find(account_id=scene.account.id, newest=True)
