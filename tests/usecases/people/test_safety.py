"""Someone may be in danger: help first, a person at once, and nothing about paying."""

import pytest

from bot.usecases.people.opt_out import opt_out
from bot.usecases.people.safety import answer_crisis, sounds_like_crisis

LINES = {"US": "988 Suicide & Crisis Lifeline 988, 911", "GB": "Samaritans 116 123, 999"} | {
    "BR": "CVV 188, 192"
}


@pytest.mark.parametrize("country", LINES)
async def test_the_help_line_and_the_emergency_number_of_the_country(world, country):
    bob = await world.meet("B-1", country=country, verified=False)
    (text,) = await bob.hears(await bob.does(answer_crisis), kind="safety")
    assert LINES[country] in text


async def test_a_person_is_called_and_everything_is_held(ada):
    await ada.does(answer_crisis)
    state = await ada.state()
    assert (state["owner"], state["owner_reason"]) == ("waiting", "crisis")
    assert state["cases"] == ["crisis"]
    assert state["holds"] == [{"reason": "crisis", "debt": None, "until": None}]
    (case,) = await ada.look("cases")
    assert case.priority == 1


async def test_it_passes_an_opt_out_while_a_reply_does_not(world, ada):
    await ada.does(opt_out, "sms", everywhere=True)
    answer = await ada.does(answer_crisis)
    assert await ada.hears(answer) == []
    assert len(await ada.hears(answer, kind="safety")) == 1


async def test_it_passes_while_an_agent_has_the_conversation(ada):
    async def claim(_, scene):
        scene.conversation.owner, scene.conversation.agent = "agent", "Ana"

    await ada.change(claim)
    assert len(await ada.hears(await ada.does(answer_crisis), kind="safety")) == 1


async def test_the_engine_answers_danger_as_help_also_to_who_has_opted_out(world, ada):
    async def script(turn):
        return (await ada.does(answer_crisis)).says

    world.engine.script = script
    await ada.writes("STOP")
    (text,) = await ada.writes("I cannot go on")
    assert "988" in text


async def test_with_the_engine_down_nobody_knows_and_that_is_written_down(world, ada):
    world.engine.intents["I cannot go on"] = "crisis"
    assert await ada.does(sounds_like_crisis, "I cannot go on")
    assert not await ada.does(sounds_like_crisis, "hello")
    world.engine.down = True
    assert not await ada.does(sounds_like_crisis, "I cannot go on")
    assert "not_understood_engine_down" in await ada.history()
