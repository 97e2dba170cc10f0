"""What does the product remember? Plain records, without a database in sight.

Amounts are integers in the minor unit of their currency (cents, pence, centavos).
Times are aware and in UTC; dates are calendar days in the person's own country.
The store maps these records to tables; fakes keep them in lists.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


def new_id() -> uuid.UUID:
    """A random identifier: it tells nothing about the person behind it."""
    return uuid.uuid4()


@dataclass(kw_only=True)
class Account:
    """A debtor: a person or a company that owes the creditor something."""

    reference: str
    name: str
    language: str
    country: str
    person_type: str = "individual"
    region: str | None = None
    time_zone: str = "UTC"
    birth_date: date | None = None
    document_last: str | None = None
    postcode: str | None = None
    lifetime_value: int | None = None
    first_time_late: bool = True
    preferences: dict[str, Any] = field(default_factory=dict)
    created_at: datetime
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class ContactPoint:
    """An address on a channel, whether we may use it, and whether we know who is there.

    `wrong_at`: it is not this person's; `unreachable_at`: the provider cannot reach it;
    `verified_at`: when somebody there proved who they are, `verified_address`: at which address,
    so that the proof ends when the address changes.
    """

    account_id: uuid.UUID
    channel: str
    address: str
    consent: bool = True
    consent_source: str = ""
    opted_out_at: datetime | None = None
    wrong_at: datetime | None = None
    unreachable_at: datetime | None = None
    verified_at: datetime | None = None
    verified_address: str | None = None
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class Debt:
    """One invoice. What is owed on it is derived from its ledger entries, never stored."""

    account_id: uuid.UUID
    reference: str
    description: str
    currency: str
    due_date: date
    product: str | None = None
    terms: dict[str, Any] = field(default_factory=dict)
    created_at: datetime
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class LedgerEntry:
    """One line of a debt's ledger, by `bot.rules.account.EntryKind`. Append-only.

    `reverses` is the payment's entry that a reversal takes back, in whole or in part.
    """

    debt_id: uuid.UUID
    kind: str
    amount: int
    at: datetime
    source: str
    component: str | None = None
    reverses: uuid.UUID | None = None
    payment_id: uuid.UUID | None = None
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class Payment:
    """Money that arrived, once, as it was told to us. `reference` is the teller's own, unique.

    `method` is how it came: simulator, api, stripe, hosted, ...; the ledger says where it went.
    """

    account_id: uuid.UUID
    debt_id: uuid.UUID
    reference: str
    amount: int
    currency: str
    method: str
    paid_at: datetime
    received_at: datetime
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class ApiKey:
    """A key of one of the creditor's own systems. Only its digest is kept."""

    name: str
    digest: str
    created_at: datetime
    revoked_at: datetime | None = None
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class Invitation:
    """A link that binds a chat to an account, once and for a while. Only its digest is kept."""

    account_id: uuid.UUID
    channel: str
    digest: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class Stranger:
    """An address that wrote to us and is nobody's that we know. What it wrote is not kept."""

    channel: str
    address: str
    seen_at: datetime
    told_at: datetime | None = None
    stopped_at: datetime | None = None
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class Halt:
    """Nothing more of this kind is sent on this channel till somebody has looked.

    `scope` is a response key or the id of a template; `error_code` the provider's reason.
    """

    channel: str
    scope: str
    reason: str
    at: datetime
    error_code: str | None = None
    ended_at: datetime | None = None
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class Conversation:
    """The one thread that we have with a person, over all channels."""

    account_id: uuid.UUID
    language: str
    owner: str = "bot"
    owner_reason: str | None = None
    agent: str | None = None
    identity_tries: int = 0
    misunderstandings: int = 0
    last_channel: str | None = None
    introduced_at: datetime | None = None
    acknowledged_at: datetime | None = None
    engine_state: dict[str, Any] | None = None
    created_at: datetime
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class Inbound:
    """A message that came in, kept before anything is done with it. `profile_name`: what the person
    is called in the channel's own app, which proves nothing."""

    conversation_id: uuid.UUID
    provider: str
    event_id: str
    channel: str
    text: str
    received_at: datetime
    processed_at: datetime | None = None
    held_at: datetime | None = None
    attempts: int = 0
    failures: int = 0
    intent: str | None = None
    confidence: float | None = None
    outcome: str | None = None
    pressed: str | None = None
    media: list[str] = field(default_factory=list)
    wish: str | None = None
    profile_name: str | None = None
    id: int | None = None


