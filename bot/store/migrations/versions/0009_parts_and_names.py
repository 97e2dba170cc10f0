"""Which parts of a long message left before it failed, so that none is sent twice by anybody; and
what people call themselves in the channel's own app."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; nothing had been kept before."""
    column = sa.Column("parts", JSONB(), nullable=False, server_default=sa.text("'[]'::jsonb"))
    op.add_column("outbox", column)
    op.alter_column("outbox", "parts", server_default=None)
    op.add_column("inbox", sa.Column("profile_name", sa.Text()))


def downgrade() -> None:
    """Take both away."""
    op.drop_column("inbox", "profile_name")
    op.drop_column("outbox", "parts")
