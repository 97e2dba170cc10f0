"""How does a message get to a person's chat on Telegram, and what does Telegram tell us?"""

from __future__ import annotations

import hmac
import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from channels.credentials import TELEGRAM_SECRET
from channels.errors import ChannelError, Forged, Rejected, RetryLater, Unreachable, Unsure
from channels.message import (
    ChannelName,
    DeliveryStatus,
    Finding,
    InboundMessage,
    News,
    OutboundMessage,
    Receipt,
    WebhookCall,
)
from channels.telegram import checks, faults, texts, updates
from channels.telegram.line import Line
from channels.telegram.pace import Pace
from channels.telegram.progress import Progress, Sent
from channels.telegram.wire import API, Timeouts

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the header's name
CHAT = re.compile(r"[1-9][0-9]{0,15}")
TOKEN_BYTES = 64
PORTS = (443, 80, 88, 8443)
BATCH = 100
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramChannel:
    """A bot on Telegram.

    `public_url` is the address that Telegram calls; empty, like the secret, where a `Poller`
    fetches the updates. Raises ValueError where the token or the secret can be none.
    """

    name: str = ChannelName.TELEGRAM

    def __init__(
        self,
        token: SecretStr | str,
        *,
        webhook_secret: SecretStr | str = "",
        public_url: str = "",
        base_url: str = API,
        timeouts: Timeouts | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._secret = _open(webhook_secret)
        if self._secret and not TELEGRAM_SECRET.fullmatch(self._secret):
            raise ValueError("a webhook secret has 1 to 256 characters of A-Z a-z 0-9 _ -")
        self.public_url = public_url
        self._pace = pace or Pace()
        self.line = Line(_open(token), base_url, timeouts or Timeouts(), self._pace.hold)
        self._progress = Progress()

    def __repr__(self) -> str:
        return f"TelegramChannel({self.line.name or 'unasked'!r}, {self.public_url!r})"

    async def send(self, message: OutboundMessage) -> Receipt:
        """Hand over a message, in several parts where it is too long for one.

        A try goes on where the last one failed: in one process, where a key reaches the person
        once, and in another one by what the last error told.
        """
        chat, parts, keyboard = _chat(message.address), _parts(message), _keyboard(message)
        sent = self._progress.of(chat, message.idempotency_key)
        async with sent.lock:
            sent.ids += [int(part) for part in message.parts[len(sent.ids) :]]
            try:
                for part in parts[len(sent.ids) :]:
                    is_last = len(sent.ids) == len(parts) - 1
                    sent.ids.append(await self._send(chat, part, keyboard if is_last else None))
            except ChannelError as error:
                error.parts = tuple(map(str, sent.ids))
                raise
        return Receipt(_provider_id(chat, sent), DeliveryStatus.SENT)

    async def _send(self, chat: int, text: str, keyboard: InlineKeyboardMarkup | None) -> int:
        await self._pace.turn(chat)
        call = self.line.bot.send_message(
            chat, text, reply_markup=keyboard, link_preview_options=NO_PREVIEW
        )
        number = (await self.line.ask(call, chat=chat)).message_id
        if not updates.is_number(number):
            raise Unsure("Telegram gave the message no number")
        return number

    async def find(self, message: OutboundMessage, since: datetime) -> Receipt | None:
        """Raises Unsure, always."""
        raise Unsure("Telegram cannot be asked whether it took a message")

    def verify(self, call: WebhookCall) -> None:
        """Raises Forged unless the call carries our secret; without a secret every call is."""
        told = call.headers.get(SECRET_HEADER, "").encode("utf-8", "replace")
        if not self._secret or not hmac.compare_digest(told, self._secret.encode()):
            raise Forged("Telegram did not send this")

    def parse(self, call: WebhookCall) -> list[News]:
        """The message in this update, if there is one. Raises Unreadable."""
        return updates.read(updates.decode(call.body), call.received_at)

    async def acknowledge(self, message: InboundMessage) -> None:
        """Stop the little clock on a button; too late is no error."""
        if not message.acknowledge:
            return
        try:
            await self.line.ask(self.line.bot.answer_callback_query(message.acknowledge))
        except Rejected as error:
            if not faults.is_too_old(error):
                raise

    async def check(self) -> list[Finding]:
        """Token and webhook: what works, and what to do about the rest."""
        return await checks.check(self.line, self.public_url, has_secret=bool(self._secret))

    async def connect(self, max_connections: int = 40) -> None:
        """Let Telegram call our public address.

        Raises Rejected where there is no such address or no secret, else what sending raises.
        """
        if not _can_be_called(self.public_url):
            raise Rejected("Telegram calls https addresses only, on port 443, 80, 88 or 8443")
        if not self._secret:
            raise Rejected("without a webhook secret anybody could write to us in people's names")
        call = self.line.bot.set_webhook(
            self.public_url,
            secret_token=self._secret,
            allowed_updates=updates.WANTED,
            max_connections=max_connections,
        )
        await self.line.ask(call)

    async def disconnect(self) -> None:
        """Let Telegram keep the updates until they are fetched; none is dropped."""
        await self.line.ask(self.line.bot.delete_webhook(drop_pending_updates=False))

    async def fetch(self, offset: int | None, wait: int, limit: int = BATCH) -> list[Any]:
        """The updates from `offset` on, unread; those before it are confirmed by asking."""
        call = self.line.bot.raw_updates(offset, wait, limit, list(updates.WANTED))
        told = await self.line.ask(call)
        if not isinstance(told, list):
            raise RetryLater("Telegram's updates cannot be read", 1)
        return told

    async def username(self) -> str:
        """The name that the bot is found by, asked once."""
        return await self.line.username()

    async def deep_link(self, payload: str) -> str:
        """The link that starts the bot with this payload. Raises ValueError for a bad payload."""
        if not updates.PAYLOAD.fullmatch(payload):
            raise ValueError("a payload has 1 to 64 characters of A-Z a-z 0-9 _ -")
        return f"https://t.me/{await self.username()}?start={payload}"

    async def close(self) -> None:
        """Close the connections."""
        await self.line.close()


def _open(secret: SecretStr | str) -> str:
    return secret.get_secret_value() if isinstance(secret, SecretStr) else secret


def _can_be_called(address: str) -> bool:
    """Telegram calls https addresses only, on few ports."""
    try:
        where = urlsplit(address)
        port = where.port or PORTS[0]
    except ValueError:
        return False
    return where.scheme == "https" and bool(where.hostname) and port in PORTS


def _chat(address: str) -> int:
    """A person's own chat; the numbers of groups are negative, and a phone number is none."""
    if not CHAT.fullmatch(address):
        raise Unreachable("this is not the number of a person's chat")
    return int(address)


def _parts(message: OutboundMessage) -> list[str]:
    parts = texts.split(message.text)
    if not parts:
        raise Rejected("there is nothing to say in this message")
    return parts


def _keyboard(message: OutboundMessage) -> InlineKeyboardMarkup | None:
    """One button a row. Raises Rejected where Telegram would not take a button."""
    for button in message.buttons:
        if not 1 <= len(button.token.encode()) <= TOKEN_BYTES:
            raise Rejected(f"a button's token has 1 to {TOKEN_BYTES} bytes")
        if not button.label.strip():
            raise Rejected("a button needs a label")
    rows = [[InlineKeyboardButton(b.label, callback_data=b.token)] for b in message.buttons]
    return InlineKeyboardMarkup(rows) if rows else None


def _provider_id(chat: int, sent: Sent) -> str:
    """Telegram numbers the messages of each chat: the chat and the first, and the last if it is
    another."""
    first, last = sent.ids[0], sent.ids[-1]
    return f"{chat}:{first}" if first == last else f"{chat}:{first}-{last}"
