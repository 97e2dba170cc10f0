"""Jobs are found by their lock: while tens of thousands wait, each look for the next one asks so.

Procrastinate's own index begins with the number of a job, so that a question for a lock reads all
of it: 12 milliseconds among 36,000 jobs, a dozen times for each job that is fetched; 0.2 with this.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAME = "goodfaith_jobs_by_lock"


def upgrade() -> None:
    """Add an index of ours on procrastinate's table."""
    columns: list[str | sa.TextClause] = ["lock", "status", sa.text("priority DESC"), "id"]
    op.create_index(NAME, "procrastinate_jobs", columns)


def downgrade() -> None:
    """Leave procrastinate's table as it was made."""
    op.drop_index(NAME, "procrastinate_jobs")
