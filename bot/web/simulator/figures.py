"""How does one reader read amounts, dates and times?"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import (
    format_date,
    format_datetime,
    format_time,
    format_timedelta,
    get_timezone_location,
    get_timezone_name,
)
from babel.numbers import format_currency, format_decimal, format_percent
from babel.support import NullTranslations


def zone_of(name: str) -> ZoneInfo:
    """The zone of this name; UTC where it is not one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def decimal_of(value: object) -> Decimal | None:
    """The amount that was written, with a point or a comma; nothing if it is not one."""
    text = str(value).strip().replace(" ", "")
    if "," in text:
        text = (
            text.replace(".", "").replace(",", ".")
            if text.rfind(",") > text.rfind(".")
            else (text.replace(",", ""))
        )
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def moment_of(value: object) -> date | datetime | None:
    """The date or the moment that the state names, as text or already as one."""
    if isinstance(value, date):
        return value
    try:
        text = str(value)
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class Figures:
    """Writes figures in the reader's language, seen from the person's zone at this time."""

    language: str
    zone: ZoneInfo
    now: datetime
    words: NullTranslations

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def money(self, value: Any, currency: str | None) -> str:
        """An amount: decimal text, or a mapping with its own currency."""
        if isinstance(value, dict):
            currency = value.get("currency", currency)
            value = value.get("amount", "")
        amount = decimal_of(value)
        if amount is None:
            return str(value)
        if not currency:
            return str(format_decimal(amount, format="#,##0.00", locale=self.language))
        return str(format_currency(amount, currency, locale=self.language))

    def whole(self, value: int) -> str:
        """A count, with the thousands apart."""
        return str(format_decimal(value, locale=self.language))

    def percent(self, value: object) -> str:
        return str(format_percent(Decimal(str(value)), locale=self.language))

    def clock(self, at: datetime) -> str:
        return str(format_time(at.astimezone(self.zone), "HH:mm", locale=self.language))

    def day(self, at: date) -> str:
        return str(format_date(self.local_day(at), "medium", locale=self.language))

    def heading(self, at: date) -> str:
        return str(format_date(self.local_day(at), "EEE, d MMM y", locale=self.language))

    def moment(self, at: datetime) -> str:
        return str(
            format_datetime(at.astimezone(self.zone), "EEE, d MMM y, HH:mm", locale=self.language)
        )

    def local_day(self, at: date) -> date:
        return at.astimezone(self.zone).date() if isinstance(at, datetime) else at

    def relative(self, at: date) -> str:
        """How far a day is from today: today, in 3 days, 2 weeks ago."""
        distance = self.local_day(at) - self.today
        if not distance:
            return str(self.words.ugettext("today"))
        return str(
            format_timedelta(
                distance, granularity="day", threshold=2, add_direction=True, locale=self.language
            )
        )

    def when(self, value: object) -> str:
        """A date with how far it is, or the text as it came."""
        at = moment_of(value)
        return f"{self.day(at)} · {self.relative(at)}" if at else str(value)

    def zone_name(self) -> str:
        """The zone as people call it, with its place."""
        name = get_timezone_name(self.zone, width="long", locale=self.language)
        place = get_timezone_location(self.zone, locale=self.language, return_city=True)
        return f"{name} ({place})" if place and place not in name else str(name)

    def country(self, code: str) -> str:
        return str(Locale(self.language).territories.get(code.upper(), code))

    def language_name(self, code: str) -> str:
        name = Locale(self.language).languages.get(code[:2].lower(), code)
        return str(name[:1].upper() + name[1:])

    def input_value(self) -> str:
        """The start that the date field offers: tomorrow at nine, in the person's zone."""
        tomorrow = datetime.combine(self.today + timedelta(days=1), time(9))
        return tomorrow.strftime("%Y-%m-%dT%H:%M")
