"""What is looked for among messages that have not left: those with the provider too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The index of open messages covers every state that is looked for."""
    op.drop_index("ix_outbox_open", "outbox")
    where = sa.text("status IN ('queued', 'held', 'sending')")
    op.create_index("ix_outbox_open", "outbox", ["status", "id"], postgresql_where=where)


def downgrade() -> None:
    """As it was."""
    op.drop_index("ix_outbox_open", "outbox")
    where = sa.text("status IN ('queued', 'held')")
    op.create_index("ix_outbox_open", "outbox", ["status", "id"], postgresql_where=where)
