"""Are amounts, dates and counts read as a careful reader reads them?

A text counts for a kind where the reader or the reading finds that kind, and is right where both
find the same values in the same order: what is missed and what is made up cost the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot import reading

KINDS = ("amount", "date", "instalments", "frequency", "day_of_month", "rating")
PARTS = ("entity", "value", "currency", "latest")
Value = dict[str, str | int]


@dataclass(frozen=True)
class Case:
    """A text, what a careful reader finds in it, and what was found."""

    text: str
    part: str
    gold: list[Value]
    found: list[Value]

    def concerns(self, kind: str) -> bool:
        """Does either side have this kind?"""
        return any(value["entity"] == kind for value in (*self.gold, *self.found))

    def right(self, kind: str | None = None) -> bool:
        """Are both the same, in one kind or in all?"""
        wanted, got = (
            [value for value in side if kind in (None, value["entity"])]
            for side in (self.gold, self.found)
        )
        return wanted == got


def measure(
    folder: Path, on_progress: Callable[[int, int], None] = lambda _done, _of: None
) -> dict[str, Any]:
    """The figures of each language that has a file in `folder`."""
    files = sorted(folder.glob("*.yml"))
    told = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in files}
    of = sum(len(content["cases"]) for content in told.values())
    done, found = 0, {}
    for language, content in told.items():
        cases = []
        for case in content["cases"]:
            cases.append(read(case, content["reference_date"]))
            done += 1
            on_progress(done, of)
        found[language] = score(cases)
    return found


def read(case: dict[str, Any], today: date) -> Case:
    """One case, read as `goodfaith parse` reads it."""
    text = case["text"]
    found = reading.read(text, today, reading.detect(text).language, case.get("country"))
    ours = [_value(dict(one.as_json())) for one in found if one.entity in KINDS]
    return Case(text, case["set"], [_value(one) for one in case["entities"]], ours)


def score(cases: list[Case]) -> dict[str, Any]:
    """How many texts are read rightly, in all and in each kind; which are not."""
    kinds = {}
    for kind in KINDS:
        concerned = [case for case in cases if case.concerns(kind)]
        if concerned:
            kinds[kind] = _counted(concerned, kind)
    wrong = [case for case in cases if not case.right()]
    misses = [{"text": c.text, "set": c.part, "gold": c.gold, "found": c.found} for c in wrong]
    return {**_counted(cases), "kinds": kinds, "misses": misses}


def _counted(cases: list[Case], kind: str | None = None) -> dict[str, Any]:
    parts = sorted({case.part for case in cases})
    by_part = {part: [case for case in cases if case.part == part] for part in parts}
    return {
        **_right(cases, kind),
        "sets": {part: _right(held, kind) for part, held in by_part.items()},
    }


def _right(cases: list[Case], kind: str | None) -> dict[str, Any]:
    right = sum(case.right(kind) for case in cases)
    share = right / len(cases) if cases else 0.0
    return {"texts": len(cases), "right": right, "share": share}


def _value(one: dict[str, Any]) -> Value:
    return {name: one[name] for name in PARTS if one.get(name) is not None}
