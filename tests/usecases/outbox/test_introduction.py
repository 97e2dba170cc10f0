"""The first message says who writes and how to stop it; one that never arrived has said nothing."""

import pytest

from bot.rules.contact import MessageKind
from bot.usecases.answer import say
from channels.errors import Rejected, RetryLater, Unsure

DISCLOSURE = "the automated assistant of Juniper & Oak"
HINT = "Reply STOP to opt out."


async def introduces(person, channel="sms"):
    """Of each message that they see now: does it introduce us?"""
    seen = await person.hears((say("thanks"),), channel=channel)
    return [DISCLOSURE in text and text.endswith(HINT) for text in seen]


async def test_one_that_failed_has_introduced_nobody(world, ada):
    world.phones["sms"].fail_next(Rejected("no"))
    assert await introduces(ada) == [False], "the answer behind it went"
    assert await introduces(ada) == [True, False]
    assert await introduces(ada) == [False]


async def test_nor_has_one_that_the_door_turned_away(world, ada):
    await ada.writes("STOP")
    assert await ada.hears((say("thanks"),)) == []
    assert DISCLOSURE in (await ada.writes("START"))[0]


async def test_one_that_waits_or_is_in_doubt_is_on_its_way(world, ada):
    world.phones["sms"].fail_next(RetryLater("busy"))
    await ada.hears((say("thanks"),))
    await ada.hears((say("thanks"),))
    keys = [row.key for row in await ada.look("outbox")]
    assert keys.count("utter_disclosure") == 1
    bob = await world.meet("B-1")
    world.phones["sms"].fail_next(Unsure("no answer"))
    await bob.hears((say("thanks"),))
    await bob.hears((say("thanks"),))
    assert [row.key for row in await bob.look("outbox")].count("utter_disclosure") == 1


async def test_one_that_took_another_channel_is_not_said_again(world):
    bob = await world.meet("B-1", channels=("sms", "telegram"))
    world.phones["sms"].fail_next(Rejected("no"))
    await bob.hears((say("ask_who"),), channel="sms", kind=MessageKind.REMINDER)
    assert await introduces(bob, "telegram") == [False]


@pytest.mark.parametrize(("kind", "owner"), [("safety", "bot"), ("agent", "agent")])
async def test_neither_help_in_danger_nor_an_agent_introduces_the_assistant(ada, kind, owner):
    """What comes after them does."""

    async def owned_by(who):
        async def change(_, scene):
            scene.conversation.owner = who

        await ada.change(change)

    await owned_by(owner)
    (text,) = await ada.hears((say("crisis", helpline="988"),), kind=kind)
    assert DISCLOSURE not in text
    await owned_by("bot")
    assert await introduces(ada) == [True, False]


async def test_every_contact_that_we_begin_says_how_to_stop_it(world, ada):
    first = await ada.hears((say("thanks"),), kind="reminder")
    assert [text.endswith(HINT) for text in first] == [True, False]
    await world.wait(days=3)
    second = await ada.hears((say("thanks"), say("goodbye")), kind="reminder")
    assert [text.endswith(HINT) for text in second] == [False, True]
    assert not any(HINT in text for text in await ada.hears((say("thanks"),)))


async def test_a_reminder_that_failed_later_takes_no_introduction_back(world, ada):
    await ada.hears((say("greet"),))
    world.phones["sms"].fail_next(Rejected("no"))
    assert await ada.hears((say("thanks"),), kind="reminder") == []
    assert await introduces(ada) == [False]
