"""When a model is trained, when not, and what is said when it fails."""

import sys
import threading

import pytest

from bot.launch import training
from bot.launch.training import Progress, TrainingError, ensure_model
from bot.settings import Settings

FAKE_ENGINE = """
import json, os, pathlib, sys, time
place = pathlib.Path(__file__).parent
with (place / "calls").open("a") as calls:
    calls.write(sys.argv[2] + "\\n")
if sys.argv[2] == "engine.fingerprint":
    print("cafe02" if (place / "edited").exists() else "cafe01")
else:
    if (place / "broken").exists():
        print("no examples for greet", file=sys.stderr)
        sys.exit(1)
    out = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
    print("a stray line")
    for step in (1, 2):
        print(json.dumps({"step": step, "of": 2, "what": f"part {step}"}), flush=True)
        time.sleep(0.2)
    name = "cafe02" if (place / "edited").exists() else "cafe01"
    (out / f"{name}.tar.gz").write_text("a model")
    if (place / "edit").exists():
        (place / "edited").touch()
"""


@pytest.fixture
def engine(tmp_path, monkeypatch):
    """A stand-in for the engine's Python: notes what it was asked to run."""
    script = tmp_path / "python"
    script.write_text(f"#!{sys.executable}\n{FAKE_ENGINE}")
    script.chmod(0o755)
    monkeypatch.setattr(training, "ENGINE_PYTHON", script)
    return tmp_path


@pytest.fixture
def settings(tmp_path):
    return Settings(data=tmp_path / "var", models=tmp_path / "models")


def calls(engine):
    return (engine / "calls").read_text().split()


def test_trains_once_and_reuses_what_fits(engine, settings):
    seen = []
    path = ensure_model(settings, seen.append)
    assert path == settings.models / "cafe01.tar.gz"
    assert [step for step in seen if step.of] == [
        Progress("part 1", 1, 2),
        Progress("part 2", 2, 2),
    ]
    assert ensure_model(settings) == path
    assert calls(engine).count("engine.train") == 1


def test_two_at_once_train_once(engine, settings):
    others = [threading.Thread(target=ensure_model, args=(settings,)) for _ in range(3)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert calls(engine).count("engine.train") == 1


def test_data_edited_during_a_training_is_trained_again(engine, settings):
    (engine / "edit").touch()
    assert ensure_model(settings).name == "cafe02.tar.gz"
    assert calls(engine).count("engine.train") == 2


def test_a_failure_shows_what_the_training_said(engine, settings):
    (engine / "broken").touch()
    with pytest.raises(TrainingError, match="no examples for greet"):
        ensure_model(settings)


def test_a_missing_environment_is_said(settings, monkeypatch, tmp_path):
    monkeypatch.setattr(training, "ENGINE_PYTHON", tmp_path / "nothing")
    with pytest.raises(TrainingError, match="make setup"):
        ensure_model(settings)


def test_the_engines_environment_has_no_secrets(monkeypatch):
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "secret")
    monkeypatch.setenv("DATABASE_URL", "secret")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    environment = training.engine_environment()
    assert "secret" not in environment.values()
    assert environment["LC_ALL"] == "C.UTF-8"
    assert environment["RASA_TELEMETRY_ENABLED"] == "false"
