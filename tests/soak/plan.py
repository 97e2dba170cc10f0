"""Who writes what, when, how often, and what goes wrong? All of it told by one seed.

Nothing here looks at a clock or a network: the same plan is the same calls in the same order.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, fields

from channels.message import ChannelName

TWICE_OR_MORE = 0.10  # of the messages are told two to four times
TOGETHER = 0.4  # of the repetitions come at the same moment
FORGED = 0.02  # as many calls again are signed by somebody else
SHUFFLED_SECONDS = 2.0  # a call comes up to so much later than its place in the row
ON_WHATSAPP = 0.35
TEXT = "please keep note {name} for me"


@dataclass(frozen=True, slots=True)
class Plan:
    """How large the soak is, and its seed; each number can be set in the environment."""

    messages: int = 20_000
    people: int = 400
    rate: int = 200
    workers: int = 2
    kills: int = 3
    web_kills: int = 1
    seed: int = 1
    again_within: int = 20
    patience: int = 240

    @classmethod
    def told(cls) -> Plan:
        """As the environment says: GOODFAITH_SOAK_MESSAGES=1000 and so on."""
        names = {each.name: f"GOODFAITH_SOAK_{each.name.upper()}" for each in fields(cls)}
        return cls(**{n: int(os.environ[told]) for n, told in names.items() if told in os.environ})


@dataclass(frozen=True, slots=True)
class Call:
    """One call to a webhook: a message for the first time, or again, or a forged one."""

    due: float
    number: int
    person: int
    channel: str
    forged: bool = False

    @property
    def name(self) -> str:
        """What the text names, and the answer too."""
        return name_of(self.number)

    @property
    def sid(self) -> str:
        """The provider's number for the message."""
        return f"SM{'f' if self.forged else 'a'}{self.number:031x}"


def name_of(number: int) -> str:
    """How a message calls itself."""
    return f"N{number:06d}"


def phone(person: int) -> str:
    """An invented number."""
    return f"+1202555{person:04d}"


def calls(plan: Plan) -> list[Call]:
    """All calls in the order in which they come."""
    dice = random.Random(plan.seed)
    made = [call for number in range(plan.messages) for call in _calls(plan, number, dice)]
    return sorted(made, key=lambda call: call.due)


def _calls(plan: Plan, number: int, dice: random.Random) -> Iterator[Call]:
    due = number / plan.rate + dice.random() * SHUFFLED_SECONDS
    person = dice.randrange(plan.people)
    channel = ChannelName.WHATSAPP if dice.random() < ON_WHATSAPP else ChannelName.SMS
    yield Call(due, number, person, channel)
    if dice.random() < TWICE_OR_MORE:
        for _ in range(dice.randint(1, 3)):
            again = 0.0 if dice.random() < TOGETHER else dice.random() * plan.again_within
            yield Call(due + again, number, person, channel)
    if dice.random() < FORGED:
        yield Call(due + dice.random(), number, person, channel, forged=True)


@dataclass(frozen=True, slots=True)
class Fault:
    """What the provider does instead of answering at once: the kind, and for how long."""

    kind: str
    seconds: float = 0.0


BUSY, BROKEN, DOWN, LOST, SLOW = "429", "500", "503", "lost", "slow"
TOO_SLOW, ABSENT, REFUSED_LATER = "too_slow", "absent", "failed_later"
SENDING = ((BUSY, 0.02), (BROKEN, 0.01), (DOWN, 0.01), (LOST, 0.015), (SLOW, 0.03))
RARE = ((TOO_SLOW, 0.002), (ABSENT, 0.002))
ASKED = ((BUSY, 0.1), (BROKEN, 0.05), (DOWN, 0.05), (SLOW, 0.05))
LONGEST_SLOW, LONGER_THAN_ANYBODY_WAITS = 4.0, 12.0


def fault(dice: random.Random, table: tuple[tuple[str, float], ...]) -> Fault | None:
    """What goes wrong with this request, if anything does."""
    point = dice.random()
    for kind, part in table:
        if point < part:
            slow = {SLOW: dice.random() * LONGEST_SLOW, TOO_SLOW: LONGER_THAN_ANYBODY_WAITS}
            return Fault(kind, slow.get(kind, 0.0))
        point -= part
    return None
