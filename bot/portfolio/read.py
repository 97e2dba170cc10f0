"""Which debtors and debts does a CSV file hold, and what is wrong with its rows?

Reading decides nothing and stores nothing: it turns a file into rows that can be imported and
problems that a person can mend. One row is one debt; the debtor's fields are repeated on each of
the debtor's rows and must agree. docs/import.md describes the columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final, TypeVar

from bot.portfolio import columns, debts
from bot.portfolio.places import default_zone
from bot.portfolio.sheet import SAVE_AS, Problem, Record, Sheet, read_sheet
from bot.rules.money import Money

__all__ = ["Portfolio", "PortfolioRow", "Problem", "read_portfolio", "read_portfolio_bytes"]

T = TypeVar("T")

_PRIVATE: Final = frozenset({"birth_date", "document_last"})
"""Columns whose values a reason does not show back when rows disagree."""


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One debt with its debtor; fields are named as the columns of the file.

    `time_zone` is that of the region when the file states none (`time_zone_stated` is False).
    Optional cells that are blank are None; a blank `first_time_late` is True, the kinder reading.
    """

    line: int
    reference: str
    name: str
    language: str
    country: str
    region: str | None
    time_zone: str
    time_zone_stated: bool
    birth_date: date
    document_last: str | None
    postcode: str | None
    person_type: str
    lifetime_value: Money | None
    first_time_late: bool
    phone: str | None
    whatsapp: str | None
    telegram: str | None
    consent_sms: bool | None
    consent_sms_source: str | None
    consent_whatsapp: bool | None
    consent_whatsapp_source: str | None
    debt_reference: str
    description: str
    principal: Money
    interest: Money
    fees: Money
    currency: str
    due_date: date
    product: str | None = None
    annual_rate: str | None = None
    late_fee: str | None = None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The rows that can be imported and the problems of the others, both in the file's order."""

    rows: tuple[PortfolioRow, ...]
    problems: tuple[Problem, ...]


