"""How is a secret kept that has to be recognised, and that nobody may read again?"""

from __future__ import annotations

import hashlib


def digest_of(secret: str) -> str:
    """SHA-256: our keys and tokens are long and random, so nothing slower is needed."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
