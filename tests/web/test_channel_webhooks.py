"""The channels' webhooks: forged, huge, broken, replayed, and what is counted."""

import asyncio
import json
from collections import Counter

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client import REGISTRY

from bot.web.channel_webhooks import STATUSES_AT_ONCE, channels_router
from bot.web.metrics import metrics_router
from channels.simulator import SIGNATURE

PUBLIC = "https://hooks.example"


@pytest.fixture
async def client(world, ada):
    app = FastAPI()
    app.include_router(channels_router(world.tools, world.phones, PUBLIC))
    app.include_router(metrics_router())
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://inside:8000") as client:
        yield client


async def tell(client, world, *, channel="sms", body=None, signed=True, path=None, **facts):
    """A call of the simulator, signed for the public address."""
    told = {"event": "message", "id": "e-1", "from": "sms:A-1", "text": "hello"} | facts
    body = json.dumps(told).encode() if body is None else body
    path = path or f"/webhooks/{channel}"
    signature = world.phones["sms"].sign(PUBLIC + path, body) if signed else "0" * 64
    return await client.post(path, content=body, headers={SIGNATURE: signature})


def counted(outcome, channel="sms"):
    labels = {"channel": channel, "outcome": outcome}
    return REGISTRY.get_sample_value("goodfaith_webhook_calls_total", labels) or 0


async def test_a_signed_message_is_kept_and_answered_at_once(client, world, ada):
    before = counted("kept")
    answer = await tell(client, world)
    assert (answer.status_code, answer.content) == (200, b"")
    assert [row.text for row in await ada.look("inbox")] == ["hello"]
    assert len(world.store.jobs) == 1
    assert counted("kept") == before + 1


@pytest.mark.parametrize("signature", ["", "0" * 64, "é", "A" * 10_000])
async def test_a_forged_call_leaves_no_trace_but_a_count(client, world, ada, signature):
    before = counted("forged")
    body = json.dumps({"event": "message", "id": "e-1", "from": "sms:A-1", "text": "x"}).encode()
    headers = {SIGNATURE.encode(): signature.encode("utf-8")}
    answer = await client.post("/webhooks/sms", content=body, headers=headers)
    assert answer.status_code == 403
    assert await ada.look("inbox") == []
    assert counted("forged") == before + 1


async def test_a_signature_for_another_address_or_body_is_forged(client, world, ada):
    body = b'{"event": "message", "id": "e-1", "from": "sms:A-1", "text": "pay"}'
    elsewhere = world.phones["sms"].sign("http://inside:8000/webhooks/sms", body)
    other = world.phones["sms"].sign(f"{PUBLIC}/webhooks/sms", body + b" ")
    for signature in (elsewhere, other):
        answer = await client.post("/webhooks/sms", content=body, headers={SIGNATURE: signature})
        assert answer.status_code == 403
    assert await ada.look("inbox") == []


async def test_a_replayed_call_changes_nothing(client, world, ada):
    await tell(client, world)
    before = counted("known")
    assert (await tell(client, world)).status_code == 200
    assert len(await ada.look("inbox")) == 1
    assert len(world.store.jobs) == 1
    assert counted("known") == before + 1


async def test_more_than_a_megabyte_is_refused(client, world, ada):
    before = counted("too_large")
    answer = await tell(client, world, body=b"x" * 1_000_001)
    assert answer.status_code == 413
    assert counted("too_large") == before + 1
    assert await ada.look("inbox") == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe\x00", b"[]", b"1", b'{"event": "message"}', b"null", b'"x"']
)
async def test_what_cannot_be_read_is_never_an_error_of_ours(client, world, ada, body):
    answer = await tell(client, world, body=body)
    assert answer.status_code in (200, 400)
    assert await ada.look("inbox") == []


async def test_an_unknown_event_is_ignored(client, world, ada):
    before = counted("ignored")
    answer = await tell(client, world, event="typing")
    assert answer.status_code == 200
    assert counted("ignored") == before + 1


async def test_a_channel_that_is_not_connected_is_not_there(world):
    app = FastAPI()
    app.include_router(channels_router(world.tools, {}, None))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://inside") as client:
        paths = ("sms", "whatsapp", "telegram", "status", "status?channel=pigeon")
        answers = [await client.post(f"/webhooks/{path}", content=b"{}") for path in paths]
    assert Counter(a.status_code for a in answers) == {404: 5}


async def test_a_tap_is_acknowledged_after_it_is_kept(client, world, ada):
    await tell(client, world, acknowledge="q-1", pressed="t-1")
    assert world.phones["sms"].acknowledged == ["q-1"]
    (row,) = await ada.look("inbox")
    assert row.pressed == "t-1"


async def test_odd_characters_in_a_text_are_kept_as_far_as_they_can_be(client, world, ada):
    await tell(client, world, text="a\x00b\ud83d \u202eevil")
    (row,) = await ada.look("inbox")
    assert "\x00" not in row.text
    row.text.encode("utf-8")


async def test_counts_can_be_read(client, world):
    await tell(client, world)
    page = (await client.get("/metrics")).text
    assert 'goodfaith_webhook_calls_total{channel="sms",outcome="kept"}' in page


async def test_news_that_waits_does_not_keep_people_waiting(client, world, ada, monkeypatch):
    begun, go = [], asyncio.Event()

    async def slow(tools, update):
        begun.append(update)
        await go.wait()
        return True

    monkeypatch.setattr("bot.usecases.conversation.receive_news.note_status", slow)
    news = {"event": "status", "status": "sent"}
    calls = [asyncio.create_task(tell(client, world, id=f"s-{n}", **news)) for n in range(20)]
    await asyncio.sleep(0.05)
    assert len(begun) == STATUSES_AT_ONCE
    assert (await tell(client, world)).status_code == 200
    go.set()
    assert {call.status_code for call in await asyncio.gather(*calls)} == {200}
    assert len(begun) == 20
