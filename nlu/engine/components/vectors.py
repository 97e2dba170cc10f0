"""Which sentence vectors were computed before? Kept beside the models, so that a training after a
small change encodes only what is new.

The file is named by GOODFAITH_VECTORS; without it nothing is kept. Vectors depend on nothing but
the text and the encoder's variant, and both are in the key.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np

VARIABLE = "GOODFAITH_VECTORS"


def key(variant: str, text: str) -> str:
    """The name of a text's vector."""
    return hashlib.sha256(f"{variant}\0{text}".encode()).hexdigest()


def load() -> dict[str, np.ndarray]:
    """All vectors that were kept; none when there is no file or it cannot be read."""
    path = os.environ.get(VARIABLE)
    if not path or not Path(path).is_file():
        return {}
    try:
        with np.load(path, allow_pickle=False) as kept:
            return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return {}


def save(vectors: dict[str, np.ndarray]) -> None:
    """Keep these vectors, and only these, in one move."""
    path = os.environ.get(VARIABLE)
    if not path or not vectors:
        return
    folder = Path(path).parent
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".npz", delete=False) as file:
        np.savez(file, keys=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
    Path(file.name).replace(path)
