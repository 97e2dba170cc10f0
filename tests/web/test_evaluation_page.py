"""The report of an evaluation in a real browser: it stands alone, and everyone can read it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation import history
from bot.evaluation.report import render
from tests.unit.evaluation.fake_result import bare, full

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"),
]


@pytest.fixture
def pages(tmp_path) -> list[str]:
    """A run with everything, and one in which most was left out."""
    now = full()
    now["languages"]["en"]["macro_f1"] += 0.03
    now["languages"]["pt"]["macro_f1"] -= 0.03
    now["previous"] = history.compare(now, full(at="2026-11-20T08:00:00+00:00"))
    addresses = []
    for name, result in (("full", now), ("bare", bare())):
        (tmp_path / f"{name}.html").write_text(render(result), "utf-8")
        addresses.append((tmp_path / f"{name}.html").as_uri())
    return addresses


@pytest.fixture
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def test_everyone_can_read_it(browser: Any, pages: list[str]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    looked = 0
    for theme, width in (("light", 360), ("dark", 360), ("light", 1280), ("dark", 1280)):
        context = browser.new_context(color_scheme=theme, viewport={"width": width, "height": 740})
        page = context.new_page()
        for address in pages:
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            found = axe.run(page, options=AA).response
            ids = [(one["id"], [n["target"] for n in one["nodes"]]) for one in found["violations"]]
            assert ids == []
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            small = page.evaluate(
                "[...document.querySelectorAll('a, summary')]"
                ".filter(one => one.checkVisibility() && !one.matches('.skip'))"
                ".filter(one => one.getBoundingClientRect().height < 44)"
                ".map(one => one.outerHTML)"
            )
            assert small == []
            looked += 1
        context.close()
    assert looked == 8


def test_it_asks_nothing_of_anyone(browser: Any, pages: list[str]) -> None:
    page = browser.new_page()
    asked: list[str] = []
    troubles: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text))
    page.goto(pages[0])
    assert (asked, troubles) == (pages[:1], [])


def test_every_link_leads_somewhere(browser: Any, pages: list[str]) -> None:
    page = browser.new_page()
    page.goto(pages[0])
    names = page.evaluate("[...document.links].map(one => one.hash.slice(1))")
    assert len(names) > 10
    assert [name for name in names if page.locator(f"[id='{name}']").count() != 1] == []
