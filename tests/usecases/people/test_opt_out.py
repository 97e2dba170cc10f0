"""Stop means stop: one confirmation, then silence, till the person says START."""

import pytest

from bot.usecases.answer import say
from bot.usecases.people.opt_out import opt_out
from bot.usecases.people.safety import answer_crisis
from bot.usecases.ports import EngineAnswer

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
    assert event.data == {"channel": "sms", "everywhere": False, "source": "message on sms"}
    await ada.writes("START")
    assert "opted_in" in await ada.history()


async def test_stop_is_obeyed_while_an_agent_has_the_conversation(world, ada):
    async def claim(_, scene):
        scene.conversation.owner, scene.conversation.agent = "agent", "Ana"

    await ada.change(claim)
    (line,) = await ada.writes("STOP")
    assert line.endswith(STOPPED)
