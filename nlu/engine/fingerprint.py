"""Which model belongs to these files? The same fingerprint, the same model.

    python -m engine.fingerprint

Reads the pipeline (config.yml), the domain, the flows, the examples, our components and
uv.lock. Of the responses only their keys count: wording changes need no training. Standard
library only, some milliseconds, no import of rasa.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMPONENTS = Path(__file__).resolve().parent / "components"
LOCK = Path(__file__).resolve().parents[1] / "uv.lock"
LENGTH = 16
_COMMENT = re.compile(r"\s+#.*$")


def fingerprint(config: Path, domain: Path, data: Iterable[Path]) -> str:
    """A short hash of all that goes into a model. Places and times do not count."""
    digest = hashlib.sha256()
    for path in [config, LOCK, *_files(COMPONENTS, "*.py")]:
        _add(digest, path.name, _text(path))
    for folder in [domain, *sorted(data)]:
        for path in _files(folder, "*.yml"):
            name = path.relative_to(folder).as_posix() if folder.is_dir() else path.name
            _add(digest, name, "\n".join(meaning(_text(path))))
    return digest.hexdigest()[:LENGTH]


def meaning(text: str) -> Iterator[str]:
    """The lines of a YAML file, less lines of comment and the bodies of responses."""
    in_responses = False
    key_depth = 0
    for line in text.splitlines():
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        depth = len(line) - len(line.lstrip())
        if depth == 0 and not (in_responses and bare.startswith("- ")):
            in_responses = _COMMENT.sub("", bare) == "responses:"
            key_depth = 0
            yield line.rstrip()
        elif not in_responses:
            yield line.rstrip()
        elif _is_key(bare, depth, key_depth):
            key_depth = depth
            yield bare.split(":")[0]


def _is_key(bare: str, depth: int, key_depth: int) -> bool:
    """A response's key stands one step in; its texts stand deeper or begin with a dash."""
    return bare.startswith("utter_") and ":" in bare and depth == (key_depth or depth)


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.rglob(pattern)) if folder.is_dir() else [folder]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _add(digest, name: str, text: str) -> None:
    for part in (name, text):
        raw = part.encode()
        digest.update(len(raw).to_bytes(8, "big") + raw)


def arguments(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The folders which fingerprint, train and validate read."""
    dialogs = ROOT / "bot" / "dialogs"
    data = [dialogs / "flows", ROOT / "nlu" / "data"]
    parser.add_argument("--data", type=Path, nargs="+", default=data)
    parser.add_argument("--domain", type=Path, default=dialogs / "domain")
    parser.add_argument("--config", type=Path, default=ROOT / "config.yml")
    return parser


def main() -> None:
    """Print the fingerprint."""
    options = arguments(argparse.ArgumentParser(prog="engine.fingerprint")).parse_args()
    print(fingerprint(options.config, options.domain, options.data))


if __name__ == "__main__":
    main()
