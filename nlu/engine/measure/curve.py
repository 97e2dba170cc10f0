"""Would more examples help, or a better model? Learn from a part of the examples, ask the same.

Where the curve still climbs at its end, more examples are the next step; where it is flat, a
better model is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from engine.fingerprint import ROOT
from engine.measure import scores
from engine.measure.texts import KNOWN, Labelled, examples

PARTS = (25, 50, 75, 100)


def curve(asked: list[Labelled], say: Callable[[int, str], None]) -> list[dict[str, Any]]:
    """For each part of the examples, in per cent: how many, and macro-F1 in each language."""
    from engine.measure.trial import prepare

    prepare(stock=False)
    from engine.measure.learner import learner

    reads = learner(ROOT / "config.yml")
    known = examples(KNOWN)
    rows = []
    for done, percent in enumerate(PARTS):
        say(done, f"learning from {percent} % of the examples")
        of_them = part(known, percent)
        answers = reads(of_them, asked)
        rows.append({"percent": percent, "examples": len(of_them), "macro_f1": _macro(answers)})
    return rows


def part(known: list[Labelled], percent: int) -> list[Labelled]:
    """The same share of each intent and language, spread evenly over what was written."""
    groups: dict[tuple[str, str], list[Labelled]] = defaultdict(list)
    for each in known:
        groups[each.language, each.intents[0]].append(each)
    return [
        each
        for group in groups.values()
        for place, each in enumerate(group)
        if (place + 1) * percent // 100 > place * percent // 100
    ]


def _macro(answers: list[scores.Answer]) -> dict[str, float]:
    languages = sorted({a.asked.language for a in answers})
    return {
        language: scores.summary([a for a in answers if a.asked.language == language])["macro_f1"]
        for language in languages
    }
