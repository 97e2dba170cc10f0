"""Which texts is the model asked about, and what would be right?

Standard library and YAML only. Languages are named by folder or file: `en.yml`, `en/rights.yml`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from engine.fingerprint import ROOT

KNOWN = ROOT / "nlu" / "data"
EVALUATION = ROOT / "nlu" / "evaluation"


@dataclass(frozen=True)
class Labelled:
    """A text, its language, what it may be read as, and what it must not be taken for."""

    text: str
    language: str
    intents: tuple[str, ...]
    forbidden: Optional[str] = None


def examples(folder: Path) -> list[Labelled]:
    """All examples in Rasa's format below `folder`."""
    found = []
    for path, content in _files(folder):
        for block in content.get("nlu", []):
            if "intent" not in block:
                continue  # a synonym or a lookup table
            for line in block.get("examples", "").splitlines():
                if line.startswith("- "):
                    text = line[2:].strip()
                    found.append(Labelled(text, _language(folder, path), (block["intent"],)))
    return found


def contrasts(folder: Path) -> list[Labelled]:
    """Texts that look like one intent and are another."""
    found = []
    for path, content in _files(folder):
        for case in content.get("cases", []):
            right = case["intent"]
            right = tuple(right) if isinstance(right, list) else (right,)
            language = _language(folder, path)
            found.append(Labelled(case["text"], language, right, case.get("not")))
    return found


def plain(text: str) -> str:
    """Letters and digits in lower case without accents: two texts alike in it are the same."""
    folded = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in folded if c.isalnum())


def _files(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    import yaml

    for path in sorted(folder.rglob("*.yml")):
        yield path, yaml.safe_load(path.read_text("utf-8")) or {}


def _language(folder: Path, path: Path) -> str:
    return path.relative_to(folder).parts[0].replace(".yml", "")
