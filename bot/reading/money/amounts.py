"""How much money did the person name, and in which currency?

A figure beside a currency is always money. A bare figure ("make it 35", "cem por mês") is money
unless what stands around it says otherwise; see `bare`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from bot.reading.entity import Found
from bot.reading.letters.fold import Folded
from bot.reading.letters.number_words import (
    EN_SMALL,
    PT_HUNDREDS,
    PT_SMALL,
    count,
    either,
    number_runs,
)
from bot.reading.money.bare import Setting, is_money
from bot.reading.money.sum_words import BETWEEN, TO

_LARGEST = Decimal(10) ** 9
_CENT = Decimal("0.01")

_SYMBOLS = {"r$": "BRL", "us$": "USD", "u$": "USD", "$": "USD", "£": "GBP", "€": "EUR"}
_PREFIXES = {**_SYMBOLS, "usd": "USD", "gbp": "GBP", "brl": "BRL", "eur": "EUR", "rs": "BRL"}
_PREFIX = re.compile(r"(?<![a-z$£€])(r\$|us\$|u\$|\$|£|€|usd|gbp|brl|eur|rs)\.?[ ]?$")
_REAIS_FIRST = re.compile(
    r"(?:\A|[.,;:!?(][ ]?|\b(?:de|em|por|pago|mando|dou|os|uns|posso|consigo|sao|da|deposito)[ ])"
    r"(?P<s>reais[ ])$"
)
_NAMES = (
    (r"dollars?|dollas?|dolla|dolar(?:es)?|doletas?|bucks?|usd", "USD"),
    (r"pounds?|pnds?|quids?|squids?|sterling|nicker|gbp|libras?", "GBP"),
    (r"reais|reias|reau|contos?|pilas?|pilinhas?|pratas?|paus|mangos?|brl|r\$|real(?=\W|$)", "BRL"),
    (r"euros?|eur", "EUR"),
)
_SUFFIX = re.compile(
    r"(?:[ ]e[ ](?:poucos?|tantos?)|[ -]odd|-?ish)?[ ]?(?:"
    + "|".join(f"(?P<{code}>{names})" for names, code in _NAMES)
    + r")(?![a-z])"
)
_REAL_ENGLISH = re.compile(
    r"[ ]?real[ ](?!(?:por|de|no|na|hoje|amanha|dia|e|pra|para|todo|toda|cada|mais|agora|em"
    r"|que|ja|sem|pro"
    r"|eu|so|ou|por|semana|mes|segunda|terca|quarta|quinta|sexta)\b)"
)
"""In "50 real quick" the word is English."""
_SYMBOL_AFTER = re.compile(r"[ ]?(us\$|\$|£|€)(?![ ]?\d)")

_DIGITS = re.compile(
    r"(?:(?<![\w.,/:-])(?<![a-z]')|(?<=\dx)|(?<=\d x))"
    r"(?P<whole>\d{1,3}(?:[.,]\d{3})+|\d{1,9})(?P<cents>[.,]\d{1,2})?(?![.,/:]?\d)"
    r"(?:[ ]?(?P<scale>k|mil|thousand|grand|hundred|million|milhao|milhoes)(?![a-z])"
    r"(?:[ ](?:e|and)[ ](?P<rest>[1-9]\d\d(?![\d.,/%])"
    rf"|(?:{either(PT_HUNDREDS)})(?:[ ]e[ ](?:{either(PT_SMALL)})){{0,2}}\b))?)?"
    r"(?P<ish>-?ish\b|(?:[tz]?inh[ao]s?|z?ao)\b)?"
)
_SCALE = {
    "k": 1000, "mil": 1000, "thousand": 1000, "grand": 1000, "hundred": 100,
    "million": 1_000_000, "milhao": 1_000_000, "milhoes": 1_000_000,
}  # fmt: skip
_CENTS_AFTER = re.compile(
    r"(?:[ ](?:e|and|com)[ ]|[ ])(?P<cents>[a-z]+(?:[ -](?:e[ ])?[a-z]+)?|\d{1,2})[ ]?"
    r"(?:centavos?|cents?|pence|p)\b"
)
_TENS = either([name for name, value in {**EN_SMALL, **PT_SMALL}.items() if value >= 10])
_ONES = either([name for name, value in EN_SMALL.items() if 0 < value < 10])
_TWO_AFTER = re.compile(
    rf"(?P<and>[ ]e)?[ ](?P<cents>\d\d|(?:{_TENS})(?:[ -](?:{_ONES}))?\b)"
    r"(?=$|[^\w %/:]|[ ](?:a|per|each|every|now|por|cada)\b)"
)
_COINS = re.compile(
    rf"(?<![\w.,$£€])(?P<count>\d{{1,2}}|(?:{_TENS}|five)\b)[ ]?(?P<coin>centavos?|cents?"
    rf"|pence|p(?=\W|$))(?!/)"
)
_PRICE_CENTS = frozenset({50, 90, 95, 99})
_NICKNAMES = (
    (r"\b(?:a |one )?fiver\b", Decimal(5), "GBP"),
    (r"\b(?:a |one )?tenner\b", Decimal(10), "GBP"),
    (r"\b(?:a )?couple (?:of )?hundred\b", Decimal(200), None),
    (r"\b(?:a )?couple (?:of )?grand\b", Decimal(2000), None),
    (r"\b(?:two|2) and a half (?:grand|k|thousand)\b", Decimal(2500), None),
    (r"\b(?:three|3) and a half (?:grand|k|thousand)\b", Decimal(3500), None),
    (r"\b(?:four|4) and a half (?:grand|k|thousand)\b", Decimal(4500), None),
    (r"\bhalf a (?:grand|k)\b", Decimal(500), None),
    (r"(?<!thanks )(?<!weighs )\ba ton\b(?! (?:of|more|to)\b)", Decimal(100), None),
    (r"\b(?:a |one )?grand and a half\b|\b(?:one|a) and a half grand\b", Decimal(1500), None),
)
_THOUSANDS_PT = re.compile(
    rf"(?<!dia )\b(?P<n>um|dois|tres|quatro|cinco) e (?P<rest>(?:{either(PT_HUNDREDS)})"
    rf"(?:[ ]e[ ](?:{either(PT_SMALL)})){{0,2}})\b"
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


def amounts(folded: Folded, country: str | None, days: Sequence[Found] = ()) -> Iterator[Found]:
    """Every sum of money in the text; what a day says ends what is said of a figure."""
    yield from _nicknames(folded)
    yield from _coins(folded)
    figures = sorted(_figures(folded.text), key=lambda figure: figure.start)
    sums = [one for figure in figures for one in _money(folded, figure, country, days)]
    yield from _one_currency(folded.text, sums)


def _figures(text: str) -> Iterator[_Figure]:
    for match in _DIGITS.finditer(_unglue(text)):
        value = decimal(match["whole"] + (match["cents"] or ""))
        if match["scale"]:
            value = value * _SCALE[match["scale"]] + (count(match["rest"] or "") or 0)
        plain = not (match["cents"] or match["scale"])
        yield _Figure(value, match.start(), match.end(), plain)
    runs = list(number_runs(text))
    for run in runs:
        yield _Figure(Decimal(run.value), run.start, run.end, False, True, run.short)
    for run, cents in pairwise(runs):
        if text[run.end : cents.start] == " e " and _is_price(run.value, cents.value):
            value = run.value + Decimal(cents.value) / 100
            yield _Figure(value, run.start, cents.end, False)


def _is_price(whole: int, cents: int) -> bool:
    """ "Oitenta e nove e noventa": after a number that is not round, a second one is cents."""
    return 0 < whole < 1000 and whole % 10 > 0 and cents in _PRICE_CENTS


def _unglue(text: str) -> str:
    """Space between a currency's letters and its figure ("rs50"), keeping every place."""
    return re.sub(r"(?<![a-z])(?:usd|gbp|brl|eur|rs)(?=\d)", lambda m: " " * len(m[0]), text)


