"""The numbers of a small run, as `goodfaith evaluate --json` prints them."""

from copy import deepcopy
from typing import Any

from bot.evaluation.figures import risk

EN = {
    "texts": 10,
    "accuracy": 0.8,
    "macro_f1": 0.75,
    "macro_precision": 0.78,
    "macro_recall": 0.76,
    "intents": {
        "crisis": {"precision": 0.8, "recall": 1.0, "f1": 0.889, "texts": 4},
        "opt_out": {"precision": 1.0, "recall": 0.75, "f1": 0.857, "texts": 4},
        "thank": {"precision": 0.5, "recall": 0.5, "f1": 0.5, "texts": 2},
    },
    "confusion": [
        {"truth": "crisis", "read": "crisis", "texts": 4},
        {"truth": "opt_out", "read": "opt_out", "texts": 3},
        {"truth": "opt_out", "read": "crisis", "texts": 1},
        {"truth": "thank", "read": "thank", "texts": 1},
        {"truth": "thank", "read": "opt_out", "texts": 1},
    ],
    "contrast": {"texts": 2, "right": 0.5, "not_mistaken": 1.0},
}
MISS = {
    "text": "<script>alert('no')</script> leave me alone & go",
    "language": "en",
    "truth": ["opt_out", "upset"],
    "read": "crisis",
    "confidence": 0.91,
    "ranking": [["crisis", 0.91], ["opt_out", 0.05]],
}
ENTITIES = {
    "texts": 2,
    "right": 1,
    "share": 0.5,
    "sets": {"held_out": {"texts": 2, "right": 1, "share": 0.5}},
    "kinds": {
        "amount": {
            "texts": 2,
            "right": 1,
            "share": 0.5,
            "sets": {"held_out": {"texts": 2, "right": 1, "share": 0.5}},
        }
    },
    "misses": [
        {
            "text": "300 bucks tmrw",
            "set": "held_out",
            "gold": [{"entity": "amount", "value": "300.00", "currency": "USD"}],
            "found": [],
        }
    ],
}
HELD = {
    "state": "held",
    "held": 3,
    "passed": 2,
    "share": 2 / 3,
    "topics": {"plan": {"held": 2, "passed": 1}, "rights": {"held": 1, "passed": 1}},
    "failed": [{"topic": "plan", "language": "pt", "name": "a second offer", "why": "no reply"}],
}
PIPELINE = {
    "name": "config.yml",
    "in_use": True,
    "macro_f1": {"en": 0.75, "pt": 0.7},
    "accuracy": 0.8,
    "contrast": 0.6,
    "examples": 20058,
    "training_seconds": 120.0,
    "training_megabytes": 900,
    "start_seconds": 3.1,
    "megabytes": 350,
    "parse_ms": {"p50": 12.0, "p95": 30.0},
    "ratio": 0.5,
}


def full(**changes: Any) -> dict[str, Any]:
    """A run with everything in it."""
    languages = {"en": EN, "pt": {**deepcopy(EN), "macro_f1": 0.7}}
    curve = [
        {"percent": percent, "examples": 10 * percent, "macro_f1": {"en": en, "pt": pt}}
        for percent, en, pt in ((25, 0.5, 0.45), (50, 0.6, 0.6), (75, 0.7, 0.66), (100, 0.75, 0.7))
    ]
    return deepcopy(
        {
            "at": "2026-11-26T12:00:00+00:00",
            "model": "cafe01cafe01cafe",
            "texts_mark": "abc",
            "seconds": 240.0,
            "costs": {
                "start_seconds": 3.0,
                "megabytes": 350,
                "parse_ms": {"p50": 12.0, "p95": 30.0},
            },
            "languages": languages,
            "calibration": {
                "bins": [
                    {"confidence": 0.45, "right": 0.5, "texts": 4},
                    {"confidence": 0.95, "right": 0.9, "texts": 16},
                ],
                "error": 0.05,
            },
            "worst": [MISS],
            "contrast_misses": [MISS],
            "learning": curve,
            "risk": risk(languages),
            "entities": {"en": ENTITIES, "pt": ENTITIES},
            "dialogs": HELD,
            "pipelines": [PIPELINE],
            "previous": None,
            **changes,
        }
    )


def bare() -> dict[str, Any]:
    """A run in which everything was left out, and nothing went wrong."""
    result = full(worst=[], contrast_misses=[], entities={}, pipelines=[], learning=[])
    result["dialogs"] = {"state": "left out"}
    for found in result["languages"].values():
        found["confusion"] = [{"truth": "thank", "read": "thank", "texts": 2}]
    return result
