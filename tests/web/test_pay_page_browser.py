"""The pay page and the agreement's in a real browser: what is done, and that everyone can."""

import asyncio
import os
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from bot.paying.pix import is_valid
from tests.usecases.world import World
from tests.web.paying import agrees, application, token_for

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"),
]


class Provider:
    """A provider whose page is never opened here."""

    async def link(self, request):
        raise AssertionError("nobody tapped on it")

    async def close(self):
        """Nothing is open."""


@pytest.fixture
def tokens(policies, wording, creditor):
    """A page in each language, and one that has expired; the world they are of."""
    world = World.make(policies, wording, creditor)

    async def made():
        found = {"world": world}
        for country, language in (("US", "en"), ("BR", "pt")):
            person = await world.meet(f"{country}-1", country=country)
            (debt,) = await person.look("debts")
            found[language] = token_for(world, "debt", debt.id, language=language)
            found[f"{language} expired"] = token_for(world, "debt", debt.id, days=0)
            other = await world.meet(f"{country}-2", country=country)
            found[f"{language} agreement"] = await agrees(other)
        return found

    with ThreadPoolExecutor(1) as elsewhere:  # the browser keeps a loop in this thread
        return elsewhere.submit(lambda: asyncio.run(made())).result()


@pytest.fixture
def address(tokens) -> Iterator[str]:
    """The page served on a port of its own."""
    app = application(tokens["world"], links=Provider())
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)


@pytest.fixture
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def test_copying_and_paying(browser: Any, address: str, tokens) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(10_000)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text))
    page.goto(f"{address}/pay/{tokens['pt']}")
    assert page.locator("img.qr").evaluate("one => one.complete && one.naturalWidth > 0")
    page.get_by_role("button", name="Copiar o código").click()
    page.get_by_role("button", name="Copiado").wait_for()
    assert is_valid(page.evaluate("navigator.clipboard.readText()"))
    page.get_by_role("button", name="Pagar (demonstração)").click()
    page.get_by_role("heading", name="Obrigado").wait_for()
    context.close()
    assert troubles == []


def test_without_scripts_the_code_is_there_to_mark(browser: Any, address: str, tokens) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/pay/{tokens['pt']}")
    assert is_valid(page.get_by_label("Pix copia e cola").input_value())
    assert not page.get_by_role("button", name="Copiar o código").is_visible()
    page.get_by_role("button", name="Pagar (demonstração)").click()
    page.get_by_role("heading", name="Obrigado").wait_for()
    context.close()


def answer(page: Any, text: str) -> Any:
    """The page's question answered; answers what the service sent."""
    page.get_by_label("Sua data de nascimento").fill(text)
    with page.expect_response(lambda sent: sent.request.method == "POST") as sent:
        page.get_by_role("button", name="Abrir o documento").click()
    return sent.value


def test_reading_what_was_agreed(browser: Any, address: str, tokens) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{address}{tokens['pt agreement']}")
    assert answer(page, "não sei").status == 422
    page.get_by_text("com o mês por extenso").wait_for()
    assert answer(page, "1º de maio de 1970").status == 403
    page.get_by_text("Tentativas restantes: 1.").wait_for()
    paper = answer(page, "10 de dezembro de 1985")
    assert (paper.status, paper.headers["content-type"]) == (200, "application/pdf")
    context.close()


def test_everyone_can_use_it(browser: Any, address: str, tokens) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    looked = 0
    for theme, width in (("light", 360), ("dark", 360), ("light", 1280), ("dark", 1280)):
        context = browser.new_context(
            color_scheme=theme, viewport={"width": width, "height": 740}, bypass_csp=True
        )
        page = context.new_page()
        to_pay = (tokens["en"], tokens["pt"], tokens["en expired"], "nothing")
        agreed = (tokens["en agreement"], tokens["pt agreement"])
        for path in (*(f"/pay/{token}" for token in to_pay), *agreed):
            page.goto(f"{address}{path}")
            found = axe.run(page, options=AA).response
            ids = [(one["id"], [n["target"] for n in one["nodes"]]) for one in found["violations"]]
            assert ids == []
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            small = page.evaluate(
                "[...document.querySelectorAll('a, button')]"
                ".filter(one => one.checkVisibility() && !one.matches('.skip'))"
                ".filter(one => one.getBoundingClientRect().height < 44)"
                ".map(one => one.outerHTML)"
            )
            assert small == []
            looked += 1
        context.close()
    assert looked == 24
