"""How does any other provider take part? By an address that we sign, and calls that it signs.

Both signatures are HMAC-SHA256 in hexadecimal. Of a link: over the parameters amount, currency,
expires and reference in this order, written as a query string. Of a call: over the time, a point
and the body, in the header `X-Goodfaith-Signature: t=UNIX_SECONDS,v1=SIGNATURE`.
"""

from __future__ import annotations

import hmac
import string
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from bot.rules.money import Money
from bot.usecases.ports import Forged, LinkRequest, PaymentNews, Unreadable

METHOD = "hosted"
HEADER = "x-goodfaith-signature"
TOLERANCE = timedelta(minutes=5)
NEEDED = frozenset({"amount", "currency", "reference", "expires", "signature"})
PLACES = NEEDED | {"language"}


def check_template(template: str) -> str:
    """The template itself. ValueError when a parameter is missing or unknown."""
    named = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    if missing := sorted(NEEDED - named):
        raise ValueError(f"the address lacks {{{'}, {'.join(missing)}}}")
    if unknown := sorted(named - PLACES):
        raise ValueError(f"the address has {{{'}, {'.join(unknown)}}}, which nothing fills")
    return template


class HostedLinks:
    """The port on an address that is filled in and signed."""

    def __init__(self, template: str, secret: str) -> None:
        self._template = check_template(template)
        self._secret = secret.encode()

    async def link(self, request: LinkRequest) -> str:
        """The address at which this can be paid; `expires` in Unix seconds."""
        signed = {
            "amount": request.amount.decimal(),
            "currency": request.amount.currency,
            "expires": str(int(request.expires.timestamp())),
            "reference": request.reference,
        }
        signature = sign(self._secret, urlencode(signed).encode())
        shown = {**signed, "language": request.language, "signature": signature}
        return self._template.format_map({k: quote(v, safe="") for k, v in shown.items()})

    async def close(self) -> None:
        """Nothing is open."""


def sign(secret: bytes, text: bytes) -> str:
    """HMAC-SHA256 in hexadecimal."""
    return hmac.digest(secret, text, "sha256").hex()


Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]


class Call(BaseModel):
    """What a provider posts. `amount` is a decimal string."""

    event: str
    id: Name = ""
    debt: Name | None = None
    payment: Name | None = None
    amount: str = ""
    currency: str = ""
    paid_at: AwareDatetime | None = None
    reason: str = Field("", max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")


class Received(Call):
    """Money came."""

    event: Literal["payment.succeeded"]
    id: Name
    debt: Name


class Reversed(Call):
    """Money was taken back."""

    event: Literal["payment.reversed"]
    id: Name
    payment: Name


class HostedEvents:
    """Reads the calls of a provider that signs as the module says."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def read(self, body: bytes, headers: Mapping[str, str], now: datetime) -> PaymentNews | None:
        """What it tells; None for an event that is none of ours. Raises Forged, Unreadable."""
        self._believe(body, headers.get(HEADER, ""), now)
        try:
            call = Call.model_validate_json(body)
            if call.event == "payment.succeeded":
                return _news(Received.model_validate_json(body), now)
            if call.event == "payment.reversed":
                return _news(Reversed.model_validate_json(body), now)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise Unreadable(f"{where or 'the body'}: {first['msg']}") from None
        return None

    def _believe(self, body: bytes, header: str, now: datetime) -> None:
        parts = [part.partition("=") for part in header.replace(" ", "").split(",")]
        times = [value for name, _, value in parts if name == "t" and value.isascii()]
        given = [value for name, _, value in parts if name == "v1"]
        if len(times) != 1 or not times[0].isdigit() or len(times[0]) > 12:
            raise Forged("no signature")
        wanted = sign(self._secret, times[0].encode() + b"." + body).encode()
        if not any(hmac.compare_digest(wanted, one.encode()) for one in given):
            raise Forged("the signature does not fit")
        if abs(int(now.timestamp()) - int(times[0])) > TOLERANCE.total_seconds():
            raise Forged("the signature is too old, or from the future")


def _news(call: Received | Reversed, now: datetime) -> PaymentNews:
    try:
        amount = Money.parse(call.amount, call.currency)
    except ValueError as error:
        raise Unreadable(str(error)) from None
    known: dict[str, Any] = {"method": METHOD, "amount": amount, "at": call.paid_at or now}
    if isinstance(call, Received):
        return PaymentNews(f"{METHOD}:{call.id}", debt=call.debt, **known)
    source = f"{METHOD}:reversal:{call.id}"
    return PaymentNews(source, reverses=f"{METHOD}:{call.payment}", reason=call.reason, **known)
