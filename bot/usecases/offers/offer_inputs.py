"""From what was an offer computed? Situation, limits and day as plain JSON, and back exactly.

Kept with each offer, so that it can be replayed. Amounts are decimal strings with their currency,
parts of a whole are fractions ("1/2"), days are ISO dates, paydays as `bot.rules.payday` writes
them. A field that a row of old does not name has its default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from bot.rules.money import Money
from bot.rules.offers import PlanLimits, Situation
from bot.rules.payday import Payday

T = TypeVar("T")


def inputs_to_json(situation: Situation, limits: PlanLimits, today: date) -> dict[str, Any]:
    """What `OfferRecord.inputs` holds."""
    return {
        "situation": situation_to_json(situation),
        "limits": limits_to_json(limits),
        "today": today.isoformat(),
    }


def inputs_from_json(kept: Mapping[str, Any]) -> tuple[Situation, PlanLimits, date]:
    """Situation, limits and day as they were. KeyError, TypeError or ValueError otherwise."""
    day = date.fromisoformat(kept["today"])
    return situation_from_json(kept["situation"]), limits_from_json(kept["limits"]), day


def situation_to_json(situation: Situation) -> dict[str, Any]:
    """The situation as plain JSON."""
    kept: dict[str, Any] = _plain(situation)
    return kept


def situation_from_json(kept: Mapping[str, Any]) -> Situation:
    """The situation as it was kept. TypeError or ValueError on anything else."""
    return _made(Situation, kept)


def limits_to_json(limits: PlanLimits) -> dict[str, Any]:
    """The limits with their sources as plain JSON."""
    kept: dict[str, Any] = _plain(limits)
    return kept


def limits_from_json(kept: Mapping[str, Any]) -> PlanLimits:
    """The limits as they were kept. TypeError or ValueError on anything else."""
    return _made(PlanLimits, kept)


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return {"amount": value.decimal(), "currency": value.currency}
    if isinstance(value, (Payday, Fraction, StrEnum, date)):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _made(kind: type[T], kept: Mapping[str, Any]) -> T:
    hints = get_type_hints(kind)
    known = {name: _read(hints[name], value) for name, value in kept.items() if name in hints}
    return kind(**known)


def _read(hint: Any, kept: Any) -> Any:
    """The value of that type which `_plain` wrote."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        some = next(each for each in inner if each is not NoneType)
        return None if kept is None else _read(some, kept)
    if origin is tuple:
        return tuple(_read(inner[0], each) for each in kept)
    if origin is not None and issubclass(origin, Mapping):
        return {name: _read(inner[1], each) for name, each in kept.items()}
    return _one(hint, kept)


def _one(hint: Any, kept: Any) -> Any:
    if hint is Money:
        return Money.parse(kept["amount"], kept["currency"])
    if hint is Payday:
        return Payday.parse(kept)
    if hint is date:
        return date.fromisoformat(kept)
    if isinstance(hint, type) and is_dataclass(hint):
        return _made(hint, kept)
    if hint is Fraction or (isinstance(hint, type) and issubclass(hint, StrEnum)):
        return hint(kept)
    return kept
