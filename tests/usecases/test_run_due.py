"""Time has passed: what was held is released, what was left behind gets its turn."""

from datetime import timedelta

from bot.usecases.answer import say
from bot.usecases.compose import compose
from bot.usecases.run_due import rescue, run_due


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
