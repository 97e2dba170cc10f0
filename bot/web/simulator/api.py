"""How do programs drive the simulator? The HTTP calls of the contract, in JSON."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.web.simulator.accounts import Account, as_text
from bot.web.simulator.desk import ProductDesk
from bot.web.simulator.port import DeskError


def _in_utc(moment: datetime) -> datetime:
    """A time without a zone is taken as UTC: at this edge only, and nowhere behind it."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Moment = Annotated[datetime, AfterValidator(_in_utc)]
STATUS = {
    **dict.fromkeys(("unknown_person", "unknown_debt"), 404),
    **dict.fromkeys(("taken", "not_owner", "real_phone"), 409),
}


class MessageIn(BaseModel):
    """A message from a person."""

    model_config = ConfigDict(extra="forbid")

    account: str
    channel: Literal["sms", "whatsapp", "telegram"]
    text: str
    message_id: Annotated[str, BeforeValidator(as_text), Field(max_length=200)] | None = None
    pressed: str | None = None
    """The token of the button that was tapped; `text` is then its label."""


class ClockIn(BaseModel):
    """Where the clock goes: a time, a step (ISO 8601), or back to the real one."""

    model_config = ConfigDict(extra="forbid")

    now: Moment | None = None
    advance: str | None = None
    reset: bool = False


class AgentIn(BaseModel):
    """What the demonstration agent does."""

    model_config = ConfigDict(extra="forbid")

    account: str
    action: Literal["claim", "say", "hand_back"]
    text: str | None = None


class PaymentIn(BaseModel):
    """A payment: the amount as a decimal string in the debt's currency."""

    model_config = ConfigDict(extra="forbid")

    debt: str
    amount: Annotated[str, BeforeValidator(as_text)]
    at: Moment | None = None


def simulator_router(desk: Callable[[Request], ProductDesk]) -> APIRouter:
    """The calls of the contract on one desk."""
    router = APIRouter(prefix="/simulator", tags=["simulator"])

    @router.post("/accounts", status_code=201)
    async def create_account(request: Request, account: Account) -> dict[str, Any]:
        """Create a debtor with debts."""
        async with _answered():
            await desk(request).create_account(account)
            state = await desk(request).state(account.reference)
            return {"reference": account.reference, **state}

    @router.get("/accounts/{reference}")
    async def get_account(request: Request, reference: str) -> dict[str, Any]:
        """The state of a debtor without a turn."""
        async with _answered():
            return {"replies": [], **await desk(request).state(reference)}

    @router.post("/messages")
    async def post_message(request: Request, message: MessageIn) -> dict[str, Any]:
        """A message from a person; answers once the turn is done."""
        async with _answered():
            return await desk(request).message(
                message.account,
                message.channel,
                message.text,
                message.message_id,
                pressed=message.pressed,
            )

    @router.get("/outbox")
    async def get_outbox(request: Request, account: str | None = None) -> list[dict[str, Any]]:
        """Every message that left, was held or was refused, with the reason."""
        async with _answered():
            return await desk(request).outbox(account)

    @router.get("/clock")
    async def get_clock(request: Request) -> dict[str, Any]:
        """The time of the whole system."""
        return await _clock(desk(request))

    @router.post("/clock")
    async def set_clock(request: Request, clock: ClockIn) -> dict[str, Any]:
        """Move the clock of the whole system; due jobs run."""
        async with _answered():
            await desk(request).move_clock(clock.now, clock.advance, clock.reset)
            return await _clock(desk(request))

    @router.post("/agent")
    async def act_as_agent(request: Request, agent: AgentIn) -> dict[str, Any]:
        """Act as the demonstration agent on a person's thread."""
        async with _answered():
            state = await desk(request).agent(agent.account, agent.action, agent.text)
            return {"replies": [], **state}

    @router.post("/payments")
    async def pay(request: Request, payment: PaymentIn) -> dict[str, Any]:
        """A payment arrives."""
        async with _answered():
            await desk(request).payment(payment.debt, payment.amount, payment.at)
            reference = await desk(request).reference_of(payment.debt)
            return {"replies": [], **await desk(request).state(reference)}

    return router


async def _clock(desk: ProductDesk) -> dict[str, Any]:
    view = await desk.now()
    now: datetime = view.now
    return {"now": now.isoformat(), "simulated": view.simulated}


@asynccontextmanager
async def _answered() -> AsyncIterator[None]:
    """A refusal becomes an HTTP error that says what is wrong."""
    try:
        yield
    except DeskError as error:
        status = STATUS.get(error.code, 503 if error.code == "unavailable" else 422)
        raise HTTPException(status, error.detail or error.code) from error
