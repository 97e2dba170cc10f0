"""A stop is of the channel that it names, wherever it was written; START and its name undo it."""

import pytest

from bot.usecases.conversation.agent_desk import take_over
from bot.usecases.conversation.receive_message import receive_message
from bot.usecases.people.opt_out import opt_out_as_said
from bot.usecases.people.prefer import prefer
from bot.usecases.ports import EngineAnswer
from channels.message import InboundMessage, Wish
from tests.usecases.world import keys


@pytest.fixture
async def bob(world):
    return await world.meet("B-1", channels=("sms", "whatsapp", "telegram"))


async def opted_out(person):
    return (await person.state())["opted_out"]


def says(world, person, what, *, on):
    """From now on the engine takes what is written for this use case's matter."""

    async def script(turn):
        row = int(turn.message_id)

        async def here(scene):
            scene.channel = on
            if what is prefer:
                return await prefer(scene, turn.text, inbound=row)
            return await opt_out_as_said(scene, on, turn.text, inbound=row)

        answer = await person.does(here)
        return EngineAnswer(answer.says, {}, "opt_out", 0.9)

    world.engine.script = script


# -- the word and names, without the engine ----------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stopped", "said"),
    [
        ("STOP SMS", ["sms"], "by SMS. Write START SMS to undo"),
        ("PARAR WHATSAPP", ["whatsapp"], "by WhatsApp. Write START WhatsApp to undo"),
        ("stop sms and whatsapp", ["sms", "whatsapp"], "by SMS and WhatsApp. Write START SMS and"),
        ("SAIR TELEGRAM", ["telegram"], "by Telegram. Write START to undo"),
        ("/stop telegram", ["telegram"], "by Telegram. Write START to undo"),
        ("Stop telegram & sms!", ["sms", "telegram"], "by SMS and Telegram."),
        ("stop sms, whatsapp, telegram", ["sms", "telegram", "whatsapp"], "on any channel"),
    ],
)
async def test_a_word_and_names_are_obeyed_with_the_engine_stopped(world, bob, text, stopped, said):
    world.engine.down = True
    (line,) = await bob.writes(text, channel="telegram")
    assert said in line
    assert bob.phone("telegram")[-1] == line
    assert await opted_out(bob) == stopped


async def test_the_network_that_heard_a_stop_has_shut_its_own_channel_too(world, bob):
    told = InboundMessage(
        "test", "t-1", "sms", "sms:B-1", "STOP WHATSAPP", world.store.now, wish=Wish.STOP
    )
    await receive_message(world.tools, told)
    await world.run()
    assert await opted_out(bob) == ["sms", "whatsapp"]


async def test_where_it_was_written_stays_open(bob):
    await bob.writes("STOP SMS", channel="telegram")
    assert await bob.writes("hello", channel="telegram") != []


async def test_said_twice_it_is_confirmed_where_the_person_may_be_written_to(world, bob):
    await bob.writes("STOP SMS", channel="telegram")
    await world.wait(minutes=1)
    (again,) = await bob.writes("STOP SMS", channel="telegram")
    assert "by SMS" in again
    assert await bob.writes("STOP SMS", channel="sms") == []


async def test_who_has_stopped_here_hears_nothing_here(world, bob):
    await bob.writes("STOP", channel="telegram")
    await world.wait(minutes=1)
    assert await bob.writes("STOP SMS", channel="telegram") == []
    assert await opted_out(bob) == ["sms", "telegram"]


async def test_a_channel_that_the_person_does_not_have_stops_no_other(world):
    eve = await world.meet("E-1", channels=("sms",))
    line = (await eve.writes("STOP TELEGRAM"))[-1]
    assert "writes nothing to you there" in line
    assert "Write STOP if you want no more messages here." in line
    assert await opted_out(eve) == []
    (line,) = await eve.writes("STOP TELEGRAM AND SMS")
    assert "by SMS. Write START" in line
    assert await opted_out(eve) == ["sms"]


