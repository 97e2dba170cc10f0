"""Who somebody is was proved at an address, and nowhere else: one conversation, several readers."""

import pytest

from bot.rules.money import Money
from bot.usecases.accounts.list_people import list_people
from bot.usecases.answer import Need, say
from bot.usecases.conversation.agent_desk import agent_says, take_over
from bot.usecases.payments.show_account import show_balance
from bot.usecases.people.assert_rights import report_wrong_person
from bot.usecases.people.verify_identity import verify_identity
from bot.usecases.ports import EngineAnswer
from channels.errors import Rejected
from tests.usecases.world import keys

RIGHT = ("December 10, 1985", "4321")
BALANCE = (say("reason_more_than_owed", total=Money.parse("330.00", "USD")),)


@pytest.fixture
async def bob(world):
    """One number with SMS and WhatsApp, and a chat of Telegram; nobody has proved anything."""
    bob = await world.meet("B-1", verified=False, channels=("sms", "whatsapp", "telegram"))

    async def one_number(work, scene):
        for point in scene.points:
            if point.channel != "telegram":
                point.address = "+12025550100"

    await bob.change(one_number)
    return bob


async def on(channel, usecase, person, *args):
    """Run a use case as the answer to a message on this channel."""

    async def there(scene):
        scene.channel = channel
        return await usecase(scene, *args)

    return await person.does(there)


async def verified_on(person):
    return (await person.state())["verified_on"]


@pytest.mark.parametrize("channel", ["sms", "whatsapp", "telegram"])
async def test_a_proof_counts_on_its_own_channel(bob, channel):
    await on(channel, verify_identity, bob, *RIGHT)
    assert await verified_on(bob) == [channel]
    for each in ("sms", "whatsapp", "telegram"):
        answer = await on(each, show_balance, bob)
        assert (answer.need is Need.IDENTITY) == (each != channel)


async def test_whoever_holds_the_link_learns_nothing_from_the_proof_of_another(world):
    """The wrong person sits in the chat; the right one proves who they are by SMS."""
    ada = await world.meet(verified=False, channels=("sms", "telegram"))
    await ada.sends("hello", channel="telegram")
    await on("sms", verify_identity, ada, *RIGHT)
    await ada.hears(BALANCE, channel="telegram")
    assert "330" not in str(ada.phone())
    (refused,) = await ada.look("outbox", status="refused")
    assert "identity_not_verified" in refused.reason
    await ada.hears(BALANCE, channel="sms")
    assert "$330.00" in ada.phone("sms")[-1]


async def test_whoever_guesses_gets_no_new_tries_from_the_right_answer_of_another(world):
    ada = await world.meet(verified=False, channels=("sms", "telegram"))
    wrong = ("January 1, 1970", "0000")
    await on("telegram", verify_identity, ada, *wrong)
    await on("telegram", verify_identity, ada, *wrong)
    await on("sms", verify_identity, ada, *RIGHT)
    assert (await ada.thread()).identity_tries == 2
    answer = await on("telegram", verify_identity, ada, *wrong)
    assert keys(answer) == ["identity_handover"]


async def test_a_right_answer_gives_back_the_wrong_ones_before_it(world):
    ada = await world.meet(verified=False, channels=("sms", "telegram"))
    wrong = ("January 1, 1970", "0000")
    await on("telegram", verify_identity, ada, *wrong)
    await on("sms", verify_identity, ada, *wrong)
    await on("sms", verify_identity, ada, *RIGHT)
    assert (await ada.thread()).identity_tries == 1


async def test_another_number_has_proved_nothing(world, ada):
    async def changes(work, scene):
        scene.point.address = "+12025550199"

    assert await verified_on(ada) == ["sms"]
    await ada.change(changes)
    assert await verified_on(ada) == []
    assert await ada.hears(BALANCE) == []


async def test_a_reminder_takes_no_figure_along_to_where_nobody_is_known(world):
    ada = await world.meet(channels=("sms", "telegram"), verified=False)
    await ada.sends("hello", channel="sms")
    await world.run()
    await ada.proves_identity("sms")
    world.phones["sms"].fail_next(Rejected("no"))
    await ada.hears(BALANCE, kind="reminder")
    refused = await ada.look("outbox", channel="telegram", status="refused")
    assert ["identity_not_verified" in row.reason for row in refused] == [True]
    assert ada.phone("telegram") == []


async def test_what_an_agent_writes_is_judged_by_where_it_goes(world):
    ada = await world.meet(verified=False, channels=("sms", "telegram"))
    await ada.sends("hello", channel="telegram")
    await world.run()
    await ada.proves_identity("sms")
    await take_over(world.tools, ada.thread_id, "Ana")
    await agent_says(world.tools, ada.thread_id, "Ana", "You still owe $330.00")
    await world.run()
    assert not any("330" in text for text in ada.phone())


async def test_what_is_shown_is_where_the_person_wrote_last(world, bob):
    await on("sms", verify_identity, bob, *RIGHT)
    for channel, verified in (("telegram", False), ("sms", True)):

        async def wrote(work, scene, channel=channel):
            scene.conversation.last_channel = channel

        await bob.change(wrote)
        (row,) = await list_people(world.tools)
        assert ((await bob.state())["verified"], row.verified) == (verified, verified)


async def test_where_one_says_wrong_person_nobody_is_known_any_more(bob):
    await bob.proves_identity()
    await on("telegram", report_wrong_person, bob, "telegram")
    assert await verified_on(bob) == []


# -- two answers from two addresses ------------------------------------------------------------


async def test_half_a_proof_of_one_channel_is_not_made_whole_on_another(world):
    ada = await world.meet(verified=False, channels=("sms", "telegram"))
    half = {"form": "identity_form", "slots": {"birth_date": "1985-12-10", "wish": "x"}}

    async def script(turn):
        return EngineAnswer((say("greet"),), half, "inform", 0.9)

    world.engine.script = script
    await ada.writes("1985-12-10", channel="sms")
    await ada.writes("4321", channel="sms")
    assert world.engine.turns[-1].state["slots"]["birth_date"] == "1985-12-10"
    await ada.writes("4321", channel="telegram")
    assert world.engine.turns[-1].state == {
        "form": "identity_form",
        "slots": {"birth_date": None, "identity_code": None, "wish": "x"},
    }


async def test_nor_after_a_message_there_that_asked_the_dialogue_nothing(world):
    ada = await world.meet(verified=False, channels=("sms", "telegram"))
    half = {"form": "identity_form", "slots": {"birth_date": "1985-12-10"}}

    async def script(turn):
        return EngineAnswer((say("greet"),), half, "inform", 0.9)

    world.engine.script = script
    await ada.writes("1985-12-10", channel="sms")
    await ada.writes("...", channel="telegram")
    await ada.writes("\u200b", channel="telegram")
    await ada.writes("4321", channel="sms")
    assert not (world.engine.turns[-1].state or half)["slots"]["birth_date"]


async def test_the_proof_and_the_balance_name_their_channel(bob):
    await on("whatsapp", verify_identity, bob, *RIGHT)
    (event,) = await bob.look("events", kind="identity_checked")
    assert event.data["channel"] == "whatsapp"
    assert keys(await on("whatsapp", show_balance, bob))[0].startswith("balance")
