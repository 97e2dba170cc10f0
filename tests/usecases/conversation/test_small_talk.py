"""What is said besides the matter itself."""

import pytest

from bot.usecases.answer import Need, Question
from bot.usecases.conversation.small_talk import (
    goes_on,
    not_understood,
    nothing_was_asked,
    say_goodbye,
)
from bot.usecases.people.escalate import escalate, hand_over
from bot.usecases.people.record_feedback import record_feedback
from bot.usecases.plans.promise_payment import promise_payment
from tests.usecases.world import keys


async def test_the_second_misunderstanding_hands_over_to_a_person(world):
    bob = await world.meet("B-1", channels=("whatsapp",))
    assert keys(await bob.does(not_understood)) == ["can_do"]
    assert (await bob.thread()).owner == "bot"
    answer = await bob.does(not_understood)
    assert keys(answer) == ["offer_person"]
    assert answer.question is Question.PERSON
    assert [b["intent"] for b in answer.says[0].facts["buttons"]] == ["request_human", "deny"]
    thread = await bob.thread()
    assert (thread.owner, thread.owner_reason) == ("waiting", "not_understood")


@pytest.mark.parametrize(
    ("reason", "said", "goes", "owner"),
    [
        ("not_understood", "deny", True, "bot"),
        ("not_understood", "affirm", True, "waiting"),
        ("not_understood", "request_human", True, "waiting"),
        ("not_understood", None, False, "waiting"),
        ("not_understood", "out_of_scope", False, "waiting"),
        ("asked", "deny", False, "waiting"),
        ("crisis", "deny", False, "waiting"),
    ],
)
async def test_only_a_no_to_the_person_takes_the_thread_back(ada, reason, said, goes, owner):
    async def answers(_, scene):
        await escalate(scene, reason)
        assert goes_on(scene, said) is goes

    await ada.change(answers)
    assert (await ada.thread()).owner == owner


async def test_goodbye_asks_for_a_rating_when_something_was_settled(ada):
    assert (await ada.does(say_goodbye)).need is None
    await ada.does(promise_payment, "I pay on Friday")
    assert (await ada.does(say_goodbye)).need is Need.RATING
    await ada.does(record_feedback, "5")
    assert (await ada.does(say_goodbye)).need is None


def test_yes_to_nothing():
    assert keys(nothing_was_asked()) == ["nothing_open"]


async def test_a_person_please(world, ada):
    texts = await ada.hears(await ada.does(hand_over, "asked"))
    assert "will reply today, in working hours" in texts[-1]
    thread = await ada.thread()
    assert (thread.owner, thread.owner_reason) == ("waiting", "asked")
    await world.wait(hours=12)
    texts = await ada.hears(await ada.does(hand_over, "asked"))
    assert "on the next working day" in texts[-1]


async def test_working_hours_are_those_where_the_person_lives(world):
    bob = await world.meet("B-1", country="GB")
    world.store.clock = world.store.clock.replace(hour=8, minute=30)
    assert "next working day" in (await bob.hears(await bob.does(hand_over, "asked")))[-1]
    world.store.clock = world.store.clock.replace(day=7, hour=12)  # a Saturday
    assert "next working day" in (await bob.hears(await bob.does(hand_over, "asked")))[-1]


async def test_anger_goes_to_a_person_in_its_own_words(ada):
    assert keys(await ada.does(hand_over, "upset", key="upset")) == ["upset"]
    assert (await ada.thread()).owner_reason == "upset"


async def test_escalating_an_agents_thread_leaves_it_with_the_agent(ada):
    async def claim(_, scene):
        scene.conversation.owner, scene.conversation.agent = "agent", "Ana"

    await ada.change(claim)
    await ada.does(escalate, "asked")
    assert (await ada.thread()).owner == "agent"
