"""Which pipeline was chosen, and what do the others read and cost?

`goodfaith evaluate --compare` measures them; the figures stay in the repository, because a
comparison takes the better part of an hour and changes seldom.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.settings import ROOT

RESULTS = ROOT / "nlu" / "evaluation" / "results" / "pipelines.json"
PAGE = ROOT / "docs" / "pipelines.md"
CONFIGS = ROOT / "nlu" / "evaluation" / "pipelines"
IN_USE = "config.yml"
YARDSTICK = "diet"
SHORT_HEAD = (
    "pipeline", "examples", "F1 en", "F1 pt", "contrast", "p50 ms", "p95 ms", ": DIET's",
    "train s", "MB", "start s",
)  # fmt: skip
HEAD = (
    "pipeline", "examples", "macro-F1 en", "macro-F1 pt", "contrast", "parse p50 ms", "p95 ms",
    "p50 : DIET's", "training s", "memory MB", "start-up s",
)  # fmt: skip
INTRODUCTION = (
    "Written by `goodfaith evaluate --compare`: each pipeline learns from the same examples, then "
    "each is asked the same texts of `nlu/evaluation`, one after the other, in a process of its "
    "own. Training is from nothing: no vectors are kept. "
    "macro-F1 is the mean over all intents; contrast is the share of contrast cases read rightly; "
    "memory is the resident memory of that process at its highest while it reads. "
    f"`{YARDSTICK}` is what stock Rasa 3.6 uses by default; `{IN_USE}` is what runs."
)


def names() -> list[str]:
    """What can be compared."""
    return [*sorted(path.stem for path in CONFIGS.glob("*.yml")), IN_USE]


def rows(results: Path | None = None) -> list[dict[str, Any]]:
    """The pipelines that were compared, the best first; none before the first comparison."""
    try:
        found = json.loads((results or RESULTS).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    yardstick = found.get(YARDSTICK, {}).get("parse_ms", {}).get("p50")
    told = [
        {
            "name": name,
            "in_use": name == IN_USE,
            **row,
            "ratio": row["parse_ms"]["p50"] / yardstick if yardstick else None,
        }
        for name, row in found.items()
    ]
    return sorted(told, key=lambda row: -sum(row["macro_f1"].values()))


def cells(row: dict[str, Any]) -> list[str]:
    """One pipeline's line of the table, in the order of HEAD."""
    f1, parse = row["macro_f1"], row["parse_ms"]
    return [
        f"{row['name']} (in use)" if row["in_use"] else row["name"],
        str(row["examples"]),
        *(f"{f1[code]:.3f}" if code in f1 else "–" for code in ("en", "pt")),
        f"{row['contrast']:.3f}",
        f"{parse['p50']:.1f}",
        f"{parse['p95']:.1f}",
        f"{row['ratio']:.2f}" if row["ratio"] is not None else "–",
        f"{row['training_seconds']:.0f}",
        f"{row['megabytes']}",
        f"{row['start_seconds']:.1f}",
    ]


def page(told: list[dict[str, Any]]) -> str:
    """The comparison as a page of the documentation."""
    lines = [
        "# Pipelines compared",
        "",
        INTRODUCTION,
        "",
        f"| {' | '.join(HEAD)} |",
        f"|---|{'---:|' * (len(HEAD) - 1)}",
        *(f"| {' | '.join(cells(row))} |" for row in told),
    ]
    return "\n".join(lines) + "\n"
