"""How well does the model read, and which pipeline reads best?

    python -m engine.measure report --model FILE --out FILE.json [--no-curve]
    python -m engine.measure compare --out FILE.json --models FOLDER [--only diet] [--part 25]

`report` asks a trained model about nlu/evaluation (intents and contrast cases) and learns again
from a quarter, a half and three quarters of the examples. `compare` trains each pipeline of
nlu/evaluation/pipelines and config.yml's on the same examples, and asks each the same texts; what
FILE.json already tells of other pipelines stays. Progress goes to standard output, a line of JSON
each: {"step", "of", "what"}.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from engine.measure import compare, report
from engine.measure.curve import PARTS
from engine.measure.texts import EVALUATION


def main() -> int:
    """Measure, and write the figures."""
    parser = argparse.ArgumentParser(prog="engine.measure", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    one = verbs.add_parser("report")
    one.add_argument("--model", type=Path, required=True)
    one.add_argument("--out", type=Path, required=True)
    one.add_argument("--evaluation", type=Path, default=EVALUATION)
    one.add_argument("--no-curve", action="store_true", help="leave the learning curve out")
    many = verbs.add_parser("compare")
    many.add_argument("--out", type=Path, required=True)
    many.add_argument("--models", type=Path, required=True, help="where trained models stay")
    parts = {"type": int, "choices": PARTS, "default": PARTS[-1]}
    many.add_argument("--part", **parts, help="learn from so many per cent of the examples")
    names = list(compare.pipelines())
    many.add_argument("--only", nargs="+", choices=names, help="names of pipelines; else all")
    options = parser.parse_args()
    if options.verb == "report":
        found = report.report(options.model, options.evaluation, say, learning=not options.no_curve)
    else:
        chosen = options.models, options.only, options.part
        found = compare.compare(options.out, *chosen, say)
    compare.write(options.out, found)
    return 0


def say(step: int, of: int, what: str) -> None:
    """A line of progress."""
    print(json.dumps({"step": step, "of": of, "what": what}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
