"""Jobs live in the same database as the rows that they serve, and survive those who did them."""

import asyncio

import pytest

from bot import jobs
from bot.usecases.answer import say
from bot.usecases.conversation.receive_message import queue_turns
from tests.integration.product import meet, rows, sends, until, working

QUEUED = "SELECT task_name, lock, priority, status FROM procrastinate_jobs ORDER BY id"


@pytest.fixture
async def product(make):
    return await make()


@pytest.fixture
async def thread_id(product):
    return await meet(product.tools)


async def defer(product, thread_id, *, after_seconds=0, commit=True):
    async with product.tools.open_work() as work:
        thread = await work.lock(thread_id)
        await queue_turns(work, thread, after_seconds=after_seconds)
        if commit:
            await work.commit()


async def test_a_message_and_its_job_are_kept_together(product, thread_id, database_url):
    async with product.queue.open_async():
        await sends(product.tools, "hello", "1")
        await sends(product.tools, "hello", "1")
    queued = await rows(database_url, QUEUED)
    assert queued == [("take_turns", f"turns:{thread_id}", 0, "todo")]
    assert await rows(database_url, "SELECT text FROM inbox") == [("hello",)]


async def test_and_rolled_back_together(product, thread_id, database_url):
    async with product.queue.open_async():
        await defer(product, thread_id, commit=False)
        await defer(product, thread_id, after_seconds=30, commit=False)
    assert await rows(database_url, QUEUED) == []


async def test_a_job_that_waits_already_does_not_break_the_transaction(
    product, thread_id, database_url
):
    async with product.queue.open_async():
        for _ in range(2):
            async with product.tools.open_work() as work:
                thread = await work.lock(thread_id)
                thread.language = "pt"
                await queue_turns(work, thread, after_seconds=60)
                thread.last_channel = "sms"
                await work.commit()
    assert len(await rows(database_url, QUEUED)) == 1
    assert await rows(database_url, "SELECT language, last_channel FROM conversations") == [
        ("pt", "sms")
    ]


async def test_a_try_for_later_does_not_block_a_new_message(product, make, thread_id, database_url):
    """Same lock: without a lower priority the older job that waits would go first."""
    async with product.queue.open_async():
        await defer(product, thread_id, after_seconds=3600)
    async with working(await make()) as worker:
        async with product.queue.open_async():
            await sends(product.tools, "hello", "1")

        async def answered():
            return await rows(database_url, "SELECT 1 FROM outbox WHERE status = 'delivered'")

        await until(answered, worker)
    assert [(name, priority) for name, _, priority, _ in await rows(database_url, QUEUED)] == [
        ("take_turns", -(3600).bit_length())
    ]


async def test_a_job_for_much_later_does_not_block_one_that_is_due_soon(
    product, make, thread_id, database_url
):
    """A back-off of hours on one channel, and a second later something to do on another."""
    async with product.queue.open_async():
        for seconds in (3600, 900, 1):
            await defer(product, thread_id, after_seconds=seconds)
    due = "SELECT 1 FROM procrastinate_jobs WHERE scheduled_at < now() + interval '1 minute'"

    async def done():
        return await rows(database_url, due) == []

    async with working(await make()) as worker:
        assert await until(done, worker)
    assert len(await rows(database_url, QUEUED)) == 2


# -- a worker dies ---------------------------------------------------------------------------------


async def a_worker_dies_with_a_job(product, database_url):
    """It took the job and was not heard of again."""
    async with product.queue.open_async():
        manager = product.queue.job_manager
        worker = await manager.register_worker()
        assert await manager.fetch_job(queues=None, worker_id=worker) is not None
    long_ago = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"
    await rows(database_url, long_ago)


async def test_jobs_of_a_dead_worker_are_taken_back_once(product, thread_id, database_url):
    async with product.queue.open_async():
        await sends(product.tools, "hello", "1")
    await a_worker_dies_with_a_job(product, database_url)
    async with product.queue.open_async():
        assert await jobs.take_back(product.queue, 10) == 1
        assert await jobs.take_back(product.queue, 10) == 0
    assert [status for *_, status in await rows(database_url, QUEUED)] == ["todo"]


async def test_jobs_of_a_worker_that_lives_are_left_alone(product, thread_id):
    async with product.queue.open_async():
        await sends(product.tools, "hello", "1")
        manager = product.queue.job_manager
        worker = await manager.register_worker()
        assert await manager.fetch_job(queues=None, worker_id=worker) is not None
        assert await jobs.take_back(product.queue, 10) == 0


