"""scripts/setup: what it takes for ready, where it looks for interpreters, what it says."""

import importlib.util
import json
import sys
from importlib.machinery import SourceFileLoader

import pytest

from bot.settings import ROOT


@pytest.fixture
def setup(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("setup_script", str(ROOT / "scripts" / "setup"))
    module = importlib.util.module_from_spec(
        importlib.util.spec_from_loader("setup_script", loader)
    )
    loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "TOOLS", tmp_path / ".tools")
    monkeypatch.setattr(module, "LOG", tmp_path / ".tools" / "setup.log")
    return module


@pytest.fixture
def project(setup, tmp_path):
    (tmp_path / "pyproject.toml").write_text("[project]")
    (tmp_path / "uv.lock").write_text("version = 1")
    made = setup.Project("the service", tmp_path, (3, 11), (4, 0), "GOODFAITH_PYTHON")
    (made.venv / "bin").mkdir(parents=True)
    (made.venv / "bin" / "python").symlink_to(sys.executable)
    (made.venv / "pyvenv.cfg").write_text("home = /usr/bin\nversion_info = 3.12.1\n")
    made.mark_ready()
    return made


def test_ready_as_long_as_nothing_changes(project):
    assert project.is_ready()


@pytest.mark.parametrize("name", ["uv.lock", "pyproject.toml", ".venv/pyvenv.cfg"])
def test_not_ready_when_locks_or_interpreter_change(project, name):
    (project.folder / name).write_text("version_info = 3.13.0")
    assert not project.is_ready()


def test_not_ready_without_interpreter_or_stamp(project):
    (project.venv / "bin" / "python").unlink()
    assert not project.is_ready()
    project.stamp.write_text("not json")
    assert not project.is_ready()


def test_when_all_is_ready_nothing_is_said(setup, project, monkeypatch, capsys):
    monkeypatch.setattr(setup, "SERVICE", project)
    monkeypatch.setattr(setup, "ENGINE", project)
    assert setup.main() == 0
    assert capsys.readouterr() == ("", "")


def test_a_shim_that_aborts_is_passed_over(setup, tmp_path, monkeypatch):
    shims = tmp_path / "shims"
    shims.mkdir()
    for name in ("python3.10", "uv"):
        (shims / name).write_text("#!/bin/sh\nexit 127\n")
        (shims / name).chmod(0o755)
    versions = tmp_path / "pyenv" / "versions" / "3.10.13" / "bin"
    versions.mkdir(parents=True)
    (versions / "python").write_text("#!/bin/sh\necho 3.10.13\n")
    (versions / "python").chmod(0o755)
    monkeypatch.setenv("PATH", f"{shims}:/usr/bin:/bin")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.delenv("GOODFAITH_PYTHON310", raising=False)
    project = setup.Project("the engine", tmp_path / "x", (3, 10), (3, 11), "GOODFAITH_PYTHON310")
    assert setup.find_python(project, "uv") == str(versions / "python")
    assert setup.version_of(str(shims / "python3.10")) is None


def test_a_wrong_override_is_said(setup, monkeypatch):
    monkeypatch.setenv("GOODFAITH_PYTHON310", "/nowhere/python")
    with pytest.raises(setup.SetupError, match="GOODFAITH_PYTHON310 is /nowhere/python"):
        setup.find_python(setup.ENGINE, "uv")


def test_a_failed_step_says_which_why_and_what_to_do(setup, capsys):
    command = [sys.executable, "-c", "print('no space left'); raise SystemExit(3)"]
    with pytest.raises(setup.SetupError) as told:
        setup.run("install the packages", command, "Free some disc space.")
    assert str(told.value).splitlines() == [
        "could not install the packages:",
        "    no space left",
        "Free some disc space.",
    ]


def test_versions_are_read_from_what_programs_print(setup):
    assert setup.numbers("uv 0.13.9 (x86_64-unknown-linux-gnu)") == (0, 13, 9)
    assert setup.numbers("nothing here") is None


def test_the_stamp_names_locks_and_interpreter(project):
    assert set(json.loads(project.stamp.read_text())) == {"locks", "python"}
