"""Who calls? One of the creditor's systems, by the key in `Authorization: Bearer …`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import HTTPException, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.usecases.accounts.api_keys import check_api_key
from bot.usecases.ports import Tools

bearer = HTTPBearer(
    auto_error=False, description="A key of `goodfaith api-key add`.", scheme_name="API key"
)
Given = Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]


def key_check(tools: Tools) -> Callable[[Given], Awaitable[str]]:
    """A dependency that answers the name of the calling system, or ends the call with 401."""

    async def check(given: Given) -> str:
        name = await check_api_key(tools, given.credentials) if given else None
        if name is None:
            raise HTTPException(
                401,
                "Send a key that is in force: Authorization: Bearer gf_…",
                {"WWW-Authenticate": "Bearer"},
            )
        return name

    return check
