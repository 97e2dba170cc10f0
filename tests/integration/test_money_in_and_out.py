"""Payments, plans and charges on the real database: once each, also when told at the same time."""

import asyncio
from datetime import date, timedelta

from bot.rules.money import Money
from bot.usecases.accounts.create_account import (
    NewAccount,
    NewContactPoint,
    NewDebt,
    create_account,
)
from bot.usecases.accounts.describe_person import describe_reference
from bot.usecases.clock.move_clock import move_clock
from bot.usecases.clock.run_due import run_due
from bot.usecases.offers.accept_offer import accept_offer
from bot.usecases.offers.propose_plan import Wish, propose_plan
from bot.usecases.payments.correct_debt import correct_debt
from bot.usecases.payments.record_payment import record_payment
from bot.usecases.payments.reverse_payment import reverse_payment
from bot.usecases.people.tell_circumstances import tell_circumstances
from bot.usecases.people.verify_identity import keep_proof
from bot.usecases.scene import Scene

MIDDAY = "2026-03-03T15:00:00+00:00"


async def meet(tools, **given):
    """Owes 100.00 and 200.00, due today."""
    due = date(2026, 3, 3)
    none = Money(0, "USD")
    debts = tuple(
        NewDebt(f"A-1-D{n}", "Sofa", Money(10_000 * n, "USD"), none, none, due, **given)
        for n in (1, 2)
    )
    points = (NewContactPoint("sms", "sms:A-1"),)
    new = NewAccount(
        *("A-1", "Ada Lovelace", "en", "US", "America/New_York"), contact_points=points, debts=debts
    )
    async with tools.open_work() as work:
        account = await create_account(work, new, source="test")
        await work.flush()
        thread = await work.conversations.get(account_id=account.id)
        await work.commit()
        return thread.id


async def agree(tools, thread):
    async with tools.open_work() as work:
        scene = await Scene.open(work, tools, thread)
        keep_proof(scene.point, work.now)
        await tell_circumstances(scene, "other", "my car broke")
        await propose_plan(scene, Wish.PLAN, "", changing=True)
        await accept_offer(scene, None)
        await work.commit()


async def state(tools):
    told = await describe_reference(tools, "A-1")
    owed = [one["total"] for one in told["balance"]]
    return (told["plan"] or {}).get("state"), owed


async def moved_to(tools, days=0):
    async with tools.open_work() as work:
        now = work.now
    target = now.fromisoformat(MIDDAY) + timedelta(days=days)
    await move_clock(tools, now=target)


async def test_a_life_on_the_real_database(make):
    product = await make()
    tools = product.tools
    await moved_to(tools)
    thread = await meet(tools)
    await agree(tools, thread)
    told = await asyncio.gather(
        *(record_payment(tools, "A-1-D2", "130.00", "bank:1") for _ in range(3))
    )
    assert sorted(told) == [False, False, True]
    assert await state(tools) == ("active", ["0.00", "170.00"])
    assert await record_payment(tools, "A-1-D1", "170.00", "bank:2")
    assert await state(tools) == ("completed", ["0.00", "0.00"])
    how = {"reason": "charged back", "reference": "r-1"}
    back = await asyncio.gather(
        *(reverse_payment(tools, "bank:1", "50.00", **how) for _ in range(3))
    )
    assert sorted(back) == [False, False, True]
    assert await state(tools) == ("active", ["20.00", "30.00"])
    assert await correct_debt(tools, "A-1-D2", "30.00", reference="c-1", reason="corrected")
    await moved_to(tools, days=40)
    assert await state(tools) == ("active", ["20.00", "0.00"])
    await moved_to(tools, days=90)
    assert await state(tools) == ("broken", ["20.00", "0.00"])
    await agree(tools, thread)
    assert await state(tools) == ("active", ["20.00", "0.00"])
    assert await record_payment(tools, "A-1-D1", "20.00", "bank:3")
    assert await state(tools) == ("completed", ["0.00", "0.00"])


async def test_charges_on_two_machines_at_once(make):
    """100.00 x 36.5 % / 365 is 0.10 a day, on 200.00 0.20; the late fee of 2 % once."""
    first, second = await make(), await make()
    await moved_to(first.tools)
    await meet(first.tools, terms={"annual_rate": "36.5%", "late_fee": "2%"})
    async with first.tools.open_work() as work:
        setting = await work.clock.get(id=1)
        setting.offset_seconds += 10 * 24 * 3600
        await work.commit()
    await asyncio.gather(run_due(first.tools), run_due(second.tools), run_due(first.tools))
    assert await state(first.tools) == (None, ["103.00", "206.00"])
