"""Are models made whole or not at all, and is what does not fit found before?"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.validate import validate

NLU = Path(__file__).resolve().parents[1]
FIXTURES = Path(__file__).resolve().parent / "fixtures"


@pytest.fixture
def bot(tmp_path):
    """A copy of the fixture bot that a test may spoil."""
    shutil.copytree(FIXTURES, tmp_path / "bot")
    return tmp_path / "bot"


def train(bot, out):
    command = [sys.executable, "-m", "engine.train", "--out", str(out)]
    command += ["--data", str(bot / "data"), "--domain", str(bot / "domain")]
    command += ["--config", str(bot / "config.yml")]
    done = subprocess.run(command, cwd=NLU, capture_output=True, text=True, check=False)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def spoil(path, before, after):
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def test_training_tells_its_steps_and_leaves_one_file(bot, tmp_path):
    code, lines = train(bot, tmp_path / "out")
    assert code == 0
    steps = [line["step"] for line in lines if "step" in line]
    assert len(steps) >= 4
    assert steps == sorted(steps)
    assert steps[0] > 0
    assert steps[-1] <= 100
    assert any("IntentModel" in line.get("what", "") for line in lines)
    left = [path.name for path in (tmp_path / "out").iterdir()]
    assert left == [f"{lines[-1]['fingerprint']}.tar.gz"]
    again, told = train(bot, tmp_path / "out")
    assert again == 0
    assert len(told) == 1
    assert told[0]["seconds"] < 1


def test_contradicting_rules_leave_no_model(bot, tmp_path):
    more = "  - rule: other greeting\n    steps:\n      - intent: greet\n"
    rules = bot / "data" / "rules.yml"
    rules.write_text(rules.read_text() + more + "      - action: action_balance\n")
    code, lines = train(bot, tmp_path / "out")
    assert code == 1
    assert "error" in lines[-1]
    assert list((tmp_path / "out").iterdir()) == []


def problems(bot):
    return validate(bot / "config.yml", bot / "domain", [bot / "data"])


def test_what_does_not_fit_is_found(bot):
    before = problems(bot)
    assert before == [
        "The intent 'affirm' is not used in any story or rule.",
        "The intent 'odd' is not used in any story or rule.",
    ]
    domain = bot / "domain" / "bot.yml"
    spoil(domain, "intents: [greet,", "intents: [greet, silent,")
    spoil(domain, "      condition: [{type: slot, name: language, value: pt}]\n", "")
    spoil(domain, '    - text: "Olá"\n', "")
    spoil(bot / "data" / "rules.yml", "action: action_chain", "action: action_chian")
    spoil(bot / "data" / "nlu.yml", "      - hello\n", "      - hello\n      - my balance\n")
    spoil(bot / "config.yml", "unhandled_action: action_unhandled", "unhandled_action: action_x")
    found = "\n".join(problems(bot))
    assert "'action_x' is not in the domain" in found
    assert "intent 'silent' has no examples" in found
    assert "utter_greet has no 'pt' variant" in found
    assert "action_chian" in found
    assert "my balance" in found
