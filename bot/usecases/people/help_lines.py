"""Who helps, free of charge and independently? The policy's lines, in one breath."""

from __future__ import annotations

from collections.abc import Iterable

from bot.rules.country import HelpLine, advice_for
from bot.usecases.scene import Scene


def crisis_lines(scene: Scene) -> str:
    """Where someone in danger is heard at once, and the emergency number."""
    facts = scene.policy.facts
    calls = [f"{line.name} {line.phone}" for line in facts.crisis_lines if line.phone]
    return ", ".join([*calls, facts.emergency_number])


def debt_advice(scene: Scene) -> str:
    """Free and independent debt advice for this type of person."""
    return _named(advice_for(scene.account.person_type, scene.policy.facts))


def _named(lines: Iterable[HelpLine]) -> str:
    return ", ".join(
        " ".join(part for part in (line.name, line.phone, line.url) if part) for line in lines
    )