def decimal(digits: str) -> Decimal:
    """A figure as typed on either side of the ocean: 1,250.00 and 1.250,00 are the same."""
    cents = re.search(r"[.,](\d{1,2})$", digits)
    whole = digits[: cents.start()] if cents else digits
    return Decimal(re.sub(r"[.,]", "", whole) + "." + (cents[1] if cents else "0"))


def _money(
    folded: Folded, figure: _Figure, country: str | None, days: Sequence[Found]
) -> Iterator[Found]:
    start, end, currency = _currency(folded, figure, country)
    value = figure.value
    priced = figure.short and value >= 1000
    if currency is None and not _cents_after(folded.text, end):
        if figure.word and value < 10 and not _per_period(folded, figure.end):
            return
        if not is_money(_setting(folded, figure, days), value, figure.plain, figure.short):
            return
        value = value / 100 if priced else value
    elif priced:
        value = value / 100
    else:
        value, end = _with_cents(folded.text, value, end)
    if 0 < value < _LARGEST:
        yield Found("amount", _written(value), start, end, currency)


def _setting(folded: Folded, figure: _Figure, days: Sequence[Found]) -> Setting:
    """What stands around a figure, as far as the days before and after it."""
    start, end = figure.start, figure.end
    floor = max((day.end for day in days if day.end <= start), default=0)
    ceiling = min((day.start for day in days if day.start >= end), default=len(folded.text))
    before = folded.before(start)
    return Setting(
        before[max(0, len(before) - (start - floor)) :],
        folded.text[start:end],
        folded.after(end)[: ceiling - end],
    )


