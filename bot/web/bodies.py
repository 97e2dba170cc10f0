"""How much may somebody send us? A megabyte, counted while it arrives."""

from __future__ import annotations

from fastapi import HTTPException, Request

MOST = 1_000_000
"""Bytes (choice of the product)."""


async def small_body(request: Request) -> bytes:
    """The whole body. HTTPException 413 as soon as it is known to be too large."""
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and int(told[:20]) > MOST:
        raise HTTPException(413, f"The body is larger than {MOST} bytes.")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST:
            raise HTTPException(413, f"The body is larger than {MOST} bytes.")
    return bytes(body)
