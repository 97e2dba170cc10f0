"""START, wherever it is written, undoes what still stands of a stop of all channels; and what was
written last wins."""

import pytest

from bot.usecases.conversation.receive_message import receive_message
from bot.usecases.people.assert_rights import report_wrong_person
from bot.usecases.people.opt_out import opt_out_as_said
from bot.usecases.ports import EngineAnswer
from channels.message import InboundMessage, Wish


@pytest.fixture
async def bob(world):
    return await world.meet("B-1", channels=("sms", "whatsapp", "telegram"))


async def opted_out(person):
    return (await person.state())["opted_out"]


async def app(world, person, wish, text=""):
    """The person does something in Telegram itself."""
    event = f"app-{next(world.numbers)}"
    address = f"telegram:{person.reference}"
    told = InboundMessage("test", event, "telegram", address, text, world.store.now, wish=wish)
    await receive_message(world.tools, told)
    await world.run()


# -- a stop of all that still stands elsewhere -------------------------------------------------


@pytest.mark.parametrize("word", ["START", "voltar"])
async def test_after_the_button_has_opened_its_own_chat(world, bob, word):
    await bob.writes("STOP ALL", channel="telegram")
    await world.wait(minutes=1)
    await app(world, bob, Wish.START, "/start")
    assert await opted_out(bob) == ["sms", "whatsapp"]
    turns = len(world.engine.turns)
    (line,) = await bob.writes(word, channel="telegram")
    assert "by SMS and WhatsApp again" in line
    assert await opted_out(bob) == []
    assert len(world.engine.turns) == turns


async def test_written_where_it_was_not_said(world, bob):
    await bob.writes("STOP ALL", channel="telegram")
    await world.wait(minutes=1)
    await bob.writes("START", channel="whatsapp")
    assert await opted_out(bob) == []


async def test_a_later_stop_of_one_channel_by_itself_stays(world, bob):
    await bob.writes("STOP ALL", channel="telegram")
    await world.wait(minutes=1)
    await bob.writes("STOP SMS", channel="telegram")
    await app(world, bob, Wish.START, "/start")
    await bob.writes("START", channel="telegram")
    assert await opted_out(bob) == ["sms"]


async def test_so_does_an_earlier_one(world, bob):
    await bob.writes("STOP", channel="sms")
    await world.wait(minutes=1)
    await bob.writes("STOP ALL", channel="telegram")
    await world.wait(minutes=1)
    await bob.writes("START", channel="telegram")
    assert await opted_out(bob) == ["sms"]


async def test_and_a_wrong_number_stays_wrong(world, bob):
    await bob.does(report_wrong_person, "sms")
    await bob.writes("STOP ALL", channel="telegram")
    await world.wait(minutes=1)
    await bob.writes("START", channel="telegram")
    await bob.writes("START SMS", channel="telegram")
    assert await opted_out(bob) == ["sms"]


async def test_who_has_no_stop_of_all_is_understood_by_the_engine(world, bob):
    await bob.writes("STOP", channel="sms")
    await bob.writes("START", channel="telegram")
    assert await opted_out(bob) == ["sms"]
    assert [turn.text for turn in world.engine.turns] == ["START"]


# -- what was written last wins ----------------------------------------------------------------


@pytest.mark.parametrize("stop", ["STOP", "STOP ALL", "STOP SMS"])
async def test_a_start_before_the_stop_undoes_nothing(world, bob, stop):
    world.engine.down = True
    await bob.writes("start")
    await world.wait(seconds=1)
    lines = await bob.writes(stop)
    assert ["no more messages" in line for line in lines] == [True]
    assert "sms" in await opted_out(bob)
    world.engine.down = False
    await world.wait(minutes=2)
    assert "sms" in await opted_out(bob)
    assert "opted_in" not in await bob.history()


async def test_nor_when_both_came_at_once(world, bob):
    await bob.sends("START")
    await bob.sends("STOP")
    await world.run()
    assert await opted_out(bob) == ["sms"]


async def test_nor_a_block_that_came_after_it(world, bob):
    world.engine.down = True
    await bob.writes("START", channel="telegram")
    await app(world, bob, Wish.BLOCKED)
    await world.wait(minutes=1)
    assert await opted_out(bob) == ["telegram"]


async def test_a_start_after_a_stop_in_free_words_wins_though_the_stop_is_read_later(world, bob):
    async def script(turn):
        row = int(turn.message_id)
        answer = await bob.does(opt_out_as_said, "sms", turn.text, inbound=row)
        return EngineAnswer(answer.says, {}, "opt_out", 0.9)

    world.engine.script, world.engine.down = script, True
    await bob.writes("please leave me alone")
    await bob.writes("STOP")
    await bob.writes("START")
    assert await opted_out(bob) == []
    world.engine.down = False
    await world.wait(minutes=2)
    assert await opted_out(bob) == []


async def test_a_stop_after_that_start_is_a_stop(world, bob):
    for word in ("STOP", "START", "STOP"):
        await bob.writes(word)
        await world.wait(seconds=1)
    assert await opted_out(bob) == ["sms"]
