"""What the house rules look at: our own files, and nothing that others made."""

import ast
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("bot", "channels", "nlu/engine", "nlu/tests", "nlu/evaluation", "tests", "scripts")
LANGUAGES = ("en", "pt")
INTENTS = {
    "smalltalk": "greet goodbye thank affirm deny ask_bot ask_who out_of_scope",
    "account": "ask_balance ask_breakdown ask_how_to_pay already_paid promise_to_pay",
    "plan": "request_plan request_more_time ask_discount counter_offer",
    "hardship": "hardship_income hardship_health hardship_bereavement hardship_general",
    "rights": "dispute_debt identity_theft wrong_person has_representative request_proof "
    "privacy_request",
    "contact": "opt_out contact_time contact_channel",
    "people": "request_human upset complain crisis",
    "feedback": "give_feedback",
}
TOPICS = {*INTENTS, "identity"}
WRITTEN = {"agreement"}
"""Wording that no dialogue says: what is written on paper and pages."""


def python_files(*folders: str) -> list[Path]:
    """Our Python files, in a fixed order."""
    found = {path for folder in folders or FOLDERS for path in (ROOT / folder).rglob("*.py")}
    return sorted(path for path in found if "vendor" not in path.parts)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, with the names taken out of it: "bot.rules.money"."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield _absolute(path, node)


def _absolute(path: Path, node: ast.ImportFrom) -> str:
    package = path.relative_to(ROOT).with_suffix("").parts[: -node.level]
    return ".".join([*package, *([node.module] if node.module else [])])


def domain(topic: str) -> dict:
    return yaml.safe_load((ROOT / f"bot/dialogs/domain/{topic}.yml").read_text(encoding="utf-8"))


def examples(language: str) -> dict[str, dict[str, list[str]]]:
    """Topic → intent → example texts."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in sorted((ROOT / "nlu/data" / language).glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "intent" in block:
                lines = [line[2:] for line in block["examples"].splitlines() if line[:2] == "- "]
                found.setdefault(path.stem, {}).setdefault(block["intent"], []).extend(lines)
    return found
