"""A PDF that says what it was given, in any of our alphabets, on as many pages as it takes."""

import io
import re
import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from bot.documents.agreement import render
from bot.usecases.plans.write_agreement import AgreementFacts, Section, Table

NUMBER = uuid.UUID("00000000-0000-4000-8000-000000000001")
AGREED = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)


def facts(*, rows=12, name="Ada Fictícia", **given):
    parts = [(str(n), f"day {n:03}", f"R$ 1.{n:03},00") for n in range(1, rows + 1)]
    debts = Table(
        ("Ref", "For", "Due", "Waived", "To pay"),
        (("DEMO-BR-6307", "Máquina de lavar", "1 de fevereiro de 2026", "R$ 1,00", "R$ 9,00"),),
        ("Total", "", "", "R$ 1,00", "R$ 9,00"),
        figures=2,
    )
    schedule = Table(("No.", "Pay by", "Amount"), tuple(parts), ("Total", "", "R$ 12.078,00"))
    sections = (
        Section("The debts", debts, ("Something is waived.",)),
        Section("The payments", schedule),
        Section("If something changes", paragraphs=("Write to us.",)),
    )
    return replace(
        AgreementFacts(
            number=NUMBER,
            agreed_at=AGREED,
            language="pt-BR",
            paper="a4",
            author="Juniper & Oak Ltd.",
            title="Acordo de pagamento",
            facts=(("Cliente", name), ("CNPJ", "DEMO-00-0000000")),
            sections=sections,
            footer="Acordo 00000000-0000-4000-8000-000000000001",
            page="Página {page} de {pages}",
        ),
        **given,
    )


def pages(pdf):
    return PdfReader(io.BytesIO(pdf)).pages


def text(pdf):
    return "\n".join(page.extract_text() for page in pages(pdf))


def test_everything_that_it_was_given_stands_there():
    said = text(render(facts()))
    for words in ("Acordo de pagamento", "Ada Fictícia", "DEMO-00-0000000", "Something is waived."):
        assert words in said
    for words in ("DEMO-BR-6307", "Máquina de lavar", "1 de fevereiro de 2026", "R$ 9,00"):
        assert words in said
    assert re.findall(r"R\$ 1\.(\d{3}),00", said) == [f"{n:03}" for n in range(1, 13)]
    assert "R$ 12.078,00" in said


@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Żółć",
        "Ngô Thị Hạnh",
        "Conceição Müller-Ångström",
        "Παράδειγμα Ανύπαρκτος",
        "Пример Несуществующий",
        "Şükrü Örnek-Ğ",
        "Siân O’Demo",
    ],
)
def test_names_are_written_as_they_are(name, caplog):
    assert name in text(render(facts(name=name)))
    assert [r.message for r in caplog.records if "missing" in r.message] == []


def test_a_long_plan_goes_over_pages_each_with_its_header_and_number():
    made = render(facts(rows=78))
    several = [page.extract_text() for page in pages(made)]
    assert len(several) == 3
    assert re.findall(r"R\$ 1\.(\d{3}),00", "\n".join(several)) == [f"{n:03}" for n in range(1, 79)]
    for number, page in enumerate(several, start=1):
        assert f"Página {number} de 3" in page
        assert "Acordo 00000000-0000-4000-8000-000000000001" in page
    assert all("Pay by" in page for page in several)


def test_the_same_agreement_gives_the_same_bytes_and_another_does_not():
    assert render(facts()) == render(facts())
    assert render(facts()) != render(facts(rows=11))


def test_what_a_reader_program_is_told():
    made = PdfReader(io.BytesIO(render(facts())))
    assert made.metadata.title == "Acordo de pagamento"
    assert made.metadata.author == "Juniper & Oak Ltd."
    assert made.metadata.creation_date == AGREED
    assert made.trailer["/Root"]["/Lang"] == "pt-BR"


def test_the_fonts_are_inside_and_the_file_stays_small():
    made = render(facts())
    fonts = PdfReader(io.BytesIO(made)).pages[0]["/Resources"]["/Font"]
    names = sorted(str(font.get_object()["/BaseFont"]) for font in fonts.values())
    assert len(names) == 2
    assert all("DejaVu" in name for name in names)
    assert len(made) < 60_000


@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("letter", 612)])
def test_paper(paper, width):
    assert int(pages(render(facts(paper=paper)))[0].mediabox.width) == width


def test_no_table_is_wider_than_the_page():
    wide = "W" * 64
    table = Table(("a", "b", "c", "d", "e"), ((wide,) * 5,), ("", "", "", "", ""), figures=2)
    said = text(render(facts(sections=(Section("Wide", table),))))
    assert said.count("W") == 5 * 64 + 1
