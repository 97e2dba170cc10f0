"""Who somebody is was proved at an address, and a message was written to one: both are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A proof of a conversation tells of no address, so none is carried over: it lasts an hour, and
    whoever had given one is asked once more."""
    op.add_column("contact_points", sa.Column("verified_at", sa.DateTime(timezone=True)))
    op.add_column("contact_points", sa.Column("verified_address", sa.Text()))
    op.drop_column("conversations", "verified_at")
    op.add_column("outbox", sa.Column("address", sa.Text()))


def downgrade() -> None:
    """As it was; a proof of one address is none of the conversation, and is not carried over."""
    op.drop_column("outbox", "address")
    op.add_column("conversations", sa.Column("verified_at", sa.DateTime(timezone=True)))
    op.drop_column("contact_points", "verified_address")
    op.drop_column("contact_points", "verified_at")
