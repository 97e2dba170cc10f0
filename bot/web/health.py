"""Is the service alive, and is everything that it needs there?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Response

Check = Callable[[], Awaitable[bool]]


def health_router(checks: Mapping[str, Check]) -> APIRouter:
    """`/health` answers while the process lives; `/ready` asks each of the checks."""
    router = APIRouter(tags=["health"])

    @router.get("/health")
    async def health() -> dict[str, str]:
        """The process lives."""
        return {"status": "ok"}

    @router.get("/ready")
    async def ready(response: Response) -> dict[str, str]:
        """Everything that is needed answers; 503 with the name of what does not."""
        answers = {name: "ok" if await check() else "down" for name, check in checks.items()}
        if "down" in answers.values():
            response.status_code = 503
        return answers

    return router
