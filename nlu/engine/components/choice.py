"""Given how likely each intent is, which one is acted on?

A miss costs more with some than with others: who wants to be left alone and is asked for money
again loses more than who is asked whether they meant it. `misses` says how many times more a miss
of an intent costs than a false alarm; the choice is the intent of the highest expected cost of
being missed (Bayes decision with unequal costs; Elkan, "The Foundations of Cost-Sensitive
Learning", IJCAI 2001). So of two things said in one message the one is chosen that must be acted
on first. An alarm is raised only from a likelihood of its own on (`floors`): below it, words that
merely sound alike are likelier. Where what is left is less likely than `threshold`, the bot asks
instead of guessing.
"""

from __future__ import annotations

from typing import Any


def decide(ranking: list[tuple[str, float]], settings: dict[str, Any]) -> tuple[str, float]:
    """The intent to act on, and how likely it is."""
    misses, floors = settings["misses"], settings["floors"]
    open_to = [each for each in ranking if each[1] >= floors.get(each[0], 0.0)]
    name, confidence = max(open_to, key=lambda each: each[1] * misses.get(each[0], 1.0))
    if confidence * misses.get(name, 1.0) >= settings["threshold"]:
        return name, confidence
    return settings["otherwise"], confidence
