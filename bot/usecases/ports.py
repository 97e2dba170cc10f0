"""What do the use cases need from outside? Each need is a protocol; fakes and real ones pass it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.policies import Policies
from bot.usecases import records
from channels.message import OutboundMessage, Receipt

T = TypeVar("T")


class Repository(Protocol[T]):
    """A collection of one kind of record, in its natural order (oldest first)."""

    def add(self, record: T) -> None:
        """Keep a new record from the next flush on."""
        ...

    async def add_once(self, record: T) -> bool:
        """Keep a new record; False, and nothing kept, when its unique key exists already."""
        ...

    async def get(self, **equals: Any) -> T | None:
        """The first record whose fields have these values, or None."""
        ...

    async def find(
        self, *, limit: int | None = None, newest: bool = False, **equals: Any
    ) -> list[T]:
        """All records whose fields have these values (a tuple or list: one of them)."""
        ...


class Work(Protocol):
    """One transaction: what was read and written inside it holds together or not at all."""

    now: datetime
    accounts: Repository[records.Account]
    contact_points: Repository[records.ContactPoint]
    debts: Repository[records.Debt]
    payments: Repository[records.Payment]
    ledger: Repository[records.LedgerEntry]
    conversations: Repository[records.Conversation]
    inbox: Repository[records.Inbound]
    outbox: Repository[records.Outbound]
    cases: Repository[records.Case]
    holds: Repository[records.HoldRecord]
    offers: Repository[records.OfferRecord]
    plans: Repository[records.Plan]
    instalments: Repository[records.PlanInstalment]
    promises: Repository[records.Promise]
    circumstances: Repository[records.Circumstance]
    feedback: Repository[records.Feedback]
    events: Repository[records.Event]
    effects: Repository[records.ActionEffect]
    api_keys: Repository[records.ApiKey]
    clock: Repository[records.ClockSetting]

    async def lock(self, conversation_id: uuid.UUID) -> records.Conversation:
        """The conversation's row, ours alone until the transaction ends. LookupError if unknown."""
        ...

    async def flush(self) -> None:
        """Write what was added so far, so that it has its number."""
        ...

    async def commit(self) -> None:
        """Make everything last."""
        ...

    async def defer(
        self, task: str, *, lock: str, after_seconds: int = 0, **arguments: str | int
    ) -> None:
        """Queue a job in this transaction; jobs with the same lock run one after another."""
        ...


OpenWork = Callable[[], AbstractAsyncContextManager[Work]]


class EngineDown(Exception):
    """The dialogue engine did not answer: keep the message and try again."""


class TurnFailed(Exception):
    """The engine answers, but this turn cannot be taken: an action of ours failed, or the
    dialogue's state does not fit the model."""


@dataclass(frozen=True, slots=True)
class EngineTurn:
    """What the engine is asked: one message and the dialogue as it stood before it."""

    conversation: str
    message_id: str
    text: str | None
    intent: str | None = None
    entities: Mapping[str, Any] = field(default_factory=dict)
    state: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Say:
    """One thing to say: a response key and its facts."""

    key: str
    facts: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As it is kept with an action's effects."""
        return {"key": self.key, "facts": self.facts}


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """What the engine answered: what to say, the dialogue as it stands now, what it understood."""

    says: tuple[Say, ...]
    state: dict[str, Any]
    intent: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the engine takes one text to mean."""

    text: str
    intent: str | None
    confidence: float


class Engine(Protocol):
    """The dialogue engine. Raises EngineDown when it cannot answer, TurnFailed when it will not."""

    async def turn(self, turn: EngineTurn) -> EngineAnswer:
        """Take one turn of a conversation."""
        ...

    async def parse(self, texts: list[str]) -> list[Understanding]:
        """Understand texts outside any conversation."""
        ...


class Wording(Protocol):
    """The words behind response keys, in each language."""

    def text(self, key: str, facts: Mapping[str, Any], locale: str, channel: str) -> str:
        """The words for a key in a locale such as en_GB. KeyError: no such key, a fact missing."""
        ...

    def says(self, key: str) -> bool:
        """Is there such a key?"""
        ...


class Sender(Protocol):
    """A channel as the use cases see it."""

    async def send(self, message: OutboundMessage) -> Receipt:
        """Hand one message to the provider."""
        ...


@dataclass(frozen=True, slots=True)
class Creditor:
    """Who writes: the creditor's name and legal identity, and where to pay."""

    name: str
    legal_name: str
    address: str
    tax_id: str
    site: str
    assistant: str
    payment_link: str
    bank_details: str
    pix_key: str


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a use case may need, put together once in `bot.app`."""

    open_work: OpenWork
    engine: Engine
    wording: Wording
    policies: Policies
    channels: Mapping[str, Sender]
    creditor: Creditor
