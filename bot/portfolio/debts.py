"""What may stand in the cells of a portfolio file that describe a debt?

Readers as in `bot.portfolio.columns`: the text of a cell, or CellError with what to write.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from bot.portfolio.columns import LONGEST_CODE, CellError, iso_date, quoted
from bot.rules.charges import as_terms
from bot.rules.money import CURRENCIES, Money

EARLIEST_DUE: Final = date(1990, 1, 1)
LATEST_DUE_YEARS: Final = 10
LONGEST_WHOLE: Final = 12

_RELATIVE_DATE: Final = re.compile(r"today(?:\s*([+-])\s*([0-9]{1,5}))?", re.IGNORECASE)
_SIGN: Final = r"(?:[A-Z]{0,3}[$£€¥]?|[A-Z]{3}) ?"
_FORMS: Final = tuple(
    re.compile(_SIGN + form)
    for form in (
        r"(?P<whole>[1-9][0-9]{0,2}(?:[. ][0-9]{3})+|[0-9]+),(?P<cents>[0-9]{2})",
        r"(?P<whole>[1-9][0-9]{0,2}(?:[, ][0-9]{3})+|[0-9]+)(?:\.(?P<cents>[0-9]{2}))?",
        r"(?P<whole>[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?P<cents>)",
    )
)
"""Amounts as people write them; what they meant can be told from these."""


def debt_code(text: str) -> str:
    """The reference of a debt, as the creditor writes it; runs of blanks become one."""
    flat = " ".join(text.split())
    if len(flat) > LONGEST_CODE:
        raise CellError(f"is longer than {LONGEST_CODE} characters: shorten it.")
    return flat


def due_date(text: str, today: date) -> date:
    """The day a debt was or is due: YYYY-MM-DD, or today, today-12, today+5."""
    relative = _RELATIVE_DATE.fullmatch(text)
    if relative:
        try:
            day = today + timedelta(days=int((relative[1] or "+") + (relative[2] or "0")))
        except OverflowError:
            raise CellError(f"{quoted(text)} is too far from today: check it.") from None
    elif text.lower().startswith("today"):
        raise CellError(f"{quoted(text)} cannot be read: write today, today-12 or today+5.")
    else:
        day = iso_date(text)
    if day < EARLIEST_DUE:
        raise CellError(f"{quoted(text)} is before {EARLIEST_DUE.year}: check the year.")
    if day.year > today.year + LATEST_DUE_YEARS:
        raise CellError(
            f"{quoted(text)} is more than {LATEST_DUE_YEARS} years ahead: check the year."
        )
    return day


def currency(text: str) -> str:
    """A currency that we keep accounts in."""
    if text.upper() not in CURRENCIES:
        known = ", ".join(CURRENCIES)
        raise CellError(f"{quoted(text)} is not a currency we know: write one of {known}.")
    return text.upper()


def amount(text: str, unit: str) -> Money:
    """An amount that is not negative, in the currency `unit`, such as 1250.00."""
    if re.fullmatch(r"[-−(].*", text):
        raise CellError(f"{quoted(text)} is negative: write 0 here and record credits as payments.")
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        raise CellError(
            f"{quoted(text)} is not in the form we read: write a point before the cents, nothing "
            f"between the thousands and no currency sign, such as {_meant(text, unit)}."
        )
    if len(text.split(".", maxsplit=1)[0].lstrip("0")) > LONGEST_WHOLE:
        raise CellError(f"{quoted(text)} is too large to be an amount: check it.")
    try:
        return Money.parse(text, unit)
    except ValueError:
        raise CellError(
            f"{quoted(text)} has more decimals than {unit}, which has {CURRENCIES[unit]}: "
            f"round it, or leave out a point between thousands, such as {_meant(text, unit)}."
        ) from None


def _meant(text: str, unit: str) -> str:
    """What was probably meant, in the form we read; an example when it cannot be told."""
    found = next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)
    whole = re.sub(r"[., ]", "", found["whole"]) if found else "1250"
    cents = (found["cents"] if found else None) or "00"
    return whole if CURRENCIES[unit] == 0 else f"{whole}.{cents}"


def annual_rate(text: str, unit: str) -> str:
    """The yearly rate of the contract, as a percentage: 12%, 7.5%."""
    return _term(text, unit, "annual_rate", "write a percentage a year such as 12% or 7.5%.")


def late_fee(text: str, unit: str) -> str:
    """The late fee of the contract: a percentage of the principal, 2%, or a sum, 5.00."""
    wanted = "write a percentage of the principal such as 2%, or an amount such as 5.00."
    return _term(text, unit, "late_fee", wanted)


def _term(text: str, unit: str, name: str, wanted: str) -> str:
    try:
        as_terms(**{"annual_rate": None, "late_fee": None, name: text}, currency=unit)
    except ValueError:
        raise CellError(f"{quoted(text)} cannot be read: {wanted}") from None
    return text