async def test_who_died_after_queueing_a_twin_blocks_nobody(product, thread_id, database_url):
    """The engine was down: a try for later runs, queues the next one, and the worker is killed."""
    async with product.queue.open_async():
        await defer(product, thread_id, after_seconds=3600)
        await rows(database_url, "UPDATE procrastinate_jobs SET scheduled_at = now()")
    await a_worker_dies_with_a_job(product, database_url)
    async with product.queue.open_async():
        await defer(product, thread_id, after_seconds=3600)
        assert [s for *_, s in await rows(database_url, QUEUED)] == ["doing", "todo"]
        assert await jobs.take_back(product.queue, 10) == 1
        assert await jobs.take_back(product.queue, 10) == 0
    assert [status for *_, status in await rows(database_url, QUEUED)] == ["todo"]


async def test_two_workers_that_start_after_a_crash_both_start(
    product, make, thread_id, database_url
):
    async with product.queue.open_async():
        await sends(product.tools, "hello", "1")
    await a_worker_dies_with_a_job(product, database_url)
    second = await make()
    async with product.queue.open_async(), second.queue.open_async():
        (job,) = list(await product.queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=10))
        assert await jobs.take_back(product.queue, 10) == 1
        await jobs._queue_again(second.queue, job)
    assert [status for *_, status in await rows(database_url, QUEUED)] == ["todo"]


async def test_a_message_left_behind_by_a_dead_worker_is_answered(
    product, make, thread_id, database_url
):
    async with product.queue.open_async():
        await sends(product.tools, "hello", "1")
    await a_worker_dies_with_a_job(product, database_url)
    fresh = await make()
    async with working(fresh) as worker:

        async def answered():
            return await rows(database_url, "SELECT 1 FROM outbox WHERE status = 'delivered'")

        await until(answered, worker)
    assert len(await rows(database_url, "SELECT 1 FROM outbox WHERE key = 'utter_can_do'")) == 1


# -- stopping ------------------------------------------------------------------------------------


async def test_a_worker_stops_although_a_cancellation_gets_lost():
    lost = 0

    async def deaf():
        nonlocal lost
        while lost < 2:
            try:
                await asyncio.sleep(30)
            except asyncio.CancelledError:
                lost += 1
        await asyncio.sleep(30)

    task = asyncio.create_task(deaf())
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await jobs.end(task)
    assert (task.cancelled(), lost) == (True, 2)


# -- racing ----------------------------------------------------------------------------------------


async def test_two_workers_on_one_conversation_answer_each_message_once_and_in_order(
    make, engine, database_url
):
    first, second = await make(), await make()
    await meet(first.tools)
    inside, most = 0, 0

    async def script(turn):
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.01)
        inside -= 1
        return (say("contact_time", window=turn.text),)

    engine.script = script
    async with working(first) as worker, working(second):
        await asyncio.gather(*(sends(first.tools, f"m{n}", f"{n % 10}") for n in range(20)))
        done = "SELECT count(*) FROM inbox WHERE processed_at IS NULL"
        sent = "SELECT count(*) FROM outbox WHERE status <> 'delivered'"

        async def settled():
            return await rows(database_url, done) == await rows(database_url, sent) == [(0,)]

        await until(settled, worker)
    came = await rows(database_url, "SELECT text FROM inbox ORDER BY id")
    assert len(came) == 10
    answered = await rows(
        database_url,
        "SELECT i.text, o.text FROM outbox o JOIN inbox i ON i.id = o.inbound_id"
        " WHERE o.key = 'utter_contact_time' ORDER BY o.sent_at, o.id",
    )
    assert answered == [(text, f"Noted: {text}. We'll keep to that.") for (text,) in came]
    assert most == 1
    assert sorted(turn.text for turn in engine.turns) == sorted(text for (text,) in came)
    phones = [p.tools.channels["sms"].delivered for p in (first, second)]
    assert sum(len(phone) for phone in phones) == 11  # ten answers, one disclosure
    assert len({key for phone in phones for key in phone}) == 11
    state = await rows(database_url, "SELECT engine_state FROM conversations")
    assert state == [({"turns": 10},)]


async def test_a_job_for_soon_does_not_wait_for_one_for_late(product, thread_id, database_url):
    async with product.queue.open_async():
        for seconds in (7200, 10, 90, 10, 7200):
            await defer(product, thread_id, after_seconds=seconds)
    queued = await rows(
        database_url,
        "SELECT extract(epoch FROM scheduled_at - now()) FROM procrastinate_jobs ORDER BY id",
    )
    assert [round(float(left), -1) for (left,) in queued] == [7200, 10, 90]


async def test_what_waits_without_a_job_is_looked_for_at_the_start_and_then_seldom(
    product, monkeypatch
):
    sweeps, looks = [], []

    async def due(tools):
        sweeps.append(tools)

    async def rescue(tools):
        looks.append(tools)

    async def swept():
        return len(sweeps) > 5

    monkeypatch.setattr(jobs, "SWEEP_SECONDS", 0.01)
    monkeypatch.setattr(jobs, "run_due", due)
    monkeypatch.setattr(jobs, "rescue", rescue)
    async with working(product) as worker:
        await until(swept, worker)
    assert len(looks) == 1
