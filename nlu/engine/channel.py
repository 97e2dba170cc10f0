"""How does the service reach the engine? Three routes on loopback, behind a secret.

POST /turn, POST /parse, GET /health. A request without the secret gets 403, a malformed
one 400, a turn in which an action failed 502, anything else that goes wrong 500; the body
of an error is always {"error": ...}. An answer of 200 is a whole turn.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from engine.engine import HEADER, Engine
from engine.errors import BadTurnError, TurnError

log = logging.getLogger("engine")
MAX_BODY = 1024 * 1024
MAX_TEXT = 4096
MAX_TEXTS = 500
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def build(engine: Engine, secret: str) -> web.Application:
    """The engine's web application."""
    if not secret:
        raise ValueError("GOODFAITH_ENGINE_SECRET is empty")

    async def turn(request: web.Request) -> web.Response:
        body = await _body(request)
        return web.json_response(await engine.turn(_checked_turn(body)))

    async def parse(request: web.Request) -> web.Response:
        body = await _body(request)
        return web.json_response(await engine.parse(_checked_texts(body)))

    async def health(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok", "model": engine.fingerprint})

    async def close(_: web.Application) -> None:
        await engine.close()

    app = web.Application(client_max_size=MAX_BODY, middlewares=[_guard(secret)])
    app.add_routes([web.post("/turn", turn), web.post("/parse", parse), web.get("/health", health)])
    app.on_cleanup.append(close)
    return app


def _guard(secret: str) -> Any:
    """Check the secret first; turn every failure into a JSON answer."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        given = request.headers.get(HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, secret.encode()):
            return _error(403, "wrong or missing secret")
        try:
            return await handler(request)
        except web.HTTPException as error:
            return _error(error.status, error.reason)
        except TurnError as error:
            log.warning("turn failed: %s", error)
            return _error(error.status, str(error))
        except Exception as error:
            log.exception("turn failed")
            return _error(500, repr(error))

    return guard


def _error(status: int, why: str) -> web.Response:
    return web.json_response({"error": why}, status=status)


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError as error:
        raise BadTurnError("the body is not JSON") from error
    if not isinstance(body, dict):
        raise BadTurnError("the body is not an object")
    return body


def _checked_turn(body: dict[str, Any]) -> dict[str, Any]:
    """A request for a turn, or a BadTurnError which names the field."""
    for name in ("conversation", "message_id"):
        if not isinstance(body.get(name), str) or not body[name]:
            raise BadTurnError(f"{name}: a non-empty string is needed")
    for name in ("metadata", "slots", "state", "intent"):
        if not isinstance(body.get(name), (dict, type(None))):
            raise BadTurnError(f"{name}: an object or null is needed")
    text, intent = body.get("text"), body.get("intent")
    if not isinstance(text, (str, type(None))) or (text is None and intent is None):
        raise BadTurnError("text: a string is needed where no intent is given")
    if text and len(text) > MAX_TEXT:
        raise BadTurnError(f"text: longer than {MAX_TEXT} characters")
    if intent is not None:
        _check_intent(intent)
    return body


def _check_intent(intent: dict[str, Any]) -> None:
    if not isinstance(intent.get("name"), str) or not intent["name"]:
        raise BadTurnError("intent.name: a non-empty string is needed")
    if not isinstance(intent.get("entities"), (dict, type(None))):
        raise BadTurnError("intent.entities: an object or null is needed")


def _checked_texts(body: dict[str, Any]) -> Any:
    texts = body.get("texts")
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise BadTurnError("texts: a list of strings is needed")
    if len(texts) > MAX_TEXTS or any(len(text) > MAX_TEXT for text in texts):
        raise BadTurnError(f"texts: at most {MAX_TEXTS}, each at most {MAX_TEXT} characters")
    return texts
