"""A message came in: it is kept once, with its job, or not at all."""

from datetime import timedelta

import pytest

from bot.usecases.conversation.receive_message import receive_message
from bot.usecases.conversation.sender import UnknownAddress
from channels.message import InboundMessage
from tests.usecases.world import TUESDAY


async def test_it_is_kept_with_a_job_for_its_conversation(world, ada):
    row = await ada.sends("hello")
    (kept,) = await ada.look("inbox")
    assert (kept.id, kept.text, kept.processed_at) == (row.id, "hello", None)
    assert kept.received_at == TUESDAY
    (job,) = world.store.jobs
    assert (job.task, job.arguments) == ("take_turns", {"conversation": str(ada.thread_id)})
    assert str(ada.thread_id) in job.lock


async def test_the_same_event_again_changes_nothing(world, ada):
    await ada.sends("hello", event="e-7")
    assert await ada.sends("hello", event="e-7") is None
    assert len(await ada.look("inbox")) == 1
    assert len(world.store.jobs) == 1


async def test_an_event_id_is_unique_by_provider(world, ada):
    await ada.sends("hello", event="e-7")
    other = InboundMessage("twilio", "e-7", "sms", "sms:A-1", "hello", TUESDAY)
    assert await receive_message(world.tools, other) is not None
    assert len(await ada.look("inbox")) == 2


async def test_nobody_at_this_address(world, ada):
    foreign = InboundMessage("test", "e-1", "sms", "sms:unknown", "hello", TUESDAY)
    with pytest.raises(UnknownAddress):
        await receive_message(world.tools, foreign)
    assert world.store.jobs == []


async def test_an_address_belongs_to_its_channel(world, ada):
    foreign = InboundMessage("test", "e-1", "whatsapp", "sms:A-1", "hello", TUESDAY)
    with pytest.raises(UnknownAddress):
        await receive_message(world.tools, foreign)


@pytest.mark.parametrize(
    ("text", "kept"),
    [("pa\x00y", "pay"), ("\ud83d", "\ufffd"), ("\ud83d\ude42", "🙂"), ("🙂 ç", "🙂 ç")],
)
async def test_what_cannot_be_stored_is_left_out_and_nothing_is_lost(ada, text, kept):
    await ada.sends(text)
    assert [row.text for row in await ada.look("inbox")] == [kept]


async def test_it_came_when_our_own_clock_says(world, ada):
    world.store.clock += timedelta(days=400)
    row = await ada.sends("hello")
    assert row.received_at == TUESDAY + timedelta(days=400)
