"""Does a change that needs a new model change the fingerprint, and a change of wording not?"""

import subprocess
import sys
from pathlib import Path

import pytest

from engine.fingerprint import fingerprint, meaning

DOMAIN = """\
# a comment
version: "3.1"
intents:
- greet
responses:
  utter_greet:
  - condition: [{type: slot, name: language, value: en}]
    text: "Hello"
  - text: |-
      Hello

      utter_trap: not a key
  utter_bye:  # kind
    - text: Bye
actions:
- action_one
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "domain").mkdir()
    (tmp_path / "data" / "en").mkdir(parents=True)
    (tmp_path / "config.yml").write_text("recipe: default.v1\n")
    (tmp_path / "domain" / "a.yml").write_text(DOMAIN)
    (tmp_path / "data" / "en" / "nlu.yml").write_text("nlu:\n- intent: greet\n")
    return tmp_path


def of(folder: Path) -> str:
    return fingerprint(folder / "config.yml", folder / "domain", [folder / "data"])


def test_the_meaning_of_a_domain_is_its_keys():
    lines = list(meaning(DOMAIN))
    assert "utter_greet" in lines
    assert "utter_bye" in lines
    assert not any("Hello" in line or "trap" in line for line in lines)
    assert lines[-2:] == ["actions:", "- action_one"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('text: "Hello"', 'text: "Good day"'),
        ("text: Bye", "text: See you"),
        ("      Hello\n", "      Hi\n      there\n"),
        ("# a comment", "# another"),
        ("# kind", "# kinder"),
    ],
)
def test_wording_and_comments_need_no_training(files, before, after):
    old = of(files)
    assert before in DOMAIN
    (files / "domain" / "a.yml").write_text(DOMAIN.replace(before, after))
    assert of(files) == old


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("utter_bye", "utter_goodbye"),
        ("- greet", "- greet\n- bye"),
        ("action_one", "action_two"),
        ("  utter_bye:  # kind\n    - text: Bye\n", ""),
    ],
)
def test_keys_intents_and_actions_do(files, before, after):
    old = of(files)
    (files / "domain" / "a.yml").write_text(DOMAIN.replace(before, after))
    assert of(files) != old


def test_examples_and_pipeline_do_but_places_do_not(files, tmp_path_factory):
    old = of(files)
    twin = tmp_path_factory.mktemp("twin") / "there"
    files.rename(twin)
    assert of(twin) == old
    (twin / "data" / "en" / "nlu.yml").write_text("nlu:\n- intent: greet\n  examples: ''\n")
    changed = of(twin)
    assert changed != old
    (twin / "config.yml").write_text("recipe: default.v1\nlanguage: en\n")
    assert of(twin) not in {old, changed}


def test_it_runs_without_rasa_and_quickly():
    code = "import sys, engine.fingerprint; print('rasa' in sys.modules, 'yaml' in sys.modules)"
    nlu = Path(__file__).parents[3] / "nlu"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=nlu, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False"]
