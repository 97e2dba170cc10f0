"""Lines for whoever keeps the product running: in the log once what they tell of has been kept."""

from __future__ import annotations

import structlog

log = structlog.get_logger()


class Alarms:
    """The lines of one transaction. What is undone is not told."""

    def __init__(self) -> None:
        self._lines: list[tuple[str, dict[str, str | int | None]]] = []

    def add(self, kind: str, data: dict[str, str | int | None]) -> None:
        """Keep a line till the transaction has committed."""
        self._lines.append((kind, data))

    def tell(self) -> None:
        """It has committed: write the lines, each once."""
        lines, self._lines = self._lines, []
        for kind, data in lines:
            log.warning(kind, **data)
