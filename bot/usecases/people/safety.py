"""Someone may be in danger: drop the debt, name the help line, call a person, hold everything."""

from __future__ import annotations

from bot.rules.cases import CaseKind
from bot.usecases.answer import Answer, say
from bot.usecases.people.help_lines import crisis_lines
from bot.usecases.people.open_case import open_case
from bot.usecases.ports import EngineDown
from bot.usecases.scene import Scene

CRISIS = "crisis"


async def answer_crisis(scene: Scene) -> Answer:
    """Help first; nothing about paying."""
    await open_case(scene, CaseKind.CRISIS)
    return Answer((say("crisis", helpline=crisis_lines(scene)),), ends_form=True)


async def sounds_like_crisis(scene: Scene, text: str) -> bool:
    """Does a message that no bot answers sound like someone in danger?"""
    return await understood(scene, text) == CRISIS


async def understood(scene: Scene, text: str) -> str | None:
    """What a message that no bot answers is about.

    The engine is asked outside the dialogue. When it is down, nobody knows: a person comes anyway.
    """
    try:
        heard = await scene.tools.engine.parse([text])
    except EngineDown:
        scene.log("not_understood_engine_down")
        return None
    return heard[0].intent
