"""Every conversation that is written down in the folders beside this file, held for real."""

from pathlib import Path

import pytest
import yaml

from tests.dialogs.person import World
from tests.dialogs.talk import Talk
from tests.meta.house import INTENTS, LANGUAGES, TOPICS

HERE = Path(__file__).parent


def written(path: Path) -> list[dict]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


CONVERSATIONS = [
    pytest.param(told, id=f"{path.parent.name}-{path.stem}: {told['name']}")
    for path in sorted(HERE.glob("*/*.yml"))
    for told in written(path)
]


def test_every_intent_is_talked_about_in_both_languages():
    assert {path.parent.name for path in HERE.glob("*/*.yml")} == TOPICS
    wanted = {(intent, lang) for names in INTENTS.values() for intent in names.split()
              for lang in LANGUAGES}  # fmt: skip
    held = {
        (told["row"], path.stem)
        for path in HERE.glob("*/*.yml")
        for told in written(path)
        if "row" in told
    }
    assert held == wanted


@pytest.mark.parametrize("told", CONVERSATIONS)
def test_conversation(world: World, told: dict):
    talk = Talk(world, told)
    for number, turn in enumerate(told["turns"], start=1):
        try:
            talk.turn(turn)
        except AssertionError as error:
            deed = {name: turn[name] for name in turn if name in ("says", "taps", "agent")}
            error.add_note(f"in turn {number}: {deed}")
            raise
