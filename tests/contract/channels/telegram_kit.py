"""The channel of Telegram against its double, for the contract suite and Telegram's own tests."""

import itertools
import json

from channels import errors
from channels.message import WebhookCall
from channels.telegram import Pace, TelegramChannel, Timeouts
from channels.telegram.channel import SECRET_HEADER
from tests.contract.channels.kits import NOW, SITE
from tests.contract.channels.telegram_double import LOST, TOKEN, Refusal, TelegramDouble

PERSON = "7001002003"
SECRET = "a-secret_of-Telegram"
WEBHOOK = f"{SITE}/webhooks/telegram"
REFUSALS = {
    errors.RetryLater: lambda e: Refusal(
        429, "Too Many Requests: retry later", {"retry_after": e.after_seconds}
    ),
    errors.Unreachable: lambda e: Refusal(400, "Bad Request: chat not found"),
    errors.Blocked: lambda e: Refusal(403, "Forbidden: bot was blocked by the user"),
    errors.Rejected: lambda e: Refusal(400, "Bad Request: BUTTON_DATA_INVALID"),
    errors.BadCredentials: lambda e: Refusal(401, "Unauthorized"),
    errors.Unsure: lambda e: LOST,
}


def hurried():
    """A pace without waiting: each look at the clock is an hour later."""
    return Pace(100_000, 100_000, itertools.count(0, 3600).__next__)


def chat(number=int(PERSON), kind="private"):
    return {"id": number, "type": kind, "first_name": "Ana"}


def person(number=int(PERSON)):
    return {"id": number, "is_bot": False, "first_name": "Ana"}


def said(number=1, **given):
    """The update of a message."""
    facts = {"message_id": 5, "date": 1, "chat": chat(), "from": person()}
    return {"update_id": number, "message": facts | given}


def tapped(number=1, token="tok-1", label="Yes", **given):
    """The update of a tap on a button."""
    keyboard = [[{"text": "Another", "callback_data": "tok-0"}], [{"text": label}]]
    keyboard[1][0]["callback_data"] = token
    shown = {"message_id": 4, "date": 1, "chat": chat(), "text": "Is that right?"}
    shown["reply_markup"] = {"inline_keyboard": keyboard}
    facts = {"id": f"query-{number}", "from": person(), "chat_instance": "1"}
    return {
        "update_id": number,
        "callback_query": facts | {"message": shown, "data": token} | given,
    }


class TelegramKit:
    """Telegram, which cannot be asked, reports nothing, and proves itself by a secret."""

    keyed = True
    secret = TOKEN
    person = PERSON
    asked = reports = signs = False
    refuses = frozenset(REFUSALS)

    def __init__(self, double, base_url, **given):
        self.double = double
        facts = {"webhook_secret": SECRET, "public_url": WEBHOOK, "pace": hurried()}
        facts |= {"base_url": base_url, "timeouts": Timeouts(read=1)} | given
        self.token = facts.pop("token", TOKEN)
        self.facts = facts
        self.channel = self.another()

    def another(self):
        """A channel as another process has it, which knows nothing of what this one did."""
        return TelegramChannel(self.token, **self.facts)

    @classmethod
    async def open(cls, _name=None, **given):
        double = TelegramDouble()
        return cls(double, await double.open(), **given)

    def fail_next(self, *errors):
        self.double.answers.extend(REFUSALS[type(error)](error) for error in errors)

    def phone(self):
        return ["\n".join([one["text"], *_labels(one)]) for one in self.double.messages]

    def message_call(self, *, sid="1", text="Hello", pressed=None):
        number = int(sid)
        return self.call(tapped(number, pressed, text) if pressed else said(number, text=text))

    def strange_call(self):
        return self.call({"update_id": 1, "weather": {"rain": True}})

    def broken_call(self):
        return self.call(b'{"update_id": 1, "message": {"text": "\xff"}}')

    def call(self, told):
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        return WebhookCall(WEBHOOK, {SECRET_HEADER: SECRET}, body, NOW)

    async def close(self):
        await self.channel.close()
        await self.double.close()
        assert self.double.violations == []


def _labels(message):
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return [button["text"] for row in rows for button in row]
