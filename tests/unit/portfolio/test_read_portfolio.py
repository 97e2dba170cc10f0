"""What does reading a portfolio accept, and what does it say about the rest?"""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.portfolio.columns import COLUMNS, REQUIRED
from bot.portfolio.places import COUNTRY_ZONES, REGIONS, zone_names
from bot.portfolio.read import Portfolio, PortfolioRow, read_portfolio
from bot.rules.money import Money

TODAY = date(2026, 3, 10)

GOOD = {
    "reference": "CUST-1",
    "name": "Ada Fictícia",
    "language": "pt",
    "country": "BR",
    "region": "SP",
    "birth_date": "1990-04-23",
    "document_last": "0417",
    "postcode": "01310-100",
    "person_type": "individual",
    "lifetime_value": "1200.50",
    "first_time_late": "no",
    "phone": "+5511000000001",
    "consent_sms": "yes",
    "consent_sms_source": "sign-up form",
    "debt_reference": "INV-1",
    "description": "Sofá",
    "principal": "289.93",
    "interest": "4.25",
    "fees": "5.79",
    "currency": "BRL",
    "due_date": "2026-01-15",
}


def text_of(*rows: dict[str, str], delimiter: str = ",", ending: str = "\n") -> str:
    """A file with all columns and these rows, each a set of changes to the good one."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", delimiter=delimiter, lineterminator=ending)
    writer.writeheader()
    writer.writerows({**GOOD, **row} for row in rows)
    return out.getvalue()


def read(*rows: dict[str, str]) -> Portfolio:
    return read_portfolio(text_of(*rows), TODAY)


def only(**changes: str) -> PortfolioRow:
    portfolio = read(changes)
    assert portfolio.problems == ()
    assert len(portfolio.rows) == 1
    return portfolio.rows[0]


def test_a_good_row_is_read_whole() -> None:
    row = only()
    assert (row.line, row.reference, row.name, row.language) == (2, "CUST-1", "Ada Fictícia", "pt")
    assert (row.country, row.region, row.time_zone) == ("BR", "SP", "America/Sao_Paulo")
    assert row.time_zone_stated is False
    assert row.birth_date == date(1990, 4, 23)
    assert (row.document_last, row.postcode) == ("0417", "01310-100")
    assert row.lifetime_value == Money(120050, "BRL")
    assert row.first_time_late is False
    assert (row.phone, row.whatsapp, row.telegram) == ("+5511000000001", None, None)
    assert (row.consent_sms, row.consent_sms_source) == (True, "sign-up form")
    assert (row.consent_whatsapp, row.consent_whatsapp_source) == (None, None)
    assert (row.principal, row.interest) == (Money(28993, "BRL"), Money(425, "BRL"))
    assert (row.fees, row.currency, row.due_date) == (Money(579, "BRL"), "BRL", date(2026, 1, 15))


US = {"country": "US", "region": "", "postcode": "", "currency": "USD"}
GB = {"country": "GB", "region": "", "postcode": "", "currency": "GBP"}

READ_AS: list[tuple[dict[str, str], str, object]] = [
    ({"language": "pt-BR"}, "language", "pt"),
    ({"language": "EN_gb"}, "language", "en"),
    ({"country": "br"}, "country", "BR"),
    ({"region": "br-am"}, "region", "AM"),
    ({"region": "AM"}, "time_zone", "America/Manaus"),
    ({"region": "AM", "time_zone": "America/Eirunepe"}, "time_zone", "America/Eirunepe"),
    ({"region": ""}, "region", None),
    ({"region": ""}, "time_zone", "America/Sao_Paulo"),
    ({**US, "region": "AZ"}, "time_zone", "America/Phoenix"),
    ({**US, "region": "HI"}, "time_zone", "Pacific/Honolulu"),
    (US, "time_zone", "America/New_York"),
    ({**GB, "region": "Scotland"}, "region", "SCT"),
    ({**GB, "region": "Scotland"}, "time_zone", "Europe/London"),
    ({**GB, "postcode": "sw1a1aa"}, "postcode", "SW1A 1AA"),
    ({**US, "postcode": "02139-4307"}, "postcode", "02139-4307"),
    ({**US, "postcode": "021394307"}, "postcode", "02139-4307"),
    ({"postcode": "01310100"}, "postcode", "01310-100"),
    ({"postcode": ""}, "postcode", None),
    ({"document_last": ""}, "document_last", None),
    ({"person_type": "Company"}, "person_type", "company"),
    ({"first_time_late": ""}, "first_time_late", True),
    ({"first_time_late": "Sim"}, "first_time_late", True),
    ({"first_time_late": "0"}, "first_time_late", False),
    ({"lifetime_value": ""}, "lifetime_value", None),
    ({"phone": "+1 (202) 555-0143"}, "phone", "+12025550143"),
    ({"phone": "+44 7700 900123"}, "phone", "+447700900123"),
    ({"phone": "", "whatsapp": "+351 912 345 678"}, "whatsapp", "+351912345678"),
    ({"telegram": "123456789"}, "telegram", "123456789"),
    ({"consent_sms": "no", "consent_sms_source": ""}, "consent_sms", False),
    ({"due_date": "today"}, "due_date", TODAY),
    ({"due_date": "today-12"}, "due_date", date(2026, 2, 26)),
    ({"due_date": "Today + 5"}, "due_date", date(2026, 3, 15)),
    ({"due_date": "1990-01-01"}, "due_date", date(1990, 1, 1)),
    ({"principal": "1250"}, "principal", Money(125000, "BRL")),
    ({"principal": "0", "fees": "0.5"}, "fees", Money(50, "BRL")),
    (
        {"currency": "jpy", "principal": "900", "interest": "0", "fees": "0", "lifetime_value": ""},
        "principal",
        Money(900, "JPY"),
    ),
    ({"name": "Ada\n Fictícia"}, "name", "Ada Fictícia"),
    ({"description": 'TV 42", "new"; black'}, "description", 'TV 42", "new"; black'),
    ({"debt_reference": "2024/0187 #3"}, "debt_reference", "2024/0187 #3"),
]


@pytest.mark.parametrize(("changes", "field", "value"), READ_AS)
def test_a_cell_is_read_as(changes: dict[str, str], field: str, value: object) -> None:
    assert getattr(only(**changes), field) == value


BAD_CELLS: list[tuple[str, str, str]] = [
    ("reference", "a b", "CUST-0012"),
    ("reference", "../etc", "letters without accents"),
    ("reference", "x" * 65, "longer than 64"),
    ("name", "x" * 201, "longer than 200"),
    ("language", "es", "write en or pt"),
    ("language", "english", "write en or pt"),
    ("country", "UK", '"GB"'),
    ("country", "Brazil", "write US, GB or BR"),
    ("region", "XX", "not a region of BR"),
    ("time_zone", "America/Sao Paulo", "such as America/Sao_Paulo"),
    ("time_zone", "GMT-3", "such as America/Sao_Paulo"),
    ("time_zone", "../../etc/passwd", "IANA name"),
    ("birth_date", "23/04/1990", "year-month-day"),
    ("birth_date", "1990-02-30", "not a day of the calendar"),
    ("birth_date", "2990-04-23", "in the future"),
    ("birth_date", "1890-04-23", "135 years old"),
    ("birth_date", "2020-04-23", "5 years old"),
    ("document_last", "12345678900", "never the whole number"),
    ("document_last", "12", "3 to 6 digits"),
    ("postcode", "1310100", "dropped the 0"),
    ("postcode", "SW1A 1AA", "write it like 01310-100"),
    ("person_type", "person", "individual or company"),
    ("lifetime_value", "10,000", "10000.00"),
    ("first_time_late", "maybe", "write yes or no"),
    ("phone", "11 98765-4321", "plus sign"),
    ("phone", "+1202555014", "ten digits"),
    ("phone", "+44 07700 900123", "without its first 0"),
    ("phone", "+44 (0)7700 900123", "leave it out"),
    ("phone", "5.5119E+12", "rounded"),
    ("whatsapp", "+55 11 1234", "the area code without 0"),
    ("telegram", "@ada", "digits"),
    ("consent_sms", "perhaps", "write yes or no"),
    ("consent_sms_source", "", "where the consent was given"),
    ("debt_reference", "", "is blank"),
    ("debt_reference", "x" * 65, "longer than 64"),
    ("description", "", "is blank"),
    ("principal", "1.250,00", "such as 1250.00"),
    ("principal", "1,250.00", "such as 1250.00"),
    ("principal", "R$ 1.250,37", "such as 1250.37"),
    ("principal", "1.250", "such as 1250.00"),
    ("principal", "GBP 80", "such as 80.00"),
    ("principal", "£1,080.55", "such as 1080.55"),
    ("principal", "12,34", "such as 12.34"),
    ("principal", "ten", "such as 1250.00"),
    ("principal", "-5.00", "negative"),
    ("principal", "(5.00)", "negative"),
    ("principal", "1e3", "such as 1250.00"),
    ("principal", "٣", "in the form we read"),
    ("principal", "9" * 5000, "too large"),
    ("interest", "", "0 if there is none"),
    ("fees", "0.001", "more decimals than BRL, which has 2"),
    ("currency", "XYZ", "USD, GBP, BRL"),
    ("currency", "", "is blank"),
    ("due_date", "15/01/2026", "year-month-day"),
    ("due_date", "2026-13-01", "not a day of the calendar"),
    ("due_date", "20260115", "year-month-day"),
    ("due_date", "1989-12-31", "before 1990"),
    ("due_date", "2203-01-15", "check the year"),
    ("due_date", "today-99999", "before 1990"),
    ("due_date", "today+twelve", "today-12"),
    ("due_date", "", "is blank"),
    ("name", "Ada\x07", "control character"),
    ("name", "Ada\0", "NUL byte"),
    ("name", "Jo\ufffdo", "UTF-8"),
    ("name", "JoÃ£o", "Windows-1252"),
    ("name", "Jo\udce3o", "UTF-8"),
]


@pytest.mark.parametrize(("column", "cell", "part"), BAD_CELLS)
def test_a_bad_cell_is_reported_with_what_to_write(column: str, cell: str, part: str) -> None:
    portfolio = read({column: cell}, {"reference": "CUST-2", "debt_reference": "INV-2"})
    assert [(problem.line, problem.column) for problem in portfolio.problems] == [(2, column)]
    reason = portfolio.problems[0].reason
    assert part in reason
    assert reason.isprintable()
    assert [row.reference for row in portfolio.rows] == ["CUST-2"]


def test_every_bad_cell_of_a_row_is_reported() -> None:
    found = read({"language": "es", "phone": "12", "currency": "", "country": "ZZ"}).problems
    assert {problem.column for problem in found} == {"language", "phone", "currency", "country"}


def test_a_document_number_is_never_shown_back() -> None:
    [problem] = read({"document_last": "98765432100"}).problems
    assert "98765432100" not in problem.reason


@pytest.mark.parametrize("column", REQUIRED)
def test_a_must_column_may_not_be_blank(column: str) -> None:
    [problem] = read({column: "  "}).problems
    assert (problem.line, problem.column) == (2, column)
    assert "is blank: fill it in" in problem.reason


def test_nothing_owed_is_a_problem() -> None:
    [problem] = read({"principal": "0", "interest": "0.00", "fees": "0"}).problems
    assert "Nothing is owed" in problem.reason


AGREE: list[tuple[str, str, str]] = [
    ("name", "Bea Fictícia", '"Bea Fictícia" here and "Ada Fictícia" on line 2'),
    ("language", "en", '"en" here and "pt" on line 2'),
    ("postcode", "", "is blank here and"),
    ("first_time_late", "yes", "is yes here and no on line 2"),
    ("lifetime_value", "7.00", "is 7.00 here and 1200.50 on line 2"),
    ("birth_date", "1991-04-23", "is not the same as on line 2"),
    ("document_last", "9999", "is not the same as on line 2"),
]


@pytest.mark.parametrize(("column", "cell", "part"), AGREE)
def test_rows_of_one_debtor_must_agree(column: str, cell: str, part: str) -> None:
    portfolio = read({}, {"debt_reference": "INV-2", column: cell})
    [problem] = portfolio.problems
    assert (problem.line, problem.column) == (3, column)
    assert part in problem.reason
    assert [row.debt_reference for row in portfolio.rows] == ["INV-1"]


def test_the_same_value_written_otherwise_agrees() -> None:
    same = {"debt_reference": "INV-2", "language": "pt-BR", "phone": "+55 11 00000-0001"}
    assert read({}, same).problems == ()


def test_one_debtor_has_one_currency() -> None:
    problems = read({}, {"debt_reference": "INV-2", "currency": "USD"}).problems
    assert "one currency" in next(p.reason for p in problems if p.column == "currency")


def test_a_debt_stands_once() -> None:
    portfolio = read({}, {"reference": "CUST-2"}, {"debt_reference": "INV-3"})
    [problem] = portfolio.problems
    assert (problem.line, problem.column) == (3, "debt_reference")
    assert "on line 2" in problem.reason
    assert [row.debt_reference for row in portfolio.rows] == ["INV-1", "INV-3"]


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert isinstance(read_portfolio(text, TODAY), Portfolio)


@given(st.sampled_from(COLUMNS), st.text())
def test_no_cell_raises(column: str, cell: str) -> None:
    portfolio = read({column: cell})
    assert len(portfolio.rows) == 1 or portfolio.problems


@given(st.text(alphabet='",;\r\n \0a1é'))
def test_no_mangled_file_raises(tail: str) -> None:
    portfolio = read_portfolio(text_of({}) + tail, TODAY)
    assert portfolio.rows


def test_the_zones_of_regions_exist() -> None:
    zones = {zone for regions in REGIONS.values() for zone in regions.values()}
    assert zones | set(COUNTRY_ZONES.values()) <= zone_names()
    assert {country: len(regions) for country, regions in REGIONS.items()} == {
        "US": 56,
        "GB": 4,
        "BR": 27,
    }


def test_contract_terms_are_read_and_may_be_left_out() -> None:
    row = only(product="furniture", annual_rate="7.5%", late_fee="5.00")
    assert (row.product, row.annual_rate, row.late_fee) == ("furniture", "7.5%", "5.00")
    assert only(late_fee="2%").late_fee == "2%"
    assert (only().product, only().annual_rate, only().late_fee) == (None, None, None)
    assert not set(REQUIRED) & {"product", "annual_rate", "late_fee"}


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("annual_rate", "12", "a percentage a year such as 12%"),
        ("annual_rate", "7,5%", "a percentage a year such as 12%"),
        ("late_fee", "5,00", "or an amount such as 5.00"),
        ("late_fee", "-2%", "or an amount such as 5.00"),
    ],
)
def test_contract_terms_that_cannot_be_read(column: str, text: str, said: str) -> None:
    (problem,) = read({column: text}).problems
    assert (problem.column, said in problem.reason) == (column, True)
