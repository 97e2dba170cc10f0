"""Which figures count, which intents fall short, and what has moved since the last run."""

from datetime import UTC, datetime

import pytest

from bot.evaluation import history
from bot.evaluation.figures import figures, risk
from tests.unit.evaluation.fake_result import bare, full

LATER = datetime(2026, 11, 27, 9, tzinfo=UTC)


def test_what_was_not_measured_is_no_figure():
    keys = {figure.key for figure in figures(full())}
    assert {"macro_f1.en", "contrast.pt", "entities.en.amount", "dialogs", "memory"} <= keys
    left = {figure.key for figure in figures(bare())}
    assert left == {key for key in keys if not key.startswith(("entities", "dialogs"))}


def test_a_miss_and_a_mistake_are_two_goals():
    rows = {(row["intent"], row["language"]): row for row in risk(full()["languages"])}
    assert len(rows) == 4
    assert not rows["opt_out", "en"]["recall_ok"]
    assert rows["opt_out", "en"]["precision_ok"]
    assert rows["crisis", "pt"]["recall_ok"]
    assert rows["crisis", "pt"]["precision_ok"]


@pytest.mark.parametrize(("recall", "ok"), [(0.92, True), (0.9199, False)])
def test_the_goal_itself_is_reached(recall, ok):
    row = {"precision": 1.0, "recall": recall, "f1": 0.9, "texts": 25}
    assert risk({"en": {"intents": {"crisis": row}}})[0]["recall_ok"] is ok


def test_the_first_run_has_nothing_to_be_compared_with(tmp_path):
    assert history.previous(tmp_path / "not there", LATER) is None
    assert history.compare(full(), None) is None


def test_the_newest_whole_run_before_this_one(tmp_path):
    for at in ("2026-11-24T08:00:00+00:00", "2026-11-26T12:00:00+00:00"):
        history.keep(tmp_path, full(at=at))
    (tmp_path / "20261126T130000Z.json").write_text('{"at": "half a run"')
    (tmp_path / "20261126T140000Z.json").write_text('{"at": "2026-11-26T14:00:00+00:00"}')
    (tmp_path / "understanding.json").write_text("{}")
    assert history.previous(tmp_path, LATER)["at"] == "2026-11-26T12:00:00+00:00"
    same = datetime(2026, 11, 26, 12, tzinfo=UTC)
    assert history.previous(tmp_path, same)["at"] == "2026-11-24T08:00:00+00:00"


def test_more_is_better_for_shares_and_less_for_costs():
    now = full()
    now["languages"]["en"]["macro_f1"] += 0.03
    now["calibration"]["error"] += 0.02
    now["costs"]["megabytes"] = 500
    now["costs"]["parse_ms"]["p50"] = 12.5
    moved = {row["key"]: row for row in history.compare(now, full())["figures"]}
    assert moved["macro_f1.en"]["delta"] == pytest.approx(0.03)
    verdicts = {key: moved[key]["verdict"] for key in moved if moved[key]["verdict"] != "same"}
    assert verdicts == {"macro_f1.en": "better", "calibration": "worse", "memory": "worse"}


def test_only_what_both_runs_have_is_compared():
    found = history.compare(bare(), full(texts_mark="other", model="another"))
    assert {row["key"] for row in found["figures"]} == {f.key for f in figures(bare())}
    assert (found["same_texts"], found["same_model"]) == (False, False)


def test_intents_that_moved_the_worst_first():
    now = full()
    now["languages"]["en"]["intents"]["thank"]["f1"] = 0.6
    now["languages"]["pt"]["intents"]["crisis"]["f1"] = 0.7
    now["languages"]["pt"]["intents"]["opt_out"]["f1"] += 0.04
    now["languages"]["pt"]["intents"]["new"] = {"f1": 1.0}
    found = history.compare(now, full())["intents"]
    assert [(row["intent"], row["language"]) for row in found] == [
        ("crisis", "pt"),
        ("thank", "en"),
    ]
