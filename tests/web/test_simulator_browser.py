"""The simulator's page in a real browser: what people see, tap and type."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.web.simulator.fake import FakeDesk

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page on which any error of a script or of the content policy fails the test."""
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(10_000)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "console",
        lambda said: troubles.append(said.text) if "Content Security" in said.text else None,
    )
    page.goto(address)
    yield page
    context.close()
    assert troubles == []


def open_mary(page: Any) -> None:
    page.get_by_role("link", name="Mary Jones").click()
    page.locator(".phone").wait_for()


def test_choosing_a_person_opens_the_phone(page: Any) -> None:
    open_mary(page)
    assert page.url.endswith("/simulator?person=US-1001")
    assert page.locator("[aria-current=true][data-person]").get_attribute("data-person") == (
        "US-1001"
    )
    assert page.get_by_text("Hi Mary, Ana here.").is_visible()


def test_enter_sends_and_shift_enter_breaks_the_line(page: Any, desk: FakeDesk) -> None:
    desk.states["BR-2001"]["owner"] = "bot"
    page.get_by_role("link", name="João da Silva").click()
    field = page.get_by_role("textbox", name="Message")
    page.get_by_role("radio", name="Telegram").check()
    field.press_sequentially("one")
    field.press("Shift+Enter")
    field.press_sequentially("two")
    field.press("Enter")
    reply = page.locator(".ours .text", has_text="I read: one")
    reply.wait_for()
    assert reply.inner_text() == "I read: one\ntwo\nWhat would suit you?"
    assert field.input_value() == ""
    assert page.locator("#pending").inner_text() == ""
    assert page.evaluate("document.activeElement.id") == "text"
    assert desk.threads["BR-2001"][0].channel == "telegram"
    page.get_by_role("button", name="Three instalments").click()
    page.locator(".ours .text", has_text="I read: three").wait_for()


def test_the_bubble_and_the_typing_show_while_a_turn_runs(page: Any) -> None:
    open_mary(page)
    page.route("**/ui/messages", lambda route: None)
    page.get_by_role("textbox", name="Message").fill("are you there?")
    page.get_by_role("button", name="Send", exact=True).click()
    page.locator("#pending .theirs", has_text="are you there?").wait_for()
    assert page.locator("#typing").is_visible()


def test_what_was_not_sent_comes_back_into_the_field(page: Any, desk: FakeDesk) -> None:
    open_mary(page)
    desk.down = True
    field = page.get_by_role("textbox", name="Message")
    field.fill("please keep this")
    field.press("Enter")
    page.get_by_text("The product did not answer").first.wait_for()
    assert field.input_value() == "please keep this"
    desk.down = False
    page.get_by_role("alert").wait_for(state="detached")


def test_a_notice_can_be_closed(page: Any) -> None:
    open_mary(page)
    page.get_by_role("button", name="Pay", exact=True).click()
    page.get_by_text("That is not an amount").wait_for()
    page.get_by_role("button", name="Close").click()
    page.get_by_role("alert").wait_for(state="detached")


def test_what_happens_elsewhere_arrives_by_itself(page: Any, desk: FakeDesk) -> None:
    open_mary(page)
    page.get_by_role("textbox", name="Message").fill("half a thought")
    desk.say("US-1001", "agent:Ana", "I found your contract.")
    page.get_by_text("I found your contract.").first.wait_for()
    assert page.get_by_role("textbox", name="Message").input_value() == "half a thought"


def test_the_tools_work(page: Any, desk: FakeDesk) -> None:
    page.get_by_role("link", name="Priya Shah").click()
    page.get_by_role("button", name="Next day").click()
    page.get_by_text("Simulated", exact=True).wait_for()
    page.get_by_role("button", name="Claim").click()
    page.locator("#part-thread").get_by_text("A person joined.").wait_for()
    page.get_by_label("What the agent says").fill("Hello from a person")
    page.get_by_role("button", name="Say").click()
    page.locator("#part-thread").get_by_text("Hello from a person").wait_for()
    assert page.get_by_label("What the agent says").input_value() == ""
    page.get_by_label("Amount").fill("17.00")
    page.get_by_role("button", name="Pay", exact=True).click()
    page.get_by_text("£300.00").first.wait_for(state="attached")
    page.locator("[data-person=GB-3001]").wait_for()


def test_a_new_person_is_made_and_opened(page: Any) -> None:
    page.get_by_role("link", name="New person").click()
    page.get_by_role("button", name="Create and open the phone").click()
    page.get_by_text("1 field needs another look").wait_for()
    page.get_by_label("Name", exact=True).fill("Rosa Lima")
    page.get_by_role("button", name="Create and open the phone").click()
    page.locator(".phone").wait_for()
    assert "person=DEMO-" in page.url
    assert page.get_by_role("link", name="Rosa Lima").is_visible()


def test_language_and_light_change_in_place(page: Any) -> None:
    open_mary(page)
    page.get_by_role("link", name="Português", exact=True).click()
    page.get_by_text("O que foi combinado").wait_for()
    assert page.url.endswith("person=US-1001")
    page.get_by_role("link", name="Cores:").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "?person=US-1001", "?new=1"])
@pytest.mark.parametrize("width", [360, 1280])
def test_everyone_can_use_it(
    browser: Any, address: str, theme: str, query: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(
        color_scheme=theme, viewport={"width": width, "height": 740}, bypass_csp=True
    )
    page = context.new_page()
    page.goto(address + query)
    found = axe.run(page, options=AA).response
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    small = page.evaluate(
        """[...document.querySelectorAll('a, button, input, select, textarea')]
        .filter(one => one.checkVisibility() && !one.matches('.skip, .text a'))
        .map(one => (one.closest('label') || one))
        .filter(one => one.getBoundingClientRect().height < 44)
        .map(one => one.outerHTML)"""
    )
    context.close()
    assert [(one["id"], [n["target"] for n in one["nodes"]]) for one in found["violations"]] == []
    assert len(found["passes"]) > 10
    assert wide <= 0
    assert small == []


def test_the_keyboard_reaches_everything(page: Any) -> None:
    page.goto(page.url + "?person=US-1001")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(e => e.id || e.getAttribute('data-person') || e.value || e.textContent.trim())"
                "(document.activeElement)"
            )
        )
    assert {"Skip to the content", "US-1001", "text", "whatsapp", "day", "clock-at"} <= reached
    assert {"agent-text", "agent-say", "pay-debt", "pay-amount", "pay-next"} <= reached
