"""The table of the pipelines that were compared."""

import json

from bot.evaluation import pipelines

ROW = {
    "macro_f1": {"en": 0.7, "pt": 0.75},
    "contrast": 0.6,
    "examples": 20058,
    "training_seconds": 90.4,
    "megabytes": 350,
    "start_seconds": 3.14,
    "parse_ms": {"p50": 10.0, "p95": 31.25},
}


def written(tmp_path, **rows):
    path = tmp_path / "pipelines.json"
    path.write_text(json.dumps(rows))
    return path


def test_the_best_first_beside_the_yardstick(tmp_path):
    diet = {**ROW, "macro_f1": {"en": 0.5, "pt": 0.5}, "parse_ms": {"p50": 40.0, "p95": 50.0}}
    rows = pipelines.rows(written(tmp_path, diet=diet, **{"config.yml": ROW}))
    assert [row["name"] for row in rows] == ["config.yml", "diet"]
    assert [row["ratio"] for row in rows] == [0.25, 1.0]
    assert pipelines.cells(rows[0]) == [
        "config.yml (in use)", "20058", "0.700", "0.750", "0.600", "10.0", "31.2", "0.25",
        "90", "350", "3.1",
    ]  # fmt: skip


def test_without_a_yardstick_there_is_no_ratio(tmp_path):
    (row,) = pipelines.rows(written(tmp_path, sparse=ROW))
    assert pipelines.cells(row)[7] == "–"


def test_nothing_compared_and_a_broken_file_are_an_empty_table(tmp_path):
    assert pipelines.rows(tmp_path / "none.json") == []
    (tmp_path / "half.json").write_text("{")
    assert pipelines.rows(tmp_path / "half.json") == []


def test_the_page_has_a_line_for_each(tmp_path):
    lines = pipelines.page(pipelines.rows(written(tmp_path, a=ROW, b=ROW))).splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert len(table) == 4
    assert {line.count("|") for line in table} == {len(pipelines.HEAD) + 1}


def test_every_pipeline_can_be_named():
    assert {"diet", "sparse", "config.yml"} <= set(pipelines.names())
