"""How does a code become a picture that a phone can read? QR, as SVG for pages, PNG for messages.

ISO/IEC 18004; error correction M, four modules of quiet zone around it.
"""

from __future__ import annotations

from io import BytesIO

import segno

_SCALE = 8
_QUIET_ZONE = 4


def svg(code: str, *, title: str = "") -> bytes:
    """The code as an SVG document, black on white in any light; `title` is read aloud."""
    return _drawn(code, "svg", title=title or None, svgclass=None, lineclass=None)


def png(code: str) -> bytes:
    """The code as a PNG picture."""
    return _drawn(code, "png")


def _drawn(code: str, kind: str, **how: str | None) -> bytes:
    picture = BytesIO()
    made = segno.make_qr(code, error="m", boost_error=False)
    made.save(
        picture, kind=kind, scale=_SCALE, border=_QUIET_ZONE, dark="#000", light="#fff", **how
    )
    return picture.getvalue()
