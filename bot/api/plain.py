"""What does a caller hear about a body that we cannot take? One plain sentence, and no stack."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

from bot.web.bodies import small_body

Reference = Annotated[
    str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Sentence = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")]
Amount = Annotated[
    str, StringConstraints(strict=True, min_length=1, max_length=25, pattern=r"^[0-9]+(\.[0-9]+)?$")
]
Moment = AwareDatetime


class Body(BaseModel):
    """A body of the API: nothing in it that we do not know."""

    model_config = ConfigDict(extra="forbid")


class PlainRoute(APIRoute):
    """A route whose body is small, and whose refusals are sentences."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with the two around it."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if request.method == "POST":
                request._body = await small_body(request)
            try:
                return await inner(request)
            except RequestValidationError as error:
                raise HTTPException(*_sentence(error)) from error

        return handle


def _sentence(error: RequestValidationError) -> tuple[int, str]:
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return 400, "The body is not JSON."
    where = ".".join(str(part) for part in first["loc"][1:]) or "the body"
    if "pattern" in first["type"] and where == "amount":
        return 422, 'amount: write a decimal string such as "120.50".'
    return 422, f"{where}: {json.dumps(first['msg'], ensure_ascii=True)[1:-1]}."
