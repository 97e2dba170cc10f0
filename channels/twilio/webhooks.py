"""What does Twilio tell us, and was it Twilio? Signatures, messages and status callbacks.

One webhook may hear of both channels, when they share a messaging service: the address says which
one is meant.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from twilio.request_validator import (
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    get_signature_algorithm,
)

from channels import segments
from channels.errors import Forged, Unreadable
from channels.message import (
    ChannelName,
    DeliveryStatus,
    InboundMessage,
    News,
    StatusUpdate,
    WebhookCall,
    Wish,
    name_of,
    profile_of,
)
from channels.twilio import faults
from channels.twilio.account import TwilioAccount

PROVIDER = "twilio"
JSON = "application/json"
HASH_OF_BODY = "bodySHA256"  # a JSON body is signed through its hash in the address
MOST_FIELDS = 500  # Twilio sends about forty; ten media bring two each
MOST_MEDIA = 10  # Twilio's own limit

WHATSAPP = "whatsapp:"
TRY = re.compile(r"[0-9]{1,4}")
NUMBER = re.compile(r"[0-9]{1,9}")  # Twilio's codes have five digits
PERSON = re.compile(r"\+[1-9][0-9]{4,14}")  # E.164; a short code or a brand's name is no person

INCOMING = frozenset({"received", "receiving"})
STATUSES: Mapping[str, DeliveryStatus] = {
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.READ,
    "failed": DeliveryStatus.FAILED,
    "undelivered": DeliveryStatus.FAILED,
    "canceled": DeliveryStatus.FAILED,
}
# What Twilio heard by itself (Advanced Opt-Out), and has answered: our confirmation of a STOP is
# refused, and a HELP needs no second answer.
WISHES = {"STOP": Wish.STOP, "START": Wish.START, "HELP": Wish.HELPED}
DOCUMENTS = frozenset({"application", "text"})
FAMILIES = frozenset({"image", "audio", "video"})
CARDS = frozenset({"text/vcard", "text/x-vcard"})


class Form(dict[str, list[str]]):
    """A form's fields, each with all its values, as Twilio's validator wants to ask for them."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        for name, value in pairs:
            self.setdefault(name, []).append(value)

    def getlist(self, name: str) -> list[str]:
        """All values of a field."""
        return self[name]


def verify(call: WebhookCall, account: TwilioAccount) -> None:
    """Raises Forged unless this account signed exactly this address and body."""
    signature = call.headers.get(SIGNATURE_HEADER.lower(), "")
    algorithm = get_signature_algorithm(call.headers.get(SIGNATURE_SETTINGS_HEADER.lower()))
    try:
        if _is_json(call) and HASH_OF_BODY not in parse_qs(urlsplit(call.url).query):
            raise Forged("a JSON body without its signed hash")
        genuine = account.signed(call.url, _signed_part(call), signature, algorithm)
    except ValueError:
        genuine = False
    if not genuine:
        raise Forged("Twilio did not sign this")


def _is_json(call: WebhookCall) -> bool:
    return call.headers.get("content-type", "").partition(";")[0].strip().lower() == JSON


def _signed_part(call: WebhookCall) -> Form | str:
    text = call.body.decode("utf-8", errors="replace")
    return text if _is_json(call) else Form(_pairs(text, "replace"))


def _pairs(text: str, errors: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True, errors=errors, max_num_fields=MOST_FIELDS)


def parse(call: WebhookCall, name: str) -> list[News]:
    """The message or the status in this call; `name` is the channel that was called."""
    try:
        told = _fields(call)
        status = told.get("MessageStatus") or told.get("SmsStatus") or ""
        if status in INCOMING or (not status and "Body" in told):
            return _messages(told, call)
        if status in STATUSES:
            return [_status(told, status, call, name)]
    except (ValueError, KeyError, RecursionError) as error:
        raise Unreadable(f"not what Twilio says: {type(error).__name__}") from None
    return []


def _fields(call: WebhookCall) -> dict[str, str]:
    """Each field with its first value, fit to be stored: valid UTF-8 without NUL."""
    text = call.body.decode("utf-8")
    found = _scalars(json.loads(text)) if _is_json(call) else _firsts(text)
    clean = {name: value.replace("\0", "") for name, value in found.items()}
    "".join(clean.values()).encode("utf-8")  # a lone surrogate from JSON is an error here
    return clean


def _firsts(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in Form(_pairs(text, "strict")).items()}


def _scalars(body: Any) -> dict[str, str]:
    if isinstance(body, list):
        return {}  # a batch of events of another service
    if not isinstance(body, dict):
        raise ValueError("neither an object nor a list")
    return {
        name: str(value) for name, value in body.items() if isinstance(value, str | int | float)
    }


def _messages(told: Mapping[str, str], call: WebhookCall) -> list[News]:
    origin = told["From"]
    address = origin.removeprefix(WHATSAPP)
    if not PERSON.fullmatch(address):
        return []
    is_whatsapp = origin.startswith(WHATSAPP)
    message = InboundMessage(
        provider=PROVIDER,
        event_id=name_of(_sid(told)),
        channel=ChannelName.WHATSAPP if is_whatsapp else ChannelName.SMS,
        address=address,
        text=told.get("ButtonText") or told.get("ListTitle") or told.get("Body", ""),
        received_at=call.received_at,
        pressed=told.get("ButtonPayload") or told.get("ListId") or None,
        media=tuple(_media(told)),
        wish=WISHES.get(told.get("OptOutType", "").upper()),
        profile_name=profile_of(told.get("ProfileName")),
    )
    return [message]


def _sid(told: Mapping[str, str]) -> str:
    return told.get("MessageSid") or told["SmsSid"]


def _number(told: Mapping[str, str], name: str) -> int:
    """A number that a field holds, 0 where it is empty. ValueError: it holds something else."""
    value = told.get(name) or "0"
    if not NUMBER.fullmatch(value):
        raise ValueError(f"{name} is no number")
    return int(value)


def _media(told: Mapping[str, str]) -> Iterable[str]:
    for n in range(min(_number(told, "NumMedia"), MOST_MEDIA)):
        yield _kind(told.get(f"MediaContentType{n}", ""))
    if told.get("Latitude") and told.get("Longitude"):
        yield "location"


def _kind(content_type: str) -> str:
    """image, audio, video, document, contact; file where nothing is known."""
    kind = content_type.partition(";")[0].strip().lower()
    family = kind.partition("/")[0]
    if kind in CARDS:
        return "contact"
    if family in DOCUMENTS:
        return "document"
    return family if family in FAMILIES else "file"


def _status(told: Mapping[str, str], status: str, call: WebhookCall, name: str) -> StatusUpdate:
    query = parse_qs(urlsplit(call.url).query)
    reached = STATUSES[status]
    code = _number(told, "ErrorCode")
    failed = reached is DeliveryStatus.FAILED
    tried = query.get("try", [""])[0]
    return StatusUpdate(
        provider=PROVIDER,
        channel=_channel(told, query.get("channel", [""])[0], name),
        provider_id=name_of(_sid(told)),
        status=reached,
        key=query.get("key", [None])[0],
        error=faults.from_code(code) if failed else None,
        code=str(code) if failed and code else None,
        segments=segments.told(told.get("NumSegments")),
        attempt=int(tried) if TRY.fullmatch(tried) else None,
    )


def _channel(told: Mapping[str, str], asked: str, name: str) -> str:
    """Which channel it was: the address says it, else what we asked for, else who was called."""
    if told.get("To", "").startswith(WHATSAPP):
        return ChannelName.WHATSAPP
    return asked if asked in (ChannelName.SMS, ChannelName.WHATSAPP) else name
