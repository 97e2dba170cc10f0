"""The migrations make the database that the code expects, and can be undone."""

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from bot.store.migrate import config, drift, upgrade
from tests.database import execute, fresh_database
from tests.integration.product import rows

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
LEFT = """
    SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT typname FROM pg_type
    WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
"""


@pytest.fixture
def empty_url(postgres):
    with fresh_database(postgres, migrated=False) as url:
        yield url


def test_migrations_and_tables_agree(database_url):
    assert drift(database_url) == []


def test_a_difference_would_be_seen(database_url):
    execute(database_url, "ALTER TABLE debts ADD COLUMN colour text")
    execute(database_url, "ALTER TABLE cases DROP COLUMN note")
    execute(database_url, "ALTER TABLE events ALTER COLUMN kind TYPE varchar(9)")
    found = " ".join(drift(database_url))
    assert "colour" in found
    assert "note" in found
    assert "kind" in found


async def test_migrating_twice_changes_nothing(database_url):
    before = await rows(database_url, TABLES)
    upgrade(database_url)
    assert await rows(database_url, TABLES) == before


async def test_down_to_nothing_and_up_again(empty_url):
    upgrade(empty_url)
    full = await rows(empty_url, TABLES)
    assert len(full) > 20
    command.downgrade(config(empty_url), "base")
    assert await rows(empty_url, TABLES) == [("alembic_version",)]
    assert await rows(empty_url, LEFT) == []
    upgrade(empty_url)
    assert await rows(empty_url, TABLES) == full
    assert drift(empty_url) == []


async def test_every_single_step_goes_down_and_up(empty_url):
    script = ScriptDirectory.from_config(config(empty_url))
    steps = [revision.revision for revision in script.walk_revisions()][::-1]
    assert len(steps) >= 3
    for step in steps:
        command.upgrade(config(empty_url), step)
        command.downgrade(config(empty_url), "-1")
        command.upgrade(config(empty_url), step)
    assert drift(empty_url) == []


def test_there_is_one_line_of_migrations(empty_url):
    assert len(ScriptDirectory.from_config(config(empty_url)).get_heads()) == 1
