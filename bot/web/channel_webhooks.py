"""Where do the channels' providers tell of messages? Verified, kept, and answered at once.

403: not signed by the provider; nothing is kept. 400: signed, and nothing that can be read, or not
whole. 404: the channel is not connected. 413: too large. 200: kept, known already, none of our
business, or not to be read where that would only be told again. The answer to the person never
stands in the response: it leaves through the outbox.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import UTC, datetime

import structlog
from fastapi import APIRouter, BackgroundTasks, HTTPException, Request, Response

from bot.metrics import CALLS
from bot.usecases.conversation.receive_news import acknowledge, receive_news
from bot.usecases.ports import Receiver, Tools
from bot.web.bodies import BrokenOff, TooLarge, small_body
from channels.errors import Forged, Unreadable
from channels.message import ChannelName, InboundMessage, News, WebhookCall

log = structlog.get_logger()

SAID_AGAIN = (ChannelName.TELEGRAM,)
"""Channels whose provider says again what gets no 2xx, and holds back what came after it: what
cannot be read now never can."""
STATUSES_AT_ONCE = 4
"""News of a message waits for its conversation, and holds a connection to the database meanwhile:
so few that people's messages always find one."""


def channels_router(
    tools: Tools, receivers: Mapping[str, Receiver], public_url: str | None
) -> APIRouter:
    """`/webhooks/sms`, `/webhooks/whatsapp`, `/webhooks/telegram` and `/webhooks/status`.

    `public_url`: how providers reach us. Their signatures cover it, so behind a proxy it must be
    told; without it the address of the request is taken.
    """
    router = APIRouter(prefix="/webhooks", tags=["webhooks"])
    statuses = asyncio.Semaphore(STATUSES_AT_ONCE)

    async def receive(request: Request, channel: str, after: BackgroundTasks) -> Response:
        receiver = receivers.get(channel)
        if receiver is None:
            CALLS.labels("none", "not_connected").inc()
            log.warning("webhook_not_connected", path=request.url.path)
            raise HTTPException(404, "This channel is not connected.")
        call = await _call(request, channel, public_url)
        for news in _read(receiver, channel, call):
            async with nullcontext() if isinstance(news, InboundMessage) else statuses:
                outcome = await receive_news(tools, news)
            CALLS.labels(channel, outcome).inc()
            if isinstance(news, InboundMessage) and news.acknowledge:
                after.add_task(acknowledge, receiver, news)
        return Response(status_code=200)

    @router.post("/sms", summary="Twilio: a text message")
    async def sms(request: Request, after: BackgroundTasks) -> Response:
        """Signed in `X-Twilio-Signature`."""
        return await receive(request, ChannelName.SMS, after)

    @router.post("/whatsapp", summary="Twilio: a WhatsApp message")
    async def whatsapp(request: Request, after: BackgroundTasks) -> Response:
        """Signed in `X-Twilio-Signature`."""
        return await receive(request, ChannelName.WHATSAPP, after)

    @router.post("/telegram", summary="Telegram: an update")
    async def telegram(request: Request, after: BackgroundTasks) -> Response:
        """With our secret in `X-Telegram-Bot-Api-Secret-Token`."""
        return await receive(request, ChannelName.TELEGRAM, after)

    @router.post("/status", summary="What became of a message")
    async def status(request: Request, after: BackgroundTasks) -> Response:
        """Signed like the channel that the address names (`?channel=`)."""
        return await receive(request, request.query_params.get("channel", ChannelName.SMS), after)

    return router


async def _call(request: Request, channel: str, public_url: str | None) -> WebhookCall:
    """The call as the provider made it, from the raw request."""
    url = str(request.url)
    if public_url:
        query = f"?{request.url.query}" if request.url.query else ""
        url = f"{public_url.rstrip('/')}{request.url.path}{query}"
    try:
        body = await small_body(request)
    except TooLarge:
        CALLS.labels(channel, "too_large").inc()
        log.warning("webhook_too_large", channel=channel)
        raise
    except BrokenOff:
        CALLS.labels(channel, "broken_off").inc()
        log.info("webhook_broken_off", channel=channel)
        raise
    return WebhookCall(url, dict(request.headers), body, datetime.now(UTC))


def _read(receiver: Receiver, channel: str, call: WebhookCall) -> list[News]:
    try:
        receiver.verify(call)
        news = receiver.parse(call)
    except Forged as error:
        CALLS.labels(channel, "forged").inc()
        log.warning("webhook_refused", channel=channel, reason=str(error))
        raise HTTPException(403, "The call is not signed by the provider.") from error
    except Unreadable as error:
        CALLS.labels(channel, "unreadable").inc()
        log.warning("webhook_unreadable", channel=channel, reason=str(error))
        if channel in SAID_AGAIN:
            return []
        raise HTTPException(400, f"Not readable: {error}.") from error
    if not news:
        CALLS.labels(channel, "ignored").inc()
        log.info("webhook_ignored", channel=channel)
    return news
