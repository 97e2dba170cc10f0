"""A run from the command line, with a stand-in for the engine: what is kept, written and said."""

import json
import sys

import pytest
from typer.testing import CliRunner

from bot.cli.commands import app
from bot.evaluation import pipelines, run
from bot.evaluation.run import EvaluationError
from bot.launch import training
from tests.unit.evaluation.fake_result import full
from tests.unit.evaluation.test_pipelines import ROW

NOT_THE_ENGINES = {"at", "texts_mark", "seconds", "risk", "entities", "dialogs", "pipelines"}
UNDERSTOOD = {k: v for k, v in full().items() if k not in NOT_THE_ENGINES | {"previous"}}
FAKE_ENGINE = """
import json, pathlib, sys
place = pathlib.Path(__file__).parent
with (place / "calls").open("a") as calls:
    calls.write(" ".join(sys.argv[2:]) + "\\n")
if sys.argv[2] == "engine.fingerprint":
    print("cafe01")
    sys.exit()
if (place / "broken").exists():
    print("no such encoder", file=sys.stderr)
    sys.exit(1)
print(json.dumps({"step": 1, "of": 2, "what": "asking"}), flush=True)
pathlib.Path(sys.argv[sys.argv.index("--out") + 1]).write_text((place / "answer").read_text())
"""


@pytest.fixture
def engine(tmp_path, monkeypatch):
    """A stand-in for the engine's Python, a model that fits, and a folder for the state."""
    script = tmp_path / "python"
    script.write_text(f"#!{sys.executable}\n{FAKE_ENGINE}")
    script.chmod(0o755)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "cafe01.tar.gz").touch()
    (tmp_path / "answer").write_text(json.dumps(UNDERSTOOD))
    monkeypatch.setattr(training, "ENGINE_PYTHON", script)
    monkeypatch.setattr(pipelines, "RESULTS", tmp_path / "pipelines.json")
    monkeypatch.setattr(pipelines, "PAGE", tmp_path / "pipelines.md")
    monkeypatch.setenv("GOODFAITH_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("GOODFAITH_MODELS", str(tmp_path / "models"))
    return tmp_path


def evaluate(*options):
    return CliRunner().invoke(app, ["evaluate", *options])


def test_a_run_is_written_and_kept_and_the_next_is_compared_with_it(engine):
    said = evaluate("--no-dialogs", "--no-curve")
    assert said.exit_code == 0, said.output
    page = engine / "var" / "evaluation" / "report.html"
    assert f"the report is {page}" in said.stdout
    assert "This is the first run" in page.read_text()
    assert "--no-curve" in (engine / "calls").read_text()
    (kept,) = (engine / "var" / "evaluation").glob("2*.json")
    kept.rename(kept.with_name("20200101T000000Z.json"))
    again = evaluate("--no-dialogs", "--json", "--out", str(engine / "other.html"))
    found = json.loads(again.stdout)
    assert found["report"] == str(engine / "other.html")
    assert {row["verdict"] for row in found["previous"]["figures"]} == {"same"}
    assert found["entities"]["en"]["texts"] > 200
    assert "Against the run of" in (engine / "other.html").read_text()


def test_an_engine_that_cannot_measure_is_told(engine):
    (engine / "broken").touch()
    said = evaluate("--no-dialogs")
    assert isinstance(said.exception, EvaluationError)
    assert "no such encoder" in str(said.exception)
    left = {path.name for path in (engine / "var" / "evaluation").iterdir()}
    assert left == set()


def test_a_comparison_writes_the_table(engine):
    (engine / "answer").write_text(json.dumps({"sparse": ROW}))
    said = evaluate("--compare", "--only", "sparse")
    assert said.exit_code == 0, said.output
    assert "--only sparse" in (engine / "calls").read_text()
    assert "| sparse | 20058 | 0.700 |" in pipelines.PAGE.read_text()
    assert json.loads(evaluate("--compare", "--json").stdout)[0]["name"] == "sparse"


def test_what_cannot_be_is_said_before_anything_is_measured(engine):
    (engine / "file").touch()
    for options, words in (
        (("--only", "sparse"), "needs --compare"),
        (("--compare", "--only", "nothing"), "there are cascade, diet"),
        (("--out", str(engine / "file" / "page.html")), "Name another file"),
    ):
        said = evaluate(*options)
        assert said.exit_code == 1
        assert words in said.stderr
    assert not (engine / "calls").exists()


def test_texts_and_labels_have_a_mark(tmp_path):
    (tmp_path / "intents").mkdir()
    file = tmp_path / "intents" / "en.yml"
    file.write_text("one")
    first = run.mark(tmp_path)
    assert run.mark(tmp_path) == first
    file.write_text("two")
    assert run.mark(tmp_path) != first
    with pytest.raises(EvaluationError, match="checkout"):
        run._needs_texts(tmp_path / "nowhere")
