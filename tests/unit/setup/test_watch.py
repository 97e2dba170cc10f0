"""Back-off, and what an earlier run has left behind."""

import subprocess
import sys
import time

import pytest

from bot.launch import children
from bot.launch.watch import Child


@pytest.fixture
def child(tmp_path):
    return Child("web", ["true"], tmp_path, {}, tmp_path / "web.log", started=time.monotonic())


def test_the_pause_doubles_up_to_half_a_minute(child):
    assert [child.pause() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_one_that_ran_well_begins_anew(child):
    for _ in range(5):
        child.pause()
    child.started = time.monotonic() - 120
    assert child.pause() == 1


def test_what_was_left_behind_is_ended(tmp_path):
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    children.Register(tmp_path / "run.json").add("web", sleeper.pid)
    assert children.Register(tmp_path / "run.json").end_stale() == ["web"]
    assert sleeper.wait(5) is not None
    assert not (tmp_path / "run.json").exists()


def test_a_number_that_was_used_again_is_left_alone(tmp_path):
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    register = children.Register(tmp_path / "run.json")
    register.add("web", sleeper.pid)
    register.running["web"] = (sleeper.pid, 12345.0)
    register._write()
    assert register.end_stale() == []
    assert sleeper.poll() is None
    sleeper.kill()
    sleeper.wait()


def test_only_the_last_words_of_this_run_are_shown(tmp_path):
    log = tmp_path / "web.log"
    log.write_text("old\n")
    before = children.size(log)
    with children.open_log(log) as file:
        file.write(b"one\ntwo\n")
    assert children.tail(log, since=before) == "    one\n    two"


def test_a_large_log_is_set_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(children, "ROTATE_AT", 10)
    log = tmp_path / "web.log"
    log.write_text("much too much\n")
    children.open_log(log).close()
    assert log.read_text() == ""
    assert (tmp_path / "web.log.1").exists()
