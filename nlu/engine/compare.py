"""Which settings of the intent model are best? Measured on texts it has not seen.

    python -m engine.compare                       # what config.yml says
    python -m engine.compare --C 30 100 --dense-weight 0 1 --variant enpt original

Trains on nlu/data, asks about nlu/evaluation, and prints macro-F1 and accuracy a language.
A dense weight of 0 leaves the sentence vectors out. Makes no model file.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from engine.fingerprint import ROOT

Examples = dict[str, list[tuple[str, str]]]  # language: (text, intent)


def main() -> int:
    """Compare the combinations that were asked for."""
    parser = argparse.ArgumentParser(prog="engine.compare", description=__doc__)
    parser.add_argument("--variant", nargs="+")
    parser.add_argument("--C", type=float, nargs="+")
    parser.add_argument("--dense-weight", type=float, nargs="+")
    parser.add_argument("--misses", action="store_true", help="list the texts misread")
    options = parser.parse_args()
    _prepare()
    given = _configured()
    known, unseen = read(ROOT / "nlu" / "data"), read(ROOT / "nlu" / "evaluation")
    for variant in options.variant or [given["variant"]]:
        vectors = _Vectors(variant)
        grid = itertools.product(
            options.C or [given["C"]], options.dense_weight or [given["dense_weight"]]
        )
        for strength, weight in grid:
            settings = {**given, "variant": variant, "C": strength, "dense_weight": weight}
            _report(settings, _trial(settings, vectors, known, unseen), options.misses)
    return 0


def _prepare() -> None:
    from engine import quiet
    from engine.light import without_tensorflow

    quiet.settle()
    without_tensorflow()


def _configured() -> dict[str, Any]:
    """The settings in force: defaults, then config.yml."""
    import yaml

    from engine.components.encoder import SentenceEncoder
    from engine.components.intent import IntentModel

    settings = {**SentenceEncoder.get_default_config(), **IntentModel.get_default_config()}
    for part in yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]:
        settings.update(part)
    return settings


def read(folder: Path) -> Examples:
    """All examples below `folder`, by language: the name of a folder or a file in it."""
    import yaml

    found: Examples = defaultdict(list)
    for path in sorted(folder.rglob("*.yml")):
        language = path.relative_to(folder).parts[0].replace(".yml", "")
        for block in (yaml.safe_load(path.read_text("utf-8")) or {}).get("nlu", []):
            for line in block.get("examples", "").splitlines():
                if line.startswith("- "):
                    found[language].append((line[2:].strip(), block["intent"]))
    return found


class _Vectors:
    """Sentence vectors, each made once however often it is asked for."""

    def __init__(self, variant: str) -> None:
        from engine.components import encoder

        encoder._CACHED = 10**6
        self._encoder = encoder.SentenceEncoder({"variant": variant}, "compare")

    def __call__(self, texts: list[str]) -> Any:
        import numpy as np

        return np.asarray(self._encoder.encode(texts), dtype=np.float32)


def _trial(settings: dict[str, Any], vectors: _Vectors, known: Examples, unseen: Examples) -> Any:
    """Train once; for each language the texts, the truth and what was read."""
    from engine.components.intent import Model, decide

    texts, intents = zip(*itertools.chain.from_iterable(known.values()), strict=True)
    model = Model(settings)
    started = time.monotonic()
    model.fit(list(texts), vectors(list(texts)), list(intents))
    print(f"trained in {time.monotonic() - started:.0f} s", file=sys.stderr)
    results = {}
    for language, examples in unseen.items():
        asked, truth = zip(*examples, strict=True)
        rows = model.probabilities(list(asked), vectors(list(asked)))
        best = [model.ranking(row, 10) for row in rows]
        results[language] = (asked, truth, best, [decide(b, settings)[0] for b in best])
    return results


def _report(settings: dict[str, Any], results: Any, misses: bool) -> None:
    from sklearn.metrics import accuracy_score, f1_score

    shown = {name: settings[name] for name in ("variant", "C", "dense_weight", "threshold")}
    print(" ".join(f"{name}={value}" for name, value in shown.items()))
    for language, (asked, truth, best, acted) in results.items():
        first = [ranking[0][0] for ranking in best]
        print(
            f"  {language}: best guess macro-F1 {f1_score(truth, first, average='macro'):.3f}"
            f" accuracy {accuracy_score(truth, first):.3f};"
            f" with threshold macro-F1 {f1_score(truth, acted, average='macro'):.3f}"
            f" accuracy {accuracy_score(truth, acted):.3f}, {len(truth)} texts"
        )
        for text, right, ranking, name in zip(asked, truth, best, acted, strict=True):
            if misses and right != name:
                guess = ", ".join(f"{n} {c:.2f}" for n, c in ranking[:3])
                print(f"    {right} read as {name} ({guess}): {text}")


if __name__ == "__main__":
    sys.exit(main())
