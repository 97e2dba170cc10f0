"""A person on our side takes a thread, speaks in it, and gives it back."""

import uuid

import pytest

from bot.usecases.conversation.agent_desk import NotAllowed, agent_says, hand_back, take_over
from bot.usecases.people.escalate import escalate


async def act(world, person, deed, *args):
    before = len(person.phone())
    await deed(world.tools, person.thread_id, *args)
    await world.run()
    return person.phone()[before:]


@pytest.fixture(autouse=True)
async def introduced(ada):
    await ada.writes("hi")


async def test_taking_over_is_announced_and_silences_the_bot(world, ada):
    (line,) = await act(world, ada, take_over, "Ana")
    assert line.startswith("Ana from Juniper & Oak")
    assert line.endswith("You're now talking to a person.")
    state = await ada.state()
    assert (state["owner"], state["agent"]) == ("agent", "Ana")
    assert await ada.writes("hello") == []


async def test_taking_over_twice_changes_nothing(world, ada):
    await act(world, ada, take_over, "Ana")
    assert await act(world, ada, take_over, "Ana") == []
    assert (await ada.history()).count("agent_joined") == 1


async def test_nobody_takes_a_thread_from_another_agent(world, ada):
    await act(world, ada, take_over, "Ana")
    with pytest.raises(NotAllowed, match="Ana has this conversation"):
        await take_over(world.tools, ada.thread_id, "Bob")
    assert (await ada.state())["agent"] == "Ana"


async def test_a_thread_that_waits_can_be_claimed(world, ada):
    await ada.does(escalate, "asked")
    await act(world, ada, take_over, "Ana")
    assert (await ada.state())["owner"] == "agent"


async def test_the_agent_writes_under_their_name(world, ada):
    await act(world, ada, take_over, "Ana")
    assert await act(world, ada, agent_says, "Ana", "  Hello Ada, Ana here.  ") == [
        "Hello Ada, Ana here."
    ]
    row = (await ada.look("outbox"))[-1]
    assert (row.author, row.kind, row.status) == ("agent:Ana", "agent", "delivered")


async def test_the_same_words_twice_are_two_messages(world, ada):
    await act(world, ada, take_over, "Ana")
    for _ in range(2):
        assert await act(world, ada, agent_says, "Ana", "Still there?") == ["Still there?"]


async def test_the_answer_goes_where_the_person_wrote_last(world):
    bob = await world.meet("B-1", channels=("sms", "whatsapp"))
    await bob.writes("hi", channel="whatsapp")
    await act(world, bob, take_over, "Ana")
    await act(world, bob, agent_says, "Ana", "Hello")
    assert bob.phone("whatsapp")[-1] == "Hello"
    assert bob.phone("sms") == []


@pytest.mark.parametrize("who", ["Ana", "Bob"])
async def test_nobody_writes_in_a_thread_that_they_do_not_have(world, ada, who):
    if who == "Bob":
        await act(world, ada, take_over, "Ana")
    with pytest.raises(NotAllowed, match="claim the conversation"):
        await agent_says(world.tools, ada.thread_id, who, "Hello")
    assert not any(row.author == f"agent:{who}" for row in await ada.look("outbox"))


@pytest.mark.parametrize("text", ["", "   ", "\n", "\x00"])
async def test_nothing_is_no_message(world, ada, text):
    await act(world, ada, take_over, "Ana")
    with pytest.raises(NotAllowed, match="write a text"):
        await agent_says(world.tools, ada.thread_id, "Ana", text)


async def test_an_agents_text_is_cleaned_like_everybodys(world, ada):
    await act(world, ada, take_over, "Ana")
    assert await act(world, ada, agent_says, "Ana", "Hel\x00lo") == ["Hello"]


async def test_who_opted_out_is_not_written_to_by_agents_either(world, ada):
    await act(world, ada, take_over, "Ana")
    await ada.writes("STOP")
    assert await act(world, ada, agent_says, "Ana", "Hello") == []
    assert "opted_out" in (await ada.look("outbox"))[-1].reason


async def test_giving_back_is_announced_and_the_bot_answers_again(world, ada):
    await act(world, ada, take_over, "Ana")
    (line,) = await act(world, ada, hand_back)
    assert line.startswith("You're back with the automated assistant.")
    state = await ada.state()
    assert (state["owner"], state["owner_reason"], state["agent"]) == ("bot", None, None)
    assert await ada.writes("hello") != []


async def test_giving_back_gives_the_tries_back_too(world, ada):
    async def worn_out(_, scene):
        scene.conversation.identity_tries = 3
        scene.conversation.misunderstandings = 2

    await ada.change(worn_out)
    await act(world, ada, take_over, "Ana")
    await act(world, ada, hand_back)
    thread = await ada.thread()
    assert (thread.identity_tries, thread.misunderstandings) == (0, 0)


async def test_a_thread_that_waits_can_be_given_back(world, ada):
    await ada.does(escalate, "asked")
    await act(world, ada, hand_back)
    assert (await ada.state())["owner"] == "bot"


async def test_what_the_bot_has_cannot_be_given_back(world, ada):
    with pytest.raises(NotAllowed, match="already"):
        await hand_back(world.tools, ada.thread_id)


@pytest.mark.parametrize("deed", [lambda t, c: take_over(t, c, "Ana"), hand_back])
async def test_an_unknown_thread(world, ada, deed):
    with pytest.raises(LookupError):
        await deed(world.tools, uuid.uuid4())


async def test_it_is_all_in_the_history(world, ada):
    await act(world, ada, take_over, "Ana")
    await act(world, ada, hand_back)
    assert [kind for kind in await ada.history() if "agent" in kind] == [
        "agent_joined", "agent_left",
    ]  # fmt: skip
