"""Is the demonstration portfolio sound, invented, and does it show every situation?"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.portfolio.columns import COLUMNS
from bot.portfolio.read import Portfolio, PortfolioRow, read_portfolio_bytes
from bot.rules.money import Money

HOUSE = Path(__file__).parents[3]
TODAY = date(2026, 3, 10)
INVENTED = {
    "US": re.compile(r"\+1[2-9][0-9]{2}55501[0-9]{2}"),
    "GB": re.compile(r"\+447700900[0-9]{3}"),
    "BR": re.compile(r"\+55[1-9][0-9]00000[0-9]{4}"),
}
Rows = list[PortfolioRow]


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    return read_portfolio_bytes((HOUSE / "bot/portfolio/demonstration.csv").read_bytes(), TODAY)


@pytest.fixture(scope="module")
def people(portfolio: Portfolio) -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(list)
    for row in portfolio.rows:
        found[row.reference].append(row)
    return found


def situation(people: dict[str, Rows], name: str) -> list[Rows]:
    found = [rows for reference, rows in people.items() if reference.split("-")[1] == name]
    assert found, name
    return found


def late(row: PortfolioRow) -> int:
    return (TODAY - row.due_date).days


def owed(row: PortfolioRow) -> Money:
    return row.principal + row.interest + row.fees


def test_it_has_no_problems_on_any_day() -> None:
    data = (HOUSE / "bot/portfolio/demonstration.csv").read_bytes()
    for days in (0, 366, 3 * 366, 10 * 366):
        assert read_portfolio_bytes(data, TODAY + timedelta(days=days)).problems == ()


def test_some_fifty_people_in_three_countries_and_two_languages(people: dict[str, Rows]) -> None:
    assert len(people) >= 40
    countries = [rows[0].country for rows in people.values()]
    assert min(countries.count(code) for code in ("US", "GB", "BR")) >= 12
    assert {(rows[0].country, rows[0].language) for rows in people.values()} >= {
        ("US", "pt"),
        ("BR", "en"),
        ("US", "en"),
        ("GB", "en"),
        ("BR", "pt"),
    }


def test_nobody_can_be_reached(portfolio: Portfolio) -> None:
    numbers = 0
    for row in portfolio.rows:
        assert row.telegram is None
        for number in filter(None, (row.phone, row.whatsapp)):
            assert INVENTED[row.country].fullmatch(number), number
            numbers += 1
    assert numbers > 60


def test_people_are_distinct(people: dict[str, Rows]) -> None:
    first = [rows[0] for rows in people.values()]
    assert len({row.name for row in first}) == len(first)
    assert len({row.birth_date for row in first}) == len(first)
    phones = [row.phone for row in first if row.phone]
    assert len(set(phones)) == len(phones)


@pytest.mark.parametrize(
    "region",
    ["AZ", "HI", "AK", "CA", "NY", "TX", "SCT", "WLS", "NIR", "ENG", "SP", "RJ", "AM", "ES", "AL"],
)
def test_regions(portfolio: Portfolio, region: str) -> None:
    assert region in {row.region for row in portfolio.rows}


def test_zones(portfolio: Portfolio) -> None:
    assert len({row.time_zone for row in portfolio.rows}) >= 12
    assert any(row.time_zone_stated for row in portfolio.rows)


def test_odd_cents(portfolio: Portfolio) -> None:
    assert all(row.principal.minor % 100 for row in portfolio.rows)


def test_brazilian_fees_are_within_two_per_cent(portfolio: Portfolio) -> None:
    brazilian = [row for row in portfolio.rows if row.country == "BR"]
    assert brazilian
    assert all(row.fees.minor * 50 <= row.principal.minor for row in brazilian)


def test_first_often_and_before_due(people: dict[str, Rows]) -> None:
    for rows in situation(people, "FIRST"):
        assert all(row.first_time_late and 0 < late(row) <= 15 for row in rows)
    for rows in situation(people, "OFTEN"):
        assert not rows[0].first_time_late
    assert any(len(rows) > 1 for rows in situation(people, "OFTEN"))
    for rows in situation(people, "BEFORE"):
        assert all(late(row) < 0 and not row.interest and not row.fees for row in rows)


def test_high_value_company_and_small(people: dict[str, Rows]) -> None:
    for rows in situation(people, "HIGHVALUE"):
        value = rows[0].lifetime_value
        assert value is not None
        assert value.minor >= 1_000_000
        assert owed(rows[0]).minor < 60_000
    for rows in situation(people, "COMPANY"):
        assert rows[0].person_type == "company"
    for rows in situation(people, "SMALL"):
        assert owed(rows[0]).minor < 1_000


def test_hardship_and_several(people: dict[str, Rows]) -> None:
    for rows in situation(people, "HARDSHIP"):
        assert max(late(row) for row in rows) >= 60
    for rows in situation(people, "SEVERAL"):
        assert len(rows) == 3
        assert min(late(row) for row in rows) < 0 < max(late(row) for row in rows)


LIMITATION = {("GB", "SCT"): 5 * 365, ("GB", "ENG"): 6 * 365, ("BR", None): 1825}


def limitation(row: PortfolioRow) -> int:
    exact = LIMITATION.get((row.country, row.region))
    return exact or LIMITATION.get((row.country, None), 4 * 365)


def test_near_and_past_prescription_and_old(people: dict[str, Rows]) -> None:
    for rows in situation(people, "NEARBAR"):
        assert limitation(rows[0]) - 60 < late(rows[0]) < limitation(rows[0])
    for rows in situation(people, "BARRED"):
        assert late(rows[0]) > limitation(rows[0]) + 60
    for rows in situation(people, "OLD"):
        assert 730 < late(rows[0]) < limitation(rows[0]) - 60


def test_the_files_columns_are_all_of_them() -> None:
    header = (HOUSE / "bot/portfolio/demonstration.csv").read_text(encoding="utf-8").splitlines()[0]
    assert tuple(header.split(",")) == COLUMNS


def test_the_documentation_names_every_column() -> None:
    page = (HOUSE / "docs/import.md").read_text(encoding="utf-8")
    table = page.split("## Columns")[1].split("## When")[0]
    assert [column for column in COLUMNS if f"`{column}`" not in table] == []


def test_every_situation_is_described(people: dict[str, Rows]) -> None:
    page = (HOUSE / "bot/portfolio/DEMONSTRATION.md").read_text(encoding="utf-8")
    described = set(re.findall(r"`…-([A-Z]+)-n`", page))
    assert described == {reference.split("-")[1] for reference in people}
