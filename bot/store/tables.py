"""Which tables are there? Records of `bot.usecases.records`, mapped to PostgreSQL.

Amounts are BIGINT in minor units; times are TIMESTAMPTZ. `ledger_entries` and `events` only
grow: a trigger (in the migrations) refuses UPDATE and DELETE.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from bot.usecases import records

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
mapper = registry(metadata=metadata)


def _key() -> Column[Any]:
    return Column("id", Uuid, primary_key=True)


def _number() -> Column[Any]:
    return Column("id", BigInteger, Identity(always=True), primary_key=True)


def _ref(name: str, target: str, *, required: bool = True) -> Column[Any]:
    return Column(name, ForeignKey(f"{target}.id"), nullable=not required, index=True)


def _text(name: str, *, required: bool = True) -> Column[Any]:
    return Column(name, Text, nullable=not required)


def _time(name: str, *, required: bool = False) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=not required)


def _json(name: str, *, required: bool = True) -> Column[Any]:
    return Column(name, JSONB(none_as_null=True), nullable=not required)


accounts = Table(
    "accounts",
    metadata,
    _key(),
    Column("reference", Text, nullable=False, unique=True),
    _text("name"),
    _text("language"),
    _text("country"),
    _text("person_type"),
    _text("region", required=False),
    _text("time_zone"),
    Column("birth_date", Date),
    _text("document_last", required=False),
    _text("postcode", required=False),
    Column("lifetime_value", BigInteger),
    Column("first_time_late", Boolean, nullable=False),
    _json("preferences"),
    _time("created_at", required=True),
)

contact_points = Table(
    "contact_points",
    metadata,
    _key(),
    _ref("account_id", "accounts"),
    _text("channel"),
    _text("address"),
    Column("consent", Boolean, nullable=False),
    _text("consent_source"),
    _time("opted_out_at"),
    _time("wrong_at"),
    _time("unreachable_at"),
    _time("verified_at"),
    _text("verified_address", required=False),
    UniqueConstraint("channel", "address"),
)

debts = Table(
    "debts",
    metadata,
    _key(),
    _ref("account_id", "accounts"),
    Column("reference", Text, nullable=False, unique=True),
    _text("description"),
    Column("currency", Text, nullable=False),
    Column("due_date", Date, nullable=False),
    _text("product", required=False),
    _json("terms"),
    _time("created_at", required=True),
)

payments = Table(
    "payments",
    metadata,
    _key(),
    _ref("account_id", "accounts"),
    _ref("debt_id", "debts"),
    Column("reference", Text, nullable=False, unique=True),
    Column("amount", BigInteger, nullable=False),
    _text("currency"),
    _text("method"),
    _time("paid_at", required=True),
    _time("received_at", required=True),
    CheckConstraint("amount > 0", name="amount_positive"),
)

api_keys = Table(
    "api_keys",
    metadata,
    _key(),
    Column("name", Text, nullable=False, unique=True),
    Column("digest", Text, nullable=False, unique=True),
    _time("created_at", required=True),
    _time("revoked_at"),
)

invitations = Table(
    "invitations",
    metadata,
    _key(),
    _ref("account_id", "accounts"),
    _text("channel"),
    Column("digest", Text, nullable=False, unique=True),
    _time("created_at", required=True),
    _time("expires_at", required=True),
    _time("used_at"),
)

strangers = Table(
    "strangers",
    metadata,
    _key(),
    _text("channel"),
    _text("address"),
    _time("seen_at", required=True),
    _time("told_at"),
    _time("stopped_at"),
    UniqueConstraint("channel", "address"),
)

halts = Table(
    "halts",
    metadata,
    _key(),
    _text("channel"),
    _text("scope"),
    _text("reason"),
    _text("error_code", required=False),
    _time("at", required=True),
    _time("ended_at"),
    Index("uq_halts_open", "channel", "scope", unique=True, postgresql_where="ended_at IS NULL"),
)

ledger_entries = Table(
    "ledger_entries",
    metadata,
    _key(),
    _ref("debt_id", "debts"),
    _text("kind"),
    Column("amount", BigInteger, nullable=False),
    _time("at", required=True),
    Column("source", Text, nullable=False, unique=True),
    _text("component", required=False),
    _ref("reverses", "ledger_entries", required=False),
    _ref("payment_id", "payments", required=False),
    CheckConstraint("amount > 0", name="amount_positive"),
    CheckConstraint(
        "kind IN ('charge', 'interest', 'fee', 'payment', 'waiver', 'reversal', 'credit')",
        name="kind_known",
    ),
)

conversations = Table(
    "conversations",
    metadata,
    _key(),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, unique=True),
    _text("language"),
    _text("owner"),
    _text("owner_reason", required=False),
    _text("agent", required=False),
    Column("identity_tries", Integer, nullable=False),
    Column("misunderstandings", Integer, nullable=False),
    _text("last_channel", required=False),
    _time("introduced_at"),
    _time("acknowledged_at"),
    _json("engine_state", required=False),
    _time("created_at", required=True),
    CheckConstraint("owner IN ('bot', 'waiting', 'agent', 'closed')", name="owner_known"),
)

inbox = Table(
    "inbox",
    metadata,
    _number(),
    _ref("conversation_id", "conversations"),
    _text("provider"),
    _text("event_id"),
    _text("channel"),
    _text("text"),
    _time("received_at", required=True),
    _time("processed_at"),
    _time("held_at"),
    Column("attempts", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    _text("intent", required=False),
    Column("confidence", Float),
    _text("outcome", required=False),
    _text("pressed", required=False),
    _json("media"),
    _text("wish", required=False),
    _text("profile_name", required=False),
    UniqueConstraint("provider", "event_id"),
    Index("ix_inbox_open", "conversation_id", "id", postgresql_where="processed_at IS NULL"),
)

outbox = Table(
    "outbox",
    metadata,
    _number(),
    _ref("conversation_id", "conversations"),
    _text("channel"),
    _text("kind"),
    Column("turn", Text, nullable=False, unique=True),
    _text("text"),
    _text("address", required=False),
    _text("key", required=False),
    _json("facts"),
    _json("buttons"),
    Column("inbound_id", ForeignKey("inbox.id"), index=True),
    _text("author"),
    _text("status"),
    _text("reason", required=False),
    _time("not_before"),
    _json("verdicts"),
    Column("provider_id", Text, index=True),
    Column("tries", Integer, nullable=False),
    _time("tried_at"),
    _text("error_code", required=False),
    Column("segments", Integer),
    _json("parts"),
    _text("template", required=False),
    Column("instead_of", ForeignKey("outbox.id")),
    _time("created_at", required=True),
    _time("sent_at"),
    _time("status_at"),
    Index(
        "ix_outbox_open", "status", "id", postgresql_where="status IN ('queued', 'held', 'sending')"
    ),
)

cases = Table(
    "cases",
    metadata,
    _key(),
    _ref("account_id", "accounts"),
    _text("kind"),
    Column("priority", SmallInteger, nullable=False),
    _time("opened_at", required=True),
    _time("due_at"),
    _ref("debt_id", "debts", required=False),
    _text("note"),
    _time("closed_at"),
)

holds = Table(
    "holds",
    metadata,
    _key(),
    _ref("account_id", "accounts"),
    _text("reason"),
    _time("starts", required=True),
    _text("set_by"),
    _ref("debt_id", "debts", required=False),
    _time("until"),
    _time("review_at"),
    _time("ended_at"),
)

offers = Table(
    "offers",
    metadata,
    _key(),
    _ref("account_id", "accounts"),
    Column("position", Integer, nullable=False),
    _time("made_at", required=True),
    _json("offer"),
    _text("state"),
    _json("inputs"),
)

plans = Table(
    "plans",
    metadata,
    _key(),
    _ref("account_id", "accounts"),
    _text("state"),
    _text("currency"),
    Column("total", BigInteger, nullable=False),
    _text("frequency", required=False),
    _text("policy_version"),
    _json("offer"),
    _time("agreed_at", required=True),
    Column("offer_id", ForeignKey("offers.id"), unique=True),
    _json("terms"),
    _ref("renegotiates", "plans", required=False),
    _time("ended_at"),
)

plan_instalments = Table(
    "plan_instalments",
    metadata,
    _key(),
    _ref("plan_id", "plans"),
    Column("position", Integer, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("due_date", Date, nullable=False),
    Column("paid", BigInteger, nullable=False),
    Column("credited", BigInteger, nullable=False),
    UniqueConstraint("plan_id", "position"),
    CheckConstraint("amount > 0", name="amount_positive"),
)

promises = Table(
    "promises",
    metadata,
    _key(),
    _ref("account_id", "accounts"),
    Column("amount", BigInteger, nullable=False),
    _text("currency"),
    Column("day", Date, nullable=False),
    _time("made_at", required=True),
    _text("state"),
)

circumstances = Table(
    "circumstances",
    metadata,
    _key(),
    _ref("account_id", "accounts"),
    _text("kind"),
    _time("told_at", required=True),
    Column("affordable", BigInteger),
    _text("frequency", required=False),
    _text("payday", required=False),
    Column("income", BigInteger),
    Column("outgoings", BigInteger),
)

feedback = Table(
    "feedback",
    metadata,
    _key(),
    _ref("account_id", "accounts"),
    Column("rating", SmallInteger),
    _text("comment", required=False),
    _time("at", required=True),
    CheckConstraint("rating BETWEEN 1 AND 5", name="rating_1_to_5"),
)

events = Table(
    "events",
    metadata,
    _number(),
    Column("account_id", ForeignKey("accounts.id"), index=True),
    _text("kind"),
    _time("at", required=True),
    _json("data"),
)

action_effects = Table(
    "action_effects",
    metadata,
    Column("inbound_id", ForeignKey("inbox.id"), primary_key=True),
    Column("step", Text, primary_key=True),
    _json("answer"),
    _time("at", required=True),
)

clock = Table(
    "clock",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("offset_seconds", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

MOST: dict[type[Any], int] = {SmallInteger: 2**15 - 1, Integer: 2**31 - 1, BigInteger: 2**63 - 1}
"""The largest number that a column holds, and nearly the smallest."""

MAPPED: dict[type[Any], tuple[Table, tuple[str, ...]]] = {
    records.Account: (accounts, ("created_at", "reference")),
    records.ContactPoint: (contact_points, ("channel",)),
    records.Debt: (debts, ("due_date", "reference")),
    records.Payment: (payments, ("received_at", "reference")),
    records.LedgerEntry: (ledger_entries, ("at", "id")),
    records.ApiKey: (api_keys, ("name",)),
    records.Invitation: (invitations, ("created_at",)),
    records.Stranger: (strangers, ("seen_at",)),
    records.Halt: (halts, ("at",)),
    records.Conversation: (conversations, ("created_at",)),
    records.Inbound: (inbox, ("id",)),
    records.Outbound: (outbox, ("id",)),
    records.Case: (cases, ("opened_at",)),
    records.HoldRecord: (holds, ("starts",)),
    records.OfferRecord: (offers, ("made_at", "position")),
    records.Plan: (plans, ("agreed_at",)),
    records.PlanInstalment: (plan_instalments, ("position",)),
    records.Promise: (promises, ("made_at",)),
    records.Circumstance: (circumstances, ("told_at",)),
    records.Feedback: (feedback, ("at",)),
    records.Event: (events, ("id",)),
    records.ActionEffect: (action_effects, ("at",)),
    records.ClockSetting: (clock, ("id",)),
}
"""Each record's table and its natural order."""


def map_records() -> None:
    """Bind the records to their tables; calling it again changes nothing."""
    if mapper.mappers:
        return
    for record, (table, _) in MAPPED.items():
        mapper.map_imperatively(record, table)
