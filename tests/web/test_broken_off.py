"""A caller that hangs up amid the body: no error of ours, wherever bodies are taken."""

import pytest
from fastapi import FastAPI
from prometheus_client import REGISTRY

from bot.usecases.accounts.api_keys import issue_api_key
from bot.web.channel_webhooks import channels_router
from tests.web.paying import agrees, application

BEGUN = {"type": "http.request", "body": b"x" * 100, "more_body": True}
GONE = {"type": "http.disconnect"}


async def hang_up(app, path, **headers):
    """Begin a call and end it amid the body; the status of the answer that nobody reads."""
    told, sent = iter([BEGUN, GONE]), []

    async def receive():
        return next(told, GONE)

    async def send(message):
        sent.append(message)

    given = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "path": path,
        "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"content-length", b"5000"), *given],
        "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    await app(scope, receive, send)
    return sent[0]["status"]


@pytest.mark.parametrize("channel", ["sms", "whatsapp", "telegram"])
async def test_a_channels_call_is_refused_and_counted(world, ada, channel):
    labels = {"channel": channel, "outcome": "broken_off"}

    def counted():
        return REGISTRY.get_sample_value("goodfaith_webhook_calls_total", labels) or 0

    app, before = FastAPI(), counted()
    app.include_router(channels_router(world.tools, world.phones, None))
    assert await hang_up(app, f"/webhooks/{channel}") == 400
    assert counted() == before + 1
    assert await ada.look("inbox") == []


async def test_every_other_body_is_refused(world, ada):
    key = await issue_api_key(world.tools, "ledger")
    app, agreement = application(world), await agrees(ada)
    for path in ("/webhooks/payments/stripe", "/webhooks/payments/hosted", agreement):
        assert await hang_up(app, path) == 400
    assert await hang_up(app, "/api/v1/payments", authorization=f"Bearer {key}") == 400
