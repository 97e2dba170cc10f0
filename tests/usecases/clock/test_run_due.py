"""Time has passed: what was held is released, what was left behind gets its turn."""

from datetime import date, timedelta

from bot.usecases.answer import say
from bot.usecases.clock import begin_days
from bot.usecases.clock.run_due import rescue, run_due
from bot.usecases.outbox.compose import compose


async def test_nothing_due_changes_nothing(world, ada):
    await ada.hears((say("greet"),))
    before = await ada.history()
    for _ in range(3):
        await run_due(world.tools)
    assert world.store.jobs == []
    assert await ada.history() == before


async def test_a_held_message_is_released_once_at_its_time(world, ada):
    world.store.clock += timedelta(hours=10)
    await ada.hears((say("greet"),), kind="reminder")
    await run_due(world.tools)
    assert world.store.jobs == []
    world.store.clock += timedelta(hours=13)
    await run_due(world.tools)
    await run_due(world.tools)
    assert len(world.store.jobs) == 1
    await world.run()
    assert len(ada.phone()) == 1


async def test_a_message_without_a_job_is_found_again(world, ada):
    await ada.sends("hello")
    world.store.jobs.clear()
    world.store.clock += timedelta(seconds=30)
    assert await rescue(world.tools) == 0
    world.store.clock += timedelta(seconds=1)
    assert await rescue(world.tools) == 1
    assert await rescue(world.tools) == 1
    assert len(world.store.jobs) == 1
    await world.wait(seconds=1)
    assert ada.phone() != []
    assert await rescue(world.tools) == 0


async def test_an_answer_without_a_job_is_found_again(world, ada):
    await ada.does(compose, [say("greet")], turn="x", channel="sms")
    world.store.jobs.clear()
    world.store.clock += timedelta(seconds=31)
    assert await rescue(world.tools) == 1
    await world.wait(seconds=1)
    assert len(ada.phone()) == 1


async def begun(world):
    async with world.tools.open_work() as work:
        return [event.data["done"] for event in await work.events.find(kind=begin_days.BEGUN)]


async def test_days_begin_at_the_full_hour_and_are_looked_after_once(world):
    world.store.clock = world.store.clock.replace(minute=5)
    await run_due(world.tools)
    assert await begun(world) == [True]
    world.store.clock += timedelta(minutes=54)
    await run_due(world.tools)
    assert await begun(world) == [True]
    world.store.clock += timedelta(minutes=1)
    await run_due(world.tools)
    assert await begun(world) == [True, True]


async def test_many_accounts_go_by_in_batches_and_none_is_left_out(world, monkeypatch):
    monkeypatch.setattr(begin_days, "BATCH", 2)
    due, terms = date(2026, 3, 3), {"annual_rate": "36.5%"}
    people = [
        await world.meet(f"P-{n}", debts=(("1000.00", "0", "0"),), due=due, terms=terms)
        for n in range(5)
    ]
    world.store.clock += timedelta(days=1)
    for owed in ("1000.00", "1000.00", "1001.00"):
        await run_due(world.tools)
        assert await people[-1].owes() == owed
    assert await begun(world) == [False, False, True]
    assert {await person.owes() for person in people} == {"1001.00"}
    world.store.clock += timedelta(days=1)
    while not await begin_days.begin_days(world.tools):
        pass
    assert {await person.owes() for person in people} == {"1002.00"}


async def test_one_account_that_fails_keeps_nobody_waiting(world, monkeypatch):
    due, terms = date(2026, 3, 3), {"annual_rate": "36.5%"}
    people = [
        await world.meet(f"P-{n}", debts=(("1000.00", "0", "0"),), due=due, terms=terms)
        for n in range(3)
    ]
    settled = begin_days.settle

    async def settle_some(scene):
        if scene.account.reference == "P-1":
            raise RuntimeError("a row that nobody can read")
        await settled(scene)

    monkeypatch.setattr(begin_days, "settle", settle_some)
    await world.wait(days=1)
    assert [await person.owes() for person in people] == ["1001.00", "1000.00", "1001.00"]
    monkeypatch.undo()
    await world.wait(days=1)
    assert {await person.owes() for person in people} == {"1002.00"}


async def test_only_accounts_where_a_day_began_are_looked_after(world):
    due, terms = date(2026, 3, 3), {"annual_rate": "36.5%"}
    how = {"debts": (("1000.00", "0", "0"),), "due": due, "terms": terms}
    here = await world.meet("P-1", **how)
    there = await world.meet("P-2", **how, time_zone="Pacific/Auckland")
    await run_due(world.tools)
    opened = await here.owes(), await there.owes()
    await world.wait(hours=14)
    assert (await here.owes(), await there.owes()) == ("1001.00", opened[1])


async def test_a_clock_that_went_back_charges_nothing_twice(world):
    ada = await world.meet(debts=(("1000.00", "0", "0"),), due=date(2026, 3, 3),
                           terms={"annual_rate": "36.5%"})  # fmt: skip
    await world.wait(days=10)
    for days in (-5, 2, 3):
        await world.wait(days=days)
        assert await ada.owes() == "1010.00"
    await world.wait(days=1)
    assert await ada.owes() == "1011.00"
