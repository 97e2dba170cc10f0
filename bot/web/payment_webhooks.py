"""Where do payment providers tell of payments? Signed calls, each believed and booked once.

403: not signed, or too old; nothing is kept. 400: signed, and not readable. 422: it names a debt
or payment that we do not know, or a sum that does not fit: the provider tries again and shows it
to somebody, so it stays in sight. 200: booked, known already, or none of our business.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import structlog
from fastapi import APIRouter, HTTPException, Request

from bot.usecases.payments.hear_of_payment import hear_of_payment
from bot.usecases.payments.record_payment import UnknownDebt
from bot.usecases.payments.reverse_payment import UnknownPayment
from bot.usecases.ports import Forged, PaymentEvents, PaymentNews, Tools, Unreadable
from bot.web.bodies import small_body

log = structlog.get_logger()
PROVIDERS = ("stripe", "hosted")


def webhooks_router(tools: Tools, events: Mapping[str, PaymentEvents]) -> APIRouter:
    """`/webhooks/payments/…`. A provider whose secret is not set signs nothing that we believe."""
    router = APIRouter(prefix="/webhooks/payments", tags=["webhooks"])

    async def receive(request: Request, provider: str) -> dict[str, str]:
        body = await small_body(request)
        news = _read(events.get(provider), body, request, provider)
        if news is None:
            log.info("payment_event_ignored", provider=provider)
            return {"status": "ignored"}
        return {"status": await _book(tools, news)}

    @router.post("/stripe", summary="Stripe's events")
    async def stripe(request: Request) -> dict[str, str]:
        """Signed in `Stripe-Signature`; checkout, payment, refund and dispute events count."""
        return await receive(request, "stripe")

    @router.post("/hosted", summary="Any other provider's events")
    async def hosted(request: Request) -> dict[str, str]:
        """Signed in `X-Goodfaith-Signature: t=…,v1=…`; JSON as docs/pay.md tells."""
        return await receive(request, "hosted")

    return router


def _read(
    events: PaymentEvents | None, body: bytes, request: Request, provider: str
) -> PaymentNews | None:
    try:
        if events is None:
            raise Forged("no secret is set for this provider")
        return events.read(body, request.headers, datetime.now(UTC))
    except Forged as error:
        log.warning("payment_event_refused", provider=provider, reason=str(error))
        raise HTTPException(403, "The call is not signed, or too old.") from error
    except Unreadable as error:
        log.warning("payment_event_unreadable", provider=provider, reason=str(error))
        raise HTTPException(400, f"Not readable: {error}.") from error


async def _book(tools: Tools, news: PaymentNews) -> str:
    try:
        new = await hear_of_payment(tools, news)
    except (UnknownDebt, UnknownPayment, ValueError) as error:
        log.error("payment_not_booked", source=news.source, reason=str(error))
        raise HTTPException(422, f"Not booked: {error}.") from error
    return "booked" if new else "known"
