"""Are figures and days read in texts as people write them, of which the grammar knew nothing?

The gold files say what a careful reader finds; bot/evaluation/entities.py counts, here as in the
report. As a script: `test_gold.py fresh en` lists misses.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.evaluation.entities import KINDS, Case, read, score

GOLD = Path(__file__).parents[3] / "nlu" / "evaluation" / "entities"
ENOUGH = 0.90


@cache
def cases(name: str) -> tuple[Case, ...]:
    content = yaml.safe_load((GOLD / f"{name}.yml").read_text("utf-8"))
    return tuple(read(case, content["reference_date"]) for case in content["cases"])


def misses(name: str, part: str | None = None) -> Iterator[str]:
    for case in cases(name):
        if not case.right() and part in (None, case.part):
            yield f"  {case.text!r}\n      gold  {case.gold}\n      found {case.found}"


@pytest.mark.parametrize("kind", ["amount", "date"])
@pytest.mark.parametrize("name", ["en", "pt"])
def test_enough_is_exact(name: str, kind: str) -> None:
    figures = score(list(cases(name)))["kinds"][kind]
    print(*misses(name), sep="\n")
    assert figures["texts"] > 100
    assert figures["share"] >= ENOUGH


if __name__ == "__main__":
    for which in sys.argv[2:] or ("en", "pt"):
        for kind in KINDS:
            print(which, kind, score(list(cases(which)))["kinds"].get(kind))
        print(*misses(which, *sys.argv[1:2]), sep="\n")
