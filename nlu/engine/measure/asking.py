"""How are many texts asked of one model? In a process of its own, one text after the other."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from engine.fingerprint import ROOT
from engine.measure.scores import Answer
from engine.measure.texts import Labelled


def ask(model: Path, asked: list[Labelled], *, stock: bool = False) -> tuple[list[Answer], Any]:
    """What the model reads in each text, and the costs: start, memory, time a text."""
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.json"
        texts.write_text(json.dumps([each.text for each in asked]), "utf-8")
        extra = ["--stock"] if stock else []
        costs = run("ask", "--model", str(model), "--texts", str(texts), *extra)
    answers = [
        Answer(each, intent, tuple((name, chance) for name, chance in ranking))
        for each, (intent, ranking) in zip(asked, costs.pop("answers"), strict=True)
    ]
    return answers, costs


def run(*arguments: str) -> Any:
    """One trial, its figures; its own messages go to standard error."""
    command = [sys.executable, "-m", "engine.measure.trial", *arguments]
    done = subprocess.run(command, cwd=ROOT / "nlu", stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])
