"""How is a payment taken with Stripe? A Checkout page for each link; signed calls tell the rest.

Stripe's own library does both. Amounts are minor units, as in our ledger. The metadata carry the
debt's reference and nothing about the person.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import stripe
import structlog
from stripe.params.checkout import SessionCreateParams

from bot.rules.money import Money
from bot.usecases.ports import (
    Forged,
    LinkRequest,
    PaymentNews,
    ProviderDown,
    ProviderRefuses,
    Unreadable,
)

METHOD = "stripe"
HEADER = "stripe-signature"
TOLERANCE = timedelta(minutes=5)
PATIENCE_SECONDS = 10.0
DEBT = "debt"
log = structlog.get_logger()
DOWN = (stripe.APIConnectionError, stripe.RateLimitError)
BROKEN = 500
NOT_AN_EVENT = (
    *(ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError),
    RecursionError,
)
"""What reading a field can raise that is missing, of another kind, or out of range; and what JSON
without bottom raises."""


class StripeLinks:
    """The port on Stripe's Checkout."""

    def __init__(self, secret_key: str, return_url: str, *, api_url: str | None = None) -> None:
        """`return_url` is where people come back to; `api_url` another Stripe than the real one."""
        self._http = stripe.HTTPXClient(timeout=PATIENCE_SECONDS)
        self._client = stripe.StripeClient(
            secret_key,
            http_client=self._http,
            max_network_retries=0,
            base_addresses={"api": api_url} if api_url else {},
        )
        self._return_url = return_url

    async def link(self, request: LinkRequest) -> str:
        """The address of a Checkout page. Raises ProviderDown, ProviderRefuses."""
        try:
            session = await self._client.v1.checkout.sessions.create_async(
                self._params(request), {"idempotency_key": _key(request.idempotency_key)}
            )
        except stripe.StripeError as error:
            raise translated(error) from None
        if not session.url:
            raise ProviderRefuses("Stripe answered without an address")
        return session.url

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close_async()  # type: ignore[no-untyped-call]

    def _params(self, request: LinkRequest) -> SessionCreateParams:
        metadata = {DEBT: request.reference}
        return {
            "mode": "payment",
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": request.amount.currency.lower(),
                        "unit_amount": request.amount.minor,
                        "product_data": {"name": request.description},
                    },
                }
            ],
            "client_reference_id": request.reference,
            "metadata": metadata,
            "payment_intent_data": {"metadata": metadata},
            "locale": "pt-BR" if request.language == "pt" else "en",
            "success_url": self._return_url,
            "cancel_url": self._return_url,
        }


def _key(idempotency_key: str) -> str:
    """Stripe takes at most 255 characters."""
    return hashlib.sha256(idempotency_key.encode()).hexdigest()


def translated(error: stripe.StripeError) -> ProviderDown | ProviderRefuses:
    """Ours, without Stripe's text: it may repeat parts of the key or of the request."""
    status = error.http_status or 0
    told = f"{type(error).__name__} {status} {error.code or ''}".strip()
    log.warning("stripe_failed", error=told, request=error.request_id)
    if isinstance(error, DOWN) or status >= BROKEN:
        return ProviderDown(f"Stripe cannot be reached: {told}")
    return ProviderRefuses(f"Stripe refuses: {told}")


class StripeEvents:
    """Reads Stripe's calls."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def read(self, body: bytes, headers: Mapping[str, str], now: datetime) -> PaymentNews | None:
        """What it tells; None for other events, and for payments that are none of ours.

        Stripe's library judges the age of the signature by the machine's own clock. Raises
        Forged, Unreadable.
        """
        try:
            text, signature = body.decode(), headers.get(HEADER, "").encode().decode("ascii")
            stripe.WebhookSignature.verify_header(
                text, signature, self._secret, int(TOLERANCE.total_seconds())
            )
        except (stripe.SignatureVerificationError, UnicodeDecodeError):
            raise Forged("the signature does not fit") from None
        try:
            event = json.loads(text)
            reader = READERS.get(_text(event["type"]))
            return reader(event) if reader else None
        except NOT_AN_EVENT as error:
            raise Unreadable(f"not an event that we can read: {type(error).__name__}") from None


def _checkout(event: dict[str, Any]) -> PaymentNews | None:
    session = event["data"]["object"]
    if session["payment_status"] != "paid" or not session.get("payment_intent"):
        return None
    return _paid(event, session, session["payment_intent"], session["amount_total"])


def _intent(event: dict[str, Any]) -> PaymentNews | None:
    intent = event["data"]["object"]
    return _paid(event, intent, intent["id"], intent["amount_received"])


def _paid(event: dict[str, Any], of: dict[str, Any], intent: str, minor: int) -> PaymentNews | None:
    """Both events of a payment come to the same source, so it is booked once."""
    debt = (of.get("metadata") or {}).get(DEBT)
    if debt is None:
        return None
    source, amount = f"{METHOD}:{_text(intent)}", Money(minor, of["currency"].upper())
    return PaymentNews(source, METHOD, amount, _at(event), debt=_text(debt))


def _refunded(event: dict[str, Any]) -> PaymentNews | None:
    """`amount_refunded` is all that went back so far; the event tells what it was before."""
    charge = event["data"]["object"]
    if not charge.get("payment_intent") or DEBT not in (charge.get("metadata") or {}):
        return None
    before = (event["data"].get("previous_attributes") or {}).get("amount_refunded", 0)
    amount = Money(charge["amount_refunded"] - before, charge["currency"].upper())
    source = f"{METHOD}:{_text(charge['id'])}:refunded:{charge['amount_refunded']}"
    return _back(event, source, charge["payment_intent"], amount, "refund")


def _disputed(event: dict[str, Any]) -> PaymentNews | None:
    dispute = event["data"]["object"]
    amount = Money(dispute["amount"], dispute["currency"].upper())
    source = f"{METHOD}:{_text(dispute['id'])}"
    return _back(event, source, dispute["payment_intent"], amount, "dispute")


def _back(
    event: dict[str, Any], source: str, intent: str, amount: Money, reason: str
) -> PaymentNews:
    reverses = f"{METHOD}:{_text(intent)}"
    return PaymentNews(source, METHOD, amount, _at(event), reverses=reverses, reason=reason)


def _at(event: dict[str, Any]) -> datetime:
    return datetime.fromtimestamp(event["created"], UTC)


def _text(value: str) -> str:
    if not (value.isprintable() and 0 < len(value) <= 200):
        raise ValueError("not a reference")
    return value


READERS: dict[str, Callable[[dict[str, Any]], PaymentNews | None]] = {
    "checkout.session.completed": _checkout,
    "checkout.session.async_payment_succeeded": _checkout,
    "payment_intent.succeeded": _intent,
    "charge.refunded": _refunded,
    "charge.dispute.created": _disputed,
    "charge.dispute.funds_withdrawn": _disputed,
}
