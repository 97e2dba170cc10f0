"""What a long-running process has loaded is out of the garbage collector's sight."""

import gc

import pytest

from bot.cli.commands import keep_loaded


@pytest.fixture
def thawed():
    gc.unfreeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
def test_what_is_loaded_is_not_looked_through_again():
    kept = [[number] for number in range(1000)]
    keep_loaded()
    assert gc.get_freeze_count() > 1000
    assert not any(each is kept for each in gc.get_objects())
