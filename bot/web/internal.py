"""Where does the engine call the actions? On a route of its own, with the shared secret."""

from __future__ import annotations

import hmac
from typing import Any

import structlog
from fastapi import APIRouter, HTTPException, Request
from rasa_sdk.executor import ActionExecutor

log = structlog.get_logger()
HEADER = "X-Goodfaith-Secret"


def internal_router(executor: ActionExecutor, secret: str) -> APIRouter:
    """rasa-sdk's executor behind one route. A failing action fails the turn, which runs again."""
    if not secret:
        raise ValueError("the internal route needs a secret")
    router = APIRouter(include_in_schema=False)

    @router.post("/internal/actions")
    async def run_action(request: Request) -> dict[str, Any]:
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), secret.encode()):
            raise HTTPException(403, "wrong or missing secret")
        call = await request.json()
        call["domain"] = call.get("domain") or {}
        result = await executor.run(call)
        if result is None:
            raise HTTPException(422, "the call names no action")
        answer: dict[str, Any] = result.model_dump()
        return answer

    return router
