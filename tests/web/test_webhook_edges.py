"""Whatever a signed call holds: it is kept, ignored or refused, and counted, never an error.

The store in memory refuses what PostgreSQL would.
"""

import json
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client import REGISTRY

from bot.web.channel_webhooks import channels_router
from channels.message import WebhookCall
from channels.simulator import SIGNATURE
from channels.telegram import TelegramChannel
from channels.telegram.channel import SECRET_HEADER
from channels.twilio import SmsChannel, WhatsAppChannel
from tests.contract.channels.kits import NOW, PERSON, SITE
from tests.contract.channels.telegram_double import TOKEN
from tests.contract.channels.telegram_kit import SECRET, said, tapped
from tests.contract.channels.twilio_double import NUMBER
from tests.contract.channels.twilio_kit import account_at, form_call, json_call

DEEP = b"[" * 100_000
LONG = "9" * 300_000
OUTCOMES = ("kept", "known", "stranger", "noted", "unknown", "ignored", "unreadable", "forged")
FIELDS = [
    *("MessageSid", "SmsSid", "MessageStatus", "SmsStatus", "From", "To", "Body", "OptOutType"),
    *("ErrorCode", "NumSegments", "NumMedia", "MediaContentType0", "Latitude", "Longitude"),
    *("ButtonText", "ButtonPayload", "ListId", "ListTitle"),
]


class Providers:
    """Twilio and Telegram, calling."""

    def __init__(self, client):
        self.client = client

    async def form(self, path, told):
        return await self.pass_on(form_call(f"{SITE}/webhooks/{path}", told))

    async def json(self, path, told):
        return await self.pass_on(json_call(f"{SITE}/webhooks/{path}", told))

    async def telegram(self, body):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {SECRET_HEADER: SECRET}
        return await self.pass_on(WebhookCall(f"{SITE}/webhooks/telegram", headers, body, NOW))

    async def pass_on(self, call):
        before = sum(map(counted, OUTCOMES))
        answer = await self.client.post(call.url, content=call.body, headers=call.headers)
        assert answer.status_code in (200, 400, 403), "a body that is no text cannot be signed"
        assert sum(map(counted, OUTCOMES)) == before + 1
        return answer


def counted(outcome):
    names = ("sms", "whatsapp", "telegram")
    found = [{"channel": channel, "outcome": outcome} for channel in names]
    name = "goodfaith_webhook_calls_total"
    return sum(REGISTRY.get_sample_value(name, labels) or 0 for labels in found)


@pytest.fixture
async def providers(world):
    await world.meet(channels=("sms", "whatsapp", "telegram"))
    account = account_at("http://127.0.0.1:9")
    channels = [SmsChannel(account, NUMBER), WhatsAppChannel(account, NUMBER)]
    telegram = TelegramChannel(TOKEN, webhook_secret=SECRET, public_url=f"{SITE}/webhooks/telegram")
    app = FastAPI()
    receivers = {channel.name: channel for channel in (*channels, telegram)}
    app.include_router(channels_router(world.tools, receivers, SITE))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
        yield Providers(client)
    await telegram.close()


def message(**told):
    return {"MessageSid": "SM1", "SmsStatus": "received", "From": PERSON, "Body": "hi"} | told


def news(**told):
    return {"MessageSid": "SM1", "MessageStatus": "delivered", "To": PERSON} | told


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (message(MessageSid=LONG), 400),
        (message(MessageSid="SM\0"), 200),
        (message(MessageSid="SM\u20282"), 400),
        (message(NumMedia=LONG), 400),
        (message(NumMedia="-1"), 400),
        (message(NumMedia="1", MediaContentType0=LONG), 200),
        (message(From=f"+{LONG}"), 200),
        (message(From="+1٢٠٢٥٥٥٠١٠٠"), 200),
        (message(Body=LONG), 200),
        (message(Body="\0"), 200),
        (message(ButtonPayload=LONG, ButtonText=LONG), 200),
        (news(MessageSid=LONG), 400),
        (news(NumSegments=LONG), 200),
        (news(NumSegments=str(2**31)), 200),
        (news(NumSegments="-1"), 200),
        (news(NumSegments="a few"), 200),
        (news(NumSegments="٣"), 200),
        (news(MessageStatus="failed", ErrorCode=LONG), 400),
        (news(MessageStatus="failed", ErrorCode="1_0"), 400),
    ],
)
async def test_a_field_beyond_all_bounds(providers, told, status):
    assert (await providers.form("sms", told)).status_code == status


