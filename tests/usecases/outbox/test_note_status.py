"""News of messages comes late, twice and in any order: a message only moves forward."""

import asyncio
import itertools

import pytest

from bot.rules.delivery import GONE, State
from bot.usecases.answer import say
from bot.usecases.outbox.note_status import note_status
from channels.errors import Blocked, Halted, RetryLater, Unreachable
from channels.message import DeliveryStatus, StatusUpdate


@pytest.fixture
async def sent(world, ada):
    """A message that the provider took a moment ago, and of which nothing more is known."""
    await ada.hears((say("thanks"),))
    row = (await ada.look("outbox"))[-1]

    async def just_sent(work, _):
        (await work.outbox.get(id=row.id)).status = "sent"

    await ada.change(just_sent)
    return row


def news(row, status, **given):
    facts = {"provider_id": row.provider_id, "key": str(row.id)} | given
    return StatusUpdate("test", "sms", status=DeliveryStatus(status), **facts)


async def status_of(ada, row):
    return next(r for r in await ada.look("outbox") if r.id == row.id).status


@pytest.mark.parametrize("order", list(itertools.permutations(["sent", "delivered", "read"])))
async def test_whatever_the_order_the_furthest_counts(world, ada, sent, order):
    for status in [*order, *order]:
        assert await note_status(world.tools, news(sent, status))
    assert await status_of(ada, sent) == "read"


async def test_what_was_delivered_did_not_fail(world, ada, sent):
    await note_status(world.tools, news(sent, "delivered"))
    await note_status(world.tools, news(sent, "failed", error=Blocked("stop")))
    assert await status_of(ada, sent) == "delivered"
    assert (await ada.state())["opted_out"] == []


async def test_segments_and_code_are_kept(world, ada, sent):
    await note_status(world.tools, news(sent, "sent", segments=3))
    error = Unreachable("no such number")
    await note_status(world.tools, news(sent, "failed", error=error, code="30005"))
    row = (await ada.look("outbox"))[-1]
    assert (row.segments, row.error_code, row.status) == (3, "30005", "failed")


async def test_what_arrived_in_the_end_has_no_error(world, ada, sent):
    failure = news(sent, "failed", error=RetryLater("busy"), code="63018")
    await note_status(world.tools, failure)
    assert (await ada.look("outbox"))[-1].error_code == "63018"
    await note_status(world.tools, news(sent, "delivered"))
    assert (await ada.look("outbox"))[-1].error_code is None


async def test_a_failure_that_comes_later_has_the_same_consequences(world, ada, sent):
    await note_status(world.tools, news(sent, "failed", error=Blocked("opted out"), code="21610"))
    assert (await ada.state())["opted_out"] == ["sms"]


async def test_the_same_failure_twice_counts_once(world, ada, sent):
    failure = news(sent, "failed", error=RetryLater("busy", tries=1))
    await note_status(world.tools, failure)
    await note_status(world.tools, failure)
    assert await status_of(ada, sent) == "queued"
    await world.wait(minutes=5)
    assert await status_of(ada, sent) == "delivered"


async def test_news_that_overtakes_our_own_receipt_settles_the_doubt(world, ada, sent):
    async def in_doubt(work, _):
        row = await work.outbox.get(id=sent.id)
        row.status, row.provider_id = "sending", None

    await ada.change(in_doubt)
    before = ada.phone()
    assert await note_status(world.tools, news(sent, "delivered", provider_id="SM-new"))
    await world.wait(minutes=5)
    row = (await ada.look("outbox"))[-1]
    assert (row.status, row.provider_id) == ("delivered", "SM-new")
    assert ada.phone() == before


async def test_news_of_an_earlier_try_is_no_news(world, ada, sent):
    await note_status(world.tools, news(sent, "failed", provider_id="SM-old"))
    assert await status_of(ada, sent) == "sent"


async def test_a_late_failure_of_the_first_try_is_none_of_the_second(world, ada, sent):
    """The first answer was lost; the second try is under way when news of the first comes."""

    async def second_try(work, _):
        row = await work.outbox.get(id=sent.id)
        row.status, row.provider_id, row.tries = "sending", None, 2

    await ada.change(second_try)
    first = {"provider_id": "SM-1", "error": RetryLater("busy")}
    await note_status(world.tools, news(sent, "failed", attempt=1, **first))
    assert await status_of(ada, sent) == "sending"
    await note_status(world.tools, news(sent, "delivered", attempt=2, provider_id="SM-2"))
    assert await status_of(ada, sent) == "delivered"


async def test_by_the_providers_number_alone(world, ada, sent):
    assert await note_status(world.tools, news(sent, "read", key=None))
    assert await status_of(ada, sent) == "read"


@pytest.mark.parametrize(
    "key", [None, "", "x", "-1", "999999", "٣", "9" * 5, "9" * 30, "9" * 5_000]
)
async def test_news_of_nothing_that_we_know(world, ada, sent, key):
    update = StatusUpdate("test", "sms", "SM-unknown", DeliveryStatus.READ, key)
    assert not await note_status(world.tools, update)
    assert await status_of(ada, sent) == "sent"


@pytest.mark.parametrize("status", ["sent", "delivered"])
async def test_what_is_known_already_waits_for_nobody(world, ada, sent, status):
    """Most news tells what we know: it is not kept waiting while the conversation is worked on."""
    await note_status(world.tools, news(sent, status))
    async with asyncio.timeout(5), world.tools.open_work() as work:
        await work.lock(sent.conversation_id)
        assert await note_status(world.tools, news(sent, status))
        assert await note_status(world.tools, news(sent, "sent"))
    assert await status_of(ada, sent) == status


async def test_news_of_another_channel_is_none_of_this_message(world, ada, sent):
    update = StatusUpdate("test", "whatsapp", sent.provider_id, DeliveryStatus.READ, str(sent.id))
    assert not await note_status(world.tools, update)


async def test_what_is_filtered_halts_its_kind(world, ada, sent):
    await note_status(world.tools, news(sent, "failed", error=Halted("spam"), code="30007"))
    assert await ada.hears((say("thanks"),)) == []
    assert "halted" in (await ada.look("outbox"))[-1].reason
    assert await ada.hears((say("goodbye"),)) != [], "other kinds go on"


def test_every_state_that_is_gone_has_a_place():
    assert set(GONE) == {State(status) for status in DeliveryStatus} - {State.FAILED}
