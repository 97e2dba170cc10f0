"""Which words does a message have on a channel? The one place where a key becomes a text.

What was written for one channel is written anew when it takes another. So all that its text needs
is kept with its facts, how to opt out as well; where nothing can ever be tapped, choices are
numbered lines of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.usecases.scene import Scene
from channels.message import ChannelName, with_choices

HINT = "stop_hint"
"""The fact that says how to opt out; it stands at the end of the message that has it."""
HINT_KEY = "utter_stop_hint"


def with_hint(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a message that also says how to opt out (Reg F 1006.6(e))."""
    return {**facts, HINT: {"say": {"key": HINT_KEY, "facts": {}}}}


def has_hint(facts: Mapping[str, Any]) -> bool:
    """Does a message with these facts say how to opt out?"""
    return HINT in facts


def render(
    scene: Scene,
    key: str,
    facts: Mapping[str, Any],
    channel: str,
    *,
    buttons: Iterable[Mapping[str, Any]] = (),
) -> str:
    """The words for a key on this channel, with how to opt out where the facts have it."""
    text = scene.tools.wording.text(key, facts, scene.locale, channel)
    labels = [button["label"] for button in buttons] if channel == ChannelName.SMS else []
    said = with_choices(text, labels) if labels else text
    if not has_hint(facts):
        return said
    hint = scene.tools.wording.text(HINT_KEY, {}, scene.locale, channel)
    return f"{said}\n{hint}" if labels else f"{said} {hint}"
