"""Where does Alembic run? On the database that `bot.store.migrate` names."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, text

from bot.store.migrate import is_ours
from bot.store.tables import metadata

_ONE_AT_A_TIME = 4_711_004


def run() -> None:
    """Run the migrations in one transaction; two starts at once wait for each other."""
    engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "")
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=metadata, include_name=is_ours)
        with context.begin_transaction():
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
            context.run_migrations()
    engine.dispose()


run()
