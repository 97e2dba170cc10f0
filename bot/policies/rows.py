"""Which rows stand in this policy file, and on which line?

Reads YAML without running any of it and keeps the line of every row. A row is a mapping with
`value` and `source` (and perhaps `note`); what holds rows is a mapping. Plain whole numbers, true,
false and null are what they look like; everything else is text. A file says from which day it
holds, and perhaps until which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

_ROW_KEYS: Final = {"value", "source", "note"}
_INT: Final = re.compile(r"-?[0-9]+")
_WORDS: Final = {"": None, "~": None, "null": None, "true": True, "false": False}


class PolicyError(ValueError):
    """A policy file that cannot be used: the file, the line and the rule stand in the text."""

    def __init__(self, file: str, line: int, rule: str, what: str) -> None:
        super().__init__(f"{file}:{line}: {rule}: {what}")
        self.file, self.line, self.rule, self.what = file, line, rule, what


@dataclass(frozen=True, slots=True)
class Row:
    """One rule's number: dotted `rule`, raw `value`, its `source`, and where it stands."""

    rule: str
    value: Any
    source: str
    file: str
    line: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """All rows of one file, by rule, with the file's version and the days from which and until
    which it holds (None: without end), and `lines`: where those days stand."""

    name: str
    version: str
    valid_from: date
    valid_until: date | None
    rows: dict[str, Row]
    lines: dict[str, int]

    def must_hold_on(self, day: date) -> None:
        """PolicyError when the file does not hold yet on that day, or no more."""
        if day < self.valid_from:
            self._refuse("valid_from", f"begins only on {self.valid_from}; today is {day}")
        if self.valid_until is not None and day > self.valid_until:
            self._refuse("valid_until", f"ended on {self.valid_until}; today is {day}")

    def _refuse(self, rule: str, what: str) -> None:
        raise PolicyError(self.name, self.lines[rule], rule, what)


def read_file(path: Path) -> PolicyFile:
    """The rows of a policy file. PolicyError when it is missing, no YAML, or malformed."""
    root = _compose(path)
    try:
        return _file_of(root, path)
    except RecursionError:
        raise PolicyError(path.name, _line(root), "file", "an alias holds itself") from None


def _compose(path: Path) -> yaml.MappingNode:
    data = b""
    try:
        data = path.read_bytes()
        root = yaml.compose(data.decode("utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise PolicyError(path.name, 0, "file", f"cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PolicyError(path.name, line, "file", "is not UTF-8") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise PolicyError(path.name, line, "file", f"no YAML: {error.problem}") from None
    except yaml.reader.ReaderError as error:
        line = data.decode("utf-8").count("\n", 0, error.position) + 1
        raise PolicyError(path.name, line, "file", f"no YAML: {error.reason}") from None
    if not isinstance(root, yaml.MappingNode):
        raise PolicyError(path.name, 1, "file", "holds no rows")
    return root


def _file_of(root: yaml.MappingNode, path: Path) -> PolicyFile:
    top = dict(_items(root, path.name, ""))
    lines = {rule: _line(node) for rule, node in top.items()}
    version = _text(top.pop("version", None), path.name, "version")
    first = _day(top.pop("valid_from", None), path.name, "valid_from")
    last = _day(top.pop("valid_until"), path.name, "valid_until") if "valid_until" in top else None
    if last is not None and last < first:
        raise PolicyError(path.name, lines["valid_until"], "valid_until", "is before valid_from")
    rows = [row for key, node in top.items() for row in _rows(node, path.name, key)]
    return PolicyFile(path.name, version, first, last, {row.rule: row for row in rows}, lines)


def _day(node: yaml.Node | None, file: str, rule: str) -> date:
    text = _text(node, file, rule)
    try:
        return date.fromisoformat(text)
    except ValueError:
        line = _line(node) if node else 1
        raise PolicyError(file, line, rule, f"no date: {text!r}") from None


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _items(node: yaml.MappingNode, file: str, rule: str) -> Iterator[tuple[str, yaml.Node]]:
    seen: set[str] = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise PolicyError(file, _line(key), rule or "file", "a name is no text")
        name = str(key.value)
        if name in seen:
            raise PolicyError(file, _line(key), f"{rule}.{name}".strip("."), "stands here twice")
        seen.add(name)
        yield name, value


def _rows(node: yaml.Node, file: str, rule: str) -> Iterator[Row]:
    if not isinstance(node, yaml.MappingNode):
        raise PolicyError(file, _line(node), rule, "needs a value and a source")
    parts = dict(_items(node, file, rule))
    if "value" not in parts and "source" not in parts:
        for name, child in parts.items():
            yield from _rows(child, file, f"{rule}.{name}")
        return
    if odd := sorted(set(parts) - _ROW_KEYS):
        raise PolicyError(file, _line(node), rule, f"unknown key {odd[0]!r} in a row")
    if "value" not in parts:
        raise PolicyError(file, _line(node), rule, "has no value")
    source = _text(parts.get("source"), file, rule, _line(node))
    note = plain_value(parts["note"], file, rule) if "note" in parts else ""
    value = plain_value(parts["value"], file, rule)
    yield Row(rule, value, source, file, _line(node), str(note))


def _text(node: yaml.Node | None, file: str, rule: str, line: int = 1) -> str:
    text = node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
    if not text:
        what = "has no source" if line > 1 else "is missing"
        raise PolicyError(file, _line(node) if node else line, rule, what)
    return str(text)


def plain_value(node: yaml.Node, file: str, rule: str) -> Any:
    """The node as None, bool, int, text, list or dict. PolicyError on a key that comes twice."""
    if isinstance(node, yaml.MappingNode):
        return {k: plain_value(v, file, rule) for k, v in _items(node, file, rule)}
    if isinstance(node, yaml.SequenceNode):
        return [plain_value(item, file, rule) for item in node.value]
    text = str(node.value)
    if getattr(node, "style", None) is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INT.fullmatch(text) else text