def read_portfolio_bytes(data: bytes, today: date) -> Portfolio:
    """Read a file as it lies on disk: UTF-8, with or without a byte order mark. Never raises."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        reason = f"This file is UTF-16, not UTF-8: {SAVE_AS}."
        return Portfolio((), (Problem(1, None, reason),))
    if data.startswith((b"PK\x03\x04", b"%PDF")):
        return read_portfolio(data[:4].decode(), today)
    try:
        return read_portfolio(data.decode("utf-8-sig"), today)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        seen = data[error.start : error.start + 1].decode("cp1252", "replace")
        reason = (
            f'This file is not UTF-8 from this line on; it is probably Windows-1252 ("{seen}" '
            f"stands here), which spreadsheets write by default: {SAVE_AS}."
        )
        return Portfolio((), (Problem(line, None, reason),))


def read_portfolio(text: str, today: date) -> Portfolio:
    """Read the text of a file; `today` is the creditor's day for due dates such as "today-12".

    Never raises on content: what cannot be used is a problem with its line, column and reason.
    """
    sheet: Sheet = read_sheet(text)
    problems = list(sheet.problems)
    rows: list[PortfolioRow] = []
    earlier = _Earlier()
    for record in sheet.records:
        cells = _Cells(record)
        row = _row(cells, today)
        earlier.compare(cells)
        problems += cells.problems
        if not cells.problems:
            rows.append(row)
    return Portfolio(tuple(rows), tuple(sorted(problems, key=lambda problem: problem.line)))


class _Cells:
    """The cells of one row, their values as far as they were read, and their problems."""

    def __init__(self, record: Record) -> None:
        self.line = record.line
        self.texts = record.cells
        self.values: dict[str, object] = {}
        self.problems: list[Problem] = []

    def wrong(self, column: str | None, reason: str) -> None:
        """Keep a problem of this row."""
        self.problems.append(Problem(self.line, column, reason))

    def need(self, column: str, read: Callable[[str], T], otherwise: T) -> T:
        """The value of a cell that may not be blank; after a problem `otherwise`."""
        if not self.texts.get(column):
            hint = ", 0 if there is none" if column in {"interest", "fees"} else ""
            self.wrong(column, f"is blank: fill it in{hint}.")
            return otherwise
        value = self.may(column, read)
        return otherwise if value is None else value

    def may(self, column: str, read: Callable[[str], T]) -> T | None:
        """The value of a cell, None when it is blank or after a problem."""
        text = self.texts.get(column)
        if not text:
            self.values[column] = None
            return None
        try:
            value = read(text)
        except columns.CellError as bad:
            self.wrong(column, str(bad))
            return None
        self.values[column] = value
        return value


def _row(cells: _Cells, today: date) -> PortfolioRow:
    """The row as read; it holds stand-ins where `cells.problems` names a column."""
    country = cells.need("country", columns.country, "")
    region = cells.may("region", partial(columns.region, of=country))
    stated = cells.may("time_zone", columns.time_zone)
    currency = cells.need("currency", debts.currency, "USD")
    money = partial(debts.amount, unit=currency)
    row = PortfolioRow(
        line=cells.line,
        reference=cells.need("reference", columns.code, ""),
        name=cells.need("name", columns.words, ""),
        language=cells.need("language", columns.language, ""),
        country=country,
        region=region,
        time_zone=stated or (default_zone(country, region) if country else ""),
        time_zone_stated=stated is not None,
        birth_date=cells.need("birth_date", partial(columns.birth_date, today=today), today),
        document_last=cells.may("document_last", columns.document_last),
        postcode=cells.may("postcode", partial(columns.postcode, of=country)),
        person_type=cells.need("person_type", columns.person_type, ""),
        lifetime_value=cells.may("lifetime_value", money),
        first_time_late=cells.may("first_time_late", columns.yes_or_no) is not False,
        phone=cells.may("phone", columns.phone),
        whatsapp=cells.may("whatsapp", columns.phone),
        telegram=cells.may("telegram", columns.telegram),
        consent_sms=cells.may("consent_sms", columns.yes_or_no),
        consent_sms_source=cells.may("consent_sms_source", columns.words),
        consent_whatsapp=cells.may("consent_whatsapp", columns.yes_or_no),
        consent_whatsapp_source=cells.may("consent_whatsapp_source", columns.words),
        debt_reference=cells.need("debt_reference", debts.debt_code, ""),
        description=cells.need("description", columns.words, ""),
        principal=cells.need("principal", money, Money.zero(currency)),
        interest=cells.need("interest", money, Money.zero(currency)),
        fees=cells.need("fees", money, Money.zero(currency)),
        currency=currency,
        due_date=cells.need("due_date", partial(debts.due_date, today=today), today),
        product=cells.may("product", columns.words),
        annual_rate=cells.may("annual_rate", partial(debts.annual_rate, unit=currency)),
        late_fee=cells.may("late_fee", partial(debts.late_fee, unit=currency)),
    )
    _check_whole(cells, row)
    return row


def _check_whole(cells: _Cells, row: PortfolioRow) -> None:
    """What no single cell shows: consent without its source, a row on which nothing is owed."""
    for channel, given, source in (
        ("sms", row.consent_sms, row.consent_sms_source),
        ("whatsapp", row.consent_whatsapp, row.consent_whatsapp_source),
    ):
        column = f"consent_{channel}_source"
        if given and source is None and not cells.texts.get(column):
            reason = "is blank: write where the consent was given, such as sign-up form 2024-03."
            cells.wrong(column, reason)
    amounts = (cells.values.get(column) for column in ("principal", "interest", "fees"))
    if all(isinstance(amount, Money) and not amount for amount in amounts):
        cells.wrong("principal", "Nothing is owed on this row: check the amounts or take it out.")


@dataclass(slots=True)
class _Earlier:
    """What earlier rows said about the same debtors and debts, and on which lines."""

    debts: dict[str, int] = field(default_factory=dict)
    debtors: dict[str, dict[str, tuple[int, object]]] = field(default_factory=dict)

    def compare(self, cells: _Cells) -> None:
        """Add a problem for each value that disagrees; remember the others."""
        debt = cells.values.get("debt_reference")
        if isinstance(debt, str):
            line = self.debts.setdefault(debt, cells.line)
            if line != cells.line:
                reason = (
                    f"{columns.quoted(debt)} stands on line {line} too: "
                    "give each debt one row and a reference of its own."
                )
                cells.wrong("debt_reference", reason)
        reference = cells.values.get("reference")
        if isinstance(reference, str):
            known = self.debtors.setdefault(reference, {})
            for column in (*columns.DEBTOR_COLUMNS, "currency"):
                self._agree(known, column, cells)

    def _agree(self, known: dict[str, tuple[int, object]], column: str, cells: _Cells) -> None:
        if column not in cells.values:
            return
        value = cells.values[column]
        line, before = known.setdefault(column, (cells.line, value))
        if value != before:
            cells.wrong(column, _disagreement(column, value, line, before))


def _disagreement(column: str, value: object, line: int, before: object) -> str:
    if column == "currency":
        return (
            f"is {value} here and {before} on line {line}: "
            "one debtor's debts must be in one currency."
        )
    shown = f"is {_shown(value)} here and {_shown(before)}"
    if column in _PRIVATE:
        shown = "is not the same as"
    return f"{shown} on line {line} for the same reference: make them agree."


def _shown(value: object) -> str:
    if value is None:
        return "blank"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.decimal() if isinstance(value, Money) else columns.quoted(str(value))
