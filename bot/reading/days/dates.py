"""Which day did the person name?

A grammar of our own, English and Portuguese side by side: written dates, days of the month,
weekdays, spans from today, vague periods. Each reader maps a match to a `Day`; a day before the
reference date is never returned, and days told as past ("I paid on the 9th") are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.reading.days import feasts, monthdays, periods, spans, weekdays, weeks, written
from bot.reading.days.almanac import days_after
from bot.reading.days.past import told_as_past
from bot.reading.days.when import Context, Day, Order, Rule
from bot.reading.entity import NOISE, Found
from bot.reading.letters.fold import Folded
from bot.reading.letters.number_words import COUNT, count

_RULES: tuple[Rule, ...] = (
    *written.RULES,
    *monthdays.RULES,
    *weekdays.RULES,
    *spans.RULES,
    *periods.RULES,
    *weeks.RULES,
    *feasts.RULES,
)

_REFUSED = re.compile(
    r"\b(?:not|nao|nem|neither|nor|cannot|can'?t|cant|won'?t|don'?t|dont)"
    r"(?: (?:do|pay|make|manage|meet|on|by"
    r"|it|the|for|da|posso"
    r"|consigo|pra|pro|para|no|o|em|ser|vai|sera|pagar|this|until|till|ate))*[ ]$"
)
_OFFSET = re.compile(
    rf"(?<!\bany )(?<!\bsome )"
    rf"\b(?:(?P<many>{COUNT}|the|o)[ ])?(?P<unit>days?|weeks?|dias?|semanas?)[ ]$"
)
_SIDE = re.compile(r"(?:(?P<after>after|depois d[aeo]|apos)|before|antes d[aeo])\b")
_INSTEAD = re.compile(
    r"\b(?:instead of|rather than|em vez d[aeo]|ao inves d[aeo]|no lugar d[aeo])(?: o| a| the"
    r"| on)*[ ]$"
)
_NOTHING = re.compile(r"\b(?:nothing|nada)[ ]$")
_NOTHING_AFTER = re.compile(r"[ ](?:nothing|nada)\b")
_BORDER = re.compile(
    r"\b(?:before|until|till?|after|by|antes d[aeo]|ate|depois d[aeo])\b(?: the| o)?"
)
_WHAT = r"(?: (?:it|that|this|the|my|date|payment|back|o|a|meu|minha|data|pagamento|parcela)){0,3}"
_MOVED = re.compile(
    rf"\b(?:troc|mud|adi|pass)(?:a|ar|em|ando){_WHAT} d[eo] (?:o )?dia \w+$"
    rf"|\b(?:mov|chang|switch|push|shift|swap)(?:e|ing|)?{_WHAT} from (?:(?! to )[^,;.])*$"
)
_REFUSED_AFTER = re.compile(
    r"'?s (?:no good|not (?:good|possible)|out\b|too|impossible|hard)"
    r"|[ ](?:nao|no (?:good|way|chance)|(?:is|was|it's|e) (?:too|impossivel|muito"
    r"|cedo|apertado"
    r"|hard"
    r"|difficult|impossible|no good)|(?:won'?t|doesn'?t|does not|can'?t) (?:work|do|happen|suit)"
    r"|fica (?:apertado|ruim|dificil|complicado)|ta (?:dificil|cedo|em cima))\b"
)


def dates(
    folded: Folded, today: date, country: str | None, language: str | None = None
) -> Iterator[Found]:
    """Every day or period from the reference date on."""
    context = Context(today, order=_order(country, language))
    found = [
        one
        for rule in _RULES
        for match in rule.pattern.finditer(folded.text)
        if (one := _found(folded, rule, match, context))
    ]
    yield from _without_refused(folded, found)


def _order(country: str | None, language: str | None) -> Order:
    """Who writes English in an unknown country means the nearer of two days."""
    if country is None and language == "en":
        return Order.NEARER
    return Order.MONTH_FIRST if country == "US" else Order.DAY_FIRST


def _offset(folded: Folded, start: int, text: str, day: Day) -> tuple[int, Day]:
    """ "Two days after Christmas": counted from the day that is named."""
    side = _SIDE.match(text)
    offset = _OFFSET.search(folded.text[max(0, start - 24) : start]) if side else None
    if not side or not offset or day.last:
        return start, day
    days = (count(offset["many"] or "") or 1) * (7 if offset["unit"][0] in "ws" else 1)
    shifted = days_after(day.first, days if side["after"] else -days)
    return start - len(offset[0]), Day(shifted)


def _without_refused(folded: Folded, found: list[Found]) -> Iterator[Found]:
    """Without the day that is ruled out where another one is named: "not the 4th, the 11th"."""
    refused = [one for one in found if one.entity != NOISE and _is_refused(folded, one)]
    for one in found:
        others = (other for other in found if other.entity != NOISE and other not in refused)
        if one in refused and any(_apart(one, other) for other in others):
            yield replace(one, entity=NOISE)
        else:
            yield one


def _is_refused(folded: Folded, one: Found) -> bool:
    before, after = folded.before(one.start), folded.after(one.end)
    text = folded.text[one.start : one.end]
    if _REFUSED.search(before) or _INSTEAD.search(before) or _MOVED.search(before + text):
        return True
    nothing = _NOTHING.search(before) or _NOTHING_AFTER.match(after)
    border = _BORDER.search(before[-12:]) or _BORDER.match(text)
    return bool((nothing and not border) or _REFUSED_AFTER.match(after))


def _apart(one: Found, other: Found) -> bool:
    return one.end <= other.start or other.end <= one.start


def _found(folded: Folded, rule: Rule, match: re.Match[str], context: Context) -> Found | None:
    start, end = match.span("s" if "s" in match.re.groupindex else 0)
    try:
        day = rule.read(match, context)
    except (ValueError, OverflowError):
        return None
    if day is None:
        return None
    start, day = _offset(folded, start, match[0], day)
    if day.first < context.today or told_as_past(folded.before(start), match[0]):
        return Found(NOISE, "", start, end)
    latest = day.last.isoformat() if day.last else None
    return Found("date", day.first.isoformat(), start, end, latest=latest)
