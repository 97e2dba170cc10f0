"""How good is a list of answers? Precision, recall, F1, confusion, calibration.

An answer is right where it is among the intents that the text may be read as. F1 of an intent is
the harmonic mean of precision and recall; macro-F1 the plain mean over all intents that occur in
the truth, so a rare one counts as much as a common one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.measure.texts import Labelled

BINS = 10


@dataclass(frozen=True)
class Answer:
    """What was read in a text, and how sure the model was of each of its first choices."""

    asked: Labelled
    intent: str
    ranking: tuple[tuple[str, float], ...]

    @property
    def truth(self) -> str:
        """The right intent; the one read, where several are right and it is among them."""
        return self.intent if self.intent in self.asked.intents else self.asked.intents[0]

    @property
    def right(self) -> bool:
        """Was it read as it may be read?"""
        return self.intent in self.asked.intents


def summary(answers: list[Answer]) -> dict[str, Any]:
    """All figures of one language: overall, and each intent's."""
    rows = per_intent(answers)
    return {
        "texts": len(answers),
        "accuracy": share(a.right for a in answers),
        "macro_f1": _mean([row["f1"] for row in rows.values()]),
        "macro_precision": _mean([row["precision"] for row in rows.values()]),
        "macro_recall": _mean([row["recall"] for row in rows.values()]),
        "intents": rows,
    }


def per_intent(answers: list[Answer]) -> dict[str, dict[str, float]]:
    """Precision, recall, F1 and number of texts of each intent in the truth."""
    hits = Counter(a.truth for a in answers if a.right)
    truth = Counter(a.truth for a in answers)
    said = Counter(a.intent for a in answers)
    rows = {}
    for name in sorted(truth):
        precision = hits[name] / said[name] if said[name] else 0.0
        recall = hits[name] / truth[name]
        total = precision + recall
        f1 = 2 * precision * recall / total if total else 0.0
        rows[name] = {"precision": precision, "recall": recall, "f1": f1, "texts": truth[name]}
    return rows


def confusion(answers: list[Answer]) -> list[dict[str, Any]]:
    """How often each intent was read as which: only pairs that occur."""
    pairs = Counter((a.truth, a.intent) for a in answers)
    return [{"truth": t, "read": r, "texts": n} for (t, r), n in sorted(pairs.items())]


def calibration(answers: list[Answer]) -> dict[str, Any]:
    """Is 80 % sure right 80 % of the time? The model's first choice against the truth.

    `error` is the expected calibration error: the mean distance between confidence and share of
    right answers over ten bins of confidence, weighted by the texts in each.
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for answer in answers:
        name, confidence = answer.ranking[0]
        place = min(int(confidence * BINS), BINS - 1)
        bins[place].append((confidence, name in answer.asked.intents))
    rows, error = [], 0.0
    for held in bins:
        if held:
            sure, right = _mean([c for c, _ in held]), share(r for _, r in held)
            error += abs(sure - right) * len(held) / len(answers)
            rows.append({"confidence": sure, "right": right, "texts": len(held)})
    return {"bins": rows, "error": error}


def worst(answers: list[Answer], most: int) -> list[dict[str, Any]]:
    """The misread texts of which the model was most sure."""
    wrong = [a for a in answers if not a.right]
    wrong.sort(key=lambda a: -dict(a.ranking).get(a.intent, 0.0))
    return [told(a) for a in wrong[:most]]


def told(answer: Answer) -> dict[str, Any]:
    """An answer as it stands in a report."""
    return {
        "text": answer.asked.text,
        "language": answer.asked.language,
        "truth": list(answer.asked.intents),
        "read": answer.intent,
        "confidence": round(dict(answer.ranking).get(answer.intent, 0.0), 3),
        "ranking": [[name, round(chance, 3)] for name, chance in answer.ranking[:3]],
    }


def share(right: Iterable[bool]) -> float:
    """The share of true ones; 0 of nothing."""
    return _mean([float(each) for each in right])


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