@dataclass(kw_only=True)
class Outbound:
    """A message on its way to a person. `turn` is unique: a turn run twice writes it once.

    `address` is the one that it was written for; `tries` counts how often it was handed to the
    provider, `tried_at` is the last time; `error_code` is the provider's own, `segments` what it
    charges for; `parts` the provider's numbers of those parts of a long message that left before it
    failed; `template` is the id of the approved text that was sent instead of free text;
    `instead_of` the message that failed on another channel before this one; `status_at` the time
    of the last news of it.
    """

    conversation_id: uuid.UUID
    channel: str
    kind: str
    turn: str
    text: str
    address: str | None = None
    key: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    buttons: list[dict[str, Any]] = field(default_factory=list)
    inbound_id: int | None = None
    author: str = "bot"
    status: str = "queued"
    reason: str | None = None
    not_before: datetime | None = None
    verdicts: list[dict[str, Any]] = field(default_factory=list)
    provider_id: str | None = None
    tries: int = 0
    tried_at: datetime | None = None
    error_code: str | None = None
    segments: int | None = None
    parts: list[str] = field(default_factory=list)
    template: str | None = None
    instead_of: int | None = None
    created_at: datetime
    sent_at: datetime | None = None
    status_at: datetime | None = None
    id: int | None = None


@dataclass(kw_only=True)
class Case:
    """Something that a person on our side has to look at."""

    account_id: uuid.UUID
    kind: str
    priority: int
    opened_at: datetime
    due_at: datetime | None = None
    debt_id: uuid.UUID | None = None
    note: str = ""
    closed_at: datetime | None = None
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class HoldRecord:
    """A reason not to press for payment, on the whole account or on one debt."""

    account_id: uuid.UUID
    reason: str
    starts: datetime
    set_by: str
    debt_id: uuid.UUID | None = None
    until: datetime | None = None
    review_at: datetime | None = None
    ended_at: datetime | None = None
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class OfferRecord:
    """An offer as it was computed and shown, with the rules that shaped it.

    `inputs` are the situation, the limits and the day it was computed from: it can be replayed.
    """

    account_id: uuid.UUID
    position: int
    made_at: datetime
    offer: dict[str, Any]
    state: str = "open"
    inputs: dict[str, Any] = field(default_factory=dict)
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class Plan:
    """A payment plan that was agreed; the terms never change after that.

    `terms` are the limits that go on to count (grace days, interest-free, each debt's share);
    `renegotiates` is the plan that this one replaced.
    """

    account_id: uuid.UUID
    state: str
    currency: str
    total: int
    frequency: str | None
    policy_version: str
    offer: dict[str, Any]
    agreed_at: datetime
    offer_id: uuid.UUID | None = None
    terms: dict[str, Any] = field(default_factory=dict)
    renegotiates: uuid.UUID | None = None
    ended_at: datetime | None = None
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class PlanInstalment:
    """One payment of a plan; `credited` is what a correction of the debt took off it."""

    plan_id: uuid.UUID
    position: int
    amount: int
    due_date: date
    paid: int = 0
    credited: int = 0
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class Promise:
    """A promise to pay: an amount and a day, in the person's own words made exact."""

    account_id: uuid.UUID
    amount: int
    currency: str
    day: date
    made_at: datetime
    state: str = "open"
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class Circumstance:
    """What the person told us about their situation, so that they are never asked twice.

    `payday` as `bot.rules.payday` writes it; `income` and `outgoings` are of a month.
    """

    account_id: uuid.UUID
    kind: str
    told_at: datetime
    affordable: int | None = None
    frequency: str | None = None
    payday: str | None = None
    income: int | None = None
    outgoings: int | None = None
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class Feedback:
    """A rating from 1 to 5, with or without words."""

    account_id: uuid.UUID
    rating: int | None
    comment: str | None
    at: datetime
    id: uuid.UUID = field(default_factory=new_id)


@dataclass(kw_only=True)
class Event:
    """One line of the account's history. Append-only."""

    account_id: uuid.UUID | None
    kind: str
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)
    id: int | None = None


@dataclass(kw_only=True)
class ActionEffect:
    """What an action answered, kept with its effects: a turn run again gets the same answer."""

    inbound_id: int
    step: str
    answer: dict[str, Any]
    at: datetime


@dataclass(kw_only=True)
class ClockSetting:
    """How far the demonstration's clock is ahead of the real one, in seconds. One row."""

    offset_seconds: int
    id: int = 1
