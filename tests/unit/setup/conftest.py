"""A folder of each test's own, outside pytest's.

Another run of pytest that starts shuts pytest's folder to everybody else, and under root the
database server is somebody else.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """An empty folder that is gone afterwards, also when a child of ours still writes into it."""
    with tempfile.TemporaryDirectory(prefix="goodfaith-", ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()
