"""The pages that tell how to connect a channel: what they say can be set, sent and looked up."""

import json
import re
import string

import pytest

from bot import settings as configuration
from bot.cli.base import settings
from bot.connect import PAGES, approved_templates, connect
from bot.settings import ROOT, Settings
from bot.wording import DIALOGS, Responses
from channels.message import ChannelName
from channels.twilio.faults import CODES

DOCS = ROOT / "docs"
PAGE = {name: DOCS / path.removeprefix("docs/") for name, path in PAGES.items()}
ALIASES = {
    alias
    for field in Settings.model_fields.values()
    for alias in getattr(field.validation_alias, "choices", ())
}
NAMES = {f"GOODFAITH_{name.upper()}" for name in Settings.model_fields} | ALIASES


def example(page, name):
    """What a page exports under a name, as the shell would give it to us."""
    (found,) = re.findall(rf"export {name}='(.*?)'", page.read_text(encoding="utf-8"), re.DOTALL)
    return found


@pytest.mark.parametrize("page", [*PAGE.values(), DOCS / "channels.md"], ids=lambda one: one.stem)
def test_every_setting_that_is_named_exists(page):
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:GOODFAITH|TWILIO|TELEGRAM)_[A-Z_]+[A-Z]\b", text))
    assert len(named) > 0
    assert named - NAMES == set()


@pytest.mark.parametrize("name", ["sms", "whatsapp"])
def test_what_a_page_exports_is_all_that_connects_its_channel(monkeypatch, name):
    for own in ("GOODFAITH_ENGINE_SECRET", "GOODFAITH_SESSION_SECRET", "DATABASE_URL"):
        monkeypatch.delenv(own, raising=False)
    text = PAGE[name].read_text(encoding="utf-8")
    exports = re.findall(r"^    export ([A-Z_]+)=([^'#\s]+)", text, re.MULTILINE)
    assert len(exports) == 5
    for variable, value in exports:
        monkeypatch.setenv(variable, value)
    chosen = settings(secrets=False)
    assert not chosen.is_open_to_simulation
    assert list(connect(chosen)) == [name]


def test_every_channel_has_its_page():
    assert set(PAGE) == set(ChannelName)
    assert [page.name for page in PAGE.values() if not page.exists()] == []


def test_every_code_that_we_understand_is_explained():
    texts = "".join(PAGE[name].read_text("utf-8") for name in ("sms", "whatsapp"))
    assert [code for code in CODES if str(code) not in texts] == []


def test_the_templates_of_the_example_can_be_sent(monkeypatch, creditor):
    page = PAGE["whatsapp"]
    for name in ("GOODFAITH_WHATSAPP_TEMPLATES", "GOODFAITH_WHATSAPP_QUICK_REPLIES"):
        monkeypatch.setenv(name, example(page, name))
    chosen = configuration.load(mode="test")
    approved = approved_templates(chosen)
    assert {each.key for each in approved} >= {"utter_opener"}
    assert set(chosen.whatsapp_quick_replies) == {2, 3}
    words = Responses(DIALOGS, {})
    assert [each.key for each in approved if not words.says(each.key)] == []


def test_the_opener_has_the_words_of_its_response_and_its_gaps_in_order():
    page = PAGE["whatsapp"]
    told = " ".join(page.read_text(encoding="utf-8").split())
    opener = json.loads(example(page, "GOODFAITH_WHATSAPP_TEMPLATES"))[0]
    text = (DIALOGS / "domain" / "smalltalk.yml").read_text(encoding="utf-8")
    said = re.findall(r'text: "(.*?)"', text.partition("utter_opener:")[2])[:2]
    assert len(said) == 2
    for words in said:
        names = [name for _, name, _, _ in string.Formatter().parse(words) if name]
        assert names == opener["gaps"]
        gaps = {name: f"{{{{{place}}}}}" for place, name in enumerate(names, start=1)}
        assert words.format(**gaps) in told
