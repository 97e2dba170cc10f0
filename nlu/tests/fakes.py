"""What stands on the service's side of the engine, in tests."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

SECRET = "a-secret-for-tests"


class Actions:
    """Stands where the service's actions would: answers by name, notes each call."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.secrets: list[Any] = []
        self.answers: dict[str, Callable[[dict[str, Any]], Any]] = {}
        self.delay = 0.0

    async def handle(self, request: web.Request) -> web.Response:
        call = await request.json()
        self.calls.append(call)
        self.secrets.append(request.headers.get("X-Goodfaith-Secret"))
        await asyncio.sleep(self.delay)
        answer = self.answers.get(call["next_action"], lambda _: {})(call)
        if isinstance(answer, web.Response):
            return answer
        return web.json_response({"events": [], "responses": [], **answer})

    def names(self) -> list[str]:
        return [call["next_action"] for call in self.calls]


def said(key: str, **facts: Any) -> dict[str, Any]:
    """What rasa-sdk sends for dispatcher.utter_message(response=key, **facts)."""
    empty = {"text": None, "buttons": [], "elements": [], "custom": {}, "template": key}
    return {**empty, "response": key, "image": None, "attachment": None, **facts}


def slot(name: str, value: Any) -> dict[str, Any]:
    return {"event": "slot", "timestamp": None, "name": name, "value": value}


def returning(call: dict[str, Any]) -> bool:
    """Whether a form only comes back to ask again: the text was answered by something else.

    A form's validation is called then too, with the same text. The events of the turn tell:
    the form stands last, and another action before it.
    """
    run: list[str] = []
    for event in reversed(call["tracker"]["events"]):
        if event["event"] == "user":
            break
        if event["event"] == "action":
            run.append(event["name"])
    return any(name != run[0] for name in run)


def validate_promise(call: dict[str, Any]) -> dict[str, Any]:
    """A service's validation: a number is an amount, a weekday a day, `what` not understood."""
    tracker = call["tracker"]
    text = tracker["latest_message"].get("text") or ""
    wanted = tracker["slots"]["requested_slot"]
    if returning(call) or wanted is None:
        return {}
    if wanted == "amount" and text.isdigit():
        return {"events": [slot("amount", int(text))]}
    if wanted == "day" and text in ("monday", "friday"):
        return {"events": [slot("day", text)]}
    if text == "what":
        return {"events": [slot(wanted, None)], "responses": [said("utter_not_understood")]}
    return {}


class Talk:
    """One conversation, as the service would hold it: keeps the state, sends it each time."""

    def __init__(self, engine: Any, name: str = "c1") -> None:
        self.engine, self.name, self.state = engine, name, None
        self.turns = 0

    async def say(self, text: Any = None, **more: Any) -> dict[str, Any]:
        self.turns += 1
        request = {
            "conversation": self.name,
            "message_id": f"m{self.turns}",
            "text": text,
            "state": self.state,
            **more,
        }
        answer = await self.engine.turn(request)
        self.state = json.loads(json.dumps(answer["state"]))
        return answer

    async def mean(self, intent: str, **more: Any) -> dict[str, Any]:
        return await self.say(more.pop("text", None), intent={"name": intent}, **more)


def keys(answer: dict[str, Any]) -> list[str]:
    return [reply["key"] for reply in answer["replies"]]
