"""The person tells us what is going on: hear it, keep it, take the pressure off, open the way."""

from __future__ import annotations

from datetime import date

from bot import reading
from bot.rules.cases import CaseKind
from bot.rules.money import Money
from bot.usecases.answer import Answer, Need, say
from bot.usecases.help_lines import debt_advice
from bot.usecases.open_case import open_case
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
    if told.affordable is not None or not await scene.owed():
        return Answer(says, ends_form=True)
    need = Need.AFFORDABLE if scene.verified else Need.IDENTITY
    return Answer(says, need=need)


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


async def keep(scene: Scene, kind: str, text: str) -> Circumstance:
    """Keep what was said as few facts: its kind, what is affordable, the payday. Not the words."""
    currency = (await scene.debts())[0].debt.currency if await scene.debts() else None
    said = {
        e.entity: e
        for e in reversed(reading.read(text, scene.today, country=scene.account.country))
    }
    affordable = None
    if currency and "amount" in said and said["amount"].currency in (None, currency):
        affordable = Money.parse(str(said["amount"].value), currency).minor
    circumstance = Circumstance(
        account_id=scene.account.id,
        kind=kind,
        told_at=scene.now,
        affordable=affordable,
        frequency=str(said["frequency"].value) if "frequency" in said else None,
        payday=f"day:{said['day_of_month'].value}" if "day_of_month" in said else None,
    )
    scene.work.circumstances.add(circumstance)
    scene.log("circumstances_told", circumstance=kind)
    await scene.work.flush()
    return circumstance


async def known(scene: Scene) -> list[Circumstance]:
    """What was told so far, newest first."""
    return await scene.work.circumstances.find(account_id=scene.account.id, newest=True)
