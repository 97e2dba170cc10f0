"""Rasa's own checks on our flows: `rasa data validate` with no warning, `rasa test` on stories."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.launch import training
from bot.settings import Settings

STORIES = training.ENGINE / "tests" / "stories"
FEWEST = 25


def engine(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(training.ENGINE / ".venv" / "bin" / "python"), "-m", *arguments]
    environment = training.engine_environment()
    return subprocess.run(
        command, cwd=training.ENGINE, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def model() -> Path:
    return training.ensure_model(Settings(mode="test"))


def told(model: Path, stories: Path) -> dict[str, Any]:
    done = engine("engine.stories", "--model", str(model), str(stories))
    assert done.stdout, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_domain_flows_and_examples_fit_without_a_warning():
    done = engine("engine.validate")
    assert done.stdout.strip() == "everything fits", done.stdout
    assert done.returncode == 0


def test_every_story_goes_as_it_is_written(model):
    found = told(model, STORIES)
    assert found["failed"] == ""
    assert found["stories"] >= FEWEST


def test_a_story_that_goes_otherwise_is_found(model, tmp_path):
    text = (STORIES / "test_account.yml").read_text(encoding="utf-8")
    wrong = text.replace("action: action_show_breakdown", "action: action_show_balance")
    assert wrong != text
    (tmp_path / "test_wrong.yml").write_text(wrong, encoding="utf-8")
    found = told(model, tmp_path)
    assert "predicted: action_show_breakdown" in found["failed"]
    assert "a promise whose day is asked" not in found["failed"]
