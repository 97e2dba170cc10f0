"""Which columns does a portfolio file have, and what may stand in a cell of each?

A reader takes the trimmed, non-empty text of a cell and returns its value. It raises CellError with
a reason that says, in plain words, what to write instead.
"""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from typing import Final

from bot.portfolio.places import (
    POSTCODE_EXAMPLES,
    REGIONS,
    postcode_of,
    region_of,
    zone_names,
)

DEBTOR_COLUMNS: Final = (
    "reference",
    "name",
    "language",
    "country",
    "region",
    "time_zone",
    "birth_date",
    "document_last",
    "postcode",
    "person_type",
    "lifetime_value",
    "first_time_late",
    "phone",
    "whatsapp",
    "telegram",
    "consent_sms",
    "consent_sms_source",
    "consent_whatsapp",
    "consent_whatsapp_source",
)
DEBT_COLUMNS: Final = (
    "debt_reference",
    "description",
    "principal",
    "interest",
    "fees",
    "currency",
    "due_date",
)
CONTRACT_COLUMNS: Final = ("product", "annual_rate", "late_fee")
COLUMNS: Final = DEBTOR_COLUMNS + DEBT_COLUMNS + CONTRACT_COLUMNS
REQUIRED: Final = (
    "reference",
    "name",
    "language",
    "country",
    "birth_date",
    "person_type",
    *DEBT_COLUMNS,
)
"""Columns that the file must have and whose cells may not be blank."""

YOUNGEST: Final = 16
OLDEST: Final = 120
LONGEST_TEXT: Final = 200
LONGEST_CODE: Final = 64
LONGEST_SHOWN: Final = 40

_ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PHONE: Final = re.compile(r"\+[1-9][0-9]{7,14}")
_NATIONAL: Final = {
    "+1": (re.compile(r"\+1[2-9][0-9]{9}"), "+1 and ten digits, such as +12025550143"),
    "+44": (re.compile(r"\+44[1-9][0-9]{8,9}"), "+44 and the number without its first 0"),
    "+55": (re.compile(r"\+55[1-9][0-9]{9,10}"), "+55, the area code without 0, the number"),
}
_YES: Final = frozenset({"yes", "y", "true", "1", "sim"})
_NO: Final = frozenset({"no", "n", "false", "0", "não", "nao"})


class CellError(ValueError):
    """A cell cannot be used as it stands; the message says what to write."""


def quoted(text: str) -> str:
    """The text of a cell as a reason shows it: short, on one line, nothing invisible in it."""
    flat = "".join(sign if sign.isprintable() else "?" for sign in " ".join(text.split()))
    return f'"{flat[:LONGEST_SHOWN]}…"' if len(flat) > LONGEST_SHOWN else f'"{flat}"'


def code(text: str) -> str:
    """An account reference: letters, digits, point, hyphen, underscore (it stands in addresses)."""
    if len(text) > LONGEST_CODE:
        raise CellError(f"is longer than {LONGEST_CODE} characters: shorten it.")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", text):
        raise CellError(
            f"{quoted(text)} has other characters than letters without accents, digits, "
            "point, hyphen and underscore: write it with these, such as CUST-0012."
        )
    return text


def words(text: str) -> str:
    """A name, a description or a source, on one line."""
    flat = " ".join(text.split())
    if len(flat) > LONGEST_TEXT:
        raise CellError(f"is longer than {LONGEST_TEXT} characters: shorten it.")
    return flat


def language(text: str) -> str:
    """ "en" or "pt", from a BCP 47 tag such as "pt-BR"."""
    primary = re.split(r"[-_]", text.lower())[0]
    if primary not in {"en", "pt"} or not re.fullmatch(r"[A-Za-z]{2}([-_][A-Za-z0-9]+)*", text):
        raise CellError(f"{quoted(text)} is not a language we speak: write en or pt.")
    return primary


def country(text: str) -> str:
    """US, GB or BR."""
    upper = text.upper()
    if upper not in REGIONS:
        hint = ' (the code of the United Kingdom is "GB")' if upper == "UK" else ""
        raise CellError(f"{quoted(text)} is not a country we serve: write US, GB or BR{hint}.")
    return upper


