"""Paying over HTTP, on the small world of the use cases: no database, no provider."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from httpx import ASGITransport, AsyncClient

from bot.api.payments import payments_router
from bot.paying.hosted import HostedEvents
from bot.paying.page import OwnPages, Subject, Ticket
from bot.paying.stripe import StripeEvents
from bot.usecases.offers.accept_offer import accept_offer
from bot.usecases.offers.propose_plan import Wish, propose_plan
from bot.usecases.people.tell_circumstances import tell_circumstances
from bot.web.agreement.page import agreement_router
from bot.web.pages import STATIC
from bot.web.pay.page import pay_router
from bot.web.payment_webhooks import webhooks_router
from tests.usecases.world import Person, World

WEBHOOK_SECRET = "whsec_of_the_tests"


def application(world: World, *, links=None, simulates: bool = True) -> FastAPI:
    pages = world.tools.pages
    assert isinstance(pages, OwnPages)
    app = FastAPI()
    app.include_router(pay_router(world.tools, pages, links, open_to_simulation=simulates))
    app.include_router(agreement_router(world.tools, pages))
    app.include_router(payments_router(world.tools))
    events = {"stripe": StripeEvents(WEBHOOK_SECRET), "hosted": HostedEvents(WEBHOOK_SECRET)}
    app.include_router(webhooks_router(world.tools, events))
    app.mount("/static", StaticFiles(directory=STATIC))
    return app


def client_of(app: FastAPI, **headers: str) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app), base_url="http://test", headers=headers)


def token_for(world: World, kind: str, number, *, language: str = "en", days: int = 14) -> str:
    expires = world.store.now + timedelta(days=days)
    return world.tools.pages.token(Ticket(Subject(kind, number), language, expires))


async def agrees(person: Person) -> str:
    """A plan made in the conversation; answers the path of its agreement."""
    await person.does(tell_circumstances, "other", "my car broke")
    await person.does(propose_plan, Wish.PLAN, "")
    answer = await person.does(accept_offer, 1)
    return answer.says[1].facts["agreement"].removeprefix("https://pay.test")


def signed(body: bytes, *, at: datetime | None = None, secret: str = WEBHOOK_SECRET) -> str:
    """A signature as Stripe writes it, and as ours is written."""
    seconds = int((at or datetime.now(UTC)).timestamp())
    text = str(seconds).encode() + b"." + body
    return f"t={seconds},v1={hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()}"


HEADERS = {"stripe": "Stripe-Signature", "hosted": "X-Goodfaith-Signature"}


async def tell(client: AsyncClient, provider: str, event, **how):
    """A provider's call, signed."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    headers = {HEADERS[provider]: signed(body, **how)}
    return await client.post(f"/webhooks/payments/{provider}", content=body, headers=headers)
