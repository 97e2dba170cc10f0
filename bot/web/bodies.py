"""How much may somebody send us? A megabyte, counted while it arrives."""

from __future__ import annotations

from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect

MOST = 1_000_000
"""Bytes (choice of the product)."""


class TooLarge(HTTPException):
    """413, and the rest is not read."""

    def __init__(self) -> None:
        super().__init__(413, f"The body is larger than {MOST} bytes.")


class BrokenOff(HTTPException):
    """400, though nobody may be there to read it: the caller hung up amid the body."""

    def __init__(self) -> None:
        super().__init__(400, "The body did not arrive whole.")


async def small_body(request: Request) -> bytes:
    """The whole body. Raises TooLarge as soon as it is known to be so, BrokenOff when the caller
    hangs up before its end."""
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and int(told[:20]) > MOST:
        raise TooLarge
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > MOST:
                raise TooLarge
    except ClientDisconnect:
        raise BrokenOff from None
    return bytes(body)
