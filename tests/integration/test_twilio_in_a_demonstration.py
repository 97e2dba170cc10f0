"""Twilio's credentials in demo and test: it is heard, and every answer stays in the simulator."""

import httpx
import pytest
from pydantic import SecretStr

from bot.web_app import web
from tests.contract.channels.kits import SITE
from tests.contract.channels.twilio_double import NUMBER, SID, TOKEN, TwilioDouble
from tests.contract.channels.twilio_kit import form_call
from tests.integration.product import until, working
from tests.integration.test_web import create

ADA = "+12025550143"


@pytest.fixture
async def double():
    made = TwilioDouble()
    yield made
    await made.close()


@pytest.fixture
async def settings(settings, double):
    twilio = {"twilio_account_sid": SID, "twilio_auth_token": SecretStr(TOKEN)}
    twilio |= {"twilio_sms_from": NUMBER, "twilio_url": await double.open(), "public_url": SITE}
    return settings.model_copy(update=twilio)


@pytest.fixture
async def service(settings, database_url, engine, make):
    app = web(settings, database_url, engine=engine)
    road = httpx.ASGITransport(app)
    async with (
        working(await make()) as worker,
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=road, base_url="http://test") as client,
    ):
        yield client, worker


async def tells(client, sid, text, token=TOKEN, **told):
    """Twilio tells of a message, through a proxy: the address that it signs is the public one."""
    facts = {"MessageSid": sid, "From": ADA, "To": NUMBER, "Body": text, "NumMedia": "0", **told}
    call = form_call(f"{SITE}/webhooks/sms", facts, token)
    return (await client.post("/webhooks/sms", content=call.body, headers=call.headers)).status_code


async def outbox(client, reference):
    answer = await client.get("/simulator/outbox", params={"account": reference})
    return answer.json()


async def test_a_signed_message_is_answered_in_the_simulator_and_nowhere_else(service, double):
    client, worker = service
    reference = await create(client, phone=ADA)
    assert await tells(client, "SM1", "hello", token="of another account") == 403
    assert await outbox(client, reference) == []
    assert await tells(client, "SM1", "hello") == 200
    assert await tells(client, "SM1", "hello") == 200

    async def left():
        found = await outbox(client, reference)
        return found if found and all(one["status"] == "delivered" for one in found) else None

    said = await until(left, worker)
    assert await tells(client, "SM1", "hello") == 200
    assert await outbox(client, reference) == said
    assert double.requests == []


async def test_a_stop_that_twilio_heard_stops(service):
    client, worker = service
    reference = await create(client, phone=ADA)
    assert await tells(client, "SM2", "Stop", OptOutType="STOP") == 200

    async def stopped():
        state = (await client.get(f"/simulator/accounts/{reference}")).json()
        return "sms" in state["opted_out"]

    assert await until(stopped, worker)
