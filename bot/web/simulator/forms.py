"""What did the reader write into the page's forms? Checked, in contract.md's shape."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from secrets import token_hex
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from bot.web.simulator.figures import decimal_of
from bot.web.simulator.port import CHANNELS, DeskError

LONGEST = {"sms": 1600, "whatsapp": 4096, "telegram": 4096}
REQUIRED = ("reference", "name", "birth_date", "debt_reference", "principal", "due_date")
OPTIONAL = ("region", "time_zone", "document_last", "postcode", "lifetime_value", "phone")
CHOICES = {
    "language": ("en", "pt"),
    "country": ("US", "GB", "BR"),
    "person_type": ("individual", "company"),
    "currency": ("USD", "GBP", "BRL"),
}
ADVANCES = {"day": "P1D", "week": "P7D"}


def blank(now: datetime) -> dict[str, str]:
    """A form for a new person that can be sent almost as it is."""
    mark = token_hex(2).upper()
    return {
        "reference": f"DEMO-{mark}",
        "birth_date": "1985-04-12",
        "document_last": "4321",
        "postcode": "10001",
        "debt_reference": f"INV-{mark}",
        "principal": "300.00",
        "interest": "12.00",
        "fees": "5.00",
        "first_time_late": "yes",
        "due_date": str((now - timedelta(days=20)).date()),
    }


def message(channel: str, text: str) -> str:
    """The message as it may be sent on this channel."""
    text = text.replace("\r\n", "\n").strip()
    if channel not in CHANNELS:
        raise DeskError("channel")
    if not text:
        raise DeskError("empty")
    if len(text) > LONGEST[channel]:
        raise DeskError("too_long")
    return text


def amount(text: str) -> Decimal:
    """An amount above zero."""
    value = decimal_of(text)
    if value is None or value <= 0:
        raise DeskError("amount")
    return value


def moment(text: str, zone: ZoneInfo) -> datetime:
    """The moment that the date field names, in the person's zone."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError:
        raise DeskError("date") from None


def account_problems(form: Mapping[str, str]) -> dict[str, str]:
    """What is missing or unreadable, by field: `missing`, `date`, `amount`, `zone` or `choice`."""
    problems = {name: "missing" for name in REQUIRED if not form.get(name, "").strip()}
    for name in ("birth_date", "due_date"):
        if name not in problems and not _is_date(form[name]):
            problems[name] = "date"
    for name in ("principal", "interest", "fees", "lifetime_value"):
        written = form.get(name, "").strip()
        value = decimal_of(written) if written else Decimal(0)
        if name not in problems and (value is None or value < 0):
            problems[name] = "amount"
    if form.get("time_zone", "").strip() not in {"", *available_timezones()}:
        problems["time_zone"] = "zone"
    for name, allowed in CHOICES.items():
        if form.get(name) not in allowed:
            problems[name] = "choice"
    return problems


def account(form: Mapping[str, str]) -> dict[str, Any]:
    """The JSON of POST /simulator/accounts out of a form without problems."""
    field = {name: form.get(name, "").strip() for name in form}
    payload: dict[str, Any] = {
        name: field[name]
        for name in ("reference", "name", "language", "country", "person_type", "birth_date")
    }
    payload |= {name: field[name] for name in OPTIONAL if field.get(name)}
    if "lifetime_value" in payload:
        payload["lifetime_value"] = str(decimal_of(payload["lifetime_value"]))
    payload["first_time_late"] = field.get("first_time_late") == "yes"
    payload["verified"] = field.get("verified") == "yes"
    debt = {name: str(decimal_of(field.get(name) or "0")) for name in ("principal", "interest")}
    payload["debts"] = [
        debt
        | {
            "fees": str(decimal_of(field.get("fees") or "0")),
            "reference": field["debt_reference"],
            "description": field.get("description") or field["debt_reference"],
            "currency": field["currency"],
            "due_date": field["due_date"],
        }
    ]
    return payload


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return False
    return True
