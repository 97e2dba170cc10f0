"""Keys become words: by language, channel and locale, with figures as people write them."""

from pathlib import Path

import pytest

from bot.wording import Responses, WordingError, day, money
from channels import segments

EN, PT = "[{type: slot, name: language, value: en}]", "[{type: slot, name: language, value: pt}]"


def folder(tmp_path: Path, **files: str) -> Path:
    (tmp_path / "domain").mkdir()
    for name, text in files.items():
        (tmp_path / "domain" / f"{name}.yml").write_text(text, encoding="utf-8")
    return tmp_path


def responses(tmp_path, text, **everywhere):
    return Responses(folder(tmp_path, topic=text), everywhere)


ONE = f"""
responses:
  utter_hello:
  - condition: {EN}
    text: " Hello {{name}} of {{creditor}} "
  - condition: {PT}
    text: "Olá, {{name}}"
  - condition: {EN}
    channel: sms
    text: "Hi {{name}}"
  utter_line:
  - condition: {EN}
    text: "{{amount}} by {{day}}"
  utter_list:
  - condition: {EN}
    text: "{{lines}} / {{inner}}"
"""


def test_by_language_and_channel(tmp_path):
    words = responses(tmp_path, ONE, creditor="Oak")
    assert words.text("utter_hello", {"name": "Ada"}, "en_US", "whatsapp") == "Hello Ada of Oak"
    assert words.text("utter_hello", {"name": "Ada"}, "en_GB", "sms") == "Hi Ada"
    assert words.text("utter_hello", {"name": "Ada"}, "pt_BR", "sms") == "Olá, Ada"
    assert words.says("utter_hello")
    assert not words.says("utter_bye")


def test_facts_in_facts(tmp_path):
    words = responses(tmp_path, ONE)
    facts = {"amount": {"money": "12.50", "currency": "USD"}, "day": {"date": "2026-03-03"}}
    line = {"key": "utter_line", "facts": facts}
    text = words.text(
        "utter_list", {"lines": {"lines": [line, line]}, "inner": {"say": line}}, "en_US", "x"
    )
    one = "$12.50 by March 3, 2026"
    assert text == f"{one}\n{one} / {one}"


def test_a_fact_is_no_template(tmp_path):
    words = responses(tmp_path, ONE, creditor="Oak")
    said = words.text("utter_hello", {"name": "{creditor} {0} {x!r}"}, "pt_BR", "sms")
    assert said == "Olá, {creditor} {0} {x!r}"


@pytest.mark.parametrize(
    ("key", "locale", "missing"),
    [
        ("utter_bye", "en_US", "utter_bye"),
        ("utter_line", "pt_BR", "pt"),
        ("utter_line", "en_US", "amount"),
    ],
)
def test_what_has_no_words_is_an_error(tmp_path, key, locale, missing):
    with pytest.raises(KeyError, match=missing):
        responses(tmp_path, ONE).text(key, {}, locale, "sms")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("responses: {}", "no responses"),
        ("responses:\n  utter_a:\n  - text: hi", "names no language"),
        (f"responses:\n  utter_a:\n  - condition: {EN}\n    text: 'a {{b'", "utter_a"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path, text, reason):
    with pytest.raises(WordingError, match=reason):
        responses(tmp_path, text)


def test_a_key_has_words_in_one_file_only(tmp_path):
    one = f"responses:\n  utter_a:\n  - condition: {EN}\n    text: hi"
    with pytest.raises(WordingError, match="utter_a has words in another file"):
        Responses(folder(tmp_path, a=one, b=one), {})


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "written"),
    [
        ("1250.00", "USD", "en_US", "$1,250.00"),
        ("1250.00", "BRL", "pt_BR", "R$ 1.250,00"),
        ("1250.00", "GBP", "en_GB", "£1,250.00"),
        ("0.05", "USD", "en_US", "$0.05"),
        ("1250.00", "USD", "pt_US", "US$ 1.250,00"),
        ("1250.00", "GBP", "pt_GB", "£ 1.250,00"),
        ("1250.00", "BRL", "en_BR", "R$1,250.00"),
        ("500", "JPY", "en_US", "¥500"),
    ],
)
def test_money_as_people_write_it(amount, currency, locale, written):
    assert money(amount, currency, locale) == written


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en_US", "March 4, 2026"),
        ("en_GB", "4 March 2026"),
        ("pt_BR", "4 de março de 2026"),
        ("pt_GB", "4 de março de 2026"),
        ("en_BR", "4 March 2026"),
    ],
)
def test_days_cannot_be_misread(locale, written):
    assert day("2026-03-04", locale) == written


@pytest.mark.parametrize("language", ["en", "pt"])
def test_our_own_words_are_all_there(wording, language):
    assert len(wording.keys) > 80
    everything = {key: wording._texts[key] for key in wording.keys}
    assert [key for key, variants in everything.items() if (language, "") not in variants] == []


@pytest.mark.parametrize(("locale", "stop"), [("en_US", "STOP"), ("pt_BR", "PARAR")])
def test_a_stranger_costs_one_segment(wording, creditor, locale, stop):
    text = segments.thrifty(wording.text("utter_stranger", {}, locale, "sms"))
    assert segments.count(text) == 1
    for told in (creditor.name, creditor.site, stop):
        assert told in text
    assert text != segments.thrifty(wording.text("utter_stranger", {}, locale, "telegram"))
