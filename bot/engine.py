"""How does the service talk to the dialogue engine? Over loopback HTTP, with a secret.

The engine keeps nothing: each turn brings the dialogue's state along and takes the new one home.
Two errors to the caller: EngineDown (keep the message and try again) and TurnFailed (our own
fault: give up after some tries).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from bot.usecases.ports import (
    EngineAnswer,
    EngineDown,
    EngineTurn,
    Say,
    TurnFailed,
    Understanding,
)

HEADER = "X-Goodfaith-Secret"
FAILED = frozenset({400, 502})
"""The engine lives, and this turn fails: a malformed one, or one in which an action failed."""
TIMEOUT_SECONDS = 15.0
CONNECT_SECONDS = 2.0


class RasaEngine:
    """The engine in `nlu/`, reached at its address."""

    def __init__(self, url: str, secret: str, *, client: httpx.AsyncClient | None = None) -> None:
        self._client = client or httpx.AsyncClient(
            base_url=url,
            headers={HEADER: secret},
            timeout=httpx.Timeout(TIMEOUT_SECONDS, connect=CONNECT_SECONDS),
            trust_env=False,
        )

    async def turn(self, turn: EngineTurn) -> EngineAnswer:
        """Take one turn of a conversation."""
        intent = {"name": turn.intent, "entities": dict(turn.entities)} if turn.intent else None
        answer = await self._post(
            "/turn",
            {
                "conversation": turn.conversation,
                "message_id": turn.message_id,
                "text": turn.text,
                "intent": intent,
                "metadata": {},
                "state": turn.state,
                "slots": _emptied(turn.state),
            },
        )
        return EngineAnswer(
            says=tuple(Say(reply["key"], reply["facts"]) for reply in answer["replies"]),
            state={
                **answer["state"],
                "slots": answer.get("slots", {}),
                "form": answer.get("active_loop"),
            },
            intent=answer["intent"],
            confidence=answer["confidence"],
        )

    async def parse(self, texts: list[str]) -> list[Understanding]:
        """Understand texts outside any conversation."""
        answers = await self._post("/parse", {"texts": texts})
        return [Understanding(a["text"], a["intent"], a["confidence"]) for a in answers]

    async def ready(self) -> bool:
        """Does the engine answer?"""
        try:
            return (await self._client.get("/health")).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        try:
            answer = await self._client.post(path, json=body)
            if answer.status_code in FAILED:
                raise TurnFailed(f"{path}: {answer.text[:500]}")
            answer.raise_for_status()
            return answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise EngineDown(f"{path}: {error!r}") from error


def _emptied(state: Mapping[str, Any] | None) -> dict[str, None]:
    """The slots that the service has emptied since the last turn. The engine names none that is
    empty, and goes by its own record of the dialogue unless it is told."""
    slots = (state or {}).get("slots", {})
    return {name: None for name, value in slots.items() if value is None}
