"""A message is kept with its job in one step, by each store as by the longer way."""

import asyncio
from datetime import timedelta

import pytest

from bot.usecases import records
from bot.usecases.ports import Kept
from tests.contract.kit import START, inbound, person, unknown

JOB = {"task": "take_turns", "lock": "turns"}


async def met(kit, reference="A-1", address="+12025550100", channel="sms"):
    """Somebody with this address; their conversation's number."""
    async with kit.open() as work:
        owner, thread = await person(work, reference)
        point = records.ContactPoint(account_id=owner.id, channel=channel, address=address)
        work.contact_points.add(point)
        await work.commit()
        return thread.id


def arrives(event_id="e-1", **given):
    nobodys = records.Conversation(account_id=unknown(), language="en", created_at=START)
    return inbound(nobodys, event_id, **given)


async def keeps(kit, row, address="+12025550100"):
    return await kit.store.keep_message(row, address, **JOB)


async def all_kept(kit):
    async with kit.open() as work:
        return await work.inbox.find()


async def test_it_is_kept_whole_with_its_job(kit):
    thread_id = await met(kit)
    given = {"text": "olá 🙂", "pressed": "t-1", "media": ["image"], "wish": "stop"}
    row = arrives(**given, profile_name="Ana")
    assert await keeps(kit, row) is Kept.NEW
    (kept,) = await all_kept(kit)
    assert kept == row
    assert (kept.conversation_id, kept.text, kept.media) == (thread_id, "olá 🙂", ["image"])
    async with kit.open() as work:
        assert abs(work.now - kept.received_at) < timedelta(minutes=1)


async def test_its_job_is_the_one_that_is_queued_otherwise(kit):
    thread_id = await met(kit)
    await keeps(kit, arrives())
    whose = str(thread_id)
    async with kit.open() as work:
        await work.defer("take_turns", lock=f"turns:{whose}", conversation=whose)
        await work.commit()
    one, other = await kit.jobs()
    assert one == other


async def test_the_same_event_again_changes_nothing(kit):
    await met(kit)
    await keeps(kit, arrives())
    again = arrives(text="something else")
    before = again.conversation_id
    assert await keeps(kit, again) is Kept.KNOWN
    assert (again.id, again.conversation_id) == (None, before)
    assert [row.text for row in await all_kept(kit)] == ["hello"]
    assert len(await kit.jobs()) == 1


async def test_many_at_once_are_one(kit):
    await met(kit)
    found = await asyncio.gather(*(keeps(kit, arrives()) for _ in range(8)))
    assert sorted(found) == [Kept.KNOWN] * 7 + [Kept.NEW]
    assert (len(await all_kept(kit)), len(await kit.jobs())) == (1, 1)


@pytest.mark.parametrize(
    ("address", "channel"), [("+12025550199", "sms"), ("+12025550100", "whatsapp"), ("a\0", "sms")]
)
async def test_nobody_has_this_address(kit, address, channel):
    await met(kit)
    assert await keeps(kit, arrives(channel=channel), address) is Kept.NOBODY
    assert (await all_kept(kit), await kit.jobs()) == ([], [])


async def test_the_clock_that_was_moved_says_when_it_came(kit):
    await met(kit)
    async with kit.open() as work:
        work.clock.add(records.ClockSetting(offset_seconds=86_400 * 30))
        await work.commit()
    await keeps(kit, arrives())
    (kept,) = await all_kept(kit)
    async with kit.open() as work:
        assert abs(work.now - kept.received_at) < timedelta(minutes=1)


async def test_it_waits_for_nobody_who_works_on_the_conversation(kit):
    thread_id = await met(kit)
    async with kit.open() as work:
        await work.lock(thread_id)
        assert await asyncio.wait_for(keeps(kit, arrives()), 5) is Kept.NEW
