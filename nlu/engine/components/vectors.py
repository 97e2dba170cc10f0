"""Which sentence vectors were computed before? Kept beside the models, so that a training after a
small change encodes only what is new.

One file an encoder, in the folder that GOODFAITH_VECTORS names; without it nothing is kept. A
vector depends on nothing but the text and the encoder, and both are in its name.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Optional

import numpy as np

VARIABLE = "GOODFAITH_VECTORS"


def key(model: str, text: str) -> str:
    """The name of a text's vector."""
    return hashlib.sha256(f"{model}\0{text}".encode()).hexdigest()


def load(model: str) -> dict[str, np.ndarray]:
    """All vectors that were kept; none when there is no file or it cannot be read."""
    path = _path(model)
    if path is None or not path.is_file():
        return {}
    try:
        with np.load(path, allow_pickle=False) as kept:
            return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return {}


def save(model: str, vectors: dict[str, np.ndarray]) -> None:
    """Keep these vectors of an encoder, and only these, in one move."""
    path = _path(model)
    if path is None or not vectors:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as file:
        np.savez(file, keys=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
    Path(file.name).replace(path)


def _path(model: str) -> Optional[Path]:
    folder = os.environ.get(VARIABLE)
    return Path(folder) / f"{model}.npz" if folder else None
