"""Which text does a Brazilian bank's app take to pay by Pix? The BR Code, "Pix copia e cola".

Banco Central do Brasil, Manual de Padrões para Iniciação do Pix, static BR Code; the fields are
those of EMV® QRCPS Merchant-Presented Mode, the check sum is CRC-16/CCITT-FALSE over everything
before it. Pure: no clock, no I/O.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.rules.money import Money

GUI = "br.gov.bcb.pix"
REAL = "986"
NAME, CITY, TXID, FIELD = 25, 15, 25, 99
ANY_TXID = "***"
_CHECK = "6304"


class PixError(ValueError):
    """This cannot be paid by Pix; the text says why."""


@dataclass(frozen=True, slots=True)
class PixCharge:
    """What is to be paid to whom: `key` is the receiver's Pix key, `txid` our reference."""

    key: str
    name: str
    city: str
    amount: Money
    txid: str = ANY_TXID
    description: str = ""


def br_code(charge: PixCharge) -> str:
    """The code to copy. Amounts in BRL, more than nothing; names lose accents and what is over.

    Raises PixError when a field cannot be written.
    """
    if charge.amount.currency != "BRL" or charge.amount.minor <= 0:
        raise PixError("Pix takes an amount in BRL that is more than nothing")
    account = _field("00", GUI) + _field("01", charge.key)
    room = FIELD - len(account) - 4
    said = plain(charge.description, max(room, 0))
    if said:
        account += _field("02", said)
    body = (
        _field("00", "01")
        + _field("26", account)
        + _field("52", "0000")
        + _field("53", REAL)
        + _field("54", charge.amount.decimal())
        + _field("58", "BR")
        + _field("59", plain(charge.name, NAME))
        + _field("60", plain(charge.city, CITY))
        + _field("62", _field("05", charge.txid if charge.txid == ANY_TXID else txid(charge.txid)))
        + _CHECK
    )
    return body + check_sum(body)


def txid(reference: str) -> str:
    """Our reference as Pix takes it: at most 25 letters and digits; `***` when none are left."""
    return re.sub(r"[^A-Za-z0-9]", "", plain(reference, len(reference)))[:TXID] or ANY_TXID


def plain(text: str, most: int) -> str:
    """ASCII without accents or control characters, cut to `most` characters."""
    apart = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in apart if " " <= c <= "~")
    return " ".join(kept.split())[:most].strip()


def check_sum(text: str) -> str:
    """CRC-16/CCITT-FALSE (polynomial 0x1021, begins with 0xFFFF) as four hexadecimal digits."""
    crc = 0xFFFF
    for byte in text.encode():
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1
        crc &= 0xFFFF
    return f"{crc:04X}"


def fields(code: str) -> dict[str, str]:
    """The fields of a code by their number; those of 26 and 62 can be read the same way.

    Raises PixError when a length does not fit.
    """
    found: dict[str, str] = {}
    rest = code
    while rest:
        number, length, after = rest[:2], rest[2:4], rest[4:]
        if not (length.isdigit() and len(length) == 2 and len(after) >= int(length)):
            raise PixError(f"the field {number} does not fit its length")
        found[number], rest = after[: int(length)], after[int(length) :]
    return found


def is_valid(code: str) -> bool:
    """Does the check sum fit?"""
    return len(code) > 8 and code[-8:-4] == _CHECK and check_sum(code[:-4]) == code[-4:]


def _field(number: str, value: str) -> str:
    if not value or len(value) > FIELD or not value.isascii():
        raise PixError(f"the field {number} of a Pix code is empty, too long or not ASCII")
    return f"{number}{len(value):02d}{value}"
