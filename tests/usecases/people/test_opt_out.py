"""Stop means stop: one confirmation, then silence, till the person says START."""

import pytest

from bot.usecases.answer import say
from bot.usecases.conversation.receive_message import receive_message
from bot.usecases.people.assert_rights import report_wrong_person
from bot.usecases.people.opt_out import opt_out
from bot.usecases.people.safety import answer_crisis
from bot.usecases.ports import EngineAnswer
from channels.errors import Blocked
from channels.message import InboundMessage, Wish

STOPPED = "will send you no more messages by SMS. Write START to undo this."


@pytest.mark.parametrize("word", ["STOP", "stop", " Stop. ", "UNSUBSCRIBE", "parar", "Opt out!"])
async def test_a_word_stops_this_channel_with_one_confirmation(world, ada, word):
    (line,) = await ada.writes(word)
    assert line.endswith(STOPPED)
    assert (await ada.state())["opted_out"] == ["sms"]
    assert world.engine.turns == []


async def test_then_there_is_silence_whatever_is_written_or_said(world, ada):
    await ada.writes("STOP")
    assert await ada.writes("STOP") == []
    assert await ada.writes("how much do I owe?") == []
    assert await ada.hears((say("greet"),)) == []
    refused = [row for row in await ada.look("outbox") if row.status == "refused"]
    assert len(refused) == 3
    assert all("opt_out" in row.reason for row in refused)


async def test_start_undoes_it_and_the_next_stop_is_confirmed_again(ada):
    await ada.writes("STOP")
    line = (await ada.writes("START"))[-1]
    assert line.endswith("Reply STOP at any time to opt out.")
    assert (await ada.state())["opted_out"] == []
    assert await ada.writes("hello") != []
    await ada.world.wait(seconds=1)
    (again,) = await ada.writes("stop")
    assert again.endswith(STOPPED)


async def test_start_means_nothing_special_to_who_has_not_stopped(world, ada):
    await ada.writes("START")
    assert [turn.text for turn in world.engine.turns] == ["START"]


async def test_the_last_word_counts_when_stop_and_start_arrive_together(world, ada):
    await ada.writes("STOP")
    await ada.sends("START")
    await ada.sends("STOP")
    await world.run()
    assert (await ada.state())["opted_out"] == ["sms"]
    await ada.sends("START")
    await ada.sends("hello")
    await world.run()
    assert (await ada.state())["opted_out"] == []


async def test_other_channels_stay_open(world):
    bob = await world.meet("B-1", channels=("sms", "whatsapp"))
    await bob.writes("STOP", channel="sms")
    assert (await bob.state())["opted_out"] == ["sms"]
    assert await bob.writes("hello", channel="whatsapp") != []


async def test_all_channels_when_all_are_meant(world):
    bob = await world.meet("B-1", channels=("sms", "whatsapp", "telegram"))
    answer = await bob.does(opt_out, "sms", everywhere=True)
    assert answer.says[0].key == "utter_opted_out_all"
    assert (await bob.state())["opted_out"] == ["sms", "telegram", "whatsapp"]
    assert await bob.does(opt_out, "sms", everywhere=True) == type(answer)(ends_form=True)


async def test_free_wording_is_confirmed_although_it_is_stopped_already(world, ada):
    """The action stops the channel first; its confirmation still has to pass the door."""

    async def script(turn):
        answer = await ada.does(opt_out, "sms", everywhere=False)
        return EngineAnswer(answer.says, {}, "opt_out", 0.9)

    world.engine.script = script
    (line,) = await ada.writes("please do not text me any more")
    assert line.endswith(STOPPED)
    assert await ada.writes("I said do not text me") == []


async def test_help_in_danger_passes(ada):
    await ada.writes("STOP")
    answer = await ada.does(answer_crisis)
    (line,) = await ada.hears(answer, kind="safety")
    assert "988" in line


async def test_it_is_written_down_with_its_source(ada):
    await ada.writes("STOP")
    (event,) = await ada.look("events", kind="opted_out")
    (row,) = await ada.look("inbox")
    told = {"channel": "sms", "everywhere": False, "source": "message on sms", "inbound": row.id}
    assert event.data == told
    await ada.writes("START")
    assert "opted_in" in await ada.history()


async def test_stop_is_obeyed_while_an_agent_has_the_conversation(world, ada):
    async def claim(_, scene):
        scene.conversation.owner, scene.conversation.agent = "agent", "Ana"

    await ada.change(claim)
    (line,) = await ada.writes("STOP")
    assert line.endswith(STOPPED)


# -- all channels ------------------------------------------------------------------------------


@pytest.fixture
async def bob(world):
    return await world.meet("B-1", channels=("sms", "whatsapp", "telegram"))


async def opted_out(bob):
    return (await bob.state())["opted_out"]


EVERY = ["sms", "telegram", "whatsapp"]


@pytest.mark.parametrize(
    "words", ["STOP ALL", "stopall", "Stop all!", "parar tudo", "Sair de tudo", "/stop all"]
)
async def test_words_that_mean_all_channels_stop_all(bob, words):
    lines = await bob.writes(words, channel="telegram")
    assert len(lines) == 1
    assert "on any channel" in lines[0]
    assert await opted_out(bob) == EVERY


