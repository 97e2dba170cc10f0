"""Which rows does a CSV file have, on which lines, and which cannot be used as rows at all?

Comma or semicolon, quoted cells over several lines, header names in any case. Nothing here knows
what a cell means; `bot.portfolio.columns` does.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from bot.portfolio.columns import COLUMNS, REQUIRED, quoted

SAVE_AS: Final = 'save the file as "CSV UTF-8 (comma delimited)" and import that'
_SEPARATOR_LINE: Final = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)
_FOREIGN: Final = (
    ("PK\x03\x04", "This is a spreadsheet workbook, not a CSV file: open it and "),
    ("%PDF", "This is a PDF document, not a CSV file: take the table from its source and "),
    ("{", "This looks like JSON, not CSV: "),
    ("[", "This looks like JSON, not CSV: "),
    ("<", "This looks like a web page or XML, not CSV: "),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file that keeps a row out: where it is, and what to do about it."""

    line: int
    column: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the file as trimmed text by column, with the line on which it starts."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file and what is wrong with the file and the form of its rows."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]


def read_sheet(text: str) -> Sheet:
    """Split the text of a file into rows. Never raises on content."""
    text = text.removeprefix("\ufeff")
    refusal = _not_csv(text)
    if refusal is not None:
        return Sheet((), (refusal,))
    problems: list[Problem] = []
    lines = _lines(text, _delimiter(text), problems)
    first = next(lines, None)
    if first is None:
        return Sheet((), tuple(problems) or (Problem(1, None, "The file is empty."),))
    names = [_column_name(cell) for cell in first[1]]
    while names and not names[-1]:
        names.pop()
    problems += _header_problems(first[0], names)
    if set(REQUIRED) - set(names) or len(set(names)) < len(names):
        return Sheet((), tuple(problems))
    records = tuple(_records(lines, names, problems))
    if not records and not problems:
        reason = "The file has a header but no rows: add one row for each debt."
        problems.append(Problem(first[0], None, reason))
    return Sheet(records, tuple(problems))


def _not_csv(text: str) -> Problem | None:
    """The problem of a file that holds something else than CSV."""
    if not text.strip():
        reason = "The file is empty: write a header line and one row for each debt."
        return Problem(1, None, reason)
    for start, what in _FOREIGN:
        if text.lstrip().startswith(start):
            return Problem(1, None, what + SAVE_AS + ".")
    line, header = _first_line(text)
    if "\0" in header:
        reason = f"This is not plain UTF-8 text (it has NUL bytes): {SAVE_AS}."
        return Problem(line, None, reason)
    if "\t" in header and not {",", ";"} & set(header):
        reason = f"The columns are separated by tabs, not by commas or semicolons: {SAVE_AS}."
        return Problem(line, None, reason)
    return None


def _first_line(text: str) -> tuple[int, str]:
    """The number and text of the first line with anything on it, a `sep=` line left out."""
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if line.strip() and not _SEPARATOR_LINE.fullmatch(line):
            return number, line
    return 1, ""


def _delimiter(text: str) -> str:
    """Comma or semicolon, whichever separates the names of the header."""
    bare = re.sub(r'"[^"]*"', "", _first_line(text)[1])
    return ";" if bare.count(";") > bare.count(",") else ","


def _lines(text: str, delimiter: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of the line on which it starts."""
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter=delimiter, strict=True, skipinitialspace=True)
    started = False
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(Problem(line, None, _in_plain_words(str(error))))
            if started:
                continue
            return
        separator = not started and _SEPARATOR_LINE.fullmatch(delimiter.join(cells))
        if separator or not any(cell.strip() for cell in cells):
            continue
        started = True
        yield line, cells


def _in_plain_words(error: str) -> str:
    if "unexpected end" in error or "field limit" in error:
        return (
            "A quotation mark is opened in this row and never closed, so what follows cannot be "
            'read: close it, and write a quotation mark inside a text twice ("").'
        )
    return (
        "A quotation mark in this row is followed by text: put the whole cell in quotation marks "
        'and write one inside it twice ("").'
    )


def _column_name(cell: str) -> str:
    return re.sub(r"[\s-]+", "_", cell.strip().lower())


def _header_problems(line: int, names: list[str]) -> Iterator[Problem]:
    """What is wrong with the names of the columns."""
    if not set(names) & set(COLUMNS):
        reason = (
            "The first line names none of our columns: is this the right file? It must start with "
            f"a header such as {','.join(COLUMNS[:4])},…"
        )
        yield Problem(line, None, reason)
        return
    for place, name in enumerate(names, start=1):
        if not name:
            yield Problem(line, None, f"Column {place} has no name: name it or take it out.")
        elif name in names[: place - 1]:
            yield Problem(line, name, "This column stands twice: keep one of them.")
        elif name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, n=1, cutoff=0.75)
            hint = f'write "{near[0]}", or ' if near else ""
            reason = f"We do not know this column: {hint}take it out."
            yield Problem(line, quoted(name)[1:-1], reason)
    for name in REQUIRED:
        if name not in names:
            yield Problem(line, name, "This column is missing: add it to the header.")


def _records(
    lines: Iterator[tuple[int, list[str]]], names: list[str], problems: list[Problem]
) -> Iterator[Record]:
    """The rows that have one readable cell for each column."""
    for line, cells in lines:
        while len(cells) > len(names) and not cells[-1].strip():
            cells.pop()
        if len(cells) != len(names):
            reason = (
                f"This row has {len(cells)} cells and the header has {len(names)}: put a text or "
                "an amount that contains the separator in quotation marks, and leave no cell out."
            )
            problems.append(Problem(line, None, reason))
            continue
        row = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
        garbled = [
            Problem(line, name, harm) for name, cell in row.items() if (harm := _garbled(cell))
        ]
        problems += garbled
        if not garbled:
            yield Record(line, row)


def _garbled(cell: str) -> str | None:
    """Why the characters of a cell cannot be what was meant; None when they can."""
    if cell.isascii() and cell.isprintable():
        return None
    if "\0" in cell:
        return "has a NUL byte: the file was damaged on its way, so export it again."
    kinds = {unicodedata.category(character) for character in cell if character not in "\t\r\n"}
    if "Cc" in kinds:
        return "has an invisible control character: type the cell again."
    if "\ufffd" in cell or "Cs" in kinds or _mistaken_encoding(cell):
        return (
            f"{quoted(cell)} has lost its accents: the file "
            f"was taken for another encoding (often Windows-1252), so {SAVE_AS}."
        )
    return None


def _mistaken_encoding(cell: str) -> bool:
    """Is this UTF-8 that was read as Windows-1252, such as "JoÃ£o"?"""
    if cell.isascii():
        return False
    try:
        cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return False
    return True
