"""The demonstration portfolio is loaded once into each database."""

import os
import stat

import pytest

from bot.launch.first_start import FirstStart, logins_told

LOGINS = [{"login": "ana", "password": "x", "role": "agent"}]


@pytest.fixture
def data(tmp_path):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("18")
    return tmp_path


def test_loaded_once(data):
    assert FirstStart(data, None).logins() is None
    FirstStart(data, None).is_done(LOGINS)
    assert FirstStart(data, None).logins() == LOGINS
    assert stat.S_IMODE((data / "run" / "portfolio.json").stat().st_mode) == 0o600


def test_another_database_is_loaded_again(data):
    FirstStart(data, None).is_done(LOGINS)
    assert FirstStart(data, "postgresql://db.example/x").logins() is None
    os.utime(data / "postgres" / "PG_VERSION", (1, 1))
    assert FirstStart(data, None).logins() is None


def test_logins_are_read_from_what_the_command_tells():
    assert logins_told('loading\n{"logins": [{"login": "ana"}]}\n') == [{"login": "ana"}]
    assert logins_told("35 people loaded") == []
