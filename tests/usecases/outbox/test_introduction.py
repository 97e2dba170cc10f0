"""The first message says who writes and how to stop it; one that never arrived has said nothing."""

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
