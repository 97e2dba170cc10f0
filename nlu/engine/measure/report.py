"""How well does a trained model read, and would more examples help?"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from engine.components.vectors import VARIABLE
from engine.measure import scores
from engine.measure.asking import ask
from engine.measure.compare import Say
from engine.measure.curve import PARTS, curve
from engine.measure.texts import contrasts, examples

WORST = 40


def report(model: Path, evaluation: Path, say: Say, *, learning: bool = True) -> dict[str, Any]:
    """All figures of intents, contrast cases, calibration and learning."""
    asked, pairs = examples(evaluation / "intents"), contrasts(evaluation / "contrast")
    every, what = [*asked, *pairs], "asking the evaluation texts"
    of = len(every) * (2 if learning else 1)
    say(0, of, "loading the model")
    answers, costs = ask(model, every, heard=lambda done: say(done, of, what))
    texts, cases = answers[: len(asked)], answers[len(asked) :]
    found = {
        "model": model.name.partition(".")[0],
        "costs": costs,
        "languages": {name: _language(texts, cases, name) for name in _languages(texts)},
        "calibration": scores.calibration(texts),
        "worst": scores.worst(texts, WORST),
        "contrast_misses": [scores.told(a) for a in cases if not a.right],
    }
    if learning:
        os.environ.setdefault(VARIABLE, str(model.resolve().parent / "vectors"))
        found["learning"] = curve(
            asked, lambda done, what: say(len(every) * (len(PARTS) + done) // len(PARTS), of, what)
        )
    say(of, of, "measured")
    return found


def _languages(answers: list[scores.Answer]) -> list[str]:
    return sorted({answer.asked.language for answer in answers})


def _language(
    texts: list[scores.Answer], cases: list[scores.Answer], language: str
) -> dict[str, Any]:
    own = [a for a in texts if a.asked.language == language]
    pairs = [a for a in cases if a.asked.language == language]
    return {
        **scores.summary(own),
        "confusion": scores.confusion(own),
        "contrast": {
            "texts": len(pairs),
            "right": scores.share(a.right for a in pairs),
            "not_mistaken": scores.share(a.intent != a.asked.forbidden for a in pairs),
        },
    }