def region(text: str, of: str) -> str:
    """The code of a region of the country `of`; any text when the country is not known."""
    if of not in REGIONS:
        return text
    found = region_of(text, of)
    if found is None:
        some = ", ".join(sorted(REGIONS[of])[:4])
        raise CellError(
            f"{quoted(text)} is not a region of {of}: write its code, such as {some}, "
            "or leave it blank."
        )
    return found


def time_zone(text: str) -> str:
    """An IANA time zone, spelt as IANA does."""
    if text in zone_names():
        return text
    places = (name for name in zone_names() if "/" in name and not name.startswith("Etc/"))
    by_folded = {name.casefold(): name for name in places}
    near = get_close_matches(text.casefold().replace(" ", "_"), by_folded, n=1, cutoff=0.7)
    example = by_folded[near[0]] if near else "America/Sao_Paulo"
    raise CellError(
        f"{quoted(text)} is not a time zone: write its IANA name, such as {example}, "
        "or leave it blank for the zone of the region."
    )


def iso_date(text: str) -> date:
    """A calendar day written YYYY-MM-DD."""
    if not _ISO_DATE.fullmatch(text):
        raise CellError(
            f"{quoted(text)} is not a date in the form year-month-day: "
            "write it as 2024-03-12 for 12 March 2024."
        )
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CellError(
            f"{quoted(text)} is not a day of the calendar: check day and month."
        ) from None


def birth_date(text: str, today: date) -> date:
    """The birth date of a living person who may have a contract."""
    day = iso_date(text)
    if day >= today:
        raise CellError(f"{quoted(text)} lies in the future: check the year.")
    age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    if not YOUNGEST <= age <= OLDEST:
        raise CellError(f"{quoted(text)} makes the person {age} years old: check the year.")
    return day


def document_last(text: str) -> str:
    """The last 3 to 6 digits of an identity document; never shown back, since it is private."""
    if not re.fullmatch(r"[0-9]{3,6}", text):
        raise CellError(
            "is not 3 to 6 digits: write only the last digits of the document, such as 0417, "
            "never the whole number."
        )
    return text


def postcode(text: str, of: str) -> str:
    """A postcode in the form of the country `of`; any text when the country is not known."""
    if of not in REGIONS:
        return text
    found = postcode_of(text, of)
    if found is None:
        lost = text.isdigit() and len(text) == {"US": 4, "BR": 7}.get(of)
        hint = " A spreadsheet may have dropped the 0 at its start." if lost else ""
        raise CellError(
            f"{quoted(text)} is not a postcode of {of}: "
            f"write it like {POSTCODE_EXAMPLES[of]}.{hint}"
        )
    return found


def person_type(text: str) -> str:
    """individual or company."""
    if text.lower() not in {"individual", "company"}:
        raise CellError(f"{quoted(text)} is not a kind of debtor: write individual or company.")
    return text.lower()


def yes_or_no(text: str) -> bool:
    """yes or no."""
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise CellError(f"{quoted(text)} is neither yes nor no: write yes or no.")


def phone(text: str) -> str:
    """A telephone number in E.164 form; blanks, hyphens, points and brackets are dropped."""
    number = re.sub(r"[ \u00a0().-]", "", text)
    if re.search(r"[0-9]E\+?[0-9]", text, re.IGNORECASE):
        raise CellError(
            f"{quoted(text)} is a number that a spreadsheet has rounded: "
            "format the column as text and write the number again."
        )
    if "(0)" in text:
        raise CellError(f"{quoted(text)} has a (0) that is not dialled from abroad: leave it out.")
    if not _PHONE.fullmatch(number):
        raise CellError(
            f"{quoted(text)} is not an international number: write a plus sign, the country "
            "code and 8 to 15 digits in all, such as +12025550143."
        )
    for prefix, (form, wanted) in _NATIONAL.items():
        if number.startswith(prefix) and not form.fullmatch(number):
            raise CellError(f"{quoted(text)} cannot be a {prefix} number: write {wanted}.")
    return number


def telegram(text: str) -> str:
    """The number of a Telegram chat that the person has opened with our bot."""
    if not re.fullmatch(r"[1-9][0-9]{0,15}", text):
        raise CellError(
            f"{quoted(text)} is not the number of a Telegram chat: write its digits, or leave it "
            "blank and send the person a link (a bot cannot write to a @name first)."
        )
    return text
