"""Which actions are there? Every class of the topic modules, made once with its tools."""

from __future__ import annotations

import inspect
from types import ModuleType

from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

from bot.actions import (
    account,
    contact,
    feedback,
    hardship,
    identity,
    people,
    plan,
    rights,
    smalltalk,
)
from bot.actions.base import TurnAction
from bot.actions.forms import FormValidation
from bot.usecases.ports import Tools

TOPICS: tuple[ModuleType, ...] = (
    smalltalk,
    identity,
    account,
    plan,
    hardship,
    rights,
    contact,
    people,
    feedback,
)


def all_actions(tools: Tools) -> list[Action]:
    """One instance of each action and each form's validation."""
    return [
        kind(tools) if issubclass(kind, TurnAction) else kind()
        for topic in TOPICS
        for kind in _kinds(topic)
    ]


def _kinds(topic: ModuleType) -> list[type[Action]]:
    """The classes that a topic module defines itself, without its private bases."""
    return [
        kind
        for name, kind in inspect.getmembers(topic, inspect.isclass)
        if issubclass(kind, (TurnAction, FormValidation))
        and kind.__module__ == topic.__name__
        and not name.startswith("_")
    ]


def action_executor(tools: Tools) -> ActionExecutor:
    """rasa-sdk's executor with all actions."""
    executor = ActionExecutor()
    for action in all_actions(tools):
        executor.register_action(action)
    return executor
