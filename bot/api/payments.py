"""How do the creditor's systems tell of money? Payments, reversals and credits, once each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Response
from pydantic import Field

from bot.api.keys import key_check
from bot.api.plain import Amount, Body, Moment, PlainRoute, Reference, Sentence
from bot.usecases.payments.correct_debt import correct_debt
from bot.usecases.payments.describe_payment import describe_debt, describe_payment
from bot.usecases.payments.hear_of_payment import check_currency, check_time
from bot.usecases.payments.record_payment import PaymentConflict, UnknownDebt, record_payment
from bot.usecases.payments.reverse_payment import UnknownPayment, reverse_payment
from bot.usecases.ports import Tools

MARK = "api:"
"""Before the references of the creditor's systems, so that they meet no provider's."""
PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"description": "The body is not JSON."},
    401: {"description": "No key, or none that is in force."},
    404: {"description": "The debt or the payment is not known."},
    409: {"description": "The reference was used before, for something else."},
    413: {"description": "The body is larger than a megabyte."},
    422: {"description": "The body does not fit; `detail` says in a sentence why."},
}
KNOWN: dict[int | str, dict[str, Any]] = {
    200: {"description": "Told before: nothing changed."},
    **PROBLEMS,
}


class PaymentIn(Body):
    """Money that arrived."""

    reference: Reference = Field(description="Your own id of the payment, unique.")
    debt: Reference = Field(description="The reference of the debt.")
    amount: Amount = Field(description="A decimal string, such as 120.50.")
    currency: Reference | None = Field(None, description="ISO 4217; must be the debt's.")
    paid_at: Moment | None = Field(None, description="With a time zone; now when it is missing.")
    method: Reference = Field("api", description="How it was paid, in your own words.")


class ReversalIn(Body):
    """A payment that was taken back."""

    reference: Reference = Field(description="Your own id of the reversal, unique.")
    amount: Amount | None = Field(None, description="All that is left, when it is missing.")
    reason: Sentence = Field("", description="Kept in the history.")


class CreditIn(Body):
    """A debt that becomes smaller without a payment."""

    reference: Reference = Field(description="Your own id of the credit, unique.")
    amount: Amount = Field(description="A decimal string in the debt's currency.")
    reason: Sentence = Field("", description="Kept in the history.")


class PaymentApi:
    """The calls. Each answers with the state after it."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def pay(self, body: PaymentIn, response: Response) -> dict[str, Any]:
        """Book a payment. The same reference with the same content changes nothing."""
        source = MARK + body.reference
        async with _answered():
            if body.currency is not None:
                await check_currency(self._tools, body.debt, body.currency)
            if body.paid_at is not None:
                await check_time(self._tools, body.paid_at)
            new = await record_payment(
                self._tools, body.debt, body.amount, source, body.paid_at, method=body.method
            )
            response.status_code = 201 if new else 200
            return await self._payment(source)

    async def get(self, reference: str) -> dict[str, Any]:
        """A payment by your own reference, or by the whole one of a provider's payment."""
        async with _answered():
            return await self._payment(await self._source(reference))

    async def reverse(self, reference: str, body: ReversalIn, response: Response) -> dict[str, Any]:
        """Take a payment back, in whole or part: what it had paid is owed again."""
        async with _answered():
            source = await self._source(reference)
            new = await reverse_payment(
                self._tools,
                source,
                body.amount,
                reason=body.reason,
                reference=MARK + body.reference,
                whole=_from_provider(source),
            )
            response.status_code = 201 if new else 200
            return await self._payment(source)

    async def credit(self, reference: str, body: CreditIn, response: Response) -> dict[str, Any]:
        """Lower a debt by a credit note; a plan that runs on it becomes shorter."""
        async with _answered():
            new = await correct_debt(
                self._tools,
                reference,
                body.amount,
                reference=MARK + body.reference,
                reason=body.reason,
            )
            response.status_code = 201 if new else 200
            return await describe_debt(self._tools, reference)

    async def _source(self, reference: str) -> str:
        async with self._tools.open_work() as work:
            own = await work.payments.get(reference=MARK + reference)
            return MARK + reference if own else reference

    async def _payment(self, source: str) -> dict[str, Any]:
        found = await describe_payment(self._tools, source, whole=_from_provider(source))
        found["payment"]["reference"] = source.removeprefix(MARK)
        return found


def _from_provider(source: str) -> bool:
    """Only a provider's payment may be one sum for several debts."""
    return not source.startswith(MARK)


@asynccontextmanager
async def _answered() -> AsyncIterator[None]:
    """What is wrong becomes a status and a sentence."""
    try:
        yield
    except (UnknownDebt, UnknownPayment) as error:
        raise HTTPException(404, _sentence(error)) from error
    except PaymentConflict as error:
        raise HTTPException(409, _sentence(error)) from error
    except ValueError as error:
        raise HTTPException(422, _sentence(error)) from error


def _sentence(error: Exception) -> str:
    text = str(error).replace(MARK, "")
    return f"{text[:1].upper()}{text[1:]}."


def payments_router(tools: Tools) -> APIRouter:
    """The calls under /api/v1, for systems with a key."""
    api = PaymentApi(tools)
    router = APIRouter(
        prefix="/api/v1",
        tags=["payments"],
        route_class=PlainRoute,
        dependencies=[Depends(key_check(tools))],
    )
    for path, endpoint, name in (
        ("/payments", api.pay, "Tell of a payment"),
        ("/payments/{reference}/reversal", api.reverse, "Take a payment back"),
        ("/debts/{reference}/credits", api.credit, "Credit a debt"),
    ):
        router.add_api_route(
            path, endpoint, methods=["POST"], status_code=201, summary=name, responses=KNOWN
        )
    router.add_api_route(
        "/payments/{reference}", api.get, methods=["GET"], summary="A payment", responses=PROBLEMS
    )
    return router
