"""The job queue: procrastinate's own tables, in the same database as the rows they serve."""

from __future__ import annotations

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create procrastinate's tables and functions."""
    op.get_bind().connection.cursor().execute(SchemaManager.get_schema())


def downgrade() -> None:
    """Drop procrastinate's tables, functions and types."""
    op.execute(
        """
        DO $$ DECLARE r record; BEGIN
            FOR r IN SELECT tablename FROM pg_tables
                     WHERE schemaname = current_schema() AND tablename LIKE 'procrastinate%' LOOP
                EXECUTE 'DROP TABLE ' || quote_ident(r.tablename) || ' CASCADE';
            END LOOP;
            FOR r IN SELECT p.oid::regprocedure AS name FROM pg_proc p
                     WHERE p.proname LIKE 'procrastinate%'
                       AND p.pronamespace = current_schema()::regnamespace LOOP
                EXECUTE 'DROP FUNCTION ' || r.name || ' CASCADE';
            END LOOP;
            FOR r IN SELECT typname FROM pg_type WHERE typname LIKE 'procrastinate%'
                       AND typtype IN ('e', 'c') AND typnamespace = current_schema()::regnamespace
            LOOP
                EXECUTE 'DROP TYPE IF EXISTS ' || quote_ident(r.typname) || ' CASCADE';
            END LOOP;
        END $$
        """
    )
