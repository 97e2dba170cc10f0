"""Is this the person we mean to talk to?

Reads birth dates and codes out of free text, compares them with what is on file, and judges the
tries. A message that guesses (many dates, many codes) reads as nothing. Source of the gate: Reg F
1006.6(d), CONC 7.9.10R.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.rules.text import unaccented

_MOST_DATES: Final = 2
_MOST_CODES: Final = 5
"""More than so many in one message is guessing, not answering."""
_SURELY_PAST: Final = 2025
"""Without `today`, two-digit years are read as 20yy no later than this."""

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan janeiro",
            "february feb fevereiro fev",
            "march mar marco",
            "april apr abril abr",
            "may maio mai",
            "june jun junho",
            "july jul julho",
            "august aug agosto ago",
            "september sept sep setembro set",
            "october oct outubro out",
            "november nov novembro",
            "december dec dezembro dez",
        ),
        start=1,
    )
    for name in names.split()
}
_NAME = "(?P<name>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|o|a)?"
_YEAR = r"(?P<year>\d{4}|'?\d{2})(?!\d)"
_GAP = r"(?:\s*[,./-]?\s*|\s+)(?:(?:of|de|do)\s+)?"
_NAMED: Final = (
    re.compile(rf"(?<!\d){_DAY}{_GAP}{_NAME}{_GAP}{_YEAR}"),
    re.compile(rf"\b{_NAME}{_GAP}{_DAY}{_GAP}{_YEAR}"),
    re.compile(rf"(?<!\d)(?P<year>\d{{4}}){_GAP}{_NAME}{_GAP}{_DAY}(?!\d)"),
)
_ISO: Final = re.compile(r"(?<![\d/.-])(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?![\d])")
_NUMERIC: Final = re.compile(
    r"(?<![\d/.-])(\d{1,2})(?:\s?[-/.]\s?|\s)(\d{1,2})(?:\s?[-/.]\s?|\s)(\d{4}|\d{2})(?![\d])"
)
_COMPACT: Final = re.compile(r"(?<![\d/.-])(\d{8}|\d{6})(?![\d/-])")
_UK: Final = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*-?\s*(\d[a-z]{2})\b")
_TOKEN: Final = re.compile(r"\d+(?:[.\-/]\d+)*")
_SPACED: Final = re.compile(r"\d+(?: \d+)+")
_LEAST_DIGITS: Final = 3
_KEPT_FOR_CHAT: Final = 1
_WHOLE_DOCUMENT: Final = 9
"""So many digits are a whole document number (SSN 9, CPF 11, CNPJ 14), which ends in the code."""


def read_birth_dates(text: str, day_first: bool, today: date | None = None) -> tuple[date, ...]:
    """All plausible readings of the dates in a text, the preferred ones first.

    Where day and month could be swapped both readings come, by `day_first`. Two-digit years are
    never read as lying in the future of `today`; with `today`, no reading is. English and
    Portuguese month names. Empty when the text names no date, or so many that it is guessing.
    """
    flat = unaccented(text)
    mentions = list(_mentions(flat, day_first, today))
    if len(mentions) > _MOST_DATES:
        return ()
    readings = (day for mention in mentions for day in mention)
    return tuple(dict.fromkeys(d for d in readings if today is None or d <= today))


def _mentions(flat: str, day_first: bool, today: date | None) -> Iterator[list[date]]:
    """The readings of each place in the text that can be a date; each place is read once."""
    for pattern in (*_NAMED, _ISO, _NUMERIC, _COMPACT):
        taken = []
        for found in pattern.finditer(flat):
            readings = list(_readings(found, pattern, day_first, today))
            if readings:
                taken.append(found.span())
                yield readings
        for start, end in taken:
            flat = flat[:start] + " " * (end - start) + flat[end:]


def _readings(
    found: re.Match[str], pattern: re.Pattern[str], day_first: bool, today: date | None
) -> Iterator[date]:
    if pattern in _NAMED:
        month = _MONTHS[found["name"]]
        yield from _dates(found["year"].strip("'"), month, int(found["day"]), today)
    elif pattern is _ISO:
        yield from _dates(found[1], int(found[2]), int(found[3]), today)
    elif pattern is _NUMERIC:
        yield from _either(found[1], found[2], found[3], day_first, today)
    else:
        digits = found[1]
        yield from _either(digits[:2], digits[2:4], digits[4:], day_first, today)
        if len(digits) == 8:
            yield from _dates(digits[:4], int(digits[4:6]), int(digits[6:]), today)


def _either(
    first: str, second: str, year: str, day_first: bool, today: date | None
) -> Iterator[date]:
    orders = [(int(second), int(first)), (int(first), int(second))]
    for month, day in orders if day_first else reversed(orders):
        yield from _dates(year, month, day, today)


def _dates(year: str, month: int, day: int, today: date | None) -> Iterator[date]:
    """The dates that exist with this year, which may have two digits."""
    years = [int(year)]
    if len(year) == 2:
        years = [2000 + int(year), 1900 + int(year)]
    for each in years:
        try:
            reading = date(each, month, day)
        except ValueError:
            continue
        recent = each <= _SURELY_PAST if today is None else reading <= today
        if each >= 1900 and (len(year) == 4 or recent):
            yield reading


def read_codes(text: str) -> tuple[str, ...]:
    """Codes in a text: digit runs of three and more, and postcodes in their usual form.

    UK "SW1A 1AA" in any case and spacing, US "10001" and "10001-1234", CEP "01310-100". Digits
    joined by points, hyphens or spaces come as one run too ("123.456.789-09"). Written dates are
    no codes.
    """
    return tuple(dict.fromkeys(code for mention in _code_mentions(text) for code in mention))


def _code_mentions(text: str) -> list[list[str]]:
    """The forms of each place in the text that can be a code."""
    flat = unaccented(text)
    for pattern in (*_NAMED, _ISO, _NUMERIC):
        flat = pattern.sub(lambda m: " " * len(m[0]) if _is_date(m) else m[0], flat)
    found = [[f"{m[1]} {m[2]}".upper()] for m in _UK.finditer(flat)]
    flat = _UK.sub(" ", flat)
    found += [_forms(m[0]) for m in _TOKEN.finditer(flat)]
    found += [_forms(m[0].replace(" ", "")) for m in _SPACED.finditer(flat)]
    return [forms for forms in found if forms]


def _forms(token: str) -> list[str]:
    """A run of digits, or several with marks between them, in the forms that can be compared."""
    runs = re.findall(r"\d+", token)
    digits = "".join(runs)
    forms = [runs[0], runs[-1], digits]
    if len(digits) == 8:
        forms.insert(0, f"{digits[:5]}-{digits[5:]}")
    if [len(run) for run in runs] == [5, 4]:
        forms.insert(0, token)
    return list(dict.fromkeys(f for f in forms if len(f) >= _LEAST_DIGITS))


def _is_date(found: re.Match[str]) -> bool:
    pattern = found.re
    return any(True for _ in _readings(found, pattern, True, None))


def code_matches(given: str, document_last: str | None, postcode: str | None) -> bool:
    """Does the text give the last characters of the document, or the postcode, on file?

    Case, spaces and punctuation do not matter; a whole document number matches by its end; a US
    ZIP matches with and without its last four. False when nothing is on file, and when the text
    gives so many codes that it is guessing.
    """
    mentions = _code_mentions(given)
    if len(mentions) > _MOST_CODES:
        return False
    codes = {_bare(code) for forms in mentions for code in forms}
    if document_last and _document_matches(given, codes, _bare(document_last)):
        return True
    return bool(postcode) and _postcode_matches(codes, _bare(postcode or ""))


def _document_matches(given: str, codes: set[str], last: str) -> bool:
    if not last.isdigit():
        codes = codes | {_bare(word) for word in given.split()}
    whole = {code for code in codes if code.isdigit() and len(code) >= _WHOLE_DOCUMENT}
    return bool(last) and (last in codes or any(code.endswith(last) for code in whole))


def _postcode_matches(codes: set[str], postcode: str) -> bool:
    if postcode in codes:
        return True
    us = postcode.isdigit() and len(postcode) in (5, 9)
    return us and any(c.isdigit() and len(c) in (5, 9) and c[:5] == postcode[:5] for c in codes)


def _bare(code: str) -> str:
    return "".join(c for c in unaccented(code).upper() if c.isalnum())


@dataclass(frozen=True, slots=True)
class IdentityPolicy:
    """How many tries a person has, and for how long they stay verified afterwards."""

    max_tries: int
    verified_for: timedelta
    source: str


@dataclass(frozen=True, slots=True)
class IdentityVerdict:
    """Whether the person is verified, the tries left, and whether a person takes over now."""

    verified: bool
    tries_left: int
    hand_over: bool


def judge(
    tries_so_far: int, birth_date_ok: bool, code_ok: bool, policy: IdentityPolicy
) -> IdentityVerdict:
    """Judge one try after `tries_so_far` failed ones: both answers must be right.

    Which of the two was wrong is never told. When the tries are used up, also a right answer is
    for a person.
    """
    left = max(0, policy.max_tries - tries_so_far)
    if left and birth_date_ok and code_ok:
        return IdentityVerdict(True, left, False)
    left = max(0, left - 1)
    return IdentityVerdict(False, left, left == 0)


class Asked(StrEnum):
    """What a page may ask for before it shows something of ours to a person."""

    BIRTH_DATE = "birth_date"
    CODE = "code"


def page_asks(
    birth_date: date | None, document_last: str | None, postcode: str | None, *, individual: bool
) -> Asked | None:
    """The one thing that is asked of whoever opens an address that was sent to this person.

    The address reached them after they had proved who they are, so one of the two answers is
    enough (choice of the product): a birth date of an individual, else the code. None when nothing
    is on file that could be compared.
    """
    if individual and birth_date is not None:
        return Asked.BIRTH_DATE
    return Asked.CODE if document_last or postcode else None


def page_tries(tries_so_far: int, policy: IdentityPolicy) -> int:
    """How often a page may be answered wrongly after `tries_so_far` failed tries anywhere.

    The last try is kept for the conversation: whoever finds an address cannot use up what the
    person needs there.
    """
    return max(0, policy.max_tries - _KEPT_FOR_CHAT - tries_so_far)


def judge_on_page(tries_so_far: int, right: bool, policy: IdentityPolicy) -> IdentityVerdict:
    """Judge the one answer on a page. `tries_left` is the page's; nothing is handed over."""
    verdict = judge(tries_so_far + _KEPT_FOR_CHAT, right, right, policy)
    return IdentityVerdict(verdict.verified, verdict.tries_left, False)


def still_verified(verified_at: datetime | None, now: datetime, policy: IdentityPolicy) -> bool:
    """Is the verification of that instant (None: never) still good?"""
    return verified_at is not None and verified_at <= now < verified_at + policy.verified_for
