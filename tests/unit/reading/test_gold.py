"""Are figures and days read in texts as people write them, of which the grammar knew nothing?

The gold files say what a careful reader finds. A text counts for a kind of entity where the gold
or the reading has that kind, and is exact where both have the same values in the same order: what
is missed and what is made up cost the same. As a script: `test_gold.py fresh en` lists misses.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.reading import detect, read

GOLD = Path(__file__).parents[3] / "nlu" / "evaluation" / "entities"
KINDS = ("amount", "date", "instalments", "frequency", "day_of_month", "rating")
ENOUGH = 0.90

Value = tuple[str, str | int, str | None]


@dataclass(frozen=True)
class Case:
    """A text, what a reader finds in it, and what the grammar found."""

    text: str
    part: str
    gold: list[Value]
    found: list[Value]

    def concerns(self, kind: str) -> bool:
        return any(value[0] == kind for value in self.gold + self.found)

    def exact(self, kind: str | None = None) -> bool:
        """The same values in the same order, for one kind or for each of them."""
        if kind is None:
            return all(self.exact(one) for one in KINDS)
        wanted, got = (
            [value for value in side if value[0] == kind] for side in (self.gold, self.found)
        )
        return wanted == got


def _value(one: dict[str, Any]) -> Value:
    return one["entity"], one["value"], one.get("currency") or one.get("latest")


@cache
def cases(name: str) -> tuple[Case, ...]:
    content = yaml.safe_load((GOLD / f"{name}.yml").read_text("utf-8"))
    return tuple(_read(case, content["reference_date"]) for case in content["cases"])


def _read(case: dict[str, Any], today: date) -> Case:
    text = case["text"]
    found = [
        _value(dict(one.as_json()))
        for one in read(text, today, detect(text).language, case.get("country"))
        if one.entity in KINDS
    ]
    return Case(text, case["set"], [_value(one) for one in case["entities"]], found)


def share(concerned: list[Case], kind: str | None = None) -> float:
    return sum(case.exact(kind) for case in concerned) / len(concerned)


def report(name: str, kinds: tuple[str | None, ...]) -> Iterator[str]:
    for part in sorted({case.part for case in cases(name)}):
        mine = [case for case in cases(name) if case.part == part]
        for kind in kinds:
            concerned = [case for case in mine if kind is None or case.concerns(kind)]
            label = f"{name} {part} {kind or 'whole text'}"
            yield f"{label}: {share(concerned, kind):.3f} of {len(concerned)}"


def misses(name: str, part: str | None = None) -> Iterator[str]:
    for case in cases(name):
        if not case.exact() and part in (None, case.part):
            yield f"  {case.text!r}\n      gold  {case.gold}\n      found {case.found}"


@pytest.mark.parametrize("kind", ["amount", "date"])
@pytest.mark.parametrize("name", ["en", "pt"])
def test_enough_is_exact(name: str, kind: str) -> None:
    concerned = [case for case in cases(name) if case.concerns(kind)]
    print(*misses(name), sep="\n")
    assert share(concerned, kind) >= ENOUGH


if __name__ == "__main__":
    for which in sys.argv[2:] or ("en", "pt"):
        print(*report(which, (*KINDS[:2], None)), sep="\n")
        if sys.argv[1:] and sys.argv[1] != "figures":
            print(*misses(which, sys.argv[1]), sep="\n")
