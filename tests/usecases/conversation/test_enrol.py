"""Who takes up an invitation has proved nothing: nothing of the old chat may reach the new one."""

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.contact import OptOut
from bot.actions.identity import VerifyIdentity
from bot.usecases.answer import say
from bot.usecases.conversation.enrol import invite
from bot.usecases.conversation.receive_news import receive_news
from bot.usecases.ports import EngineAnswer
from channels.errors import RetryLater, Unsure
from channels.message import InboundMessage, Wish
from tests.usecases.world import TUESDAY

OLD, NEW = "700", "900"
GREETED = 2
"""So many messages say who writes and that the chat is connected."""


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
    await cleo.proves_identity()
    return cleo


async def verified_on(person):
    return (await person.state())["verified_on"]


async def taken_up(world, address=NEW, event="n-1"):
    token = await invite(world.tools, "C-1")
    await tells(world, "/start", event=event, address=address, invitation=token)


def shown(world, address):
    return [sent.text for sent in world.phones["telegram"].delivered.values()
            if sent.address == address]  # fmt: skip


async def test_a_new_chat_has_to_prove_who_it_is(world, cleo):
    await taken_up(world)
    assert await verified_on(cleo) == ["sms", "whatsapp"]
    assert (await cleo.thread()).engine_state is None
    await tells(world, "so, how much?", event="n-2", address=NEW)
    assert world.engine.turns[-1].state is None


async def test_the_first_chat_of_somebody_who_was_verified_elsewhere_proves_nothing_either(world):
    dora = await world.meet("C-1", channels=("sms",))
    await taken_up(world)
    assert await verified_on(dora) == ["sms"]
    assert not (await dora.state())["verified"], "they are spoken with in the new chat now"


async def test_what_waits_for_the_old_chat_is_refused_with_its_reason(world, cleo):
    world.phones["telegram"].fail_next(RetryLater("busy", 600))
    await cleo.hears((say("greet"),), channel="telegram")
    before = len(shown(world, NEW))
    await taken_up(world)
    await world.wait(hours=1)
    assert len(shown(world, NEW)) == before + GREETED, "the greeting, and nothing else"
    refused = [row for row in await cleo.look("outbox") if row.status == "refused"]
    assert [row.reason for row in refused] == [
        "another_address: written for an earlier address of this account"
    ]


async def test_what_is_being_handed_over_is_not_tried_again_in_the_new_chat(world, cleo):
    phone, asked = world.phones["telegram"], []

    async def cannot_be_asked(message, since):
        asked.append(message.address)
        raise Unsure("no such question")

    phone.find = cannot_be_asked
    phone.fail_next(Unsure("no answer"))
    await cleo.hears((say("greet"),), channel="telegram")
    await taken_up(world)
    await world.wait(hours=1)
    (row,) = await cleo.look("outbox", status="unknown")
    assert (row.address, asked) == (OLD, [OLD])
    assert len(shown(world, NEW)) == GREETED, "the greeting, and nothing else"


async def test_what_the_old_chat_wrote_is_not_answered_in_the_new_one(world, cleo):
    await receive_news(world.tools, told("how much do I owe?", event="s-3"))
    asked = len(world.engine.turns)
    await taken_up(world)
    assert len(world.engine.turns) == asked
    outcomes = {row.event_id: row.outcome for row in await cleo.look("inbox")}
    assert outcomes["s-3"] == "another_address"


async def test_a_stop_of_all_channels_that_waits_is_obeyed_all_the_same(world, cleo):
    await receive_news(world.tools, told("STOP ALL", event="s-3"))
    await taken_up(world)
    assert (await cleo.state())["opted_out"] == ["sms", "whatsapp"]


async def test_a_new_chat_is_told_who_writes_and_how_to_stop_it(world, cleo):
    """Somebody else may read there, whatever was said in the old one."""
    await taken_up(world)
    assert "automated assistant" in shown(world, NEW)[0]
    assert "STOP" in shown(world, NEW)[0]


async def test_the_same_chat_loses_nothing_by_a_new_invitation(world, cleo):
    before = await cleo.thread()
    await taken_up(world, address=OLD)
    after = await cleo.thread()
    assert "telegram" in await verified_on(cleo)
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
    assert thread.engine_state is None
    assert "telegram" not in await verified_on(cleo)
    assert len(shown(world, NEW)) == GREETED


async def test_a_block_of_the_old_chat_that_waits_does_not_shut_out_the_new_one(world, cleo):
    await receive_news(world.tools, told(event="s-3", wish=Wish.BLOCKED))
    await taken_up(world)
    assert (await cleo.state())["opted_out"] == []


async def test_back_in_the_earlier_chat_it_has_to_prove_who_it_is_too(world, cleo):
    await taken_up(world)
    await taken_up(world, address=OLD, event="n-2")
    assert await verified_on(cleo) == ["sms", "whatsapp"]


async def test_the_right_person_by_sms_opens_nothing_for_the_new_chat(world, cleo):
    await taken_up(world)
    await cleo.proves_identity("sms")
    assert "telegram" not in await verified_on(cleo)


async def test_a_turn_of_another_channel_takes_place_again_in_the_dialogue_that_began_anew(
    world, cleo
):
    """An SMS is with the engine while the new chat is connected: its old state is not brought
    back, and it is answered once."""
    states = []

    async def meanwhile(turn):
        states.append(turn.state)
        if len(states) == 1:
            await receive_news(world.tools, told(
                "/start", event="n-1", address=NEW, invitation=await invite(world.tools, "C-1")
            ))  # fmt: skip
        return EngineAnswer((say("thanks"),), {**(turn.state or {}), "later": []}, "thank", 0.9)

    world.engine.script = meanwhile
    before = (await cleo.thread()).engine_state
    answers = await cleo.writes("thank you", channel="sms")
    assert states == [before, None]
    assert (await cleo.thread()).engine_state == {"later": []}
    assert len(answers) == 1


async def test_words_to_stop_by_sms_stop_sms_whatever_is_connected_meanwhile(world, cleo):
    async def meanwhile(turn):
        await receive_news(world.tools, told(
            "/start", event="n-1", address=NEW, invitation=await invite(world.tools, "C-1")
        ))  # fmt: skip
        latest = {"text": turn.text, "intent": {}, "message_id": turn.message_id}
        tracker = Tracker(turn.conversation, {}, latest, [], False, None, {}, None)
        await OptOut(world.tools).run(CollectingDispatcher(), tracker, {})
        return EngineAnswer((), {}, "opt_out", 0.9)

    world.engine.script = meanwhile
    await cleo.writes("stop texting me please", channel="sms")
    assert (await cleo.state())["opted_out"] == ["sms"]


async def test_half_a_proof_by_sms_is_not_made_whole_in_a_chat_that_is_connected_again(world, cleo):
    async def asks(turn):
        return EngineAnswer((say("greet"),), {"slots": {"birth_date": "1985"}}, "inform", 0.9)

    world.engine.script = asks
    await cleo.writes("1985-12-10", channel="sms")
    await taken_up(world, address=OLD)
    assert (await cleo.thread()).engine_state["slots"]["birth_date"] is None
