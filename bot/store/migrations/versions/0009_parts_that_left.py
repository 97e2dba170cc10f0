"""Which parts of a long message left before it failed is kept: none is sent twice by anybody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the list; nothing had been kept before."""
    column = sa.Column("parts", JSONB(), nullable=False, server_default=sa.text("'[]'::jsonb"))
    op.add_column("outbox", column)
    op.alter_column("outbox", "parts", server_default=None)


def downgrade() -> None:
    """Take the list away."""
    op.drop_column("outbox", "parts")
