"""What does a use case answer the dialogue? What to say, what is asked, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from bot.rules.money import Money
from bot.usecases.ports import Say


class Need(StrEnum):
    """What has to be asked before the conversation can go on."""

    IDENTITY = "identity"
    CIRCUMSTANCES = "circumstances"
    AFFORDABLE = "affordable"
    BUDGET = "budget"
    PROMISE_DATE = "promise_date"
    RATING = "rating"


class Question(StrEnum):
    """What a plain yes or no would answer now."""

    OFFERS = "offers"
    PERSON = "person"
    CHANGE_PLAN = "change_plan"


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say; what must be asked next; what a yes would mean; whether an open form ends."""

    says: tuple[Say, ...] = ()
    need: Need | None = None
    question: Question | None = None
    ends_form: bool = False
    done: bool = True
    wish: str | None = None
    """What is taken up once the need is met, where the person's own words would not do then."""

    def as_json(self) -> dict[str, Any]:
        """As it is kept beside its effects."""
        return {
            "says": [say.as_json() for say in self.says],
            "need": self.need,
            "question": self.question,
            "ends_form": self.ends_form,
            "done": self.done,
            "wish": self.wish,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Answer:
        """As it was kept."""
        return cls(
            says=tuple(Say(s["key"], s["facts"]) for s in kept["says"]),
            need=Need(kept["need"]) if kept["need"] else None,
            question=Question(kept["question"]) if kept["question"] else None,
            ends_form=kept["ends_form"],
            done=kept["done"],
            wish=kept.get("wish"),
        )


def say(key: str, **facts: Any) -> Say:
    """One thing to say; money, dates and nested things become facts that any channel can show."""
    return Say(f"utter_{key}", {name: fact(value) for name, value in facts.items()})


def fact(value: Any) -> Any:
    """A value as it travels to the wording: JSON, with its kind kept."""
    if isinstance(value, Money):
        return {"money": value.decimal(), "currency": value.currency}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Say):
        return {"say": value.as_json()}
    if isinstance(value, (list, tuple)):
        return {"lines": [line.as_json() for line in value]}
    return value


def days(span: timedelta) -> Say:
    """A stretch of time in whole days, begun ones counted: "1 day", "5 days"."""
    count = -(-span // timedelta(days=1))
    return say("one_day") if count == 1 else say("days", count=count)


@dataclass(frozen=True, slots=True)
class Button:
    """A choice under a message: its label, and what tapping it means."""

    label: Say
    intent: str
    entities: dict[str, Any] = field(default_factory=dict)


def with_buttons(message: Say, buttons: Iterable[Button]) -> Say:
    """The message with choices under it."""
    shown = [
        {"label": b.label.as_json(), "intent": b.intent, "entities": b.entities} for b in buttons
    ]
    return Say(message.key, {**message.facts, "buttons": shown})
