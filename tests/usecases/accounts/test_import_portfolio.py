"""A file of debtors and debts goes into the store; twice is once."""

from datetime import date

import pytest

from bot.portfolio.read import read_portfolio_bytes
from bot.settings import ROOT
from bot.usecases.accounts.import_portfolio import import_portfolio
from bot.usecases.accounts.list_people import list_people

DEMONSTRATION = ROOT / "bot/portfolio/demonstration.csv"


def rows():
    portfolio = read_portfolio_bytes(DEMONSTRATION.read_bytes(), date(2026, 3, 3))
    assert portfolio.problems == ()
    return portfolio.rows


async def load(world, some):
    seen = []
    done = await import_portfolio(world.tools, some, seen.append)
    assert sum(seen) == len(some)
    return (done.accounts, done.debts, done.known)


async def test_the_demonstration_portfolio_twice(world):
    portfolio = rows()
    debtors = len({row.reference for row in portfolio})
    assert debtors >= 40
    assert await load(world, portfolio) == (debtors, len(portfolio), 0)
    assert await load(world, portfolio) == (0, 0, len(portfolio))
    assert len(await list_people(world.tools)) == debtors


async def test_each_debt_owes_what_the_file_says(world):
    portfolio = rows()
    await load(world, portfolio)
    people = {row.account.reference: row for row in await list_people(world.tools)}
    for reference, person in people.items():
        told = [r.principal + r.interest + r.fees for r in portfolio if r.reference == reference]
        total = sum(money.minor for money in told)
        assert (person.total.minor if person.total else 0) == total, reference


async def test_more_debts_of_known_debtors_are_added(world):
    portfolio = rows()
    several = next(
        reference for reference in (r.reference for r in portfolio)
        if sum(r.reference == reference for r in portfolio) > 1
    )  # fmt: skip
    own = [row for row in portfolio if row.reference == several]
    assert await load(world, own[:1]) == (1, 1, 0)
    assert await load(world, own) == (0, len(own) - 1, 1)


async def test_nothing_is_kept_when_it_fails_half_way(world):
    portfolio = rows()

    def fail(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await import_portfolio(world.tools, portfolio, fail)
    assert await list_people(world.tools) == []
