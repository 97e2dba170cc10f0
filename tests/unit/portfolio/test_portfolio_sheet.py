"""How does a file's form reach its rows: separators, quotes, lines, header, encoding?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.portfolio.read import Portfolio, read_portfolio, read_portfolio_bytes

TODAY = date(2026, 3, 10)
HEADER = (
    "reference,name,language,country,birth_date,person_type,"
    "debt_reference,description,principal,interest,fees,currency,due_date"
)
ROW = "C-1,João,pt,BR,1990-04-23,individual,D-1,Sofá,100.37,0,0,BRL,today-3"
OTHER = "C-2,Bia,pt,BR,1991-05-24,individual,D-2,Cama,50.21,0,0,BRL,today-3"
FILE = f"{HEADER}\n{ROW}\n{OTHER}\n"


GOOD_FILES = {
    "as it is": FILE,
    "byte order mark": "\ufeff" + FILE,
    "windows line ends": FILE.replace("\n", "\r\n"),
    "old mac line ends": FILE.replace("\n", "\r"),
    "no line end at the end": FILE.rstrip(),
    "semicolons": FILE.replace(",", ";"),
    "excel's separator line": "sep=;\n" + FILE.replace(",", ";"),
    "capitals in the header": FILE.replace(HEADER, HEADER.upper()),
    "blanks in the header": FILE.replace(HEADER, HEADER.replace("_", " ").replace(",", " , ")),
    "blank lines": "\n" + FILE.replace("\n", "\n\n"),
    "rows of empty cells": FILE + ",,,,,,,,,,,,\n",
    "empty columns at the end": FILE.replace("\n", ",,\n"),
    "blanks after commas": FILE.replace(",", ", "),
    "quotes everywhere": "\n".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) for line in (HEADER, ROW, OTHER)
    ),
}


@pytest.mark.parametrize("text", GOOD_FILES.values(), ids=GOOD_FILES.keys())
def test_a_usual_form_is_read(text: str) -> None:
    portfolio = read_portfolio(text, TODAY)
    assert portfolio.problems == ()
    assert [row.name for row in portfolio.rows] == ["João", "Bia"]


NOT_USABLE = {
    "empty": ("", 1, None, "empty"),
    "blank": (" \n\n", 1, None, "empty"),
    "only a mark": ("\ufeff", 1, None, "empty"),
    "header alone": (HEADER, 1, None, "no rows"),
    "prose": ("Dear sir,\nplease find attached\n", 1, None, "right file"),
    "json": ('[{"reference": "C-1"}]', 1, None, "JSON"),
    "web page": ("<html></html>", 1, None, "web page"),
    "workbook": ("PK\x03\x04\x14\0", 1, None, "workbook"),
    "tabs": (FILE.replace(",", "\t"), 1, None, "tabs"),
    "UTF-16 read as UTF-8": ("\0".join(FILE), 1, None, "NUL"),
    "no header": (f"{ROW}\n{OTHER}\n", 1, None, "right file"),
    "a column missing": (FILE.replace(",fees", ",", 1), 1, "fees", "missing"),
    "quotes in the header": ('"reference,name\nC-1,Ana', 1, None, "never closed"),
}


@pytest.mark.parametrize(
    ("text", "line", "column", "part"), NOT_USABLE.values(), ids=NOT_USABLE.keys()
)
def test_an_unusable_file_is_said_to_be(
    text: str, line: int, column: str | None, part: str
) -> None:
    portfolio = read_portfolio(text, TODAY)
    assert portfolio.rows == ()
    assert any(
        (problem.line, problem.column) == (line, column) and part in problem.reason
        for problem in portfolio.problems
    )


def test_each_missing_column_is_named() -> None:
    problems = read_portfolio("reference,name\nC-1,Ana\n", TODAY).problems
    assert [problem.column for problem in problems] == HEADER.split(",")[2:]


def test_an_unknown_column_is_a_problem_and_rows_are_read_all_the_same() -> None:
    text = FILE.replace("\n", ",x\n").replace("due_date,x", "due_date,telefon", 1)
    portfolio = read_portfolio(text, TODAY)
    assert [(p.line, p.column) for p in portfolio.problems] == [(1, "telefon")]
    assert len(portfolio.rows) == 2


def test_a_misspelt_column_is_told_what_it_may_be() -> None:
    problems = read_portfolio(FILE.replace("due_date", "duedate"), TODAY).problems
    assert {p.column for p in problems} == {"duedate", "due_date"}
    assert any('write "due_date"' in p.reason for p in problems)


def test_a_column_twice() -> None:
    text = FILE.replace("\n", ",x\n").replace("due_date,x", "due_date,fees", 1)
    [problem] = read_portfolio(text, TODAY).problems
    assert (problem.column, "twice" in problem.reason) == ("fees", True)


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    first = ROW.replace("Sofá", '"Sofá,\nazul\n\nescuro"')
    last = OTHER.replace("BRL", "ZZZ")
    portfolio = read_portfolio(f"\n{HEADER}\n{first}\n\n{last}\n", TODAY)
    assert [row.line for row in portfolio.rows] == [3]
    assert portfolio.rows[0].description == "Sofá, azul escuro"
    assert [(p.line, p.column) for p in portfolio.problems] == [(8, "currency")]


def test_a_comma_without_quotes_is_a_row_of_the_wrong_length() -> None:
    portfolio = read_portfolio(FILE.replace("100.37", "1.250,00"), TODAY)
    assert [(p.line, p.column) for p in portfolio.problems] == [(2, None)]
    assert "14 cells and the header has 13" in portfolio.problems[0].reason
    assert len(portfolio.rows) == 1


def test_a_short_row() -> None:
    portfolio = read_portfolio(FILE + "C-3,Eva\n", TODAY)
    assert [(p.line, "2 cells" in p.reason) for p in portfolio.problems] == [(4, True)]


def test_a_quotation_mark_out_of_place_costs_one_row() -> None:
    portfolio = read_portfolio(FILE.replace("Sofá", '"Sofá" azul'), TODAY)
    assert [(p.line, "twice" in p.reason) for p in portfolio.problems] == [(2, True)]
    assert [row.reference for row in portfolio.rows] == ["C-2"]


def test_an_open_quotation_mark_is_told_where_it_begins() -> None:
    portfolio = read_portfolio(FILE.replace("Cama", '"Cama'), TODAY)
    assert [(p.line, "never closed" in p.reason) for p in portfolio.problems] == [(3, True)]
    assert [row.reference for row in portfolio.rows] == ["C-1"]


def test_a_huge_cell_is_a_problem() -> None:
    portfolio = read_portfolio(FILE.replace("Cama", "x" * 200_000), TODAY)
    assert [p.line for p in portfolio.problems] == [3]
    assert [row.reference for row in portfolio.rows] == ["C-1"]


def test_problems_come_in_the_order_of_lines() -> None:
    rows = "\n".join(
        f"C-{n},Ana,xx,BR,1990-04-23,individual,D-{n},Sofá,1,0,0,BRL,today" if n % 2 else "short"
        for n in range(20)
    )
    lines = [p.line for p in read_portfolio(f"{HEADER}\n{rows}\n", TODAY).problems]
    assert lines == list(range(2, 22))


BYTES = {
    "utf-8": (FILE.encode(), None),
    "utf-8 with a mark": (FILE.encode("utf-8-sig"), None),
    "windows-1252": (FILE.encode("cp1252"), (2, 'Windows-1252 ("ã"')),
    "utf-16": (FILE.encode("utf-16"), (1, "UTF-16")),
    "workbook": (b"PK\x03\x04\x14\x00\xff\xfe", (1, "workbook")),
    "pdf": (b"%PDF-1.7\n\xff", (1, "PDF")),
    "nothing": (b"", (1, "empty")),
    "utf-8 read as windows-1252": (FILE.encode().decode("cp1252").encode(), (2, "Windows-1252")),
}


@pytest.mark.parametrize(("data", "problem"), BYTES.values(), ids=BYTES.keys())
def test_bytes(data: bytes, problem: tuple[int, str] | None) -> None:
    portfolio = read_portfolio_bytes(data, TODAY)
    if problem is None:
        assert (len(portfolio.rows), portfolio.problems) == (2, ())
    else:
        found = portfolio.problems[0]
        assert (found.line, problem[1] in found.reason) == (problem[0], True)


@given(st.binary())
def test_no_bytes_raise(data: bytes) -> None:
    assert isinstance(read_portfolio_bytes(data, TODAY), Portfolio)
    assert isinstance(read_portfolio_bytes(FILE.encode() + data, TODAY), Portfolio)


def test_the_example_of_the_documentation_is_good() -> None:
    page = Path(__file__).parents[3].joinpath("docs/import.md").read_text(encoding="utf-8")
    portfolio = read_portfolio(page.split("```csv\n")[1].split("```")[0], TODAY)
    assert portfolio.problems == ()
    assert len(portfolio.rows) == 4
