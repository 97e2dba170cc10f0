"""What is settled before the dialogue model is asked? Opt-outs, HELP, unreadable texts and taps.

These rails work with the engine stopped. They are few and exact: free wording is the model's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.policies import CountryPolicy
from bot.reading.answers import answers
from bot.reading.language.detect import asks_for_language
from bot.reading.wishes.stops import OURS, channels_after
from bot.rules.contact import ContactPolicy, is_opt_in, is_opt_out
from bot.rules.text import is_one_of
from bot.usecases.answer import Question
from bot.usecases.records import Outbound

STAR = "⭐"
LONGEST_LANGUAGE_WISH = 8
"""In words."""
COMMAND = "/"
"""A text that begins so looks like a command to some program: nobody speaks like that."""
GREETING_COMMAND = "/start"
"""What Telegram's own button sends."""

MOST_OFFERS = 3
"""No more are shown at a time (propose_plan.SHOWN); the next number calls a person."""


class Rail(StrEnum):
    """What is to be done with a message before any model sees it."""

    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    ENGINE = "engine"


def rail(text: str, policy: CountryPolicy, *, opted_out: bool) -> Rail:
    """Which rail takes this text. `opted_out`: has the person opted out of this channel?"""
    words = policy.contact
    if is_opt_out(text, words.opt_out_words) or named_by_stop(text, words):
        return Rail.OPT_OUT
    if opted_out and _asks_to_come_back(text, words.opt_in_words):
        return Rail.OPT_IN
    if is_one_of(text, policy.help_words):
        return Rail.HELP
    readable = clean(text)
    if not readable:
        return Rail.EMPTY
    if len(readable) > policy.messages.inbound:
        return Rail.TOO_LONG
    return Rail.ENGINE


def _asks_to_come_back(text: str, words: tuple[str, ...]) -> bool:
    return is_opt_in(text, words) or bool(channels_after(text, words))


def named_by_stop(text: str, words: ContactPolicy) -> frozenset[str]:
    """The channels that a word of the policy stops beyond its own: all by one that means all, else
    those whose names stand beside it; none if it is any other text."""
    if is_opt_out(text, words.opt_out_all_words):
        return OURS
    return channels_after(text, words.opt_out_words)


def clean(text: str) -> str:
    """The text without control characters, spaces folded; empty when nothing is readable."""
    kept = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in text
        if unicodedata.category(c) not in ("Cf", "Co", "Cs", "Cn") or c == "\u200d"
    )
    folded = re.sub(r"\s+", " ", kept).strip()
    return folded if any(not unicodedata.category(c).startswith("M") for c in folded) else ""


@dataclass(frozen=True, slots=True)
class Meant:
    """What an unmistakable answer to the last question means, as a typed intent."""

    intent: str
    entities: Mapping[str, Any] = field(default_factory=dict)


def meant(text: str, last: Outbound | None, question: str | None) -> Meant | None:
    """The button that the text stands for, or a plain yes or no to an open question; or None.

    A button is chosen by its token, its label, or its number in the list.
    """
    if clean(text).startswith(COMMAND):
        return Meant("greet" if clean(text) == GREETING_COMMAND else "out_of_scope")
    if last is not None and last.buttons:
        button = tapped(text, last.buttons)
        if button is not None:
            return Meant(button["intent"], button["entities"])
    if question in set(Question):
        said = answers.yes_or_no(text)
        if said is not None:
            return Meant("affirm" if said else "deny")
    option = answers.choice(text, MOST_OFFERS) if question == Question.OFFERS else None
    if option is not None:
        return Meant("affirm", {"option": option})
    return _wordless(text) or _asks_for_language(text)


def _wordless(text: str) -> Meant | None:
    """Pictures alone say nothing that may be acted on, but for a thumb and a row of stars."""
    if any(c.isalnum() for c in text) or answers.yes_or_no(text) is not None or STAR in text:
        return None
    return Meant("out_of_scope")


def _asks_for_language(text: str) -> Meant | None:
    """A short wish for another language, and nothing else: it is answered by a greeting in it."""
    short = len(text.split()) <= LONGEST_LANGUAGE_WISH
    return Meant("greet") if short and asks_for_language(text) else None


def tapped(text: str, buttons: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The button that was tapped, named or numbered; None when none was."""
    wanted = clean(text).casefold()
    for button in buttons:
        if text.strip() == button["token"] or wanted == button["label"].casefold():
            return button
    number = answers.choice(text, len(buttons))
    return buttons[number - 1] if number else None
