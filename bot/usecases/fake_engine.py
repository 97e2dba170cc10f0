"""How does the dialogue engine behave in a test? It says what the test has written down for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from bot.usecases.ports import EngineAnswer, EngineDown, EngineTurn, Say, Understanding

Script = Callable[[EngineTurn], Awaitable[EngineAnswer | tuple[Say, ...]]]
SURE = 0.97


class FakeEngine:
    """Answers from a list first, then with a function; or it is down.

    A list may hold errors, which are raised in their turn. What was asked is kept in `turns` and
    `parsed`. `intents` says what single texts mean; other texts mean nothing.
    """

    def __init__(
        self,
        script: Script | None = None,
        *,
        answers: Iterable[EngineAnswer | tuple[Say, ...] | Exception] = (),
    ) -> None:
        self.script = script
        self.answers = list(answers)
        self.intents: dict[str, str] = {}
        self.down = False
        self.turns: list[EngineTurn] = []
        self.parsed: list[str] = []

    async def turn(self, turn: EngineTurn) -> EngineAnswer:
        """Take one turn as it is written down."""
        self._reach()
        self.turns.append(turn)
        answer = self.answers.pop(0) if self.answers else await self._scripted(turn)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, EngineAnswer) else self._with_state(turn, answer)

    async def parse(self, texts: list[str]) -> list[Understanding]:
        """Understand texts as it is written down."""
        self._reach()
        self.parsed += texts
        return [Understanding(t, self.intents.get(t), SURE) for t in texts]

    async def _scripted(self, turn: EngineTurn) -> EngineAnswer | tuple[Say, ...]:
        return await self.script(turn) if self.script else (Say("utter_can_do"),)

    def _with_state(self, turn: EngineTurn, says: tuple[Say, ...]) -> EngineAnswer:
        """What is said, with a state that counts the turns that were answered."""
        state = dict(turn.state or {})
        state["turns"] = state.get("turns", 0) + 1
        intent = turn.intent or self.intents.get(turn.text or "")
        return EngineAnswer(says, state, intent, SURE)

    def _reach(self) -> None:
        if self.down:
            raise EngineDown("the engine is down")
