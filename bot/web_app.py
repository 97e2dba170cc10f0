"""What does the web answer? Every page and every call of it, put together once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot import jobs
from bot.actions.registry import action_executor
from bot.api.payments import payments_router
from bot.app import Product, build, own_pages, shown
from bot.paying.hosted import HostedEvents, HostedLinks
from bot.settings import Settings
from bot.usecases.ports import Engine, PaymentEvents, PaymentLinks, Receiver, Sender
from bot.web.agreement.page import agreement_router
from bot.web.channel_webhooks import channels_router
from bot.web.channels.page import channels_page_router
from bot.web.health import Check, health_router
from bot.web.internal import internal_router
from bot.web.metrics import metrics_router
from bot.web.pages import STATIC
from bot.web.pay.page import pay_router
from bot.web.payment_webhooks import webhooks_router
from bot.web.simulator.api import simulator_router
from bot.web.simulator.desk import ProductDesk
from bot.web.simulator.page import page_router


def web(settings: Settings, url: str, *, engine: Engine | None = None) -> FastAPI:
    """The web application."""
    product = build(settings, url, engine=engine)
    links = provider_links(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with product.queue.open_async():
            yield
        if links is not None:
            await links.close()
        await product.close()

    docs = "/docs" if settings.is_open_to_simulation else None
    app = FastAPI(title="Goodfaith", lifespan=lifespan, docs_url=docs, redoc_url=None)
    app.state.product = product
    checks: dict[str, Check] = {
        "database": _database(product),
        "engine": product.engine.ready,
        "jobs": partial(jobs.is_worked, product.queue),
    }
    app.include_router(health_router(checks))
    app.include_router(metrics_router())
    app.include_router(
        channels_router(product.tools, receivers(product.tools.channels), settings.public_url)
    )
    secret = shown(settings.engine_secret)
    app.include_router(internal_router(action_executor(product.tools), secret))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    _add_paying(app, product, settings, links)
    if settings.is_open_to_simulation:
        _add_simulator(app, product)
    return app


def provider_links(settings: Settings) -> PaymentLinks | None:
    """The payment provider that the settings name; None when our own page is all there is."""
    chosen = settings.payment
    if chosen.provider == "hosted":
        return HostedLinks(chosen.hosted_url or "", shown(chosen.hosted_secret))
    if chosen.provider == "stripe":
        # Stripe's library takes a second to load: for those who use it only.
        from bot.paying.stripe import StripeLinks  # noqa: PLC0415

        key = shown(chosen.stripe_secret_key)
        return StripeLinks(key, settings.creditor.site, api_url=chosen.stripe_api_url)
    return None


def payment_events(settings: Settings) -> dict[str, PaymentEvents]:
    """The providers whose calls we can believe: those whose secret is set."""
    chosen = settings.payment
    events: dict[str, PaymentEvents] = {}
    if chosen.hosted_webhook_secret is not None:
        events["hosted"] = HostedEvents(shown(chosen.hosted_webhook_secret))
    if chosen.stripe_webhook_secret is not None:
        from bot.paying.stripe import StripeEvents  # noqa: PLC0415 - as above

        events["stripe"] = StripeEvents(shown(chosen.stripe_webhook_secret))
    return events


def receivers(channels: Mapping[str, Sender]) -> dict[str, Receiver]:
    """The channels that hear as well as speak."""
    return {name: channel for name, channel in channels.items() if isinstance(channel, Receiver)}


def _add_paying(
    app: FastAPI, product: Product, settings: Settings, links: PaymentLinks | None
) -> None:
    simulates = settings.is_open_to_simulation
    pages = own_pages(settings)
    app.include_router(pay_router(product.tools, pages, links, open_to_simulation=simulates))
    app.include_router(agreement_router(product.tools, pages))
    app.include_router(payments_router(product.tools))
    app.include_router(webhooks_router(product.tools, payment_events(settings)))


def _add_simulator(app: FastAPI, product: Product) -> None:
    desk = ProductDesk(product.tools)

    def of(_: Request) -> ProductDesk:
        return desk

    app.include_router(simulator_router(of))
    app.include_router(page_router(of))
    app.include_router(channels_page_router(product.tools))

    @app.get("/", include_in_schema=False)
    async def home() -> RedirectResponse:
        return RedirectResponse("/simulator")


def _database(product: Product) -> Check:
    async def check() -> bool:
        try:
            async with product.store.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    return check
