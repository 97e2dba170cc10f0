"""A real Telegram beside the simulator: nobody writes in the name of a real phone."""

import asyncio

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from bot.web.simulator.api import simulator_router
from bot.web.simulator.desk import ProductDesk
from bot.web.simulator.page import page_router
from bot.web.simulator.port import DeskError
from channels.beside import Beside
from channels.simulator import SimulatorChannel
from tests.web.channels_story import hears

SAID = {"account": "A-1", "channel": "telegram", "text": "how much do I owe?"}
HERE = "write from that phone, or from another channel here"


@pytest.fixture
def bot(world):
    """Stands for the real bot, beside the simulator."""
    bot = SimulatorChannel("telegram")
    there = SimulatorChannel("telegram")
    world.tools.channels["telegram"] = Beside(there, bot, prefix="simulator:")
    world.tools.channels["sms"] = Beside(world.phones["sms"], SimulatorChannel("sms"), prefix="")
    return bot


@pytest.fixture
async def client(world):
    desk, app = ProductDesk(world.tools), FastAPI()
    app.include_router(simulator_router(lambda _: desk))
    app.include_router(page_router(lambda _: desk))
    transport = ASGITransport(app)
    headers = {"accept-language": "en"}
    async with AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        yield client


async def lives_at(person, address):
    """The person's Telegram is this chat."""

    async def moves(work, scene):
        scene.point_on("telegram").address = address

    await person.change(moves)


async def answered(world, call):
    """What the call answers, with a worker at hand meanwhile."""
    call = asyncio.ensure_future(call)
    while not call.done():
        await world.run()
        await asyncio.sleep(0.01)
    return call.result()


async def test_nobody_writes_in_the_name_of_a_real_phone(world, client, bot):
    bob = await world.meet(channels=("sms", "telegram"))
    await lives_at(bob, "700")
    answer = await client.post("/simulator/messages", json=SAID)
    assert answer.status_code == 409
    assert answer.json() == {"detail": f"A-1 has a real Telegram chat: {HERE}"}
    pressed = await client.post("/simulator/messages", json=SAID | {"pressed": "token"})
    assert pressed.status_code == 409
    await world.run()
    assert await bob.look("inbox") == []
    assert bot.delivered == {}
    other = client.post("/simulator/messages", json=SAID | {"channel": "sms"})
    assert (await answered(world, other)).status_code == 200
    assert bot.delivered == {}


async def test_whoever_has_no_real_chat_writes_as_before(world, client, bot):
    bob = await world.meet(channels=("sms",))
    for _ in range(2):
        answer = await answered(world, client.post("/simulator/messages", json=SAID))
        assert answer.status_code == 200
    assert bot.delivered == {}
    assert len(await bob.look("inbox", channel="telegram")) == 2


async def test_where_telegram_is_simulated_a_chat_of_earlier_days_is_a_page_again(world, client):
    bob = await world.meet(channels=("sms", "telegram"))
    await lives_at(bob, "700")
    answer = await answered(world, client.post("/simulator/messages", json=SAID))
    assert answer.status_code == 200
    page = await client.get("/simulator", params={"person": "A-1"})
    assert 'value="telegram" disabled' not in page.text


async def test_the_page_says_where_nobody_can_write(world, client, bot):
    bob = await world.meet(channels=("sms", "telegram"))
    await lives_at(bob, "700")
    page = (await client.get("/simulator", params={"person": "A-1"})).text
    assert 'value="telegram" disabled aria-describedby="real-phone"' in page
    assert "Telegram: There this person has a real chat: write from that phone." in page
    assert 'value="sms" disabled' not in page
    form = {"person": "A-1", "channel": "telegram", "text": "hi"}
    answer = await client.post("/simulator/ui/messages", data=form)
    assert answer.status_code == 422
    assert "Nothing was sent. This person has a real Telegram chat" in answer.text
    assert await bob.look("inbox") == []


async def test_whoever_wrote_there_last_begins_on_another_channel(world, client, bot):
    bob = await world.meet(channels=("sms", "telegram"))
    await hears(bob, "telegram")
    await lives_at(bob, "700")
    page = (await client.get("/simulator", params={"person": "A-1"})).text
    assert 'value="sms" checked' in page


async def test_a_terminal_without_the_token_takes_every_chat_for_a_real_one(world):
    """Its answers leave by the worker's channels, not by its own."""
    bob = await world.meet(channels=("sms", "telegram"))
    await lives_at(bob, "700")
    desk = ProductDesk(world.tools, answers_here=False)
    with pytest.raises(DeskError, match=HERE):
        await desk.send("A-1", "telegram", "hi")
    await lives_at(bob, "simulator:A-1")
    await answered(world, desk.send("A-1", "telegram", "hi"))
