"""How is everything put together? Here, once, and nowhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

import procrastinate
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot import jobs
from bot.actions.registry import action_executor
from bot.engine import RasaEngine
from bot.policies import load_policies
from bot.settings import Settings
from bot.store.work import Store
from bot.usecases.ports import Creditor, Engine, Sender, Tools
from bot.web.health import Check, health_router
from bot.web.internal import internal_router
from bot.web.pages import STATIC
from bot.web.simulator.api import simulator_router
from bot.web.simulator.desk import ProductDesk
from bot.web.simulator.page import page_router
from bot.wording import DIALOGS, Responses
from channels.message import ChannelName
from channels.simulator import SimulatorChannel

POOL = 10


@dataclass(slots=True)
class Product:
    """Everything that one process holds open."""

    tools: Tools
    store: Store
    queue: procrastinate.App
    engine: RasaEngine

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.close()
        await self.store.close()


def build(settings: Settings, url: str, *, engine: Engine | None = None) -> Product:
    """Put the product together on a database. Nothing connects yet.

    Raises PolicyError and WordingError when the business's own files cannot be used.
    """
    queue = jobs.job_app(url)
    store = Store(url, partial(jobs.defer, queue), pool_size=POOL)
    secret = settings.engine_secret
    rasa = RasaEngine(settings.engine_url or "", secret.get_secret_value() if secret else "")
    creditor = creditor_of(settings)
    tools = Tools(
        open_work=store.open_work,
        engine=engine or rasa,
        wording=Responses(DIALOGS, spoken_everywhere(creditor)),
        policies=load_policies(),
        channels=senders(settings),
        creditor=creditor,
    )
    return Product(tools, store, queue, rasa)


def creditor_of(settings: Settings) -> Creditor:
    """The creditor as the use cases name it."""
    own = settings.creditor
    return Creditor(
        name=own.name,
        legal_name=own.legal_name,
        address=own.address,
        tax_id=own.tax_id,
        site=own.site,
        assistant=settings.assistant,
        payment_link=own.payment_link.rstrip("/"),
        bank_details=own.bank_details,
        pix_key=own.pix_key,
    )


def spoken_everywhere(creditor: Creditor) -> dict[str, str]:
    """The facts that every response may name."""
    return {
        "creditor": creditor.name,
        "legal_name": creditor.legal_name,
        "creditor_address": creditor.address,
        "creditor_tax_id": creditor.tax_id,
        "creditor_site": creditor.site,
        "assistant": creditor.assistant,
    }


def senders(settings: Settings) -> Mapping[str, Sender]:
    """A channel for each name: in demo and test the simulator stands in for the providers."""
    if not settings.is_open_to_simulation:
        return {}
    return {name: SimulatorChannel(name) for name in ChannelName}


def web(settings: Settings, url: str, *, engine: Engine | None = None) -> FastAPI:
    """The web application."""
    product = build(settings, url, engine=engine)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with product.queue.open_async():
            yield
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
    secret = settings.engine_secret.get_secret_value() if settings.engine_secret else ""
    app.include_router(internal_router(action_executor(product.tools), secret))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    if settings.is_open_to_simulation:
        _add_simulator(app, product)
    return app


def _add_simulator(app: FastAPI, product: Product) -> None:
    desk = ProductDesk(product.tools)

    def of(_: Request) -> ProductDesk:
        return desk

    app.include_router(simulator_router(of))
    app.include_router(page_router(of))

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
