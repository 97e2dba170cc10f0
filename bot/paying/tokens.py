"""How is an address made that nobody can guess, change, or use for another page than its own?

A token says what it is for, until when and for which row, and is signed with a key of its own
purpose. It is one run of small letters and digits, so that no text around it can be misread as
money.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import struct
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

_SHAPE = struct.Struct(">BI16s")
_SIGNATURE = 16
_MINUTE = timedelta(minutes=1)
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Signed:
    """What a token says. `what` below 256; `expires` in UTC, in whole minutes."""

    what: int
    expires: datetime
    id: uuid.UUID


class Tokens:
    """Makes and reads the tokens of one purpose."""

    def __init__(self, secret: str, purpose: str, first: str) -> None:
        """`first` is the letter that the tokens begin with. ValueError without a secret."""
        if not secret:
            raise ValueError(f"the addresses of the {purpose} need a secret")
        self._key = hmac.digest(secret.encode(), f"goodfaith {purpose} 1".encode(), "sha256")
        self._first = first

    def write(self, said: Signed) -> str:
        """A token."""
        minutes = (said.expires - _BEGIN) // _MINUTE
        plain = _SHAPE.pack(said.what, minutes, said.id.bytes)
        return self._first + _letters(plain + self._sign(plain))

    def read(self, token: str) -> Signed | None:
        """What the token says, expired or not; None when it is not one of ours."""
        ours = token.startswith(self._first)
        whole = _bytes(token.removeprefix(self._first)) if ours else b""
        plain, signature = whole[: _SHAPE.size], whole[_SHAPE.size :]
        if not plain or not hmac.compare_digest(signature, self._sign(plain)):
            return None
        what, minutes, number = _SHAPE.unpack(plain)
        return Signed(what, _BEGIN + minutes * _MINUTE, uuid.UUID(bytes=number))

    def _sign(self, plain: bytes) -> bytes:
        return hmac.new(self._key, plain, sha256).digest()[:_SIGNATURE]


def _letters(whole: bytes) -> str:
    return base64.b32encode(whole).decode().rstrip("=").lower()


def _bytes(text: str) -> bytes:
    """Nothing for what is no such text, or not written as we write it."""
    try:
        whole = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        return b""
    return whole if _letters(whole) == text else b""
