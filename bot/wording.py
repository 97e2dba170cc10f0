"""Which words stand behind a response key? One renderer for replies, reminders and templates.

Responses live in `bot/dialogs/domain/*.yml`, in Rasa's own format: a variant for each language
(by the condition on the slot `language`) and, where needed, a shorter one for a channel. Facts
arrive with their kind ({"money": …}, {"date": …}, {"say": …}, {"lines": […]}) and are written as
people in the locale write them.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date
from babel.numbers import format_currency

DIALOGS = Path(__file__).parent / "dialogs"
LOCALES = {"en_US": "en_US", "en_GB": "en_GB", "en_BR": "en_GB"}
FALLBACK = {"en": "en_US", "pt": "pt_BR"}
ANY = ""


class WordingError(Exception):
    """A response cannot be used; the text names the file, the key and what is wrong."""


class Responses:
    """The words of all keys, read once."""

    def __init__(self, folder: Path, everywhere: Mapping[str, str]) -> None:
        """Read the folder. `everywhere`: facts that every response may name."""
        self._texts = _read(folder)
        self._everywhere = dict(everywhere)

    @property
    def keys(self) -> frozenset[str]:
        """Every key that has words."""
        return frozenset(self._texts)

    def says(self, key: str) -> bool:
        """Is there such a key?"""
        return key in self._texts

    def languages(self, key: str) -> frozenset[str]:
        """The languages in which a key has words; none when there is no such key."""
        return frozenset(language for language, _ in self._texts.get(key, {}))

    def facts_of(self, key: str, language: str) -> frozenset[str]:
        """The names of the facts that a response has: those in its words in this language, on any
        channel, and those that every response may name. KeyError: no such key or language."""
        texts = [text for (each, _), text in self._texts[key].items() if each == language]
        if not texts:
            raise KeyError(f"{key} has no words in {language}")
        named = {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
        return frozenset(named) | frozenset(self._everywhere)

    def text(self, key: str, facts: Mapping[str, Any], locale: str, channel: str) -> str:
        """The words for a key. KeyError when the key, its language or a fact is missing."""
        variants = self._texts[key]
        language = locale[:2]
        template = variants.get((language, channel)) or variants[(language, ANY)]
        try:
            return template.format_map(self.facts(facts, locale, channel)).strip()
        except KeyError as missing:
            raise KeyError(f"{key} needs the fact {missing}") from None

    def facts(self, facts: Mapping[str, Any], locale: str, channel: str) -> dict[str, str]:
        """Facts as people in the locale read them, with those that every response may name."""
        return {
            **self._everywhere, **{n: self._shown(f, locale, channel) for n, f in facts.items()}
        }  # fmt: skip

    def _shown(self, fact: Any, locale: str, channel: str) -> str:
        """A fact as people in the locale write it."""
        if not isinstance(fact, dict):
            return str(fact)
        if "money" in fact:
            return money(fact["money"], fact["currency"], locale)
        if "date" in fact:
            return day(fact["date"], locale)
        if "say" in fact:
            return self._line(fact["say"], locale, channel)
        lines = [self._line(line, locale, channel) for line in fact["lines"]]
        return "\n".join(lines)

    def _line(self, line: Mapping[str, Any], locale: str, channel: str) -> str:
        return self.text(line["key"], line["facts"], locale, channel)


def money(amount: str, currency: str, locale: str) -> str:
    """A decimal string as money: "$1,250.00", "R$ 1.250,00"."""
    text = format_currency(Decimal(amount), currency, locale=_babel(locale))
    return text.replace("\u00a0", " ")


def day(iso: str, locale: str) -> str:
    """A date in full, with the year, so that it cannot be misread."""
    return format_date(date.fromisoformat(iso), format="long", locale=_babel(locale))


def _babel(locale: str) -> str:
    return LOCALES.get(locale, FALLBACK[locale[:2]])


def _read(folder: Path) -> dict[str, dict[tuple[str, str], str]]:
    texts: dict[str, dict[tuple[str, str], str]] = {}
    for file in sorted((folder / "domain").glob("*.yml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        for key, variants in (content.get("responses") or {}).items():
            if key in texts:
                raise WordingError(f"{file.name}: {key} has words in another file already")
            texts[key] = dict(_variant(file, key, variant) for variant in variants)
    if not texts:
        raise WordingError(f"{folder}: no responses found")
    return texts


def _variant(file: Path, key: str, variant: Mapping[str, Any]) -> tuple[tuple[str, str], str]:
    languages = [c["value"] for c in variant.get("condition", []) if c["name"] == "language"]
    if len(languages) != 1:
        raise WordingError(f"{file.name}: a variant of {key} names no language")
    text = str(variant["text"])
    try:
        list(string.Formatter().parse(text))
    except ValueError as error:
        raise WordingError(f"{file.name}: {key}: {error}") from None
    return (languages[0], variant.get("channel", ANY)), text
