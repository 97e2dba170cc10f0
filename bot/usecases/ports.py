"""What do the use cases need from outside? Each need is a protocol; fakes and real ones pass it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar, runtime_checkable

from bot.policies import Policies
from bot.rules.money import Money
from bot.usecases import records
from channels.message import InboundMessage, News, OutboundMessage, Receipt, WebhookCall

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
        self,
        *,
        limit: int | None = None,
        newest: bool = False,
        due: tuple[str, datetime] | None = None,
        **equals: Any,
    ) -> list[T]:
        """All records whose fields have these values (a tuple or list: one of them). `due`: whose
        time in that field has come by then."""
        ...

    async def page(self, by: str, after: str, limit: int, **equals: Any) -> list[T]:
        """The next records in the order of the unique text field `by`, those above `after`."""
        ...

    async def values(self, field: str) -> set[Any]:
        """Every value that occurs in a field."""
        ...

    async def tally(
        self, *by: str, adding: str | None = None, since: tuple[str, datetime] | None = None
    ) -> dict[tuple[Any, ...], int]:
        """How many records there are for each combination of these fields; `adding`: the sum of
        that field instead. `since`: only those whose time field is at that time or later."""
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
    invitations: Repository[records.Invitation]
    strangers: Repository[records.Stranger]
    halts: Repository[records.Halt]
    clock: Repository[records.ClockSetting]

    async def lock(self, conversation_id: uuid.UUID) -> records.Conversation:
        """The conversation's row, ours alone until the transaction ends. LookupError if unknown."""
        ...

    async def conversation_at(self, channel: str, address: str) -> records.Conversation | None:
        """The conversation of whoever has this address on this channel."""
        ...

    async def flush(self) -> None:
        """Write what was added so far, so that it has its number."""
        ...

    async def commit(self) -> None:
        """Make everything last."""
        ...

    def alarm(self, kind: str, **data: str | int | None) -> None:
        """A line in the log that somebody should look at, written once this transaction has
        committed. It may name no address and no text of anybody."""
        ...

    async def defer(
        self, task: str, *, lock: str, after_seconds: int = 0, **arguments: str | int
    ) -> None:
        """Queue a job in this transaction; jobs with the same lock run one after another."""
        ...


OpenWork = Callable[[], AbstractAsyncContextManager[Work]]


class Kept(StrEnum):
    """What became of a message that was to be kept: it is new, it was kept before, or nobody has
    the address that it came from."""

    NEW = "new"
    KNOWN = "known"
    NOBODY = "nobody"


class KeepMessage(Protocol):
    """Keeps a message that came in, in a transaction of its own and as fast as can be."""

    async def __call__(self, row: records.Inbound, address: str, *, task: str, lock: str) -> Kept:
        """Keep it for whoever has this very address on its channel, and queue `task` for the
        conversation, one at a time by `lock`. What it was given, and when it came by our own clock,
        is set in `row`; a row that is not new is left as it was."""
        ...


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

    def facts(self, facts: Mapping[str, Any], locale: str, channel: str) -> dict[str, str]:
        """Facts as people in the locale read them, with those that every response may name."""
        ...

    def says(self, key: str) -> bool:
        """Is there such a key?"""
        ...


class Sender(Protocol):
    """A channel as the use cases see it: `channels.base.Channel` says more."""

    async def send(self, message: OutboundMessage) -> Receipt:
        """Hand one message to the provider."""
        ...

    async def find(self, message: OutboundMessage, since: datetime) -> Receipt | None:
        """Did the provider take this message, at `since` or later? None: it did not."""
        ...

    async def close(self) -> None:
        """Close what it holds open."""
        ...


@runtime_checkable
class Receiver(Protocol):
    """A channel as the web sees it: `channels.base.Channel` says more."""

    def verify(self, call: WebhookCall) -> None:
        """Does this call come from the provider? Raises Forged."""
        ...

    def parse(self, call: WebhookCall) -> list[News]:
        """What the call tells. Raises Unreadable."""
        ...

    async def acknowledge(self, message: InboundMessage) -> None:
        """Answer what the provider wants answered at once."""
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
    bank_details: str
    pix_key: str
    city: str


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """What a link to pay is for.

    `reference` is the debt that the money will be booked on; `subject` names what is paid on our
    own page. `description` is shown by the provider: it names nobody. The same `idempotency_key`
    gives the same link.
    """

    amount: Money
    reference: str
    subject: str
    description: str
    language: str
    expires: datetime
    idempotency_key: str


class ProviderDown(Exception):
    """The payment provider did not answer, or is busy: try again later."""


class ProviderRefuses(Exception):
    """The payment provider takes our credentials or our request amiss: somebody has to look."""


class PaymentLinks(Protocol):
    """A way to pay behind a link. Raises ProviderDown, ProviderRefuses."""

    async def link(self, request: LinkRequest) -> str:
        """The address at which this can be paid."""
        ...

    async def close(self) -> None:
        """Close what it holds open."""
        ...


class OwnAddresses(PaymentLinks, Protocol):
    """The addresses of our own pages."""

    def agreement(self, plan_id: uuid.UUID, language: str, expires: datetime) -> str:
        """Where a person reads what they agreed."""
        ...


@dataclass(frozen=True, slots=True)
class PaymentNews:
    """What a provider tells: money came (`reverses` None), or was taken back.

    `source` is unique to what happened; `reverses` is the source of the payment that is taken
    back. `debt` may be missing when money is taken back.
    """

    source: str
    method: str
    amount: Money
    at: datetime
    debt: str | None = None
    reverses: str | None = None
    reason: str = ""


class Forged(Exception):
    """The call is not signed by the provider, or too old to be believed."""


class Unreadable(ValueError):
    """The provider's call is signed, but nothing that we can read."""


class PaymentEvents(Protocol):
    """Reads a provider's calls."""

    def read(self, body: bytes, headers: Mapping[str, str], now: datetime) -> PaymentNews | None:
        """What it tells; None when it is none of our business. Raises Forged, Unreadable."""
        ...


@dataclass(frozen=True, slots=True)
class Approved:
    """A template that a provider has approved: its id there, the response key whose words it has,
    its language, and the facts that stand in its gaps 1, 2, …"""

    id: str
    key: str
    language: str
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a use case may need, put together once in `bot.app`."""

    open_work: OpenWork
    keep_message: KeepMessage
    engine: Engine
    wording: Wording
    policies: Policies
    channels: Mapping[str, Sender]
    creditor: Creditor
    pages: OwnAddresses
    link_days: int = 14
    templates: tuple[Approved, ...] = ()
