"""What does Telegram tell us? One update, read as a message from a person, or none of our business.

Read here and not by the library, which refuses an update when one field of it is strange. Only
people's own chats count: what is said in groups and channels is nobody's answer to us.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, TypeGuard

from channels.errors import Unreadable
from channels.message import ChannelName, InboundMessage, News, Wish, profile_of
from channels.telegram.contents import COMPANIONS, ENVELOPE, KINDS, OTHER, SERVICE

PROVIDER = "telegram"
Json = Mapping[str, Any]

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of updates that we ask Telegram for."""

COMMAND = re.compile(r"/(start|stop|help)(?:@\w+)?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
SECRET = re.compile(r"[A-Za-z0-9_-]{30,}")
"""What may be the payload of an invitation: no word that people write is so long."""
MASK = "…"
MOST = 2**63
"""Numbers of updates and chats stay below it."""
WISHES = {"start": Wish.START, "stop": Wish.STOP, "help": Wish.HELP}
MEMBERSHIP = {"kicked": Wish.BLOCKED, "member": Wish.UNBLOCKED}


def decode(body: bytes) -> Json:
    """The update in a webhook's body. Raises Unreadable."""
    try:
        told = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not what Telegram says: {type(error).__name__}") from None
    if not isinstance(told, dict):
        raise Unreadable("not what Telegram says: no object")
    return told


def update_id(update: object) -> int:
    """The number of an update. Raises Unreadable."""
    number = update.get("update_id") if isinstance(update, Mapping) else None
    if not is_number(number):
        raise Unreadable("not what Telegram says: no update_id")
    return number


def is_number(told: object) -> TypeGuard[int]:
    """Is it a number that Telegram may give an update, a chat or a message?"""
    return isinstance(told, int) and not isinstance(told, bool) and abs(told) < MOST


def read(update: Json, received_at: datetime) -> list[News]:
    """The message in an update; empty when it is none of our business. Raises Unreadable."""
    number = update_id(update)
    for kind, reader in READERS.items():
        if kind in update:
            try:
                said = reader(update[kind])
                name = _profile(update[kind])
            except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
                name = type(error).__name__
                raise Unreadable(f"not what Telegram says: {kind}, {name}") from None
            return [] if said is None else [_news(number, received_at, name, said)]
    return []


def _profile(told: Json) -> str | None:
    origin = _origin(told)
    return profile_of(origin.get("first_name"), origin.get("last_name"))


def _news(
    number: int, received_at: datetime, name: str | None, said: dict[str, Any]
) -> InboundMessage:
    facts = {"text": ""} | said
    return InboundMessage(
        provider=PROVIDER,
        event_id=str(number),
        channel=ChannelName.TELEGRAM,
        received_at=received_at,
        profile_name=name,
        **facts,
    )


def _message(message: Json, edited: bool = False) -> dict[str, Any] | None:
    chat = _person(message["chat"])
    if chat is None or _origin(message).get("is_bot") is True:
        return None
    if isinstance(message.get("text"), str):
        return {"address": chat, "edited": edited} | _command(_clean(message["text"]), edited)
    media = _media(message)
    if not media:
        return None
    caption = _masked(_clean(message.get("caption")))
    return {"address": chat, "edited": edited, "text": caption, "media": media}


def _command(text: str, edited: bool) -> dict[str, Any]:
    """What a text asks of the program itself. A changed message is no new start."""
    found = COMMAND.fullmatch(text.strip())
    if not found:
        return {"text": _masked(text)}
    name, told = found[1].lower(), (found[2] or "").strip()
    if name != "start":
        return {"text": _masked(text), "wish": WISHES[name]}
    if edited:
        return {"text": "/start"}
    if PAYLOAD.fullmatch(told):
        return {"text": "/start", "invitation": told}  # a secret that no transcript needs
    return {"text": _masked(text), "wish": Wish.START}


def _masked(text: str) -> str:
    """The text as it may be kept: an invitation that stands in it could still be taken up."""
    return SECRET.sub(MASK, text) if "start" in text.lower() else text


def _media(message: Json) -> tuple[str, ...]:
    """What came besides text, in our words; empty for what Telegram itself notes in a chat."""
    shadows = {COMPANIONS[name] for name in message if name in COMPANIONS}
    kinds = {KINDS[name] for name in message if name in KINDS and name not in shadows}
    if not kinds and not message.keys() & SERVICE:
        kinds = {OTHER} if message.keys() - ENVELOPE else set()
    return tuple(sorted(kinds))


def _tap(tap: Json) -> dict[str, Any]:
    """A tap on one of our buttons; of any other only that it wants an answer, or the little clock
    on it goes on: of a game, of an inline message, in a group."""
    query, message, token = tap["id"], tap.get("message"), tap.get("data")
    if not isinstance(query, str) or not query:
        raise ValueError("no query")
    wants = {"acknowledge": _clean(query)}
    chat = _person(message["chat"]) if message is not None and token is not None else None
    if message is None or chat is None:
        return wants | {"address": _number(_origin(tap).get("id", 0))}
    pressed = _clean(token)
    return wants | {"address": chat, "text": _label(message, pressed), "pressed": pressed}


def _label(message: Json, token: str) -> str:
    """The label of the button that was tapped; empty where the message can no longer be seen."""
    for row in (message.get("reply_markup") or {}).get("inline_keyboard") or ():
        for button in row:
            if button.get("callback_data") == token:
                return _clean(button.get("text"))
    return ""


def _membership(change: Json) -> dict[str, Any] | None:
    chat = _person(change["chat"])
    wish = MEMBERSHIP.get(change["new_chat_member"]["status"])
    return None if chat is None or wish is None else {"address": chat, "wish": wish}


def _person(chat: Json) -> str | None:
    """The number of a person's own chat; None for groups and channels."""
    if chat["type"] != "private":
        return None
    return _number(chat["id"])


def _number(told: Any) -> str:
    if not is_number(told):
        raise ValueError("no number")
    return str(told)


def _origin(message: Json) -> Json:
    return message.get("from") or {}


def _clean(text: Any) -> str:
    """Fit to be stored: valid Unicode, without NUL; empty where there is none. ValueError: no
    text."""
    if text is None:
        return ""
    if not isinstance(text, str):
        raise ValueError("no text")
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "")


READERS: Mapping[str, Callable[[Json], dict[str, Any] | None]] = {
    "message": _message,
    "edited_message": partial(_message, edited=True),
    "callback_query": _tap,
    "my_chat_member": _membership,
}
