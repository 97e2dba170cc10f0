"""Is it better than last time? Each run's numbers are kept and compared with the run before."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.evaluation.figures import Figure, figures

NAME = "%Y%m%dT%H%M%SZ"
PATTERN = "[0-9]" * 8 + "T" + "[0-9]" * 6 + "Z.json"
SAME_SHARE = 0.0005
SAME_COST = 0.25
"""Times differ by so much from run to run, with what else the machine does."""
MOVED = 0.05
Run = dict[str, Any]


def keep(folder: Path, result: Run) -> Path:
    """The run's numbers, under its time."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / datetime.fromisoformat(result["at"]).astimezone(UTC).strftime(f"{NAME}.json")
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def previous(folder: Path, at: datetime) -> Run | None:
    """The newest run before this moment that can be read."""
    own = at.astimezone(UTC).strftime(f"{NAME}.json")
    for path in sorted(folder.glob(PATTERN), reverse=True):
        if path.name < own:
            run = _read(path)
            if run is not None:
                return run
    return None


def _read(path: Path) -> Run | None:
    """A run that is whole; one of another shape is passed over."""
    try:
        run: Run = json.loads(path.read_text("utf-8"))
        figures(run)
        datetime.fromisoformat(run["at"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return run


def compare(now: Run, before: Run | None) -> Run | None:
    """Each figure that both runs have, and the intents that moved; nothing for a first run."""
    if before is None:
        return None
    old = {figure.key: figure for figure in figures(before)}
    rows = [_row(new, old[new.key].value) for new in figures(now) if new.key in old]
    return {
        "at": before["at"],
        "model": before["model"],
        "same_model": before["model"] == now["model"],
        "same_texts": before.get("texts_mark") == now.get("texts_mark"),
        "figures": rows,
        "intents": _moved(now, before),
    }


def _row(new: Figure, before: float) -> Run:
    delta = new.value - before
    close = SAME_SHARE if new.unit == "share" else SAME_COST * abs(before)
    better = (delta < 0) == new.less_is_better
    verdict = "same" if abs(delta) < close or delta == 0 else "better" if better else "worse"
    return {
        "key": new.key,
        "label": new.label,
        "unit": new.unit,
        "now": new.value,
        "before": before,
        "delta": delta,
        "verdict": verdict,
    }


def _moved(now: Run, before: Run) -> list[Run]:
    """The intents whose F1 moved most, the worst first."""
    rows = []
    for code, found in now["languages"].items():
        old = before["languages"].get(code, {}).get("intents", {})
        for intent, row in found["intents"].items():
            delta = row["f1"] - old[intent]["f1"] if intent in old else 0.0
            if abs(delta) >= MOVED:
                rows.append({"intent": intent, "language": code, "now": row["f1"], "delta": delta})
    return sorted(rows, key=lambda row: row["delta"])
