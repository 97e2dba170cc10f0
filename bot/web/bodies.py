"""How much may somebody send us? A megabyte, counted while it arrives."""

from __future__ import annotations

from fastapi import HTTPException, Request

MOST = 1_000_000
"""Bytes (choice of the product)."""


class TooLarge(HTTPException):
    """413, and the rest is not read."""

    def __init__(self) -> None:
        super().__init__(413, f"The body is larger than {MOST} bytes.")


async def small_body(request: Request) -> bytes:
    """The whole body. Raises TooLarge as soon as it is known to be so."""
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and int(told[:20]) > MOST:
        raise TooLarge
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST:
            raise TooLarge
    return bytes(body)
