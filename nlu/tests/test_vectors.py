"""Are vectors kept, and never trusted when the file is broken?"""

import numpy as np

from engine.components import vectors


def test_nothing_is_kept_without_a_file(monkeypatch):
    monkeypatch.delenv(vectors.VARIABLE, raising=False)
    vectors.save({"a": np.ones(3)})
    assert vectors.load() == {}


def test_what_was_saved_is_loaded(monkeypatch, tmp_path):
    monkeypatch.setenv(vectors.VARIABLE, str(tmp_path / "v.npz"))
    vectors.save({"a": np.array([1.0, 2.0]), "b": np.array([3.0, 4.0])})
    kept = vectors.load()
    assert sorted(kept) == ["a", "b"]
    assert kept["b"].tolist() == [3.0, 4.0]
    assert [p.name for p in tmp_path.iterdir()] == ["v.npz"]


def test_a_broken_file_is_no_file(monkeypatch, tmp_path):
    path = tmp_path / "v.npz"
    monkeypatch.setenv(vectors.VARIABLE, str(path))
    for garbage in (b"", b"PK\x03\x04 not a zip", b"hello"):
        path.write_bytes(garbage)
        assert vectors.load() == {}


def test_the_key_knows_the_variant():
    assert vectors.key("enpt", "oi") != vectors.key("original", "oi")
