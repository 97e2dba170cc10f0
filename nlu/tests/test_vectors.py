"""Are vectors kept, and never trusted when the file is broken?"""

import numpy as np

from engine.components import vectors


def test_nothing_is_kept_without_a_file(monkeypatch):
    monkeypatch.delenv(vectors.VARIABLE, raising=False)
    vectors.save("use", {"a": np.ones(3)})
    assert vectors.load("use") == {}


def test_what_was_saved_is_loaded(monkeypatch, tmp_path):
    monkeypatch.setenv(vectors.VARIABLE, str(tmp_path / "v"))
    vectors.save("use", {"a": np.array([1.0, 2.0]), "b": np.array([3.0, 4.0])})
    kept = vectors.load("use")
    assert sorted(kept) == ["a", "b"]
    assert kept["b"].tolist() == [3.0, 4.0]
    assert vectors.load("e5") == {}
    assert [p.name for p in (tmp_path / "v").iterdir()] == ["use.npz"]


def test_a_broken_file_is_no_file(monkeypatch, tmp_path):
    path = tmp_path / "use.npz"
    monkeypatch.setenv(vectors.VARIABLE, str(tmp_path))
    for garbage in (b"", b"PK\x03\x04 not a zip", b"hello"):
        path.write_bytes(garbage)
        assert vectors.load("use") == {}


def test_the_key_knows_the_encoder():
    assert vectors.key("use", "oi") != vectors.key("e5", "oi")