async def test_it_is_obeyed_and_confirmed_while_an_agent_has_the_conversation(world, bob):
    await take_over(world.tools, bob.thread_id, "Ana")
    await world.run()
    (line,) = await bob.writes("STOP SMS", channel="whatsapp")
    assert "by SMS" in line


# -- in free words -----------------------------------------------------------------------------


@pytest.mark.parametrize("what", [opt_out_as_said, prefer])
@pytest.mark.parametrize(
    ("text", "stopped"),
    [
        ("please stop sending me whatsapp messages", ["whatsapp"]),
        ("não me mande mensagem no telegram", ["telegram"]),
        ("no more sms or whatsapp", ["sms", "whatsapp"]),
    ],
)
async def test_whichever_matter_it_is_taken_for(world, bob, what, text, stopped):
    says(world, bob, what, on="telegram")
    (line,) = await bob.writes(text, channel="telegram")
    assert "START" in line
    assert await opted_out(bob) == stopped
    assert (await bob.state())["preferences"] == {}


async def test_without_a_name_it_is_of_where_it_was_written(world, bob):
    says(world, bob, opt_out_as_said, on="whatsapp")
    await bob.writes("please do not text me any more", channel="whatsapp")
    assert await opted_out(bob) == ["whatsapp"]


@pytest.mark.parametrize(
    ("text", "key", "wish"),
    [
        ("no whatsapp, use sms", "contact_channel", {"channel": "sms"}),
        ("no email please", "contact_unclear", {}),
        ("I don't use telegram", "contact_unclear", {}),
        ("don't whatsapp me in the evening", "contact_time", {"time_window": "not evenings"}),
    ],
)
async def test_a_wish_is_no_stop(bob, text, key, wish):
    assert keys(await bob.does(prefer, text)) == [key]
    assert (await bob.state())["preferences"] == wish
    assert await opted_out(bob) == []


async def test_in_another_language_too(world, bob):
    async def script(turn):
        return EngineAnswer((), {}, "opt_out", 0.95)

    world.engine.script = script
    await bob.does(opt_out_as_said, "sms", "por favor no me escriban más por telegram")
    assert await opted_out(bob) == ["telegram"]


# -- the way back ------------------------------------------------------------------------------


async def test_start_and_its_name_undo_it_from_anywhere(world, bob):
    await bob.writes("STOP SMS AND WHATSAPP", channel="telegram")
    await world.wait(minutes=1)
    line = (await bob.writes("VOLTAR SMS", channel="telegram"))[-1]
    assert "by SMS again" in line
    assert await opted_out(bob) == ["whatsapp"]


async def test_as_its_confirmation_says(world, bob):
    await bob.writes("STOP SMS AND WHATSAPP", channel="sms")
    await world.wait(minutes=1)
    line = (await bob.writes("START SMS and WhatsApp", channel="sms"))[-1]
    assert "by SMS and WhatsApp again" in line
    assert await opted_out(bob) == []


async def test_so_does_start_written_there(world, bob):
    await bob.writes("STOP SMS", channel="telegram")
    await world.wait(minutes=1)
    await bob.writes("START", channel="sms")
    assert "here again" in bob.phone("sms")[-1]
    assert await opted_out(bob) == []


async def test_start_elsewhere_does_not(world, bob):
    await bob.writes("STOP SMS", channel="telegram")
    await world.wait(minutes=1)
    await bob.writes("START", channel="telegram")
    await bob.writes("START WHATSAPP", channel="telegram")
    assert await opted_out(bob) == ["sms"]


async def test_a_name_undoes_its_own_channel_alone(world, bob):
    await bob.writes("STOP ALL", channel="telegram")
    await world.wait(minutes=1)
    await bob.writes("START SMS", channel="sms")
    assert await opted_out(bob) == ["telegram", "whatsapp"]
