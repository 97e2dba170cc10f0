"""The database itself refuses to change what only grows, and what no rule allows."""

import psycopg
import pytest

from bot.usecases import records
from tests.integration.product import meet, rows


@pytest.fixture
async def filled(make):
    product = await make()
    await meet(product.tools)
    return product


@pytest.mark.parametrize("table", ["ledger_entries", "events"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET kind = kind", "DELETE FROM {}"])
async def test_what_only_grows_cannot_be_changed(filled, database_url, table, deed):
    before = await rows(database_url, f"SELECT * FROM {table}")
    assert before
    with pytest.raises(psycopg.errors.RaiseException, match=f"{table} is append-only"):
        await rows(database_url, deed.format(table))
    assert await rows(database_url, f"SELECT * FROM {table}") == before


@pytest.mark.parametrize("table", ["ledger_entries", "events"])
async def test_nor_through_our_own_store(filled, table):
    async with filled.tools.open_work() as work:
        name = "ledger" if table == "ledger_entries" else "events"
        (first, *_) = await getattr(work, name).find()
        first.kind = "fee"
        with pytest.raises(Exception, match="append-only"):
            await work.commit()


ENTRY = "INSERT INTO ledger_entries (id, debt_id, kind, amount, at, source)"
WITHOUT_RULE = (
    "INSERT INTO clock VALUES (2, 5)",
    "UPDATE conversations SET owner = 'nobody'",
    f"{ENTRY} SELECT gen_random_uuid(), id, 'payment', 0, now(), 'x' FROM debts",
    f"{ENTRY} SELECT gen_random_uuid(), id, 'gift', 5, now(), 'x' FROM debts",
    "INSERT INTO feedback SELECT gen_random_uuid(), id, 6, NULL, now() FROM accounts",
)


@pytest.mark.parametrize("deed", WITHOUT_RULE)
async def test_what_no_rule_allows_is_refused(filled, database_url, deed):
    with pytest.raises(psycopg.errors.CheckViolation):
        await rows(database_url, deed)


async def test_a_correction_is_a_row_more(filled):
    async with filled.tools.open_work() as work:
        (charge,) = await work.ledger.find()
        row = records.LedgerEntry(
            debt_id=charge.debt_id, kind="waiver", component="principal", amount=1,
            at=work.now, source="correction:1",
        )  # fmt: skip
        work.ledger.add(row)
        await work.commit()
    async with filled.tools.open_work() as work:
        assert len(await work.ledger.find()) == 2
