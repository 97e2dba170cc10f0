"""What does a raw value mean, and is it one that this rule can take?

One reader a kind of value. Each raises ValueError with a sentence that names what is wrong; the
loader adds file, line and rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from bot.rules.contact import Cap
from bot.rules.country import HelpLine
from bot.rules.dates import Holiday, Observed
from bot.rules.hours import Window
from bot.rules.money import Money, exponent

Reader = Callable[[Any], Any]
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PERCENT: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*%")
_CLOCKS: Final = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


def text(value: Any) -> str:
    """Text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"needs a text, not {value!r}")
    return value


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts; may be empty."""
    return tuple(text(item) for item in items(value))


def flag(value: Any) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"needs true or false, not {value!r}")
    return value


def number(least: int = 0, most: int | None = None) -> Reader:
    """A whole number from `least` to `most`."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"needs a whole number, not {value!r}")
        if value < least or (most is not None and value > most):
            limit = f"at least {least}" if most is None else f"from {least} to {most}"
            raise ValueError(f"needs a number {limit}, not {value}")
        return value

    return read


def part(value: Any) -> Fraction:
    """A part from 0% to 100%."""
    found = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    result = Fraction(found[1]) / 100 if found else None
    if result is None or result > 1:
        raise ValueError(f"needs a part from 0% to 100%, not {value!r}")
    return result


def optional(read: Callable[[Any], T]) -> Callable[[Any], T | None]:
    """null, or what `read` reads."""
    return lambda value: None if value is None else read(value)


def one_of(kind: type[E]) -> Callable[[Any], E]:
    """A member of the enumeration, by its value."""

    def read(value: Any) -> E:
        try:
            return kind(value)
        except ValueError:
            known = ", ".join(kind)
            raise ValueError(f"needs one of {known}, not {value!r}") from None

    return read


def several(kind: type[E]) -> Callable[[Any], tuple[E, ...]]:
    """A list of members, at least one."""

    def read(value: Any) -> tuple[E, ...]:
        result = tuple(one_of(kind)(item) for item in items(value))
        if not result:
            raise ValueError("needs at least one")
        return result

    return read


def items(value: Any) -> list[Any]:
    """A list."""
    if not isinstance(value, list):
        raise ValueError(f"needs a list, not {value!r}")
    return value


def keys(value: Any, needed: tuple[str, ...], more: tuple[str, ...] = ()) -> dict[str, Any]:
    """A mapping with all of `needed`, perhaps some of `more`, and nothing else."""
    if not isinstance(value, dict):
        raise ValueError(f"needs {', '.join(needed)}, not {value!r}")
    if missing := [key for key in needed if key not in value]:
        raise ValueError(f"lacks {missing[0]!r}")
    if odd := [key for key in value if key not in (*needed, *more)]:
        raise ValueError(f"has an unknown key {odd[0]!r}")
    return value


def numbers(value: Any) -> Mapping[str, int]:
    """A mapping of names to whole numbers from 1."""
    if not isinstance(value, dict):
        raise ValueError(f"needs names with numbers, not {value!r}")
    return {name: number(1)(count) for name, count in value.items()}


def counts(value: Any) -> tuple[int, ...]:
    """A list of whole numbers from 1, at least one."""
    result = tuple(number(1)(item) for item in items(value))
    if not result:
        raise ValueError("needs at least one number")
    return result


def currency(value: Any) -> str:
    """A currency that Money knows."""
    exponent(text(value))
    return str(value)


def sums(value: Any) -> Mapping[str, Money]:
    """A sum above zero for each currency, as quoted decimals."""
    if not isinstance(value, dict) or not value:
        raise ValueError("needs a sum for each currency")
    result = {code: Money.parse(text(amount), currency(code)) for code, amount in value.items()}
    if any(amount.minor <= 0 for amount in result.values()):
        raise ValueError("needs sums above zero")
    return result


def day(value: Any) -> date:
    """A date as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text(value))
    except ValueError:
        raise ValueError(f"needs a date, not {value!r}") from None


def zones(value: Any) -> tuple[str, ...]:
    """IANA time zones that this machine knows, at least one."""
    names = texts(value)
    for name in names:
        try:
            ZoneInfo(name)
        except (KeyError, OSError, ValueError):
            raise ValueError(f"unknown time zone {name!r}") from None
    if not names:
        raise ValueError("needs at least one time zone")
    return names


def windows(value: Any) -> tuple[Window, ...]:
    """{"mon-fri": "09:00-18:00", "sat": "09:00-13:00"} as windows of local time."""
    if not isinstance(value, dict) or not value:
        raise ValueError("needs weekdays with hours")
    return tuple(
        Window(weekday, *_clocks(hours)) for days, hours in value.items() for weekday in _days(days)
    )


def _days(names: str) -> range:
    first, _, last = names.partition("-")
    if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
        raise ValueError(f"needs weekdays such as mon-fri, not {names!r}")
    result = range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)
    if not result:
        raise ValueError(f"weekdays in the wrong order: {names!r}")
    return result


def _clocks(value: Any) -> tuple[time, time]:
    found = _CLOCKS.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"needs hours such as 09:00-18:00, not {value!r}")
    return time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))


def caps(value: Any) -> tuple[tuple[int, timedelta], ...]:
    """Counts within days, e.g. {count: 2, days: 7}."""
    rows = [keys(item, ("count", "days")) for item in items(value)]
    return tuple((number(1)(row["count"]), timedelta(days=number(1)(row["days"]))) for row in rows)


def with_source(pairs: tuple[tuple[int, timedelta], ...], source: str) -> tuple[Cap, ...]:
    """Caps with the source of their row."""
    return tuple(Cap(count, within, source) for count, within in pairs)


def help_lines(value: Any) -> tuple[HelpLine, ...]:
    """Those who help, each with a phone or an address."""
    result = []
    for item in items(value):
        row = keys(item, ("name",), ("phone", "url", "audience"))
        phone, url = row.get("phone"), row.get("url")
        if phone is None and url is None:
            raise ValueError(f"{row['name']!r} needs a phone or a url")
        result.append(HelpLine(text(row["name"]), phone, url, row.get("audience")))
    return tuple(result)


def holidays(value: Any) -> tuple[Holiday, ...]:
    """Holidays by date ("12-25"), by days from Easter, or by the nth weekday of a month."""
    return tuple(_holiday(item) for item in items(value))


def _holiday(item: Any) -> Holiday:
    row = keys(item, ("name",), ("date", "easter", "month", "weekday", "nth", "observed"))
    name = text(row["name"])
    if "easter" in row:
        return Holiday(name, easter_offset=number(-100, 100)(row["easter"]))
    if "date" in row:
        fixed = day(f"2024-{row['date']}")
        observed = one_of(Observed)(row.get("observed", "same"))
        return Holiday(name, fixed.month, fixed.day, observed=observed)
    row = keys(row, ("name", "month", "weekday", "nth"))
    if row["weekday"] not in WEEKDAYS:
        raise ValueError(f"needs a weekday such as mon, not {row['weekday']!r}")
    weekday, nth = WEEKDAYS.index(row["weekday"]), number(-4, 4)(row["nth"])
    if not nth:
        raise ValueError("needs an nth weekday from 1 to 4, or from the end, -1 to -4; not 0")
    return Holiday(name, number(1, 12)(row["month"]), weekday=weekday, nth=nth)
