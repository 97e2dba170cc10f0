"""Which figures of a run are shown first and compared with the run before?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

LANGUAGES = {"en": "English", "pt": "Portuguese"}
RISK = ("opt_out", "request_human", "crisis", "dispute_debt", "wrong_person", "identity_theft")
"""The intents whose miss hurts somebody or breaks a rule."""
RECALL, PRECISION = 0.92, 0.75
"""What they must reach: seldom missed first, seldom mistaken second."""
Unit = Literal["share", "ms", "s", "MB"]


@dataclass(frozen=True)
class Figure:
    """One number of a run. Shares are better when they are more, costs when they are less."""

    key: str
    label: str
    value: float
    unit: Unit = "share"
    less_is_better: bool = False


def language_name(code: str) -> str:
    """The language as it is called in English."""
    return LANGUAGES.get(code, code)


def figures(result: dict[str, Any]) -> list[Figure]:
    """The main figures of a run; what was not measured is not among them."""
    return [*_intents(result), *_rest(result), *_costs(result)]


def _intents(result: dict[str, Any]) -> Iterator[Figure]:
    names = {
        "macro_f1": "macro-F1",
        "macro_precision": "precision",
        "macro_recall": "recall",
        "accuracy": "texts read rightly",
    }
    for code, found in result["languages"].items():
        for key, label in names.items():
            yield Figure(f"{key}.{code}", f"{language_name(code)}: {label}", found[key])
        if found["contrast"]["texts"]:
            label = f"{language_name(code)}: contrast cases right"
            yield Figure(f"contrast.{code}", label, found["contrast"]["right"])


def _rest(result: dict[str, Any]) -> Iterator[Figure]:
    error = result["calibration"]["error"]
    yield Figure("calibration", "calibration error", error, less_is_better=True)
    for code, found in result["entities"].items():
        label = f"{language_name(code)}: figures and dates exact"
        yield Figure(f"entities.{code}", label, found["share"])
        for kind, row in found["kinds"].items():
            label = f"{language_name(code)}: {kind.replace('_', ' ')} exact"
            yield Figure(f"entities.{code}.{kind}", label, row["share"])
    if result["dialogs"]["state"] == "held":
        yield Figure("dialogs", "conversations passed", result["dialogs"]["share"])


def _costs(result: dict[str, Any]) -> Iterator[Figure]:
    costs = result["costs"]
    for mark in ("p50", "p95"):
        yield Figure(
            f"parse.{mark}", f"reading a text, {mark}", costs["parse_ms"][mark], "ms", True
        )
    yield Figure("start", "loading the model", costs["start_seconds"], "s", True)
    yield Figure("memory", "memory of the engine", costs["megabytes"], "MB", True)


def risk(languages: dict[str, Any]) -> list[dict[str, Any]]:
    """Where a miss costs most: reached or not, in each language."""
    rows = []
    for intent in RISK:
        for code, found in languages.items():
            row = found["intents"].get(intent)
            if row:
                ok = {
                    "recall_ok": row["recall"] >= RECALL,
                    "precision_ok": row["precision"] >= PRECISION,
                }
                rows.append({"intent": intent, "language": code, **row, **ok})
    return rows
