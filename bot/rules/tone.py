"""Is this text too long for its channel, and does it press, shame or hurry the person?

Lengths are in characters. The words come from the policy, in both languages; a phrase is found as
whole words, whatever its case, accents and punctuation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.rules.text import plain


class Pressure(StrEnum):
    """What is wrong with a phrase."""

    THREAT = "threat"
    SHAME = "shame"
    FALSE_URGENCY = "false_urgency"
    ACCUSATION = "accusation"


@dataclass(frozen=True, slots=True)
class ToneWords:
    """Phrases that no message may contain, by what is wrong with them."""

    phrases: Mapping[Pressure, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class MessageLimits:
    """The longest text in and, by channel, the longest text out and the advised length."""

    inbound: int
    outbound: Mapping[str, int]
    advised: Mapping[str, int]


def too_long(text: str, channel: str, limits: MessageLimits) -> bool:
    """Is the text longer than the channel carries? A channel without a row carries any."""
    most = limits.outbound.get(channel)
    return most is not None and len(text) > most


def longer_than_advised(text: str, channel: str, limits: MessageLimits) -> bool:
    """Is the text longer than is advised on the channel?"""
    most = limits.advised.get(channel)
    return most is not None and len(text) > most


def inbound_too_long(text: str, limits: MessageLimits) -> bool:
    """Is a person's message longer than is read?"""
    return len(text) > limits.inbound


def pressure_in(text: str, words: ToneWords) -> tuple[tuple[Pressure, str], ...]:
    """The forbidden phrases in the text, each with what is wrong with it; empty when it is kind."""
    said = f" {plain(text)} "
    return tuple(
        (kind, phrase)
        for kind, phrases in words.phrases.items()
        for phrase in phrases
        if plain(phrase) and f" {plain(phrase)} " in said
    )
