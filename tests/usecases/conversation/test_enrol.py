"""Who takes up an invitation has proved nothing: nothing of the old chat may reach the new one."""

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.identity import VerifyIdentity
from bot.usecases.answer import say
from bot.usecases.conversation.enrol import invite
from bot.usecases.conversation.receive_news import receive_news
from bot.usecases.ports import EngineAnswer
from channels.errors import RetryLater
from channels.message import InboundMessage, Wish
from tests.usecases.world import TUESDAY

OLD, NEW = "700", "900"


def told(text="", *, event, address=OLD, **given):
    return InboundMessage("test", event, "telegram", address, text, TUESDAY, **given)


async def tells(world, text="", **given):
    await receive_news(world.tools, told(text, **given))
    await world.run()


@pytest.fixture
async def cleo(world):
    """Somebody verified who talks in a chat of Telegram, in the middle of something."""
    cleo = await world.meet("C-1", channels=("sms", "whatsapp"))
    await tells(world, "/start", event="s-1", invitation=await invite(world.tools, "C-1"))

    async def asks(turn):
        return EngineAnswer((say("greet"),), {"slots": {"question": "plan_confirm"}}, "greet", 0.9)

    world.engine.script = asks
    await tells(world, "hello", event="s-2")
    async with world.tools.open_work() as work:
        thread = await work.conversations.get(id=cleo.thread_id)
        thread.verified_at = work.now
        await work.commit()
    return cleo


async def taken_up(world, address=NEW, event="n-1"):
    token = await invite(world.tools, "C-1")
    await tells(world, "/start", event=event, address=address, invitation=token)


def shown(world, address):
    return [sent.text for sent in world.phones["telegram"].delivered.values()
            if sent.address == address]  # fmt: skip


async def test_a_new_chat_has_to_prove_who_it_is(world, cleo):
    await taken_up(world)
    thread = await cleo.thread()
    assert (thread.verified_at, thread.engine_state) == (None, None)
    await tells(world, "so, how much?", event="n-2", address=NEW)
    assert world.engine.turns[-1].state is None


async def test_the_first_chat_of_somebody_who_was_verified_elsewhere_proves_nothing_either(world):
    dora = await world.meet("C-1", channels=("sms",))
    assert (await dora.thread()).verified_at is not None
    await taken_up(world)
    assert (await dora.thread()).verified_at is None


async def test_what_waits_for_the_old_chat_is_refused_with_its_reason(world, cleo):
    world.phones["telegram"].fail_next(RetryLater("busy", 600))
    await cleo.hears((say("greet"),), channel="telegram")
    before = len(shown(world, NEW))
    await taken_up(world)
    await world.wait(hours=1)
    assert len(shown(world, NEW)) == before + 1, "the greeting, and nothing else"
    refused = [row for row in await cleo.look("outbox") if row.status == "refused"]
    assert [row.reason for row in refused] == [
        "another_chat: written for an earlier chat of this account"
    ]


async def test_what_is_being_handed_over_is_not_tried_again_in_the_new_chat(world, cleo):
    async with world.tools.open_work() as work:
        row = (await work.outbox.find(channel="telegram", newest=True, limit=1))[0]
        row.status, row.tried_at = "sending", work.now
        await work.commit()
    await taken_up(world)
    await world.wait(hours=1)
    (row,) = [one for one in await cleo.look("outbox") if one.id == row.id]
    assert row.status == "unknown"


async def test_what_the_old_chat_wrote_is_not_answered_in_the_new_one(world, cleo):
    await receive_news(world.tools, told("how much do I owe?", event="s-3"))
    asked = len(world.engine.turns)
    await taken_up(world)
    assert len(world.engine.turns) == asked
    outcomes = {row.event_id: row.outcome for row in await cleo.look("inbox")}
    assert outcomes["s-3"] == "another_chat"


async def test_a_stop_of_all_channels_that_waits_is_obeyed_all_the_same(world, cleo):
    await receive_news(world.tools, told("STOP ALL", event="s-3"))
    await taken_up(world)
    assert (await cleo.state())["opted_out"] == ["sms", "whatsapp"]


async def test_the_same_chat_loses_nothing_by_a_new_invitation(world, cleo):
    before = await cleo.thread()
    await taken_up(world, address=OLD)
    after = await cleo.thread()
    assert after.verified_at == before.verified_at is not None
    assert after.engine_state == before.engine_state is not None


async def test_a_late_proof_of_the_old_chat_does_not_count_for_the_new_one(world, cleo):
    """The old chat's turn is with the engine while the new chat is connected."""

    async def meanwhile(turn):
        await receive_news(world.tools, told(
            "/start", event="n-1", address=NEW, invitation=await invite(world.tools, "C-1")
        ))  # fmt: skip
        slots = {"birth_date": "1985-12-10", "identity_code": "4321"}
        latest = {"text": "1985-12-10", "intent": {}, "message_id": turn.message_id}
        tracker = Tracker(turn.conversation, slots, latest, [], False, None, {}, None)
        await VerifyIdentity(world.tools).run(CollectingDispatcher(), tracker, {})
        return EngineAnswer((say("identity_verified"),), {"slots": {}}, "inform", 0.9)

    world.engine.script = meanwhile
    await tells(world, "1985-12-10", event="s-3")
    thread = await cleo.thread()
    assert (thread.engine_state, thread.verified_at) == (None, None)
    assert len(shown(world, NEW)) == 1


async def test_a_block_of_the_old_chat_that_waits_does_not_shut_out_the_new_one(world, cleo):
    await receive_news(world.tools, told(event="s-3", wish=Wish.BLOCKED))
    await taken_up(world)
    assert (await cleo.state())["opted_out"] == []
