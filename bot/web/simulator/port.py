"""What does the simulator's page need from the product? Everything it shows or does passes here."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

CHANNELS = ("sms", "whatsapp", "telegram")


class DeskError(Exception):
    """The product did not do what was asked, and says why.

    `code` is one of the page's own words (`bot/web/simulator/labels.py`, group `refusal`);
    `detail` is a sentence shown as it is when the code is not known.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the list: who can be tried. `total` is already written for reading."""

    reference: str
    name: str
    country: str
    language: str
    person_type: str
    days_past_due: int | None
    total: str
    verified: bool
    owner: str


@dataclass(frozen=True, slots=True)
class Button:
    """What can be tapped under a bubble. A tap sends `token`, or `label` where there is none."""

    label: str
    token: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message of the thread: from the person, or out of the outbox, sent or held back.

    `author` is `bot`, `agent:Name`, `person` or `system`. `status` is one of `received`, `queued`,
    `sent`, `delivered`, `read`, `held`, `refused`, `failed`; `reason` says why it was held.
    """

    id: str
    from_person: bool
    author: str
    channel: str
    text: str
    at: datetime
    status: str
    buttons: list[Button] = field(default_factory=list)
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ClockView:
    """The time of the whole system, and the zone of the person who is looked at."""

    now: datetime
    simulated: bool
    time_zone: str


@dataclass(frozen=True, slots=True)
class DebtView:
    """A debt that can be paid on. `total` is what is open, as a decimal string."""

    reference: str
    description: str
    total: str
    currency: str
    due_date: date


class SimulatorDesk(Protocol):
    """The product, as far as its simulator needs it. Refusals are raised as `DeskError`."""

    async def people(self, search: str) -> list[Person]:
        """Who fits the search, by name or reference; everyone when it is empty."""
        ...

    async def thread(self, reference: str) -> list[Bubble]:
        """Every message of this person, on every channel, oldest first."""
        ...

    async def state(self, reference: str) -> dict[str, Any]:
        """The state of the person exactly as contract.md has it."""
        ...

    async def send(self, reference: str, channel: str, text: str) -> dict[str, Any]:
        """A message from the person; returns the state once the turn is done."""
        ...

    async def real_channels(self, reference: str) -> frozenset[str]:
        """The channels on which this person has a real phone: nobody writes in their name there."""
        ...

    async def now(self, reference: str | None = None) -> ClockView:
        """The clock, with the zone of this person where one is named."""
        ...

    async def move_clock(self, now: datetime | None, advance: str | None, reset: bool) -> None:
        """Set the clock, advance it (ISO 8601 duration) or go back to real time; due jobs run."""
        ...

    async def agent(self, reference: str, action: str, text: str | None) -> dict[str, Any]:
        """`claim`, `say` or `hand_back` as the demonstration agent; returns the state."""
        ...

    async def pay(self, debt: str, amount: Decimal) -> None:
        """A payment arrives on this debt."""
        ...

    async def create(self, payload: dict[str, Any]) -> None:
        """A new person, with contract.md's JSON of POST /simulator/accounts."""
        ...

    async def debts(self, reference: str) -> list[DebtView]:
        """The open debts of this person."""
        ...
