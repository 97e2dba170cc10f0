"""A Brazilian number that writes with or without its ninth digit is the same person's."""

import pytest

from bot.usecases.answer import say
from bot.usecases.conversation.receive_news import Outcome, receive_news
from channels.errors import Unsure
from channels.message import InboundMessage
from tests.usecases.world import TUESDAY

NINE, EIGHT = "+5531987654321", "+553187654321"
FORMS = [(NINE, EIGHT), (EIGHT, NINE)]


async def known_as(world, reference, address, channel="whatsapp"):
    person = await world.meet(reference, country="BR", channels=(channel,))

    async def moved(work, _):
        point = await work.contact_points.get(account_id=person.account_id, channel=channel)
        point.address = address
        if point.verified_address:
            point.verified_address = address

    await person.change(moved)
    return person


async def hears(world, address, *, channel="whatsapp", event="e-1", text="oi"):
    """Where the answers went."""
    before = set(world.phones[channel].delivered)
    news = InboundMessage("test", event, channel, address, text, TUESDAY)
    outcome = await receive_news(world.tools, news)
    await world.run()
    sent = world.phones[channel].delivered
    return outcome, {sent[key].address for key in sent.keys() - before}


@pytest.mark.parametrize(("stored", "writes"), FORMS)
@pytest.mark.parametrize("channel", ["whatsapp", "sms"])
async def test_either_form_is_the_person_and_is_answered_where_it_wrote(
    world, channel, stored, writes
):
    ana = await known_as(world, "P-1", stored, channel)
    assert await hears(world, writes, channel=channel) == (Outcome.KEPT, {writes})
    assert len(await ana.look("inbox")) == 1
    assert "number_in_other_form" in await ana.history()
    assert await hears(world, writes, channel=channel, event="e-2") == (Outcome.KEPT, {writes})
    assert (await ana.history()).count("number_in_other_form") == 1


@pytest.mark.parametrize(("one", "other"), FORMS)
async def test_an_exact_match_wins_and_nobody_is_taken_for_another(world, one, other):
    ana, bia = await known_as(world, "P-1", one), await known_as(world, "P-2", other)
    assert await hears(world, one) == (Outcome.KEPT, {one})
    assert await hears(world, other, event="e-2") == (Outcome.KEPT, {other})
    assert [len(await who.look("inbox")) for who in (ana, bia)] == [1, 1]


@pytest.mark.parametrize("number", ["+553132654321", "+5531932654321", "+5531977654321"])
async def test_numbers_with_one_form_are_strangers(world, number):
    ana = await known_as(world, "P-1", "+553177654321")
    assert (await hears(world, number))[0] is Outcome.STRANGER
    assert await ana.look("inbox") == []


async def test_whoever_is_known_there_stays_known(world):
    ana = await known_as(world, "P-1", NINE)
    await hears(world, EIGHT)
    assert (await ana.state())["verified"]


async def test_what_waited_goes_to_the_form_that_wrote(world):
    ana = await known_as(world, "P-1", NINE)
    await ana.hears((say("thanks"),), channel="whatsapp")
    waiting = (await ana.look("outbox"))[-1]
    assert (waiting.status, waiting.address) == ("held", NINE), "the window is shut"
    await hears(world, EIGHT)
    row = next(row for row in await ana.look("outbox") if row.id == waiting.id)
    assert (row.status, row.address) == ("delivered", EIGHT)


async def test_what_is_in_doubt_is_asked_about_where_it_was_sent(world, monkeypatch):
    ana = await known_as(world, "P-1", NINE)
    asked = []

    async def find(message, since):
        asked.append(message.address)

    await hears(world, NINE)
    world.phones["whatsapp"].fail_next(Unsure("time-out"))
    await ana.hears((say("thanks"),), channel="whatsapp")
    monkeypatch.setattr(world.phones["whatsapp"], "find", find)
    await hears(world, EIGHT, event="e-2")
    await world.wait(seconds=15)
    assert asked == [NINE]
