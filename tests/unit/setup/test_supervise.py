"""The supervisor with a real database and stand-ins for web, worker and engine."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from bot.launch.ground import prepared
from bot.launch.watch import StartError
from bot.settings import ROOT, Settings

pytestmark = pytest.mark.database
FAKE_DEMO = Path(__file__).parent / "fake_demo.py"
PATIENCE = 60.0


@pytest.fixture
def place(tmp_path):
    return tmp_path / "var"


@pytest.fixture
def start(place):
    started = []

    def start_demo(**more):
        environment = {
            **os.environ,
            "GOODFAITH_DATA": str(place),
            "PYTHONPATH": str(ROOT),
            "PORT": str(more.pop("port", free_port())),
            "TELEGRAM_TOKEN": "12345:a-provider-s-secret",
            **more,
        }
        environment.pop("DATABASE_URL", None)
        process = subprocess.Popen(
            [sys.executable, str(FAKE_DEMO)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start_demo
    for process in started:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, what):
    give_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < give_up, what
        time.sleep(0.05)


def read_until(process, words):
    said = []
    for line in process.stdout:
        said.append(line)
        if words in line:
            return "".join(said)
    raise AssertionError("".join(said))


def parts(process):
    return psutil.Process(process.pid).children(recursive=True)


def postmaster(place):
    return psutil.Process(int((place / "postgres" / "postmaster.pid").read_text().split()[0]))


def test_ctrl_c_ends_all_of_it_cleanly(start, place):
    demo = start()
    said = read_until(demo, "The simulator needs no login.")
    everything = [*parts(demo), postmaster(place)]
    assert len(everything) >= 5
    assert "/simulator" in said
    assert "ana / x  (agent)" in said

    demo.send_signal(signal.SIGINT)
    rest, _ = demo.communicate(timeout=15)

    assert demo.returncode == 0
    assert "Traceback" not in rest
    assert rest.strip().endswith("stopped")
    assert not [process for process in everything if alive(process)]
    assert not (place / "run" / "children.json").exists()


def test_a_killed_supervisor_leaves_no_orphans(start, place):
    demo = start()
    read_until(demo, "The simulator needs no login.")
    everything = [*parts(demo), postmaster(place)]

    demo.kill()
    demo.communicate(timeout=PATIENCE)

    until(lambda: not any(alive(process) for process in everything), "an orphan lives")


def alive(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_child_that_dies_is_started_again_and_it_is_said(start, place):
    demo = start()
    read_until(demo, "The simulator needs no login.")
    os.kill(int((place / "web.pid").read_text()), signal.SIGKILL)
    said = read_until(demo, "web: runs again")
    assert "web: ended unexpectedly (signal 9); starting it again in 1 s." in said


def test_a_part_that_cannot_start_is_told_with_its_last_words(start, place):
    demo = start(FAKE_BROKEN="web")
    said, _ = demo.communicate(timeout=PATIENCE)
    assert demo.returncode == 1
    assert "web ended while starting:\n    the roof is on fire" in said
    assert "Traceback" not in said
    assert not (place / "postgres" / "postmaster.pid").exists()


def test_the_addresses_are_told_when_everything_answers_and_not_before(start, place):
    demo = start(FAKE_LATE="3")
    said = read_until(demo, "The simulator needs no login.")
    assert int((place / "ready.asked").read_text()) == 4
    assert said.index("everything answers") < said.index("Goodfaith is ready.")


def test_a_start_that_never_gets_ready_names_what_is_down(start, place):
    demo = start(FAKE_LATE="100000", FAKE_PATIENCE="2")
    said, _ = demo.communicate(timeout=PATIENCE)
    assert demo.returncode == 1
    assert "not everything answered within 2 s" in said
    assert '{"jobs": "down"}' in said
    assert "Goodfaith is ready." not in said
    assert not (place / "postgres" / "postmaster.pid").exists()


def test_two_demonstrations_on_one_folder_do_not_collide(start, place):
    demo = start()
    read_until(demo, "The simulator needs no login.")
    second = start()
    said, _ = second.communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert f"A demonstration runs on {place} already (process {demo.pid})" in said


def test_the_engine_is_told_no_providers_secret(start, place):
    demo = start()
    read_until(demo, "The simulator needs no login.")
    engine = json.loads((place / "engine.env").read_text())
    web = json.loads((place / "web.env").read_text())
    assert "12345:a-provider-s-secret" not in engine.values()
    assert "DATABASE_URL" not in engine
    assert engine["GOODFAITH_ACTIONS_URL"] == f"http://127.0.0.1:{web['PORT']}/internal/actions"
    assert engine["GOODFAITH_ENGINE_SECRET"] == web["GOODFAITH_ENGINE_SECRET"]
    assert web["DATABASE_URL"].startswith("postgresql+psycopg://")
    assert web["GOODFAITH_MODE"] == "demo"


def test_a_busy_port_is_one_clear_sentence(tmp_path):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(StartError, match=f"port {port} on 127.0.0.1 cannot be used") as told:
            prepared(Settings(data=tmp_path, port=port))
    assert "\n" not in str(told.value)


def test_no_demonstration_in_production(tmp_path):
    with pytest.raises(StartError, match="GOODFAITH_MODE is production"):
        prepared(Settings(data=tmp_path, mode="production"))


def test_a_database_of_ones_own_does_not_make_it_production(tmp_path):
    settings = Settings(data=tmp_path, port=0, database_url="postgresql://nowhere/none")
    assert settings.mode == "production"
    assert prepared(settings).mode == "demo"
