"""What pytest's results say of the conversations."""

import json
import sys

import pytest

from bot.evaluation import dialogs

RESULTS = """<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest">
<testcase name="test_every_intent_is_talked_about_in_both_languages"/>
<testcase name="test_conversation[plan-en: asks &quot;why&quot; twice]"/>
<testcase name="test_conversation[plan-pt: aceita: a segunda]">
<failure message="AssertionError: no reply&#10;more">E   in turn 3: {'says': 'sim'}
elsewhere</failure></testcase>
<testcase name="test_conversation[rights-pt: uma]"><error message="no database"/></testcase>
</testsuite></testsuites>"""


def test_passed_and_failed_by_topic():
    found = dialogs.summary(RESULTS)
    assert (found["held"], found["passed"], found["share"]) == (2, 1, 0.5)
    assert found["topics"] == {"plan": {"held": 2, "passed": 1}}
    (failed,) = found["failed"]
    assert (failed["topic"], failed["language"]) == ("plan", "pt")
    assert failed["name"] == "aceita: a segunda"
    assert failed["why"] == "AssertionError: no reply (in turn 3: {'says': 'sim'})"


def test_nothing_held_is_no_division_by_nothing():
    assert dialogs.summary("<testsuites/>")["share"] == 0.0


async def test_what_is_missing_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(dialogs, "SUITE", "tests/nowhere.py")
    found = await dialogs.hold(tmp_path, tmp_path / "log", print)
    assert found["state"] == "missing"
    assert "checkout" in found["why"]
    monkeypatch.setattr(dialogs, "SUITE", "pyproject.toml")
    monkeypatch.setattr(dialogs, "NEEDED", ("pytest", "not_there"))
    assert "not_there" in dialogs.missing()


@pytest.fixture
def fake_pytest(monkeypatch, tmp_path):
    """A stand-in that says how far it is, and writes what it is told to write."""
    script = tmp_path / "pytest"
    python = sys.executable
    monkeypatch.setattr(dialogs.sys, "executable", str(script))

    def ends(code, results=None):
        script.write_text(
            f"#!{python}\nimport pathlib, sys\n"
            "print('test_conversation[plan-en: one] PASSED [ 50%]', flush=True)\n"
            "print('test_conversation[plan-pt: two] FAILED [100%]', flush=True)\n"
            "out = [a for a in sys.argv if 'junit' in a][0].partition('=')[2]\n"
            f"results = {json.dumps(results)}\n".replace("null", "None")
            + "results is None or pathlib.Path(out).write_text(results)\n"
            f"sys.exit({code})\n"
        )
        script.chmod(0o755)

    return ends


async def test_progress_and_figures_come_back(fake_pytest, tmp_path):
    fake_pytest(1, RESULTS)
    seen = []
    found = await dialogs.hold(tmp_path, tmp_path / "log", seen.append)
    assert seen == [50, 100]
    assert (found["state"], found["passed"]) == ("held", 1)


@pytest.mark.parametrize(("code", "results"), [(2, None), (1, None), (1, "<testsuites/>")])
async def test_a_run_that_broke_says_so(fake_pytest, tmp_path, code, results):
    fake_pytest(code, results)
    found = await dialogs.hold(tmp_path, tmp_path / "log", lambda percent: None)
    assert found["state"] == "broken"
    assert found["why"]
