"""Learn from example messages how much each piece of a text speaks for a language.

    .venv/bin/python scripts/learn_language.py

Reads nlu/data/{en,pt} and scripts/language_lines, writes bot/reading/language/table.json: the same
bytes from the same texts. A logistic regression, learnt on whole messages and on stretches of
them, because people write in scraps. Takes about a minute and only the standard library.

The table says which lines it was learnt from (`digest`): after a change of those, or of this
script, a test asks for it to be learnt again.
"""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import yaml

from bot.reading.language.detect import OTHER, word_evidence
from bot.reading.language.table import CLASSES, TABLE, UNIT, marks_of, pieces, words_of
from bot.reading.language.words import CLEAR

ROOT = Path(__file__).resolve().parents[1]
LINES = ROOT / "scripts" / "language_lines"
ROUNDS = 8
RATE = 0.5
SHARE = {"es": 17, "else": 17}
"""Of a hundred messages that are learnt so many are of the others, however many of ours there are:
there are fewer of them, so each is learnt several times a round."""
FEWEST = 3
"""A piece that stands in fewer messages says nothing."""
MOST_PIECES = 14_000
STRAY = "out_of_scope"
WHOLE = 40
"""Of a hundred messages so many are learnt whole, the others in part."""


def messages() -> Iterator[tuple[str, str]]:
    """Every message with its class."""
    for language in ("en", "pt"):
        for path in sorted((ROOT / "nlu/data" / language).glob("*.yml")):
            yield from ((text, language) for text in examples(path) if not _stray(text, language))
    for path in sorted(LINES.glob("*.txt")):
        name = _class(path.stem)
        yield from ((line, name) for line in path.read_text("utf-8").splitlines() if line.strip())
    for language, listed in CLEAR.items():
        words = listed.split()
        if language not in CLASSES[:2]:
            lines = (" ".join(words[at : at + 4]) for at in range(0, len(words), 4))
            yield from ((line, _class(language)) for line in lines)


def examples(path: Path) -> Iterator[str]:
    """The example messages of one file of training data, but for those of no matter of ours:
    they are in any language."""
    for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
        if block.get("intent", STRAY) != STRAY:
            yield from (line[2:] for line in block["examples"].splitlines() if line[:2] == "- ")


def _class(language: str) -> str:
    return language if language in CLASSES else "else"


def _stray(text: str, language: str) -> bool:
    """A message in another language than the file's, such as a borrowed greeting."""
    found = word_evidence(text)
    strange = found.language == OTHER and found.strength == 3
    return strange or (found.language in CLASSES and found.language != language)


def stretch(text: str, turn: int) -> str:
    """The message, or two to eight words of it; the same ones each time this is run."""
    words = text.split()
    dice = crc32(f"{turn} {text}".encode())
    if len(words) < 4 or dice % 100 < WHOLE:
        return text
    size = min(2 + dice // 100 % 7, len(words))
    start = dice // 1000 % (len(words) - size + 1)
    return " ".join(words[start : start + size])


def pieces_of(text: str) -> set[str]:
    return pieces(words_of(text), marks_of(text))


def repeats(texts: list[tuple[str, str]]) -> dict[str, int]:
    """How often a message of each class is learnt in a round."""
    counts = Counter(name for _, name in texts)
    ours = sum(count for name, count in counts.items() if name not in SHARE)
    all_of_them = ours * 100 / (100 - sum(SHARE.values()))
    return {
        name: max(1, round(all_of_them * SHARE.get(name, 0) / 100 / count))
        for name, count in counts.items()
    }


def digest(texts: list[tuple[str, str]]) -> str:
    """Stands for the lines of other languages and for this script: other ones, another digest.
    Our own examples may change from day to day; a table from the day before does as well."""
    others = [(text, name) for text, name in texts if name in SHARE]
    learnt = json.dumps(others, ensure_ascii=False) + Path(__file__).read_text("utf-8")
    return hashlib.sha256(learnt.encode()).hexdigest()[:16]


def learn(texts: list[tuple[str, str]], kept: list[str]) -> list[list[float]]:
    """A weight for each kept piece and class (AdaGrad on the logistic loss)."""
    number = {piece: at for at, piece in enumerate(kept)}
    times = repeats(texts)
    weights = [[0.0] * len(CLASSES) for _ in kept]
    steps = [[1e-8] * len(CLASSES) for _ in kept]
    for turn in range(ROUNDS):
        rows: list[tuple[int, list[int], int]] = []
        for text, name in texts:
            for again in range(times[name]):
                part = stretch(text, turn * 100 + again)
                found = sorted(number[p] for p in pieces_of(part) if p in number)
                order = crc32(f"{turn} {again} {text}".encode())
                rows.append((order, found, CLASSES.index(name)))
        for _, found, right in sorted(rows):
            if found:
                _step(weights, steps, found, right)
    return weights


def _step(weights: list[list[float]], steps: list[list[float]], row: list[int], right: int) -> None:
    shrink = 1 / math.sqrt(len(row))
    totals = [shrink * sum(column) for column in zip(*(weights[at] for at in row), strict=True)]
    raised = [math.exp(total - max(totals)) for total in totals]
    for name, one in enumerate(raised):
        slope = (one / sum(raised) - (name == right)) * shrink
        for at in row:
            steps[at][name] += slope * slope
            weights[at][name] -= RATE * slope / math.sqrt(steps[at][name])


def telling(counts: Counter[str], kept: list[str], weights: list[list[float]]) -> list[str]:
    """The pieces that move most messages most, in alphabetical order."""
    moves = {
        piece: (max(row) - min(row)) * math.log1p(counts[piece])
        for piece, row in zip(kept, weights, strict=True)
    }
    return sorted(sorted(moves, key=lambda piece: (-moves[piece], piece))[:MOST_PIECES])


def table(texts: list[tuple[str, str]]) -> dict[str, list[int]]:
    """Whole-number weights: learnt once to choose the pieces, and again with the chosen ones."""
    counts = Counter(piece for text, _ in texts for piece in pieces_of(text))
    kept = sorted(piece for piece, count in counts.items() if count >= FEWEST)
    if len(kept) > MOST_PIECES:
        kept = telling(counts, kept, learn(texts, kept))
    rows = zip(kept, learn(texts, kept), strict=True)
    return {piece: [round(weight * UNIT) for weight in row] for piece, row in rows}


def main() -> None:
    texts = list(messages())
    learnt = table(texts)
    lines = (f"{json.dumps(k, ensure_ascii=False)}:{json.dumps(v, separators=(',', ':'))}"
             for k, v in learnt.items())  # fmt: skip
    written = f'{{"digest":"{digest(texts)}","pieces":{{\n' + ",\n".join(lines) + "\n}}\n"
    TABLE.write_text(written, encoding="utf-8")
    print(f"{len(learnt)} pieces, {TABLE.stat().st_size // 1024} KiB: {TABLE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
