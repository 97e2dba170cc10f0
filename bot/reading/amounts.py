"""How much money did the person name, and in which currency?

A figure beside a currency is always money. A bare figure ("make it 35", "cem por mês") is money
unless what stands around it says otherwise; see `bare`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bot.reading.bare import is_money
from bot.reading.entity import Found
from bot.reading.fold import Folded
from bot.reading.words import PT_HUNDREDS, PT_SMALL, count, either, number_runs

_LARGEST = Decimal(10) ** 9
_CENT = Decimal("0.01")

_SYMBOLS = {"r$": "BRL", "us$": "USD", "u$": "USD", "$": "USD", "£": "GBP", "€": "EUR"}
_PREFIXES = {**_SYMBOLS, "usd": "USD", "gbp": "GBP", "brl": "BRL", "eur": "EUR", "rs": "BRL"}
_PREFIX = re.compile(r"(?<![a-z$£€])(r\$|us\$|u\$|\$|£|€|usd|gbp|brl|eur|rs)\.?[ ]?$")
_NAMES = (
    (r"dollars?|dollas?|dolla|dolar(?:es)?|doletas?|bucks?|usd", "USD"),
    (r"pounds?|pnds?|quids?|squids?|sterling|gbp|libras?", "GBP"),
    (r"reais|reias|reau|contos?|pilas?|pilinhas?|paus|mangos?|brl|r\$|real(?=\W|$)", "BRL"),
    (r"euros?|eur", "EUR"),
)
_SUFFIX = re.compile(
    "[ ]?(?:" + "|".join(f"(?P<{code}>{names})" for names, code in _NAMES) + r")(?![a-z])"
)
_SYMBOL_AFTER = re.compile(r"[ ]?(us\$|\$|£|€)(?![ ]?\d)")

_DIGITS = re.compile(
    r"(?:(?<![\w.,/:-])(?<![a-z]')|(?<=\dx)|(?<=\d x))"
    r"(?P<whole>\d{1,3}(?:[.,]\d{3})+|\d{1,9})(?P<cents>[.,]\d{1,2})?(?![.,/:]?\d)"
    r"(?:[ ]?(?P<scale>k|mil|thousand|grand|hundred|million|milhao|milhoes)(?![a-z])"
    r"(?:[ ](?:e|and)[ ](?P<rest>[1-9]\d\d(?![\d.,/%])"
    rf"|(?:{either(PT_HUNDREDS)})(?:[ ]e[ ](?:{either(PT_SMALL)})){{0,2}}\b))?)?"
    r"(?P<ish>-?ish\b)?"
)
_SCALE = {
    "k": 1000, "mil": 1000, "thousand": 1000, "grand": 1000, "hundred": 100,
    "million": 1_000_000, "milhao": 1_000_000, "milhoes": 1_000_000,
}  # fmt: skip
_CENTS_AFTER = re.compile(
    r"(?:[ ](?:e|and|com)[ ]|[ ])(?P<cents>[a-z]+(?:[ -](?:e[ ])?[a-z]+)?|\d{1,2})[ ]?"
    r"(?:centavos?|cents?|pence|p)\b"
)
_TWO_AFTER = re.compile(r"[ ](?P<cents>\d\d)(?=$|[^\w %/:]|[ ](?:a|per|each|now|por)\b)")
_COINS = re.compile(
    r"(?<![\w.,$£€])(?P<count>\d{1,2})[ ]?(?P<coin>centavos?|cents?|pence|p(?=\W|$))(?!/)"
)
_NICKNAMES = (
    (r"\b(?:a |one )?fiver\b", Decimal(5), "GBP"),
    (r"\b(?:a |one )?tenner\b", Decimal(10), "GBP"),
    (r"\b(?:a )?couple (?:of )?hundred\b", Decimal(200), None),
    (r"\b(?:a )?couple (?:of )?grand\b", Decimal(2000), None),
    (r"\bhalf a grand\b", Decimal(500), None),
)


@dataclass(frozen=True)
class _Figure:
    """A figure before it is known to be money."""

    value: Decimal
    start: int
    end: int
    plain: bool
    word: bool = False
    short: bool = False


def amounts(folded: Folded, country: str | None) -> Iterator[Found]:
    """Every sum of money in the text."""
    yield from _nicknames(folded)
    yield from _coins(folded)
    for figure in _figures(folded.text):
        yield from _money(folded, figure, country)


def _figures(text: str) -> Iterator[_Figure]:
    for match in _DIGITS.finditer(_unglue(text)):
        value = decimal(match["whole"] + (match["cents"] or ""))
        if match["scale"]:
            value = value * _SCALE[match["scale"]] + (count(match["rest"] or "") or 0)
        plain = not (match["cents"] or match["scale"])
        yield _Figure(value, match.start(), match.end(), plain)
    for run in number_runs(text):
        yield _Figure(Decimal(run.value), run.start, run.end, False, True, run.short)


def _unglue(text: str) -> str:
    """Space between a currency's letters and its figure ("rs50"), keeping every place."""
    return re.sub(r"(?<![a-z])(?:usd|gbp|brl|eur|rs)(?=\d)", lambda m: " " * len(m[0]), text)


