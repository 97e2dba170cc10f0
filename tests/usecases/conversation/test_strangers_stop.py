"""Who said "stop" before we knew whose address it is, is not written to afterwards either."""

from datetime import timedelta

import pytest

from bot.usecases.accounts.create_account import NewContactPoint, create_account
from bot.usecases.conversation.receive_news import Outcome, receive_news
from bot.usecases.outbox.explain_contact import explain_contact
from channels.message import InboundMessage
from tests.usecases.accounts.test_create_account import account, debt
from tests.usecases.conversation.test_sender import EIGHT, FORMS, NINE, known_as
from tests.usecases.outbox.test_fall_over import reminds
from tests.usecases.world import TUESDAY, Person


async def writes(world, text, *, channel="sms", address=NINE, event="e-1"):
    news = InboundMessage("test", event, channel, address, text, TUESDAY)
    outcome = await receive_news(world.tools, news)
    await world.wait(seconds=2)
    return outcome


async def arrives(world, *points):
    """An account with these addresses, as an import brings it."""
    told = tuple(NewContactPoint(channel, address) for channel, address in points)
    async with world.tools.open_work() as work:
        new = account("N-1", debt(), contact_points=told)
        made = await create_account(work, new, source="test")
        await work.flush()
        thread = await work.conversations.get(account_id=made.id)
        await work.commit()
    return Person(world, made.reference, thread.id, made.id)


async def stopped(person):
    return {row.channel for row in await person.look("contact_points") if row.opted_out_at}


@pytest.mark.parametrize(("wrote", "imported"), [*FORMS, (NINE, NINE)])
async def test_a_strangers_stop_holds_once_they_are_known(world, wrote, imported):
    assert await writes(world, "STOP", address=wrote) is Outcome.STRANGER
    person = await arrives(world, ("sms", imported))
    assert await stopped(person) == {"sms"}
    assert "opted_out" in await person.history()
    assert not (await explain_contact(world.tools, person.reference))["allowed"]
    assert await reminds(world, person, "sms") == []


async def test_it_holds_for_the_channel_that_it_was_said_on(world):
    await writes(world, "PARAR")
    person = await arrives(world, ("sms", NINE), ("whatsapp", NINE))
    assert await stopped(person) == {"sms"}


async def test_and_for_all_of_a_telephone_when_all_is_meant(world):
    await writes(world, "STOP ALL")
    person = await arrives(world, ("sms", NINE), ("whatsapp", EIGHT))
    assert await stopped(person) == {"sms", "whatsapp"}


@pytest.mark.parametrize(
    ("words", "silent"),
    [("STOP SMS", {"sms"}), ("SAIR DO WHATSAPP", {"whatsapp"}), ("STOP TELEGRAM", set())],
)
async def test_or_for_the_channel_that_is_named(world, words, silent):
    await writes(world, words)
    person = await arrives(world, ("sms", NINE), ("whatsapp", EIGHT), ("telegram", "700"))
    assert await stopped(person) == silent


async def test_they_can_come_back_themselves(world):
    await writes(world, "STOP")
    person = await arrives(world, ("sms", NINE))
    world.store.clock += timedelta(days=1)
    assert await writes(world, "START", event="e-2") is Outcome.KEPT
    assert await stopped(person) == set()


async def test_who_only_wrote_is_no_stop(world):
    await writes(world, "who is this?")
    assert await stopped(await arrives(world, ("sms", NINE))) == set()


@pytest.mark.parametrize("number", [NINE, EIGHT])
async def test_a_number_that_we_know_on_another_channel_stops_there_when_all_is_meant(
    world, number
):
    ana = await known_as(world, "P-1", NINE, "sms")
    assert await writes(world, "PARAR TUDO", channel="whatsapp", address=number) is Outcome.STRANGER
    assert await stopped(ana) == {"sms"}
    assert [sent for phone in world.phones.values() for sent in phone.delivered] == []


async def test_a_stop_of_one_channel_leaves_the_other_one_open(world):
    ana = await known_as(world, "P-1", NINE, "sms")
    await writes(world, "PARAR", channel="whatsapp")
    assert await stopped(ana) == set()


async def test_a_chat_is_no_telephone(world):
    ana = await known_as(world, "P-1", NINE, "sms")
    await writes(world, "STOP ALL", channel="telegram")
    assert await stopped(ana) == set()