async def test_all_channels_where_one_was_stopped_already_is_confirmed_there_once(world, bob):
    await bob.writes("STOP", channel="sms")
    await world.wait(minutes=5)
    (line,) = await bob.writes("STOP ALL", channel="sms")
    assert "on any channel" in line
    assert bob.phone("sms")[-1] == line
    assert await opted_out(bob) == EVERY
    await world.wait(minutes=5)
    assert await bob.writes("STOP ALL", channel="sms") == []


async def test_and_the_way_back_undoes_all_of_it(world, bob):
    await bob.writes("STOP", channel="sms")
    await world.wait(minutes=5)
    await bob.writes("STOP ALL", channel="sms")
    await world.wait(minutes=5)
    await bob.writes("START", channel="sms")
    assert await opted_out(bob) == []


async def test_words_around_a_command_count_too(world, bob):
    await app(world, bob, Wish.STOP, "/stop writing to me anywhere")
    assert await opted_out(bob) == EVERY


async def test_a_plain_stop_is_of_one_channel(bob):
    await bob.writes("STOP", channel="telegram")
    assert await opted_out(bob) == ["telegram"]


# -- what is done in the app, without a word ---------------------------------------------------


async def app(world, person, wish, text=""):
    """The person does something in Telegram itself. What reached the phones by that."""
    before = len(person.phone())
    address = f"telegram:{person.reference}"
    event = f"app-{next(world.numbers)}"
    told = InboundMessage("test", event, "telegram", address, text, world.store.now, wish=wish)
    await receive_message(world.tools, told)
    await world.run()
    return person.phone()[before:]


async def test_a_block_stops_its_channel_and_is_not_confirmed(world, bob):
    assert await app(world, bob, Wish.BLOCKED) == []
    assert await opted_out(bob) == ["telegram"]
    assert await bob.look("outbox") == []


async def test_an_unblock_takes_back_the_block_in_silence(world, bob):
    await app(world, bob, Wish.BLOCKED)
    await world.wait(minutes=1)
    assert await app(world, bob, Wish.UNBLOCKED) == []
    assert await opted_out(bob) == []


async def test_an_unblock_takes_back_a_block_that_a_refused_message_told(world, bob):
    world.phones["telegram"].fail_next(Blocked("blocked"))
    await bob.hears((say("greet"),), channel="telegram")
    await app(world, bob, Wish.BLOCKED)
    assert await opted_out(bob) == ["telegram"]
    await app(world, bob, Wish.UNBLOCKED)
    assert await opted_out(bob) == []


@pytest.mark.parametrize("where", ["sms", "telegram"])
async def test_an_unblock_does_not_undo_a_stop_that_was_said(world, bob, where):
    await bob.writes("STOP ALL", channel=where)
    await world.wait(minutes=1)
    await app(world, bob, Wish.BLOCKED)
    await app(world, bob, Wish.UNBLOCKED)
    assert await opted_out(bob) == EVERY


async def test_nor_one_that_was_said_elsewhere_while_the_bot_was_blocked(world, bob):
    await app(world, bob, Wish.BLOCKED)
    await world.wait(minutes=1)
    await bob.writes("STOP ALL", channel="sms")
    await app(world, bob, Wish.UNBLOCKED)
    assert await opted_out(bob) == EVERY


async def test_nor_does_it_make_a_wrong_chat_a_right_one(world, bob):
    await bob.does(report_wrong_person, "telegram")
    await app(world, bob, Wish.UNBLOCKED)
    assert await opted_out(bob) == ["telegram"]


async def test_the_button_start_opens_its_own_chat_only(world, bob):
    await bob.writes("STOP ALL", channel="telegram")
    line = (await app(world, bob, Wish.START, "/start"))[-1]
    assert "receive messages" in line
    assert await opted_out(bob) == ["sms", "whatsapp"]


async def test_the_written_word_undoes_what_the_written_word_did(world, bob):
    await bob.writes("STOP ALL", channel="sms")
    await bob.writes("START", channel="sms")
    assert await opted_out(bob) == []


async def test_but_not_what_was_said_or_done_on_another_channel_since(world, bob):
    await bob.writes("STOP ALL", channel="sms")
    await world.wait(minutes=1)
    await bob.writes("STOP", channel="whatsapp")
    await app(world, bob, Wish.BLOCKED)
    await bob.writes("START", channel="sms")
    assert await opted_out(bob) == ["telegram", "whatsapp"]


async def test_stops_of_the_same_moment_are_not_one_stop(world, bob):
    await bob.sends("STOP", channel="sms")
    await bob.sends("STOP", channel="whatsapp")
    await world.run()
    await bob.writes("START", channel="sms")
    assert await opted_out(bob) == ["whatsapp"]


async def test_restarting_a_blocked_bot_is_answered_once_and_fills_in_no_form(world, bob):
    await bob.writes("hello", channel="telegram")
    await app(world, bob, Wish.BLOCKED)
    turns = len(world.engine.turns)
    state = (await bob.thread()).engine_state
    assert await app(world, bob, Wish.UNBLOCKED) == []
    (line,) = await app(world, bob, Wish.START, "/start")
    assert "How can I help" in line
    assert len(world.engine.turns) == turns
    assert (await bob.thread()).engine_state == state