def decimal(digits: str) -> Decimal:
    """A figure as typed on either side of the ocean: 1,250.00 and 1.250,00 are the same."""
    cents = re.search(r"[.,](\d{1,2})$", digits)
    whole = digits[: cents.start()] if cents else digits
    return Decimal(re.sub(r"[.,]", "", whole) + "." + (cents[1] if cents else "0"))


def _money(folded: Folded, figure: _Figure, country: str | None) -> Iterator[Found]:
    start, end, currency = _currency(folded, figure, country)
    value = figure.value
    if currency is None and not _cents_after(folded.text, end):
        if figure.word and value < 10 and not _per_period(folded, figure.end):
            return
        if not is_money(folded, figure.start, figure.end, value, figure.plain, figure.short):
            return
    else:
        value, end = _with_cents(folded.text, value, end)
    if 0 < value < _LARGEST:
        yield Found("amount", _written(value), start, end, currency)


def _per_period(folded: Folded, end: int) -> bool:
    return bool(
        re.match(r"[ ](?:a|per|each|every|por|ao)[ ](?:week|month|mes|sem)", folded.text[end:])
    )


def _currency(folded: Folded, figure: _Figure, country: str | None) -> tuple[int, int, str | None]:
    """Where the sum begins and ends with its currency, and which currency that is."""
    text, start, end = folded.text, figure.start, figure.end
    before = _PREFIX.search(text[max(0, start - 5) : start])
    currency = None
    if before and not (before[1] == "rs" and figure.word):
        start = max(0, start - 5) + before.start()
        currency = _PREFIXES[before[1]]
        if before[1] == "$" and country == "BR":
            currency = "BRL"
    after = _SUFFIX.match(text, end)
    if after and not (after["BRL"] == "real" and figure.value != 1):
        return start, after.end(), currency or str(after.lastgroup)
    symbol = _SYMBOL_AFTER.match(text, end)
    if symbol and currency is None:
        named = "BRL" if symbol[1] == "$" and country == "BR" else _SYMBOLS[symbol[1]]
        return start, symbol.end(), named
    return start, end, currency


def _cents_after(text: str, end: int) -> bool:
    match = _CENTS_AFTER.match(text, end)
    return match is not None and count(match["cents"]) is not None


def _with_cents(text: str, value: Decimal, end: int) -> tuple[Decimal, int]:
    """Adds "and fifty cents", "e 50 centavos" or the 50 of "5 pounds 50"."""
    if value != value.to_integral_value():
        return value, end
    match = _CENTS_AFTER.match(text, end)
    cents = count(match["cents"]) if match else None
    if match is None or cents is None:
        match = _TWO_AFTER.match(text, end) if text[end - 1].isalpha() else None
        cents = int(match["cents"]) if match else None
    if match is None or cents is None or not 0 < cents < 100:
        return value, end
    return value + Decimal(cents) / 100, match.end()


def _coins(folded: Folded) -> Iterator[Found]:
    names = {"ce": None, "pe": "GBP", "p": "GBP"}
    for match in _COINS.finditer(folded.text):
        coin = match["coin"]
        currency = "BRL" if coin.startswith("centavo") else names[coin[:2]]
        value = Decimal(match["count"]) / 100
        if value > 0:
            yield Found("amount", _written(value), match.start(), match.end(), currency)


def _nicknames(folded: Folded) -> Iterator[Found]:
    for pattern, value, currency in _NICKNAMES:
        for match in re.finditer(pattern, folded.text):
            after = _SUFFIX.match(folded.text, match.end())
            end = after.end() if after else match.end()
            named = str(after.lastgroup) if after else currency
            yield Found("amount", _written(value), match.start(), end, named)


def _written(value: Decimal) -> str:
    return str(value.quantize(_CENT, rounding=ROUND_HALF_UP))
