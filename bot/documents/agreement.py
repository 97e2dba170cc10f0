"""How does an agreement look on paper? A PDF with its fonts inside; the same plan, the same bytes.

Nothing is worded, computed or formatted here. Latin, Greek and Cyrillic names are written as they
are; the fonts are DejaVu (see fonts/LICENSE).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, TableCellFillMode
from fpdf.fonts import FontFace

from bot.usecases.plans.write_agreement import AgreementFacts, Section, Table

FONTS: Final = Path(__file__).parent / "fonts"
FAMILY: Final = "DejaVu Sans"
MARGIN: Final = 20
BOTTOM: Final = 22
SMALL, BODY, HEADING, TITLE = 7.5, 9.5, 11.5, 18
LINE: Final = 5.2
LABEL: Final = 52
INK, FAINT, SHADE, RULE = (28, 32, 36), (96, 104, 112), (240, 243, 245), 200
COLUMNS: Final = {3: (18, 70, 40), 5: (30, 40, 46, 26, 28)}
"""Widths in mm by the number of columns; A4 leaves 170 between the margins."""


def render(facts: AgreementFacts) -> bytes:
    """The agreement as a PDF. It holds no date but that of the agreement, in UTC."""
    page = _Paper(facts)
    page.add_page()
    _title(page, facts)
    for section in facts.sections:
        _section(page, section)
    return bytes(page.output())


class _Paper(FPDF):
    """A page with the agreement's number and the page's at its foot."""

    def __init__(self, facts: AgreementFacts) -> None:
        super().__init__(format=facts.paper)
        self.facts = facts
        for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.add_font(FAMILY, style, FONTS / file)
        self.set_margin(MARGIN)
        self.set_auto_page_break(auto=True, margin=BOTTOM)
        self.set_title(facts.title)
        self.set_author(facts.author)
        self.set_subject(str(facts.number))
        self.set_lang(facts.language)
        self.set_creation_date(facts.agreed_at)
        self.set_draw_color(RULE)
        self.c_margin = 0
        self.write_in(BODY)

    def write_in(self, size: float, *, bold: bool = False, colour: Any = INK) -> None:
        """From here on in this size, weight and colour."""
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(*colour)

    def footer(self) -> None:
        """The agreement's number and policy version on the left, the page on the right."""
        numbers = {"page": str(self.page_no()), "pages": str(self.str_alias_nb_pages)}
        self.set_y(-BOTTOM + 6)
        self.write_in(SMALL, colour=FAINT)
        self.cell(0, LINE, self.facts.footer)
        self.set_x(self.l_margin)
        self.cell(0, LINE, self.facts.page.format_map(numbers), align="R")
        self.write_in(BODY)


def _title(page: _Paper, facts: AgreementFacts) -> None:
    page.write_in(TITLE, bold=True)
    page.multi_cell(0, 9, facts.title, new_x="LMARGIN", new_y="NEXT")
    page.ln(3)
    for label, value in facts.facts:
        page.write_in(BODY, colour=FAINT)
        page.cell(LABEL, LINE, label)
        page.write_in(BODY)
        page.multi_cell(0, LINE, value, align="L", new_x="LMARGIN", new_y="NEXT")


def _section(page: _Paper, section: Section) -> None:
    """A heading never stands alone at the end of a page."""
    page.ln(5)
    if page.will_page_break(4 * LINE):
        page.add_page()
    page.write_in(HEADING, bold=True)
    page.multi_cell(0, 7, section.heading, new_x="LMARGIN", new_y="NEXT")
    page.write_in(BODY)
    if section.table is not None:
        _table(page, section.table)
    for text in section.paragraphs:
        page.multi_cell(0, LINE, text, align="L", new_x="LMARGIN", new_y="NEXT")
        page.ln(1.5)


def _table(page: _Paper, table: Table) -> None:
    """The header comes again on each page, the total in bold at the end."""
    widths, left = COLUMNS[len(table.header)], len(table.header) - table.figures
    aligned = ("LEFT",) * left + ("RIGHT",) * table.figures
    with page.table(
        width=sum(widths),
        col_widths=widths,
        text_align=aligned,
        align="LEFT",
        line_height=LINE,
        padding=(0.8, 1.5),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        cell_fill_mode=TableCellFillMode.NONE,
        headings_style=FontFace(emphasis="BOLD", fill_color=SHADE),
    ) as rows:
        for cells in (table.header, *table.rows):
            _row(rows, cells)
        _row(rows, table.total, FontFace(emphasis="BOLD"))
    page.ln(3)


def _row(rows: Any, cells: Iterable[str], style: FontFace | None = None) -> None:
    row = rows.row(style=style)
    for text in cells:
        row.cell(text)
