"""Pix codes: published examples, and reading back what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.paying.pix import PixCharge, PixError, br_code, check_sum, fields, is_valid, plain, txid
from bot.rules.money import Money

MANUAL = (
    "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR"
    "5913Fulano de Tal6008BRASILIA62070503***63041D3D"
)
"""The example of the Banco Central's Manual do BR Code; its amount is left to the payer."""
DYNAMIC = (
    "00020101021226770014BR.GOV.BCB.PIX2555pix.example.com/qr/93598be0-1bd0-4997-8318-81776a1d8a99"
    "5204000053039865802BR5907EMPRESA6009SAO PAULO62070503***6304EEAB"
)
PUBLISHED = (MANUAL, DYNAMIC)
KEY = "123e4567-e12b-12d1-a456-426655440000"


def charge(minor=33_000, **given):
    facts = {"key": KEY, "name": "Fulano de Tal", "city": "BRASILIA"} | given
    return PixCharge(amount=Money(minor, facts.pop("currency", "BRL")), **facts)


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_codes_pass(code):
    assert is_valid(code)


def test_a_sum_that_a_bank_got_wrong_is_found_out():
    """From the Banco Central's own forum: 13DF was sent, 2E7D is right."""
    sent = (
        "0020101021226990014br.gov.bcb.pix2577qrcode.pix.example/x5204000053030986540410.00"
        "5802BR6304"
    )
    assert not is_valid(f"{sent}13DF")
    assert is_valid(sent + check_sum(sent))


@pytest.mark.parametrize(("text", "crc"), [("123456789", "29B1"), ("", "FFFF"), ("A", "B915")])
def test_the_check_sum_is_crc_16_ccitt_false(text, crc):
    assert check_sum(text) == crc


def test_our_code_is_the_manuals_with_an_amount():
    code = br_code(charge(1234, currency="BRL"))
    with_amount = MANUAL[:-8].replace("5303986", "5303986540512.34") + "6304"
    assert code == with_amount + check_sum(with_amount)


def test_every_field_is_where_the_manual_has_it():
    code = br_code(
        charge(
            123_456_789,
            name="Móveis João & Filhos Comércio Ltda.",
            city="São José dos Campos",
            txid="BR-2001/7",
            description="Sofá, nº 1",
        )
    )
    read = fields(code)
    assert list(read) == ["00", "26", "52", "53", "54", "58", "59", "60", "62", "63"]
    assert fields(read["26"]) == {"00": "br.gov.bcb.pix", "01": KEY, "02": "Sofa, no 1"}
    assert read["59"] == "Moveis Joao & Filhos Come"
    assert read["60"] == "Sao Jose dos Ca"
    assert (read["00"], read["52"], read["53"], read["54"]) == ("01", "0000", "986", "1234567.89")
    assert fields(read["62"]) == {"05": "BR20017"}
    assert is_valid(code)


@pytest.mark.parametrize(
    ("reference", "written"),
    [("BR-1", "BR1"), ("A" * 40, "A" * 25), ("Ação 7", "Acao7"), ("--", "***"), ("", "***")],
)
def test_the_reference_becomes_letters_and_digits(reference, written):
    assert txid(reference) == written


@pytest.mark.parametrize(
    "given",
    [{"minor": 0}, {"minor": -1}, {"currency": "USD"}, {"key": ""}, {"key": "x" * 80},
     {"name": "東京"}, {"city": ""}, {"key": "é@x.example"}],
)  # fmt: skip
def test_what_cannot_be_paid_by_pix_is_refused(given):
    with pytest.raises(PixError):
        br_code(charge(**given))


@given(
    st.integers(1, 10**11),
    st.text(max_size=60),
    st.text(max_size=60),
    st.text(max_size=60),
    st.text(max_size=90),
)
def test_whatever_is_written_can_be_read_back(minor, name, city, reference, description):
    wanted = charge(
        minor, name=f"L{name}", city=f"C{city}", txid=reference, description=description
    )
    code = br_code(wanted)
    read = fields(code)
    assert code.isascii()
    assert is_valid(code)
    assert read["54"] == wanted.amount.decimal()
    assert len(read["59"]) <= 25
    assert len(read["60"]) <= 15
    label = fields(read["62"])["05"]
    assert label == "***" or (label.isalnum() and len(label) <= 25)
    assert len(read["26"]) <= 99


def test_a_code_that_was_cut_does_not_pass():
    code = br_code(charge())
    assert [n for n in range(len(code)) if is_valid(code[:n])] == []
    with pytest.raises(PixError):
        fields(code[:-1])


def test_plain_keeps_one_line():
    assert plain(" a\n\tb  ç ", 10) == "ab c"
