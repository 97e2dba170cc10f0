"""How are many texts asked of one model? In a process of its own, one text after the other."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.fingerprint import ROOT
from engine.measure.scores import Answer
from engine.measure.texts import Labelled


def ask(
    model: Path,
    asked: list[Labelled],
    *,
    stock: bool = False,
    heard: Callable[[int], None] = lambda _: None,
) -> tuple[list[Answer], Any]:
    """What the model reads in each text, and the costs: start, memory, time a text."""
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.json"
        texts.write_text(json.dumps([each.text for each in asked]), "utf-8")
        extra = ["--stock"] if stock else []
        told = Path(folder) / "answers.json"
        files = ["--model", str(model), "--texts", str(texts), "--answers", str(told)]
        costs = run("ask", *files, *extra, heard=heard)
        found = json.loads(told.read_text("utf-8"))
    answers = [
        Answer(each, intent, tuple((name, chance) for name, chance in ranking))
        for each, (intent, ranking) in zip(asked, found, strict=True)
    ]
    return answers, costs


def run(*arguments: str, heard: Callable[[int], None] = lambda _: None) -> Any:
    """One trial, its figures; `heard` is told how many texts were asked by then.

    What else it says goes to standard error.
    """
    command = [sys.executable, "-m", "engine.measure.trial", *arguments]
    found = None
    with subprocess.Popen(command, cwd=ROOT / "nlu", stdout=subprocess.PIPE, text=True) as trial:
        assert trial.stdout is not None
        for line in trial.stdout:
            found = json.loads(line)
            if "asked" in found:
                heard(found["asked"])
    if trial.returncode != 0:
        raise subprocess.CalledProcessError(trial.returncode, command)
    return found
