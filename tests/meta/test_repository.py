"""The files that a stranger needs are there, and the two commands stand on them."""

import os

import pytest

from tests.meta.house import ROOT

NEEDED = (
    "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "Makefile",
    "uv.lock", "nlu/uv.lock", "config.yml",
)  # fmt: skip
PROGRAMS = ("scripts/setup", "scripts/check", "scripts/test", ".ci/run")


@pytest.mark.parametrize("name", NEEDED)
def test_is_there_and_not_empty(name):
    assert (ROOT / name).read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("name", PROGRAMS)
def test_can_be_run(name):
    assert os.access(ROOT / name, os.X_OK)


def test_every_target_of_make_has_what_it_calls():
    makefile = (ROOT / "Makefile").read_text()
    words = [word.lstrip("@") for word in makefile.split()]
    called = {word for word in words if word.startswith("scripts/")}
    assert len(called) >= 3
    assert [name for name in sorted(called) if not (ROOT / name).exists()] == []
