"""Did Twilio take a message, when we never heard its answer? It is asked for what went out.

Twilio keeps no key of ours, so that a message is known by its receiver, its sender, its time and
its words; what is known to be another message of ours is left out. Where something went out at
that time that may be it and cannot be told apart, the answer stays Unsure: a person should not
read the same thing twice. Twilio's list lags by some seconds: ask half a minute after the send at
the earliest.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

from channels import segments
from channels.errors import BadCredentials, ChannelError, Rejected, RetryLater, Unsure
from channels.message import DeliveryStatus, OutboundMessage, Receipt, name_of, with_choices
from channels.twilio import faults, webhooks
from channels.twilio.sender import Sender

PAGE = 100
MOST_PAGES = 10  # a thousand messages to one person; beyond that nobody can tell
CLOCKS = timedelta(seconds=5)  # Twilio's clock against ours; it counts in whole seconds
INBOUND = "inbound"


async def find(sender: Sender, message: OutboundMessage, since: datetime) -> Receipt | None:
    """The message's receipt if Twilio has it, None if not. Raises Unsure and RetryLater."""
    try:
        content = sender.content(message)
    except Rejected:
        return None  # it never left our hands
    as_lines = with_choices(message.text, (button.label for button in message.buttons))
    written = (message.text, as_lines, content.get("body", message.text))
    wanted = {_same(text) for text in written}  # as written, and as it was sent
    may_be, failed = False, None
    try:
        async for found in _sent(sender, message, since.astimezone(UTC) - CLOCKS):
            if _same(found.body) in wanted and _has_failed(found):
                failed = failed or found
            elif _same(found.body) in wanted:
                return _receipt(sender, message, found)
            else:
                may_be = True
    except (RetryLater, BadCredentials, Unsure):
        raise
    except ValueError:
        raise Unsure("Twilio answers something unreadable") from None
    except ChannelError as error:
        raise Unsure(f"Twilio could not be asked: {error}") from None
    if may_be and "content_sid" in content:
        raise Unsure("something went out at that time; what a template says is Twilio's to know")
    return None if failed is None else _receipt(sender, message, failed)


def _has_failed(found: Any) -> bool:
    """It did not reach the person. It may be an earlier try: one that did not fail counts more."""
    return webhooks.STATUSES.get(found.status or "") is DeliveryStatus.FAILED


def _same(text: str | None) -> str:
    """Accents and spaces do not tell messages apart: a service may have changed them."""
    return " ".join(segments.plain(text or "").split())


async def _sent(sender: Sender, message: OutboundMessage, since: datetime) -> AsyncIterator[Any]:
    """What went out from our sender to this person; not by DateSent, which the queued lack."""
    account, known = sender.account, message.not_these
    asked = {"to": sender.place(message.address), "page_size": PAGE}
    if not sender.is_service:
        asked["from_"] = sender.place(sender.sender)
    page = await account.ask(account.client.messages.page_async(**asked))
    for _ in range(MOST_PAGES):
        records = list(page)
        recent = [one for one in records if _is_recent(one.date_created, since)]
        for one in recent:
            if one.direction != INBOUND and _is_ours(sender, one) and one.sid not in known:
                yield one
        if not recent or not page.next_page_url:
            return
        page = await account.ask(page.next_page_async())
    raise Unsure("more messages to this person than can be looked through")


def _is_recent(created: object, since: datetime) -> bool:
    """What has no readable date may be of now."""
    return not isinstance(created, datetime) or created >= since


def _is_ours(sender: Sender, one: Any) -> bool:
    return not sender.is_service or one.messaging_service_sid == sender.sender


def _receipt(sender: Sender, message: OutboundMessage, found: Any) -> Receipt:
    status = webhooks.STATUSES.get(found.status or "", DeliveryStatus.SENT)
    error = faults.from_code(found.error_code) if _has_failed(found) else None
    counted = segments.told(found.num_segments) or sender.segments(found.body or message.text)
    return Receipt(name_of(found.sid), status, counted, error)
