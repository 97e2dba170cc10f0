"""The embedded PostgreSQL: who starts it, who stops it, what it says when it cannot."""

import os
import signal
import subprocess
import sys
import time

import psutil
import psycopg
import pytest

from bot.settings import ROOT, Settings
from bot.store.embedded import DatabaseError, EmbeddedDatabase, database

pytestmark = pytest.mark.database


def answers(url):
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        return connection.execute("select 1").fetchone() == (1,)


def postmaster(data):
    return psutil.Process(int((data / "postgres" / "postmaster.pid").read_text().split()[0]))


def alive(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def until_dead(process):
    for _ in range(100):
        if not alive(process):
            return
        time.sleep(0.1)
    raise AssertionError("it lives")


def test_the_last_to_leave_stops_it(tmp_path):
    first, second = EmbeddedDatabase(tmp_path), EmbeddedDatabase(tmp_path)
    first.attach()
    second.attach()
    server = postmaster(tmp_path)
    assert first.url == second.url
    first.leave()
    assert answers(second.url)
    second.leave()
    assert not alive(server)


def test_a_killed_holder_neither_stops_it_nor_keeps_it(tmp_path):
    code = "import sys, time; from pathlib import Path; from bot.store.embedded import *; "
    code += f"EmbeddedDatabase(Path({str(tmp_path)!r})).attach(); print('on'); time.sleep(60)"
    with EmbeddedDatabase(tmp_path) as ours:
        other = subprocess.Popen(
            [sys.executable, "-uc", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert other.stdout.readline() == "on\n"
        other.kill()
        other.communicate()
        assert answers(ours.url)
        server = postmaster(tmp_path)
    assert not alive(server)


def test_a_database_of_ones_own_is_left_alone(tmp_path):
    settings = Settings(data=tmp_path, database_url="postgresql://db.example/goodfaith")
    with database(settings) as url:
        assert url == "postgresql+psycopg://db.example/goodfaith"
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_died_is_started_again(tmp_path):
    with EmbeddedDatabase(tmp_path) as ours:
        assert not ours.ensure_running()
        server = postmaster(tmp_path)
        server.send_signal(signal.SIGQUIT)
        until_dead(server)
        assert ours.ensure_running()
        assert answers(ours.url)


def test_a_stale_pid_of_another_process_is_no_server(tmp_path):
    with EmbeddedDatabase(tmp_path) as ours:
        path = ours.folder / "postmaster.pid"
        before = path.read_text().splitlines()
    path.write_text("\n".join([str(os.getpid()), *before[1:]]))
    with EmbeddedDatabase(tmp_path) as ours:
        assert answers(ours.url)


def test_the_keeper_leaves_when_its_input_ends(tmp_path):
    keeper = subprocess.Popen(
        [sys.executable, "-m", "bot.store.embedded", str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert '"ready": true' in keeper.stdout.readline()
    server = postmaster(tmp_path)
    keeper.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert alive(server)
    keeper.communicate(timeout=20)
    assert keeper.returncode == 0
    assert not alive(server)


def test_a_path_with_a_space_is_refused_clearly(tmp_path):
    with pytest.raises(DatabaseError, match="contains a space; set GOODFAITH_DATA"):
        EmbeddedDatabase(tmp_path / "my data").attach()


def test_another_version_is_refused_clearly(tmp_path):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(DatabaseError, match="made by PostgreSQL 16"):
        EmbeddedDatabase(tmp_path).attach()


def test_a_path_too_long_for_a_socket_works(tmp_path):
    with EmbeddedDatabase(tmp_path / ("long" * 30)) as ours:
        assert answers(ours.url)
