"""The operator's page of the channels in a real browser: how it looks, and that everyone can."""

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

from tests.usecases.world import World
from tests.web.channels_story import application, story

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
PNG = b"\x89PNG"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def addresses(policies, wording, creditor) -> Iterator[dict[str, str]]:
    """The page with a week on it, and with nothing on it."""
    full, empty = (World.make(policies, wording, creditor) for _ in range(2))
    with ThreadPoolExecutor(1) as elsewhere:  # the browser keeps a loop in this thread
        elsewhere.submit(lambda: asyncio.run(story(full))).result()
    servers = {name: _served(world) for name, world in (("full", full), ("empty", empty))}
    yield {name: f"http://127.0.0.1:{server.config.port}" for name, server in servers.items()}
    for server in servers.values():
        server.should_exit = True


def _served(world: World) -> uvicorn.Server:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    how = {"port": port, "log_level": "warning", "lifespan": "off"}
    server = uvicorn.Server(uvicorn.Config(application(world), **how))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.02)
    return server


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def test_days_language_and_light(browser: Any, addresses: dict[str, str]) -> None:
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.set_default_timeout(10_000)
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text))
    page.goto(f"{addresses['full']}/channels")
    page.get_by_role("link", name="Last 7 days").click()
    page.get_by_role("link", name="Português", exact=True).click()
    page.get_by_role("heading", name="O que houve com as mensagens").wait_for()
    assert page.url.endswith("/channels?days=7")
    page.get_by_role("link", name="Cores:").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()
    assert troubles == []


def test_the_bars_are_as_long_as_their_part(browser: Any, addresses: dict[str, str]) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{addresses['full']}/channels")
    lengths = page.evaluate(
        """[...document.querySelectorAll('#flow-whatsapp')].map(one => one.closest('svg'))
        .flatMap(one => [...one.querySelectorAll('rect:not(.rest)')])
        .map(one => one.getBoundingClientRect().width)"""
    )
    page.close()
    sent, delivered, read = lengths
    assert delivered / sent == pytest.approx(245 / 251, abs=0.01)
    assert read / sent == pytest.approx(188 / 251, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("which", ["full", "empty"])
def test_everyone_can_use_it(
    browser: Any, addresses: dict[str, str], theme: str, width: int, which: str, tmp_path: Path
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(
        color_scheme=theme, viewport={"width": width, "height": 740}, bypass_csp=True
    )
    page = context.new_page()
    page.goto(f"{addresses[which]}/channels")
    found = axe.run(page, options=AA).response
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    small = page.evaluate(
        """[...document.querySelectorAll('a, button')]
        .filter(one => one.checkVisibility() && !one.matches('.skip'))
        .filter(one => one.getBoundingClientRect().height < 44)
        .map(one => one.outerHTML)"""
    )
    picture = page.screenshot(path=tmp_path / "channels.png", full_page=True)
    context.close()
    assert [(one["id"], [n["target"] for n in one["nodes"]]) for one in found["violations"]] == []
    assert len(found["passes"]) > 10
    assert wide <= 0
    assert small == []
    assert picture.startswith(PNG)
    assert len(picture) > 10_000
