"""How do the numbers of a run become a page that is read in five minutes?

One file that needs nothing else: styles and pictures stand inside it.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.evaluation import charts, pipelines
from bot.evaluation.figures import PRECISION, RECALL, language_name

TEMPLATES = Path(__file__).parent / "templates"
SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def render(result: dict[str, Any]) -> str:
    """The page of a run."""
    return _environment().get_template("report.html").render(result=result, **view(result))


def view(result: dict[str, Any]) -> dict[str, Any]:
    """What the page shows beside the plain numbers."""
    languages = result["languages"]
    return {
        "cards": cards(result),
        "intents": intents(languages),
        "confusions": {
            code: {
                "drawing": charts.confusion(found["confusion"]),
                "common": charts.common(found["confusion"]),
            }
            for code, found in languages.items()
        },
        "calibration": charts.calibration(result["calibration"]["bins"]),
        "learning": charts.learning(result["learning"]),
        "advice": advice(result["learning"]),
        "recall": RECALL,
        "precision": PRECISION,
        "short": [row for row in result["risk"] if not (row["recall_ok"] and row["precision_ok"])],
        "head": pipelines.HEAD,
        "pipelines": [(row, pipelines.cells(row)) for row in result["pipelines"]],
    }


def cards(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures at the top, each with how it has moved."""
    moved = {row["key"]: row for row in (result["previous"] or {}).get("figures", [])}
    shown = []
    for code, found in result["languages"].items():
        name = language_name(code)
        note = f"macro-F1 over {len(found['intents'])} intents, {found['texts']} unseen texts"
        shown.append((f"macro_f1.{code}", name, found["macro_f1"], note))
    for code, found in result["entities"].items():
        note = f"amounts, dates, counts read exactly in {found['texts']} texts"
        name = f"Figures, {language_name(code)}"
        shown.append((f"entities.{code}", name, found["share"], note))
    dialogs = result["dialogs"]
    if dialogs["state"] == "held":
        note = f"{dialogs['passed']} of {dialogs['held']} passed"
        shown.append(("dialogs", "Conversations", dialogs["share"], note))
    return [
        {"title": title, "value": value, "note": note, "moved": moved.get(key)}
        for key, title, value, note in shown
    ]


def intents(languages: dict[str, Any]) -> list[dict[str, Any]]:
    """Each intent's figures in all languages, the weakest first."""
    names = sorted({name for found in languages.values() for name in found["intents"]})
    rows = [
        {"intent": n, "by": {code: found["intents"].get(n) for code, found in languages.items()}}
        for n in names
    ]
    return sorted(rows, key=_weakest)


def _weakest(row: dict[str, Any]) -> float:
    known = [one["f1"] for one in row["by"].values() if one]
    return float(sum(known) / len(known))


def advice(rows: list[dict[str, Any]]) -> str | None:
    """Are more examples the next step, or a better model?"""
    gain = charts.gain(rows)
    if gain is None:
        return None
    told = f"The second half of the examples brought {points(gain)} of macro-F1."
    if gain >= charts.CLIMBS:
        return f"{told} The curve still climbs: more examples are the next step."
    return f"{told} The curve has flattened: a better model is the next step, not more examples."


def percent(share: float) -> str:
    """A share to a tenth of a per cent."""
    return f"{100 * share:.1f}{SPACE}%"


def whole(share: float) -> str:
    """A share in whole per cent."""
    return f"{100 * share:.0f}{SPACE}%"


def points(delta: float) -> str:
    """A difference of two shares."""
    return f"{_signed(100 * delta, 1)}{SPACE}points"


def quantity(value: float, unit: str) -> str:
    """A figure with its unit."""
    return percent(value) if unit == "share" else f"{value:,.{_places(unit)}f}{SPACE}{unit}"


def change(delta: float, unit: str) -> str:
    """A difference of two figures, signed."""
    return points(delta) if unit == "share" else f"{_signed(delta, _places(unit))}{SPACE}{unit}"


def when(at: str) -> str:
    """A moment, to the minute, with its zone."""
    return datetime.fromisoformat(at).strftime("%-d %B %Y, %H:%M %Z").strip()


def told(value: dict[str, Any]) -> str:
    """What was read in a text, in short."""
    more = f" {value['currency']}" if "currency" in value else ""
    until = f" to {value['latest']}" if "latest" in value else ""
    return f"{value['entity'].replace('_', ' ')} {value['value']}{more}{until}"


def _places(unit: str) -> int:
    return 0 if unit == "MB" else 1


def _signed(value: float, places: int) -> str:
    shown = f"{abs(value):.{places}f}"
    if float(shown) == 0:
        return shown
    return f"{'+' if value > 0 else MINUS}{shown}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters = (percent, whole, points, quantity, change, when, told)
    environment.filters.update({each.__name__: each for each in filters})
    environment.globals["language"] = language_name
    return environment
