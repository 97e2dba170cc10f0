"""Do the flows go the way the test stories are written? Rasa's own `rasa test core`.

    python -m engine.stories --model models/….tar.gz tests/stories

Intents of user texts, and every action, as the trained model predicts them; nothing is executed.
Prints a line of JSON, {"stories", "failed"}, with the stories that failed in Rasa's own words;
exit code 1 if there is any.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any


def main() -> int:
    """Run the stories."""
    parser = argparse.ArgumentParser(prog="engine.stories", description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("stories", type=Path)
    options = parser.parse_args()
    found = run(options.model, options.stories)
    print(json.dumps(found))
    return 1 if found["failed"] or not found["stories"] else 0


def run(model: Path, stories: Path) -> dict[str, Any]:
    """How many stories there are, and the text of those that failed."""
    from engine import quiet
    from engine.light import without_tensorflow

    quiet.settle()
    without_tensorflow()
    logging.getLogger("rasa").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(sys.stderr):
        from rasa.core.test import FAILED_STORIES_FILE, REPORT_STORIES_FILE
        from rasa.model_testing import test_core

        asked = test_core(
            model=str(model),
            stories=str(stories),
            output=folder,
            additional_arguments={"errors": True, "disable_plotting": True},
            use_conversation_test_files=True,
        )
        asyncio.run(asked)
        report = json.loads((Path(folder) / REPORT_STORIES_FILE).read_text(encoding="utf-8"))
        held = report["conversation_accuracy"]
        failed = (Path(folder) / FAILED_STORIES_FILE).read_text(encoding="utf-8")
    lost = held["total"] - held["correct"]
    return {"stories": held["total"], "failed": failed if lost else ""}


if __name__ == "__main__":
    sys.exit(main())
