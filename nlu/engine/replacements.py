"""Which parts of Rasa are replaced, why, and how is each switched off?

Rasa 3.6.21 will not change any more, so a few replacements are safe. Each can be left out
by naming it in GOODFAITH_ENGINE_STOCK (or all of them by `all`):

- `tensorflow` (light.py): not imported where no component uses it.
- `payload` (actions.py): actions get this turn, not the whole history and domain.
- `schema` (actions.py): the answer of an action is checked by hand, not by jsonschema.
- `events` (here): the class of an event is looked up in a table; stock Rasa walks all
  subclasses again for each event, a fifth of a turn.

tests/test_replacements.py shows that dialogues go the same way with and without them.
"""

from __future__ import annotations

import functools
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event

from engine import actions
from engine.light import stock

_stock_resolve = Event.resolve_by_type


def replace_stock() -> None:
    """Put the replacements in force, except those switched off."""
    RemoteAction.run = actions.watched_run  # not switchable: failures must be heard
    if not stock("payload"):
        RemoteAction._action_call_format = actions.lean_call
    if not stock("schema"):
        RemoteAction._validate_action_result = actions.light_check
    if not stock("events"):
        Event.resolve_by_type = staticmethod(_resolve)


@functools.lru_cache(maxsize=256)
def _resolve(type_name: str, default: Any = None) -> Any:
    return _stock_resolve(type_name, default)
