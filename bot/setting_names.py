"""Which name in the environment is wrong, and what is wrong with it? In the words of the reader,
not in those of the library that reads it."""

from __future__ import annotations

import re
from typing import Any

from pydantic import AliasChoices, BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

FIELD = re.compile(r'field "(\w+)"')


def complaint(model: type[BaseSettings], error: ValidationError) -> str:
    """The first thing that is wrong, in one sentence; no value is said."""
    first = error.errors()[0]
    told = first["msg"].removeprefix("Value error, ").rstrip(".")
    return f"The setting {_place(model, first['loc'])} is wrong: {told}."


def no_json(model: type[BaseSettings], error: ValueError) -> str:
    """A value is not JSON; the library tells the field only in words."""
    found = FIELD.search(str(error))
    loc = found.groups() if found else ()
    field = model.model_fields.get(loc[0]) if loc else None
    like = f" such as {field.examples[0]}" if field and field.examples else ""
    return f"The setting {_place(model, loc)} is wrong: no JSON{like}."


def _place(model: type[BaseSettings], loc: tuple[Any, ...]) -> str:
    for name, field in model.model_fields.items():
        choices = _choices(name, field)
        if loc and str(loc[0]).lower() in [choice.lower() for choice in choices]:
            ours = f"{model.model_config.get('env_prefix', '')}{name}".upper()
            return _within(next((c for c in choices if c.isupper()), ours), field, loc[1:])
    return ".".join(str(part) for part in loc) or "that is given"


def _choices(name: str, field: FieldInfo) -> list[str]:
    alias = field.validation_alias
    return [str(each) for each in alias.choices] if isinstance(alias, AliasChoices) else [name]


def _within(variable: str, field: FieldInfo, rest: tuple[Any, ...]) -> str:
    """A part of a setting has a name of its own, or a place in its JSON."""
    if not rest:
        return variable
    if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
        return "__".join([variable, *(str(part).upper() for part in rest)])
    places = [f"entry {part + 1}" if isinstance(part, int) else str(part) for part in rest]
    return f"{variable} ({', '.join(places)})"
