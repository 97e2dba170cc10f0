"""All or nothing, and one after the other: in memory and in PostgreSQL alike."""

import asyncio

import pytest
from structlog.testing import capture_logs

from tests.contract.kit import inbound, outbound, person, unknown


async def test_leaving_without_commit_undoes_everything(kit):
    async with kit.open() as work:
        owner, thread = await person(work)
        await work.commit()
    async with kit.open() as work:
        found = await work.accounts.get(id=owner.id)
        found.name = "Grace"
        work.inbox.add(inbound(thread, "1"))
        await work.flush()
        assert await work.inbox.get(event_id="1") is not None
        await work.defer("deliver", lock="l", conversation="c")
    async with kit.open() as work:
        assert (await work.accounts.get(id=owner.id)).name == "Ada"
        assert await work.inbox.find() == []
    assert await kit.jobs() == []


async def test_an_error_undoes_everything(kit):
    async def fails():
        async with kit.open() as work:
            await person(work)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    async with kit.open() as work:
        assert await work.accounts.find() == []


async def test_an_alarm_is_told_once_and_only_of_what_was_kept(kit):
    with capture_logs() as told:
        async with kit.open() as work:
            await person(work)
            work.alarm("message_dead", message=1, channel="sms")
        assert told == []
        async with kit.open() as work:
            await person(work)
            work.alarm("message_dead", message=2, channel="sms")
            await work.commit()
            await work.commit()
    assert told == [
        {"event": "message_dead", "log_level": "warning", "message": 2, "channel": "sms"}
    ]


async def test_nobody_sees_what_is_not_committed(kit):
    async with kit.open() as mine, kit.open() as theirs:
        await person(mine)
        assert await theirs.accounts.find() == []
        await mine.commit()
        assert [found.reference for found in await theirs.accounts.find()] == ["A-1"]


async def test_two_works_change_two_fields_of_one_record(kit):
    async with kit.open() as work:
        owner, _ = await person(work)
        await work.commit()
    async with kit.open() as mine, kit.open() as theirs:
        (await mine.accounts.get(id=owner.id)).name = "Grace"
        (await theirs.accounts.get(id=owner.id)).language = "pt"
        await mine.commit()
        await theirs.commit()
    async with kit.open() as work:
        found = await work.accounts.get(id=owner.id)
        assert (found.name, found.language) == ("Grace", "pt")


async def test_a_job_is_queued_with_the_rows(kit):
    async with kit.open() as work:
        await person(work)
        await work.defer("take_turns", lock="turns:1", conversation="c-1")
        assert await kit.jobs() == []
        await work.commit()
    expected = {"task": "take_turns", "lock": "turns:1", "args": {"conversation": "c-1"}}
    assert await kit.jobs() == [expected]


async def test_a_job_for_later_is_queued_once_while_it_waits(kit):
    for _ in range(3):
        async with kit.open() as work:
            await work.defer("deliver", lock="deliver:1", after_seconds=60, conversation="c-1")
            await work.commit()
    assert len(await kit.jobs()) == 1
    async with kit.open() as work:
        await work.defer("deliver", lock="deliver:2", after_seconds=60, conversation="c-2")
        await work.defer("deliver", lock="deliver:1", conversation="c-1")
        await work.commit()
    assert len(await kit.jobs()) == 3


async def test_what_others_did_while_we_waited_for_the_lock_is_seen(kit):
    async with kit.open() as work:
        _, thread = await person(work)
        work.outbox.add(outbound(thread, "t:1", status="sending"))
        await work.commit()
    async with kit.open() as ours:
        before = await ours.outbox.get(turn="t:1")
        async with kit.open() as theirs:
            await theirs.lock(thread.id)
            (await theirs.outbox.get(turn="t:1")).status = "delivered"
            await theirs.commit()
        await ours.lock(thread.id)
        found = await ours.outbox.get(id=before.id)
        assert found.status == "delivered"


async def test_what_we_changed_is_not_lost_by_reading_again(kit):
    async with kit.open() as work:
        owner, _ = await person(work)
        owner.name = "Grace"
        found = await work.accounts.get(id=owner.id)
        assert (found.name, owner.name) == ("Grace", "Grace")
        await work.commit()
    async with kit.open() as ours, kit.open() as theirs:
        mine = await ours.accounts.get(id=owner.id)
        mine.name = "Mary"
        (await theirs.accounts.get(id=owner.id)).language = "pt"
        await theirs.commit()
        await ours.accounts.find()
        assert (mine.name, mine.language) == ("Mary", "pt")
        await ours.commit()
    async with kit.open() as work:
        assert (await work.accounts.get(id=owner.id)).name == "Mary"


async def test_a_locked_conversation_is_ours_till_the_end(kit):
    async with kit.open() as work:
        _, thread = await person(work)
        await work.commit()
    order = []

    async def second():
        async with kit.open() as work:
            found = await work.lock(thread.id)
            order.append(f"second sees {found.owner}")

    async with kit.open() as work:
        (await work.lock(thread.id)).owner = "waiting"
        waiting = asyncio.create_task(second())
        await asyncio.sleep(0.05)
        order.append("first is done")
        await work.commit()
    await waiting
    assert order == ["first is done", "second sees waiting"]


async def test_a_message_that_comes_in_waits_for_no_turn(kit):
    """A webhook answers at once, also while somebody works on the conversation."""
    async with kit.open() as work:
        _, thread = await person(work)
        await work.commit()
    async with asyncio.timeout(5), kit.open() as turn, kit.open() as webhook:
        (await turn.lock(thread.id)).owner = "waiting"
        await turn.flush()
        assert await webhook.inbox.add_once(inbound(thread, "1"))
        await webhook.commit()
        await turn.commit()
    async with kit.open() as work:
        assert len(await work.inbox.find(conversation_id=thread.id)) == 1


async def test_a_lock_sees_what_others_wrote_meanwhile_and_keeps_our_own(kit):
    async with kit.open() as work:
        _, thread = await person(work)
        await work.commit()
    async with kit.open() as mine:
        ours = await mine.conversations.get(id=thread.id)
        ours.language = "pt"
        async with kit.open() as theirs:
            (await theirs.conversations.get(id=thread.id)).owner = "agent"
            await theirs.commit()
        locked = await mine.lock(thread.id)
        assert locked is ours
        assert (locked.language, locked.owner) == ("pt", "agent")


async def test_locking_twice_in_one_work_is_no_deadlock(kit):
    async with kit.open() as work:
        _, thread = await person(work)
        await work.commit()
    async with asyncio.timeout(5), kit.open() as work:
        assert await work.lock(thread.id) is await work.lock(thread.id)


async def test_other_conversations_are_free(kit):
    async with kit.open() as work:
        _, one = await person(work, "A-1")
        _, other = await person(work, "A-2")
        await work.commit()
    async with asyncio.timeout(5), kit.open() as first, kit.open() as second:
        await first.lock(one.id)
        await second.lock(other.id)


async def test_an_unknown_conversation_cannot_be_locked(kit):
    async with kit.open() as work:
        with pytest.raises(LookupError):
            await work.lock(unknown())
