"""A desk with a few people on it, and the page served for a test client and for a browser."""

import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from datetime import date, timedelta

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from httpx import ASGITransport, AsyncClient

from bot.web.pages import STATIC
from bot.web.simulator.fake import FakeDesk
from bot.web.simulator.page import page_router
from bot.web.simulator.port import Button, DebtView, Person


def people(desk: FakeDesk) -> None:
    rows = [
        ("US-1001", "Mary Jones", "US", "en", "individual", 23, "$317.00", "America/New_York"),
        ("BR-2001", "João da Silva", "BR", "pt", "individual", 8, "R$ 1.240,00", "America/Manaus"),
        ("GB-3001", "Priya Shah", "GB", "en", "individual", -3, "£84.50", "Europe/London"),
        ("BR-2002", "Padaria Sol Ltda.", "BR", "pt", "company", 61, "R$ 9.870,20", "America/Bahia"),
        ("US-1002", "Alex Kim", "US", "en", "individual", None, "$0.00", "America/Chicago"),
    ]
    for reference, name, country, language, kind, late, total, zone in rows:
        currency = {"US": "USD", "BR": "BRL", "GB": "GBP"}[country]
        debts = [
            DebtView(f"INV-{reference}", "Sofa, order 5512", "317.00", currency, date(2026, 2, 8))
        ]
        waiting = "waiting" if reference == "BR-2002" else "bot"
        desk.add(
            Person(reference, name, country, language, kind, late, total, late == 23, waiting),
            zone,
            debts if late is not None else [],
        )


def story(desk: FakeDesk) -> None:
    """A conversation in which a good deal has happened, with Mary Jones."""
    mary = "US-1001"
    desk.clock -= timedelta(days=1, hours=2)
    desk.say(
        mary,
        "bot",
        "Hello Mary, this is Goodfaith, the automated assistant of Northwind Furniture. "
        "A payment may have slipped by. Can I help?\nReply STOP to opt out.",
        status="read",
    )
    desk.say(mary, "person", "hi, I lost some shifts & can't pay it all at once")
    desk.say(
        mary,
        "bot",
        "Thank you for telling me. Losing shifts makes a month hard.\n\n"
        "These are open to you:\n1. Three instalments of $105.67\n2. Six of $52.84",
        channel="whatsapp",
        buttons=[Button("Three instalments", "three"), Button("Six", "six")],
        status="delivered",
    )
    desk.clock += timedelta(days=1, hours=2)
    desk.say(mary, "person", "Three please", channel="whatsapp")
    desk.say(
        mary,
        "bot",
        "A reminder: $105.67 is due in a few days.",
        channel="whatsapp",
        status="held",
        reason="Outside business hours there; it goes out on Wednesday at 09:00.",
    )
    desk.say(mary, "system", "A person joined the conversation.", channel="whatsapp")
    desk.say(mary, "agent:Ana", "Hi Mary, Ana here. I am reading along.", channel="whatsapp")
    desk.states[mary].update(
        owner="agent",
        verified=True,
        cases=["hardship", "crisis"],
        holds=[
            {"reason": "hardship_pause", "until": "2026-03-20"},
            {"reason": "dispute", "until": None},
        ],
        opted_out=["telegram"],
        plan={
            "state": "active",
            "instalments": [
                {"amount": "105.67", "due_date": "2026-03-01", "paid": "105.67"},
                {"amount": "105.67", "due_date": "2026-03-06", "paid": "20.00"},
                {"amount": "105.66", "due_date": "2026-04-06"},
            ],
        },
        promise={"amount": "105.67", "date": "2026-03-06"},
        preferences={"channel": "whatsapp", "hours": "09:00–12:00"},
        feedback={"rating": 5, "comment": "Kind and quick."},
        intent="accept_plan",
        confidence=0.93,
    )


@pytest.fixture
def desk() -> FakeDesk:
    desk = FakeDesk()
    people(desk)
    story(desk)
    return desk


@pytest.fixture
def app(desk: FakeDesk) -> FastAPI:
    app = FastAPI()
    app.include_router(page_router(lambda request: desk))
    app.mount("/static", StaticFiles(directory=STATIC))
    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    road = ASGITransport(app)
    headers = {"accept-language": "en"}
    async with AsyncClient(transport=road, base_url="http://test", headers=headers) as client:
        yield client


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    """The page served on a port of its own, for a real browser."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/simulator"
    server.should_exit = True
    thread.join(5)
