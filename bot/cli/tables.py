"""How does a command show rows? In tables that need neither colour nor width."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text


def line(console: Console, text: str) -> None:
    """A line as it stands: no markup in it, wrapped at the width."""
    console.print(Text(text))


def table(*columns: str, right: Iterable[str] = ()) -> Table:
    """A table of columns alone: it reads the same without colour, and in a file."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in columns:
        made.add_column(name, justify="right" if name in right else "left", overflow="fold")
    return made


def row(made: Table, *cells: Any) -> None:
    """A row of plain texts."""
    made.add_row(*(Text(str(cell)) for cell in cells))
