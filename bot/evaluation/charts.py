"""Where does each mark of a picture stand? Places only; templates/charts.html draws them.

Every picture has a title and a description for those who do not see it, and the same numbers
stand in a table beside it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

Drawing = dict[str, Any]
CELL = 18
GUTTER = 140
"""Room for the intents' names, left and above."""
FAINTEST = 0.12
CLIMBS = 0.02
"""So much more macro-F1 from twice the examples and more of them are worth writing."""


def confusion(pairs: list[dict[str, Any]]) -> Drawing:
    """A square for each pair of truth and reading that occurs, darker the larger its share."""
    names = sorted({pair[side] for pair in pairs for side in ("truth", "read")})
    place = {name: number for number, name in enumerate(names)}
    totals: Counter[str] = Counter()
    for pair in pairs:
        totals[pair["truth"]] += pair["texts"]
    cells = [
        {
            **pair,
            "share": pair["texts"] / totals[pair["truth"]],
            "of": totals[pair["truth"]],
            "x": GUTTER + place[pair["read"]] * CELL,
            "y": GUTTER + place[pair["truth"]] * CELL,
            "right": pair["truth"] == pair["read"],
        }
        for pair in pairs
    ]
    for cell in cells:
        cell["shade"] = round(FAINTEST + (1 - FAINTEST) * cell["share"] ** 0.7, 3)
    side = GUTTER + len(names) * CELL
    labels = [{"name": n, "at": GUTTER + place[n] * CELL + CELL / 2} for n in names]
    return {
        "cells": cells,
        "labels": labels,
        "gutter": GUTTER,
        "cell": CELL,
        "side": side,
        "lines": [GUTTER + number * CELL for number in range(len(names) + 1)],
    }


def common(pairs: list[dict[str, Any]], most: int = 12) -> list[dict[str, Any]]:
    """The mistakes that were made most often."""
    wrong = [pair for pair in pairs if pair["truth"] != pair["read"]]
    return sorted(wrong, key=lambda p: (-p["texts"], p["truth"], p["read"]))[:most]


class Plane:
    """Turns shares into places on a drawing."""

    width, height = 520, 340
    left, right, top, bottom = 56, 24, 16, 52

    def __init__(self, low: float = 0.0, right: int = 24) -> None:
        self.low, self.right = low, right

    def x(self, share: float) -> float:
        """From the left edge of the plot (0) to its right edge (1)."""
        return round(self.left + share * (self.width - self.left - self.right), 1)

    def y(self, value: float) -> float:
        """From the lower edge of the plot (`low`) to its upper edge (1)."""
        share = (value - self.low) / (1 - self.low)
        return round(self.height - self.bottom - share * (self.height - self.top - self.bottom), 1)

    def frame(self) -> Drawing:
        """Size, edges and the marks on the upright axis."""
        between = 10 if self.low else 25
        steps = [percent / 100 for percent in range(round(100 * self.low), 101, between)]
        return {
            "width": self.width,
            "height": self.height,
            "x0": self.x(0),
            "x1": self.x(1),
            "y0": self.y(self.low),
            "y1": self.y(1),
            "rows": [{"y": self.y(step), "value": step} for step in steps],
        }


def calibration(bins: list[dict[str, Any]]) -> Drawing:
    """How sure against how often right; the bars say how many texts stand behind a point."""
    plane = Plane()
    most = max((row["texts"] for row in bins), default=1)
    of = sum(row["texts"] for row in bins) or 1
    points = [
        {
            **row,
            "x": plane.x(row["confidence"]),
            "y": plane.y(row["right"]),
            "r": round(3.5 + 6 * (row["texts"] / most) ** 0.5, 1),
            "bar": plane.y(0.3 * row["texts"] / most),
            "of": of,
        }
        for row in bins
    ]
    columns = [{"x": plane.x(step / 4), "value": step / 4} for step in range(5)]
    return {**plane.frame(), "points": points, "columns": columns, "path": _path(points)}


def learning(rows: list[dict[str, Any]]) -> Drawing:
    """Macro-F1 by the share of the examples learned from, a line for each language."""
    codes = list(rows[-1]["macro_f1"]) if rows else []
    values = [row["macro_f1"][code] for row in rows for code in codes]
    low = int(min(values, default=0.0) * 10 - 0.5) / 10
    plane = Plane(low if low >= 0.5 else 0.0, right=140)
    lines = []
    for code in codes:
        points = [
            {
                "x": plane.x(row["percent"] / 100),
                "y": plane.y(row["macro_f1"][code]),
                "percent": row["percent"],
                "value": row["macro_f1"][code],
            }
            for row in rows
        ]
        lines.append({"language": code, "points": points, "path": _path(points)})
    _apart(lines)
    columns = [{"x": plane.x(row["percent"] / 100), "value": row["percent"]} for row in rows]
    return {**plane.frame(), "lines": lines, "columns": columns}


def gain(rows: list[dict[str, Any]]) -> float | None:
    """How much macro-F1 the second half of the examples added, as the mean over languages."""
    means = {row["percent"]: list(row["macro_f1"].values()) for row in rows}
    if not {50, 100} <= set(means):
        return None
    gains = [float(b - a) for a, b in zip(means[50], means[100], strict=True)]
    return sum(gains) / len(gains)


def _path(points: list[dict[str, Any]]) -> str:
    return " ".join(f"{point['x']},{point['y']}" for point in points)


def _apart(lines: list[dict[str, Any]], least: float = 18) -> None:
    """The names at the ends of the lines do not cover each other."""
    last = float("-inf")
    for line in sorted(lines, key=lambda one: float(one["points"][-1]["y"])):
        last = line["label_y"] = max(float(line["points"][-1]["y"]), last + least)
