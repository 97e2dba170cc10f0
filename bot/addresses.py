"""Can this address be called at all?"""

from __future__ import annotations

from urllib.parse import urlsplit


def web_address(url: str, example: str) -> str:
    """The address without spaces around it; ValueError when it is none that could be called."""
    told = f"expected an address such as {example}"
    try:
        where = urlsplit(url.strip())
        port = where.port
    except ValueError:
        raise ValueError(told) from None
    odd = where.query or where.fragment or where.username or " " in where.netloc
    if where.scheme not in ("http", "https") or not where.hostname or port == 0 or odd:
        raise ValueError(told)
    return url.strip()
