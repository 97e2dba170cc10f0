"""How long did the turns of all conversations take? Told at the end of a run.

A run may have several processes; each tells the one that started it.
"""

import statistics
from typing import Any

import pytest

TOOK = pytest.StashKey[list[float]]()
"""Seconds of each turn, from the message to the last answer."""


def pytest_sessionfinish(session: pytest.Session) -> None:
    """One of several processes tells the one that started them how long its turns took."""
    told = getattr(session.config, "workeroutput", None)
    if told is not None:
        told["took"] = session.config.stash.get(TOOK, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A process of the run ended: its turns count with those of the others."""
    node.config.stash.setdefault(TOOK, []).extend(getattr(node, "workeroutput", {}).get("took", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    took = sorted(terminalreporter.config.stash.get(TOOK, []))
    if len(took) > 1:
        p50, p95 = statistics.median(took), took[int(0.95 * (len(took) - 1))]
        line = f"{len(took)} turns, p50 {1000 * p50:.0f} ms, p95 {1000 * p95:.0f} ms"
        terminalreporter.write_line(f"conversations: {line}")
