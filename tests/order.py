"""Which tests begin? The longest files, so that no process is left alone with one at the end.

A file is given to one process as a whole, the next one to whichever is free. What holds an engine
of its own comes one after the other; pure tests, which take no time, fill what is left.
"""

import pytest

FIRST = (
    "tests/dialogs/test_conversations.py",
    "tests/integration/",
    "tests/web/",
    "tests/dialogs/",
    "tests/contract/",
)
"""Files whose tests run the engine, the product's own processes, a browser or a database."""


def rank(nodeid: str) -> int:
    """The place of a test's file; all others come last."""
    return next((n for n, name in enumerate(FIRST) if nodeid.startswith(name)), len(FIRST))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: rank(item.nodeid))
