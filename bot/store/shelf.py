"""What does one table in memory hold, and what does it refuse? What PostgreSQL would.

The table itself says which columns are required and unique, which are times and which are JSON.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.tables import MAPPED, MOST

LONGEST_KEY = 2_700
"""Bytes that an index holds. PostgreSQL may squeeze a longer text into it, and may not."""
KEYS = (Index, UniqueConstraint, PrimaryKeyConstraint)
Row = dict[str, Any]
Key = tuple[Any, ...]


class Refused(Exception):
    """The database would not take this row; the text names the table and what is wrong."""


class Taken(Refused):
    """A unique key exists already."""


class Shelf:
    """One table: what was committed, in the order in which it came."""

    def __init__(self, record: type[Any]) -> None:
        self.record = record
        self.table, self.order = MAPPED[record]
        self.rows: dict[Key, Row] = {}
        self._number = itertools.count(1)

    @property
    def columns(self) -> list[Column[Any]]:
        """The table's columns."""
        return list(self.table.columns)

    def key(self, row: Row) -> Key:
        """The row's primary key."""
        return tuple(row[column.name] for column in self.table.primary_key)

    def give_number(self, record: Any) -> None:
        """A new record gets the next number where the table counts its rows."""
        for column in self.columns:
            if column.identity is not None and getattr(record, column.name) is None:
                setattr(record, column.name, next(self._number))

    def stored(self, record: Any) -> Row:
        """The record as its row would hold it. Refused when the table would not take it."""
        return {c.name: _stored(self.table, c, getattr(record, c.name)) for c in self.columns}

    def clash(self, row: Row, others: Iterator[Row]) -> str | None:
        """The name of a unique key that another row has already, or None."""
        uniques = [
            tuple(column.name for column in rule.columns)
            for rule in self.table.constraints
            if isinstance(rule, (UniqueConstraint, PrimaryKeyConstraint))
        ]
        for other in others:
            for names in uniques:
                same = all(row[n] is not None and row[n] == other[n] for n in names)
                if same:
                    return f"{self.table.name}: {', '.join(names)}"
        return None


def _stored(table: Table, column: Column[Any], value: Any) -> Any:
    """One value as PostgreSQL would hand it back."""
    where = f"{table.name}.{column.name}"
    if value is None:
        if not column.nullable:
            raise Refused(f"{where} is required")
        return None
    if isinstance(column.type, DateTime):
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise Refused(f"{where} needs a time with a zone, not {value!r}")
        return value.astimezone(UTC)
    if isinstance(column.type, JSONB):
        return json.loads(_written(where, json.dumps(value)))
    if isinstance(column.type, Integer) and abs(value) > MOST[type(column.type)]:
        raise Refused(f"{where} is out of range: {value}")
    if not isinstance(value, str):
        return value
    if len(_written(where, str(value)).encode()) > LONGEST_KEY and _is_looked_up(table, column):
        raise Refused(f"{where}: an index row holds no text of {len(value)} characters")
    return str(value)


def _is_looked_up(table: Table, column: Column[Any]) -> bool:
    """Does an index hold this column?"""
    rules = [*table.indexes, *table.constraints]
    keys = (rule for rule in rules if isinstance(rule, KEYS))
    return any(column.name in rule.columns for rule in keys)


def _written(where: str, text: str) -> str:
    if "\x00" in text or "\\u0000" in text:
        raise Refused(f"{where} cannot hold the character NUL")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Refused(f"{where}: {error}") from error
    return text


def copied(row: Row) -> Row:
    """The row with JSON values of its own, which its owner may change."""
    return {
        name: json.loads(json.dumps(value)) if isinstance(value, (dict, list)) else value
        for name, value in row.items()
    }


def held(record: Any, shelf: Shelf) -> Row:
    """The very values that the record holds now."""
    return {column.name: getattr(record, column.name) for column in shelf.columns}
