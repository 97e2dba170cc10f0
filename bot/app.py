"""How is everything put together? Here, once; what the web adds to it stands in web_app.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import procrastinate
from pydantic import SecretStr

from bot import jobs
from bot.connect import approved_templates, connect
from bot.engine import RasaEngine
from bot.paying.page import OwnPages
from bot.policies import load_policies
from bot.settings import Settings
from bot.store.work import Store
from bot.usecases.ports import Creditor, Engine, Tools
from bot.wording import DIALOGS, Responses

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
        for channel in self.tools.channels.values():
            await channel.close()
        await self.engine.close()
        await self.store.close()


def build(settings: Settings, url: str, *, engine: Engine | None = None) -> Product:
    """Put the product together on a database. Nothing connects yet.

    Raises PolicyError and WordingError when the business's own files cannot be used.
    """
    queue = jobs.job_app(url)
    moves = settings.is_open_to_simulation
    store = Store(url, partial(jobs.defer, queue), clock_moves=moves, pool_size=POOL)
    rasa = RasaEngine(settings.engine_url or "", shown(settings.engine_secret))
    creditor = creditor_of(settings)
    tools = Tools(
        open_work=store.open_work,
        keep_message=store.keep_message,
        engine=engine or rasa,
        wording=Responses(DIALOGS, spoken_everywhere(creditor)),
        policies=load_policies(today=datetime.now(UTC).date()),
        channels=connect(settings),
        creditor=creditor,
        pages=own_pages(settings),
        link_days=settings.payment.link_days,
        templates=approved_templates(settings),
    )
    return Product(tools, store, queue, rasa)


def own_pages(settings: Settings) -> OwnPages:
    """Where our pay page is."""
    return OwnPages(settings.base_url, shown(settings.session_secret))


def shown(secret: SecretStr | None) -> str:
    """What a secret holds; empty without one."""
    return secret.get_secret_value() if secret else ""


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
        bank_details=own.bank_details,
        pix_key=own.pix_key,
        city=own.city,
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