@pytest.mark.parametrize("key", ["9" * 19, "9" * 30, "9" * 5_000, "-1", "%00", "%ff", "٣", "1e5"])
@pytest.mark.parametrize("attempt", ["1", "9" * 5_000])
async def test_a_key_that_is_none_of_ours(providers, key, attempt):
    path = f"status?key={quote(key, safe='%')}&try={attempt}&channel=sms"
    assert (await providers.form(path, news())).status_code == 200


@pytest.mark.parametrize("body", [DEEP, b'{"a":' * 100_000, b'{"NumSegments": %s}' % LONG.encode()])
async def test_json_without_bottom(providers, body):
    """Telegram would tell it for a day, and hold back what came after it: it is let go."""
    before = counted("unreadable")
    assert (await providers.json("sms", body)).status_code == 400
    assert (await providers.telegram(body)).status_code == 200
    assert counted("unreadable") == before + 2


async def test_the_simulators_own_webhook_is_as_strict(world, ada):
    app = FastAPI()
    app.include_router(channels_router(world.tools, world.phones, SITE))
    transport = httpx.ASGITransport(app=app)
    fine = {"event": "message", "id": "e-1", "from": "sms:A-1", "text": "hi"}
    odd = [{"id": LONG}, {"id": 1}, {"from": LONG}, {"text": ["x"]}, {"pressed": {"a": 1}}]
    odd += [{"event": "status", "status": "sent", "key": 7}, {"acknowledge": 1}]
    bodies = [DEEP, *(json.dumps(fine | one).encode() for one in odd)]
    async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
        for body in bodies:
            headers = {SIGNATURE: world.phones["sms"].sign(f"{SITE}/webhooks/sms", body)}
            answer = await client.post("/webhooks/sms", content=body, headers=headers)
            assert answer.status_code == 400
    assert await ada.look("inbox") == []


async def test_a_strangers_endless_text_keeps_nobody_waiting(providers):
    """A text without a space takes as long as the square of its length to be searched for words."""
    assert (await providers.form("sms", message(Body="a" * 900_000))).status_code == 200


# -- anything at all -------------------------------------------------------------------------------

OFTEN = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
WORDS = st.sampled_from(
    [
        *("received", "delivered", "failed", "SM1", PERSON, f"whatsapp:{PERSON}", "STOP", "HELP"),
        *("", "0", "1", "30003", "-1", "1.5", "1e400", "NaN", str(2**31), str(2**63), "9" * 30),
    ]
)
LENGTHS = st.builds("x".__mul__, st.sampled_from([128, 129, 3_000, 30_000]))
TEXTS = WORDS | LENGTHS | st.text()
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.just(10**400) | TEXTS
) | st.sampled_from(["\ud800", "a\udfffb", "\0"])
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner)
)
PATHS = st.sampled_from(["sms", "whatsapp"]) | st.builds(
    lambda key, attempt: f"status?channel=whatsapp&key={quote(key)}&try={quote(attempt)}",
    TEXTS.filter(lambda text: len(text) < 5_000),
    st.text(max_size=20),
)


@OFTEN
@given(PATHS, st.dictionaries(st.sampled_from(FIELDS), TEXTS))
async def test_any_form(providers, path, told):
    await providers.form(path, told)


@OFTEN
@given(PATHS, st.dictionaries(st.sampled_from(FIELDS), ANYTHING) | ANYTHING)
async def test_any_json(providers, path, told):
    await providers.json(path, json.dumps(told).encode())


def twisted(value, twist):
    """The same with something else in some places."""
    if twist.draw(st.integers(0, 9)) == 0:
        return twist.draw(ANYTHING)
    if isinstance(value, dict):
        return {name: twisted(one, twist) for name, one in value.items()}
    return [twisted(one, twist) for one in value] if isinstance(value, list) else value


@OFTEN
@given(st.sampled_from(["said", "photo", "tapped", "membership", "anything"]), st.data())
async def test_any_update(providers, kind, data):
    chat = {"id": 7, "type": "private"}
    updates = {
        "said": said(text="/start abc"),
        "photo": said(photo=[], caption="look"),
        "tapped": tapped(),
        "membership": {
            "update_id": 1,
            "my_chat_member": {"chat": chat, "new_chat_member": {"status": "kicked"}},
        },
    }
    await providers.telegram(
        twisted(updates[kind], data) if kind in updates else data.draw(ANYTHING)
    )


@OFTEN
@given(st.binary(), st.sampled_from(["form", "json", "telegram"]))
async def test_any_bytes(providers, body, kind):
    if kind == "telegram":
        await providers.telegram(body)
    elif kind == "json":
        await providers.json("sms", body)
    else:
        told = {body.decode("latin-1"): body.decode("latin-1")}
        await providers.form("sms", told)
