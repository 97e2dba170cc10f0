"""What is one thing that was read, and which reading wins where two overlap?

A reader returns `Found` with places in the folded text; `settle` keeps the longest (then the most
specific) and drops what was recognised only in order not to be misread ("24 hours", a phone
number). `Entity` is what the rest of the house sees, with places in the text as it was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NOISE = "noise"

_RANK = {
    name: rank
    for rank, name in enumerate(
        (
            "amount",
            "channel",
            "time_window",
            "frequency",
            "date",
            NOISE,
            "day_of_month",
            "instalments",
            "rating",
        )
    )
}


@dataclass(frozen=True)
class Entity:
    """One figure, date or wish, with its normalised value and its place in the text."""

    entity: str
    value: str | int
    text: str
    start: int
    end: int
    currency: str | None = None
    latest: str | None = None

    def as_json(self) -> dict[str, str | int]:
        """The entity as the `parse` command prints it: absent details are left out."""
        fields: dict[str, str | int] = {
            "entity": self.entity,
            "value": self.value,
            "text": self.text,
            "start": self.start,
            "end": self.end,
        }
        if self.currency is not None:
            fields["currency"] = self.currency
        if self.latest is not None:
            fields["latest"] = self.latest
        return fields


def as_date(entity: Entity) -> date:
    """The day of a date entity; of a vague period, the first."""
    return date.fromisoformat(str(entity.value))


def as_last_date(entity: Entity) -> date:
    """The day of a date entity; of a vague period, the last."""
    return date.fromisoformat(entity.latest or str(entity.value))


@dataclass(frozen=True)
class Found:
    """A possible reading, before overlaps are settled."""

    entity: str
    value: str | int
    start: int
    end: int
    currency: str | None = None
    latest: str | None = None

    @property
    def strength(self) -> tuple[int, int, int]:
        return (self.end - self.start, _RANK[self.entity], -self.start)


def settle(found: Iterable[Found]) -> list[Found]:
    """The readings that stand, in the order of the text."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda item: item.strength, reverse=True):
        if one.start < one.end and all(
            one.end <= other.start or one.start >= other.end for other in kept
        ):
            kept.append(one)
    return sorted((one for one in kept if one.entity != NOISE), key=lambda item: item.start)
