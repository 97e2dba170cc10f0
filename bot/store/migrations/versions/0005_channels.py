"""Channels: what a message carried, how its sending went, invitations, strangers and halts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = postgresql.JSONB(none_as_null=True)


def upgrade() -> None:
    """Three tables, and the columns that real channels need."""
    op.add_column("contact_points", sa.Column("unreachable_at", sa.DateTime(timezone=True)))
    op.add_column("inbox", sa.Column("pressed", sa.Text()))
    _filled("inbox", sa.Column("media", JSON, nullable=False, server_default="[]"))
    op.add_column("inbox", sa.Column("wish", sa.Text()))
    _filled("outbox", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("tried_at", sa.DateTime(timezone=True)))
    op.add_column("outbox", sa.Column("error_code", sa.Text()))
    op.add_column("outbox", sa.Column("segments", sa.Integer()))
    op.add_column("outbox", sa.Column("template", sa.Text()))
    op.add_column("outbox", sa.Column("instead_of", sa.BigInteger()))
    op.add_column("outbox", sa.Column("status_at", sa.DateTime(timezone=True)))
    name = op.f("fk_outbox_instead_of_outbox")
    op.create_foreign_key(name, "outbox", "outbox", ["instead_of"], ["id"])
    op.create_index(op.f("ix_outbox_provider_id"), "outbox", ["provider_id"])
    _invitations()
    _strangers()
    _halts()


def _filled(table: str, column: sa.Column[object]) -> None:
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_invitations_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitations_digest")),
    )
    op.create_index(op.f("ix_invitations_account_id"), "invitations", ["account_id"])


def _strangers() -> None:
    op.create_table(
        "strangers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.Column("stopped_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strangers")),
        sa.UniqueConstraint("channel", "address", name=op.f("uq_strangers_channel_address")),
    )


def _halts() -> None:
    op.create_table(
        "halts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("error_code", sa.Text()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_halts")),
    )
    op.create_index(
        "uq_halts_open",
        "halts",
        ["channel", "scope"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    """Back to one channel that never fails. What the new columns held is gone."""
    for table in ("halts", "strangers", "invitations"):
        op.drop_table(table)
    op.drop_index(op.f("ix_outbox_provider_id"), "outbox")
    for table, columns in _ADDED.items():
        for column in columns:
            op.drop_column(table, column)


_ADDED = {
    "outbox": (
        "status_at", "instead_of", "template", "segments", "error_code", "tried_at", "tries",
    ),
    "inbox": ("wish", "media", "pressed"),
    "contact_points": ("unreachable_at",),
}  # fmt: skip
