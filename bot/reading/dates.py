"""Which day did the person name?

A grammar of our own, English and Portuguese side by side: written dates, days of the month,
weekdays, spans from today, vague periods. Each reader maps a match to a `Day`; a day before the
reference date is never returned, and days told as past ("I paid on the 9th") are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.reading import monthdays, periods, spans, weekdays, written
from bot.reading.entity import NOISE, Found
from bot.reading.fold import Folded
from bot.reading.when import Context, Rule

_RULES: tuple[Rule, ...] = (
    *written.RULES,
    *monthdays.RULES,
    *weekdays.RULES,
    *spans.RULES,
    *periods.RULES,
)

_TOLD_AS_PAST = re.compile(
    r"\b(?:(?<!get )(?<!gets )(?<!getting )(?<!be )(?<!is )(?<!am )(?<!i'm )(?<!im )(?<!are )"
    r"(?<!have it )(?<!being )(?<!'s )paid|cashed|sent|(?<!be )settled"
    r"|transferred|deposited|cleared|went|left"
    r"|was|were|said|told|promised|agreed|started|did|posted|received|bought"
    r"|signed|happened|had(?! to)|lost|rang|filed|remitted|diagnosed|died"
    r"|passed|sorted|perdi|enterrei|descobri|fui|comecei|morreu|faleceu"
    r"|efetuad[ao]|realizad[ao]|nasceu"
    r"|paguei|pagou|pagamos|mandei|fiz|transferi|depositei|quitei|foi|foram|saiu|caiu|recebi"
    r"|enviei|falei|disse|prometi|combinei|comprei|debitou|compensou|venceu)\b"
    r"(?!.*\b(?:will|can|could|gonna|going|but|so|then|i'll|ill|we'll|make|next|rest|remaining"
    r"|vou|posso|pago|mas|resto|restante|quero|consigo|entao)\b)"
    r"[^;,]*(?:,[ ])?$"
)
_DEADLINE = re.compile(r"\b(?:by|until|till?|ate|from|before|antes d[aeo])(?: the| o| a| dia)?[ ]")


def dates(folded: Folded, today: date, country: str | None) -> Iterator[Found]:
    """Every day or period from the reference date on."""
    context = Context(today, month_first=country == "US")
    for rule in _RULES:
        for match in rule.pattern.finditer(folded.text):
            found = _found(folded, rule, match, context)
            if found:
                yield found


def _found(folded: Folded, rule: Rule, match: re.Match[str], context: Context) -> Found | None:
    start, end = match.span()
    try:
        day = rule.read(match, context)
    except (ValueError, OverflowError):
        return None
    if day is None:
        return None
    if day.first < context.today or _past(folded, start, match[0]):
        return Found(NOISE, "", start, end)
    latest = day.last.isoformat() if day.last else None
    return Found("date", day.first.isoformat(), start, end, latest=latest)


def _past(folded: Folded, start: int, text: str) -> bool:
    before = folded.before(start)
    if _DEADLINE.search(before[-12:]) or _DEADLINE.match(text):
        return False
    return bool(_TOLD_AS_PAST.search(before))
