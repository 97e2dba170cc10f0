"""How does one message become several turns of the engine, and one answer?

Each part is a turn of its own on the state that the part before left. What can be answered only
once identity is known waits in the state, and is answered then without being asked again.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.usecases.conversation.divide import NO_DETAIL, Means, divide, form_of
from bot.usecases.ports import Engine, EngineAnswer, EngineTurn, Say

IDENTITY_FORM = "identity_form"
VERIFIED = "utter_identity_verified"
ASKS_IN_FORM = re.compile(r"utter_ask_\w+_form_")


async def take_parts(engine: Engine, turn: EngineTurn, means: Means) -> EngineAnswer:
    """Take all turns of a message; the answer is what they say together, and the last state."""
    waiting = [replace(turn, **part) for part in (turn.state or {}).get("later", [])]
    answers: list[EngineAnswer] = []
    later: list[EngineTurn] = []
    for part in await divide(engine, turn, means):
        state = answers[-1].state if answers else turn.state
        if answers and form_of(state) == IDENTITY_FORM and part.intent not in NO_DETAIL:
            later.append(part)
            continue
        answers.append(await engine.turn(_numbered(part, len(answers), state)))
    later = [*waiting, *later]
    if any(say.key == VERIFIED for answer in answers for say in answer.says):
        for part in later:
            answers.append(await engine.turn(_numbered(part, len(answers), answers[-1].state)))
        later = []
    return _together(answers, later if form_of(answers[-1].state) == IDENTITY_FORM else [])


def _numbered(part: EngineTurn, number: int, state: dict[str, Any] | None) -> EngineTurn:
    """The part on this state; from the second on with its number, so that what each did is kept
    apart."""
    message_id = f"{part.message_id}.{number}" if number else part.message_id
    return replace(part, message_id=message_id, state=state)


def _together(answers: list[EngineAnswer], later: list[EngineTurn]) -> EngineAnswer:
    """One answer. What a later part says again is said once, there, and what a form asked only
    if it still does; choices come last."""
    says: list[Say] = []
    for answer in answers:
        again = {say.key for say in answer.says}
        kept = (s for s in says if s.key not in again and not ASKS_IN_FORM.match(s.key))
        says = [*kept, *answer.says]
    if len(answers) > 1:
        says.sort(key=lambda say: "buttons" in say.facts)
    state = answers[-1].state
    if later:
        waiting = [{"text": part.text, "intent": part.intent} for part in later]
        state = {**state, "later": waiting}
    return replace(answers[0], says=tuple(says), state=state)