def _one_currency(text: str, sums: list[Found]) -> Iterator[Found]:
    """In "40 to 50 dollars" the currency is that of both."""
    for place, one in enumerate(sums):
        near = (sums[other] for other in (place - 1, place + 1) if 0 <= other < len(sums))
        said = [
            other.currency for other in near if _is_range(text, *sorted((one, other), key=_start))
        ]
        yield replace(one, currency=one.currency or next(filter(None, said), None))


def _start(one: Found) -> int:
    return one.start


def _is_range(text: str, low: Found, high: Found) -> bool:
    between = text[low.end : high.start]
    joined = between.strip() in ("and", "e") and BETWEEN.search(text[: low.start])
    return bool(joined or TO.fullmatch(between))


def _per_period(folded: Folded, end: int) -> bool:
    return bool(
        re.match(r"[ ](?:a|per|each|every|por|ao)[ ](?:week|month|mes|sem)", folded.text[end:])
    )


def _currency(folded: Folded, figure: _Figure, country: str | None) -> tuple[int, int, str | None]:
    """Where the sum begins and ends with its currency, and which currency that is."""
    text, start, end = folded.text, figure.start, figure.end
    before = _PREFIX.search(text, max(0, start - 5), start)
    currency = None
    named_first = _REAIS_FIRST.search(text, max(0, start - 20), start)
    if named_first:
        start, currency = named_first.start("s"), "BRL"
    elif before and not (before[1] == "rs" and figure.word):
        start = before.start()
        currency = _PREFIXES[before[1]]
        if before[1] == "$" and country == "BR":
            currency = "BRL"
    after = _SUFFIX.match(text, end)
    if after and not (
        after["BRL"] == "real" and figure.value != 1 and _REAL_ENGLISH.match(text, end)
    ):
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
        match = None if match and match["and"] and value >= 100 else match
        cents = count(match["cents"]) if match else None
    if match is None or cents is None or not 0 < cents < 100:
        return value, end
    return value + Decimal(cents) / 100, match.end()


def _coins(folded: Folded) -> Iterator[Found]:
    names = {"ce": None, "pe": "GBP", "p": "GBP"}
    for match in _COINS.finditer(folded.text):
        coin = match["coin"]
        currency = "BRL" if coin.startswith("centavo") else names[coin[:2]]
        value = Decimal(count(match["count"]) or 0) / 100
        if value > 0:
            yield Found("amount", _written(value), match.start(), match.end(), currency)


def _nicknames(folded: Folded) -> Iterator[Found]:
    for pattern, value, currency in _NICKNAMES:
        for match in re.finditer(pattern, folded.text):
            after = _SUFFIX.match(folded.text, match.end())
            end = after.end() if after else match.end()
            named = str(after.lastgroup) if after else currency
            yield Found("amount", _written(value), match.start(), end, named)
    for match in _THOUSANDS_PT.finditer(folded.text):
        value = Decimal(1000 * (count(match["n"]) or 0) + (count(match["rest"]) or 0))
        after = _SUFFIX.match(folded.text, match.end())
        end, named = (after.end(), after.lastgroup) if after else (match.end(), None)
        yield Found("amount", _written(value), match.start(), end, named)


def _written(value: Decimal) -> str:
    return str(value.quantize(_CENT, rounding=ROUND_HALF_UP))
