"""A debtor with debts is put into the store, once."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.rules.money import Money
from bot.usecases.accounts.create_account import (
    Exists,
    NewAccount,
    NewContactPoint,
    NewDebt,
    create_account,
)


def debt(reference="D-1", due=date(2026, 2, 1), **parts):
    amounts = {"principal": "100.00", "interest": "0.00", "fees": "0.00"} | parts
    money = {name: Money.parse(amount, "USD") for name, amount in amounts.items()}
    return NewDebt(reference=reference, description="Sofa", due_date=due, **money)


def account(reference="N-1", *debts, **given):
    return NewAccount(reference, "New", "en", "US", "America/New_York", debts=debts, **given)


async def create(world, new):
    async with world.tools.open_work() as work:
        made = await create_account(work, new, source="test")
        await work.commit()
        return made


async def entries(world):
    async with world.tools.open_work() as work:
        return [(e.kind, e.amount, e.at, e.source) for e in await work.ledger.find()]


async def test_opening_entries_stand_on_the_due_date_where_the_person_lives(world):
    await create(world, account("N-1", debt(interest="5.00")))
    due = datetime(2026, 2, 1, 5, tzinfo=UTC)
    assert sorted(await entries(world)) == [
        ("charge", 10_000, due, "test:D-1:charge"), ("interest", 500, due, "test:D-1:interest"),
    ]  # fmt: skip


async def test_a_debt_that_is_not_due_yet_is_booked_now(world):
    await create(world, account("N-1", debt(due=date(2026, 12, 1))))
    assert [at for _, _, at, _ in await entries(world)] == [world.store.now]


async def test_contract_terms_and_product_are_kept(world):
    terms = {"annual_rate": "12%", "late_fee": {"amount": "5.00"}}
    await create(world, account("N-1", replace(debt(), product="furniture", terms=terms)))
    async with world.tools.open_work() as work:
        (kept,) = await work.debts.find()
    assert (kept.product, kept.terms) == ("furniture", terms)
    with pytest.raises(ValueError, match="late_fee is a percentage"):
        await create(world, account("N-2", replace(debt("D-2"), terms={"late_fee": "2"})))


async def test_a_reference_is_taken_once(world):
    await create(world, account("N-1", debt()))
    with pytest.raises(Exists, match="N-1"):
        await create(world, account("N-1", debt("D-2")))
    assert len(await entries(world)) == 1


async def test_somebody_elses_debt_is_not_given_to_two(world):
    await create(world, account("N-1", debt()))
    with pytest.raises(Exists, match="D-1"):
        await create(world, account("N-2", debt("D-2"), debt("D-1")))
    async with world.tools.open_work() as work:
        assert [found.reference for found in await work.accounts.find()] == ["N-1"]


async def test_an_address_stays_with_who_had_it_first_and_that_is_noted(world):
    point = NewContactPoint("sms", "+12025550100")
    first = await create(world, account("N-1", contact_points=(point,)))
    second = await create(world, account("N-2", contact_points=(point,)))
    async with world.tools.open_work() as work:
        (kept,) = await work.contact_points.find()
        assert kept.account_id == first.id
        noted = await work.events.get(kind="address_belongs_to_another_account")
        assert noted.account_id == second.id
        assert "+1202" not in str(noted.data)
